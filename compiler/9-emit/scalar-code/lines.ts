/** Widest line. */
const WIDTH = 110

/** `const a = …, b = …`, a new line where one is full. */
export function declared(parts: readonly string[]): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const part of parts) {
    if (line !== '' && line.length + part.length + 2 > WIDTH) {
      lines.push(`const ${line}`)
      line = ''
    }
    line = line === '' ? part : `${line}, ${part}`
  }
  return line === '' ? lines : [...lines, `const ${line}`]
}

/** A long sum goes on in lines of its own. */
export function wrapped(statement: string): readonly string[] {
  if (statement.length <= WIDTH) return [statement]
  const lines: string[] = []
  let line = ''
  for (const part of statement.split(/(?<= [+*]) /)) {
    if (line !== '' && line.length + part.length + 1 > WIDTH) {
      lines.push(line)
      line = `  ${part}`
    } else line = line === '' ? part : `${line} ${part}`
  }
  return [[...lines, line].join('\n')]
}
