/*
 * Bytes as text. Compressed it is as short as the bytes would be, which base64 and hexadecimal are not: each byte is at
 * the same place of the alphabet wherever it stands, and the most frequent take one character.
 */

/** Printable, and needing no escape in a string. */
const ALPHABET = /* @__PURE__ */ alphabet()
/** After one of these comes a byte that is not frequent. */
const ESCAPES = '}~'

export interface Text {
  /** The frequent bytes, in the order of the alphabet. */
  readonly frequent: readonly number[]
  readonly text: string
}

export function encode(bytes: Uint8Array): Text {
  const count = new Array<number>(256).fill(0)
  for (const byte of bytes) count[byte]! += 1
  const order = count.map((_, byte) => byte).sort((a, b) => count[b]! - count[a]! || a - b)
  const frequent = order.slice(0, ALPHABET.length)
  const codes = codesFor(frequent)
  return { frequent, text: Array.from(bytes, (byte) => codes[byte]).join('') }
}

export function decode({ frequent, text }: Text): Uint8Array<ArrayBuffer> {
  const byteOf = new Map(codesFor(frequent).map((code, byte) => [code, byte]))
  const bytes: number[] = []
  for (let at = 0; at < text.length; at++) {
    const code = ESCAPES.includes(text[at]!) ? text[at]! + text[++at]! : text[at]!
    bytes.push(byteOf.get(code)!)
  }
  return Uint8Array.from(bytes)
}

/** The characters of each byte. */
function codesFor(frequent: readonly number[]): string[] {
  const codes: string[] = []
  frequent.forEach((byte, i) => {
    codes[byte] = ALPHABET[i]!
  })
  let rare = 0
  for (let byte = 0; byte < 256; byte++) {
    if (codes[byte]) continue
    codes[byte] = ESCAPES[Math.floor(rare / ALPHABET.length)]! + ALPHABET[rare % ALPHABET.length]!
    rare += 1
  }
  return codes
}

function alphabet(): string {
  let characters = ''
  for (let code = 32; code < 125; code++) {
    const character = String.fromCharCode(code)
    if (!'"$\'\\`'.includes(character)) characters += character
  }
  return characters
}
