/** Far beyond what anyone writes, far below what the parser's stack bears. */
const DEEPEST = 200

/** Where a text nests too deep to be read, if it does: brackets inside brackets, lists begun on one line, or lines below lines. */
export function tooDeep(text: string): number | undefined {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (character === '[' || character === '{') depth++
    else if ((character === ']' || character === '}') && depth > 0) depth--
    if (depth > DEEPEST) return i
  }
  const line = tooDeepLine(text)
  if (line !== undefined) return line
  const lists = /(?:[-?][ \t]+){200}/.exec(text)
  return lists?.index
}

/** The line that stands deeper than all those that it stands below. */
function tooDeepLine(text: string): number | undefined {
  const open: number[] = []
  for (const { index, 0: indentation } of text.matchAll(/^ *(?=[^\s#])/gm)) {
    while (open.length > 0 && open.at(-1)! >= indentation.length) open.pop()
    open.push(indentation.length)
    if (open.length > DEEPEST) return index + indentation.length
  }
  return undefined
}
