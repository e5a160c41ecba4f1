/**
 * Where each character of a scalar stands in the file, for scalars whose text
 * is not what was written: quotes, escapes, folded lines, block indentation.
 * One offset more than there are characters: the last is where the text ends.
 */
export function offsetsOf(text: string, written: string, start: number): readonly number[] {
  const places = /^[|>]/.test(written) ? placesInBlock(text, written) : placesInFlow(text, written)
  return places.map((place) => start + place)
}

/** Blanks answer to blanks and the rest to itself: inside a run of blanks the places are only roughly right. */
function placesInBlock(text: string, written: string): readonly number[] {
  const places: number[] = []
  const header = written.indexOf('\n') + 1
  let at = header === 0 ? written.length : header
  for (const character of text.split('')) {
    if (!isBlank(character)) while (isBlank(written[at])) at++
    places.push(Math.min(at, written.length))
    if (!isBlank(character) || isBlank(written[at])) at++
  }
  places.push(Math.min(at, written.length))
  return places
}

const FOLD = /[ \t]*(?:\r?\n[ \t]*)+/y
const CONTINUATION = /\\\r?\n[ \t]*/y

/** Plain and quoted: line ends fold into a blank, or into one less than they are; escapes are longer than what they mean. */
function placesInFlow(text: string, written: string): readonly number[] {
  const quote = written[0] === '"' || written[0] === "'" ? written[0] : ''
  const places: number[] = []
  let at = quote.length
  while (places.length < text.length) {
    if (quote === '"') at += matchAt(CONTINUATION, written, at).length
    const fold = matchAt(FOLD, written, at)
    const lineEnds = fold.split('\n').length - 1
    const length = fold.length || escapeLength(written, at, quote) || 1
    // An escape beyond the first plane is two characters of the text.
    const units =
      lineEnds > 0 ? Math.max(1, lineEnds - 1) : length === 10 && isPair(text, places.length) ? 2 : 1
    for (let unit = 0; unit < units; unit++) places.push(at)
    at += length
  }
  places.push(at)
  return places
}

function matchAt(pattern: RegExp, text: string, at: number): string {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0] ?? ''
}

/** How many characters of the file make one of the text here; 0 where it is simply itself. */
function escapeLength(written: string, at: number, quote: string): number {
  if (quote === "'") return written.startsWith("''", at) ? 2 : 0
  if (quote !== '"' || written[at] !== '\\') return 0
  const kind = written[at + 1]
  return kind === 'x' ? 4 : kind === 'u' ? 6 : kind === 'U' ? 10 : 2
}

function isPair(text: string, at: number): boolean {
  return (text.codePointAt(at) ?? 0) > 0xffff
}

function isBlank(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r'
}
