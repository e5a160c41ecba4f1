/** An equation's text, cut into tokens; offsets count from the start of that text. */
export interface Token {
  readonly kind: 'number' | 'name' | 'sign' | 'end'
  readonly text: string
  readonly start: number
  readonly end: number
}

/** Why a text is no equation: the characters that show it, what is wrong, what to do. */
export class Misread extends Error {
  readonly start: number
  readonly end: number
  readonly help: string | undefined
  /** The other place that played a part: the parenthesis that was opened. */
  readonly other: { readonly start: number; readonly end: number; readonly text: string } | undefined

  constructor(at: { start: number; end: number }, message: string, help?: string, other?: Misread['other']) {
    super(message)
    this.start = at.start
    this.end = at.end
    this.help = help
    this.other = other
  }
}

const BLANKS = /\s*/uy
const NUMBER = /(?:\d+(?:\.\d+)?|\.\d+)(?:[eE][+-]?\d+)?/uy
// Letters are Unicode's, but for the two that mean a product and a transpose to a reader.
const NAME = /[\p{ID_Start}_](?:(?![·ᵀ])\p{ID_Continue})*/uy
const GLUED = /(?:(?![·ᵀ])\p{ID_Continue})+/uy
const SIGN = /<=|>=|==|!=|[-+*/@^<>(),.=]/uy

/** What people write elsewhere, and what it is here. Longer signs first. */
const ELSEWHERE: readonly (readonly [sign: string, help: string])[] = [
  ['**', 'a power is written `^`'],
  ['//', 'write `floor(a / b)`'],
  ['&&', 'write `and`'],
  ['||', 'write `or`'],
  ['=<', 'write `<=`'],
  ['=>', 'write `>=`'],
  ['<>', 'write `!=`'],
  ['&', 'write `and`'],
  ['|', 'write `or`'],
  ['!', 'write `not`'],
  ['~', 'write `not`'],
  ['·', 'write `*` for element by element, `@` for the matrix product'],
  ['×', 'write `*` for element by element, `@` for the matrix product'],
  ['⊙', 'write `*`'],
  ['∗', 'write `*`'],
  ['÷', 'write `/`'],
  ['−', 'write `-`, the sign on the keyboard'],
  ['–', 'write `-`, the sign on the keyboard'],
  ['≤', 'write `<=`'],
  ['≥', 'write `>=`'],
  ['≠', 'write `!=`'],
  ['√', 'write `sqrt(x)`'],
  ['²', 'write `^2`'],
  ['³', 'write `^3`'],
  ['ᵀ', 'write `.T`'],
  ["'", 'a transpose is written `.T`'],
  ['%', 'there is no remainder; `a - b * floor(a / b)` says it'],
  ['?', 'write `where(condition, a, b)`'],
  [':', 'a named argument is written `over=k`; a choice is written `where(condition, a, b)`'],
  ['[', 'elements and slices cannot be picked; parentheses are round'],
  [']', 'elements and slices cannot be picked; parentheses are round'],
  ['{', 'parentheses are round'],
  ['}', 'parentheses are round'],
]

export function tokensOf(text: string): readonly Token[] {
  const tokens: Token[] = []
  for (let at = lengthOf(BLANKS, text, 0); at < text.length; ) {
    const token = tokenAt(text, at)
    tokens.push(token)
    at = token.end + lengthOf(BLANKS, text, token.end)
  }
  const end = text.trimEnd().length
  tokens.push({ kind: 'end', text: '', start: end, end })
  return tokens
}

function tokenAt(text: string, start: number): Token {
  const token = (kind: Token['kind'], length: number): Token => ({
    kind,
    text: text.slice(start, start + length),
    start,
    end: start + length,
  })
  refuseElsewhere(text, start)
  const number = lengthOf(NUMBER, text, start)
  if (number > 0) {
    refuseGlued(text, start, start + number)
    return token('number', number)
  }
  const name = lengthOf(NAME, text, start)
  if (name > 0) return token('name', name)
  const sign = lengthOf(SIGN, text, start)
  if (sign > 0) return token('sign', sign)
  const character = String.fromCodePoint(text.codePointAt(start) ?? 0)
  throw new Misread(
    { start, end: start + character.length },
    `\`${character}\` has no meaning in an equation`,
  )
}

function refuseElsewhere(text: string, start: number): void {
  // Nearly every token begins like this, and none of those above does.
  if (/[\w(),.+@^-]/.test(text[start] ?? '') || text.startsWith('!=', start)) return
  const found = ELSEWHERE.find(([sign]) => text.startsWith(sign, start))
  if (found === undefined) return
  const [sign, help] = found
  throw new Misread({ start, end: start + sign.length }, `\`${sign}\` has no meaning in an equation`, help)
}

/** `2x`, `1_000`, `0x1F`: a number that runs into letters is neither. */
function refuseGlued(text: string, start: number, end: number): void {
  const glued = lengthOf(GLUED, text, end)
  if (glued === 0) return
  const [number, rest] = [text.slice(start, end), text.slice(end, end + glued)]
  const help = /^[\d_]+$/u.test(rest)
    ? `write \`${(number + rest).replaceAll('_', '')}\``
    : /^\p{L}/u.test(rest) && number !== '0'
      ? `a product is written \`${number} * ${rest}\``
      : undefined
  throw new Misread({ start, end: end + glued }, `\`${number}${rest}\` is neither a number nor a name`, help)
}

function lengthOf(pattern: RegExp, text: string, at: number): number {
  pattern.lastIndex = at
  return pattern.exec(text)?.[0].length ?? 0
}
