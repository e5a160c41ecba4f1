/** Far beyond what anyone writes, far below what the parser's stack bears. */
const DEEPEST = 200

/** Where a text nests too deep to be read, if it does: brackets inside brackets, or lists begun on one line. */
export function tooDeep(text: string): number | undefined {
  let depth = 0
  for (let i = 0; i < text.length; i++) {
    const character = text[i]
    if (character === '[' || character === '{') depth++
    else if ((character === ']' || character === '}') && depth > 0) depth--
    if (depth > DEEPEST) return i
  }
  const lists = /(?:[-?][ \t]+){200}/.exec(text)
  return lists?.index
}
