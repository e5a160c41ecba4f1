/**
 * Where each character of a scalar stands in the file, for scalars whose text
 * is not what was written: quotes, escapes, folded lines, block indentation.
 * One offset more than there are characters: the last is where the text ends.
 *
 * Blanks answer to blanks and the rest to itself, so nothing of YAML's folding
 * rules is needed; inside a run of blanks the places are only roughly right.
 */
export function offsetsOf(text: string, written: string, start: number): readonly number[] {
  const style = written[0]
  const offsets: number[] = []
  let at = style === '|' || style === '>' ? endOfLine(written) : style === '"' || style === "'" ? 1 : 0
  for (let i = 0; i < text.length; ) {
    const blank = isBlank(text[i]) && escapeLength(written, at, style) === 0
    if (!blank) at = skipBlanks(written, at, style)
    const escaped = escapeLength(written, at, style)
    // An escape may stand for two UTF-16 units.
    const units = escaped > 2 && (text.codePointAt(i) ?? 0) > 0xffff ? 2 : 1
    for (let unit = 0; unit < units; unit++) offsets.push(start + at)
    i += units
    at += escaped || (blank && !isBlank(written[at]) ? 0 : 1)
    if (blank && !isBlank(text[i])) at = skipBlanks(written, at, style)
  }
  offsets.push(start + at)
  return offsets
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r'
}

/** Past blanks, and past `\` at the end of a double-quoted line. */
function skipBlanks(written: string, at: number, style: string | undefined): number {
  while (isBlank(written[at]) || (style === '"' && /^\\\r?\n/.test(written.slice(at, at + 3)))) at++
  return at
}

/** How many characters of the file make one of the text here; 0 where it is simply itself. */
function escapeLength(written: string, at: number, style: string | undefined): number {
  if (style === "'") return written.startsWith("''", at) ? 2 : 0
  if (style !== '"' || written[at] !== '\\') return 0
  const kind = written[at + 1]
  if (kind === '\n' || kind === '\r') return 0
  return kind === 'x' ? 4 : kind === 'u' ? 6 : kind === 'U' ? 10 : 2
}

function endOfLine(written: string): number {
  const newline = written.indexOf('\n')
  return newline < 0 ? written.length : newline + 1
}
