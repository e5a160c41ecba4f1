/*
 * Bytes as text. Compressed it is as short as the bytes would be, which base64 and hexadecimal are not: each byte is at
 * the same place of the alphabet wherever it stands, and the most frequent take one character.
 */

/** Printable characters that need no escape in a string, and are none of these two. */
const ALPHABET = /* @__PURE__ */ alphabet()
/** After one of these comes a byte that is not frequent. */
const ESCAPES = [125, 126]

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
  return { frequent, text: Array.from(bytes, (byte) => String.fromCharCode(...codes[byte]!)).join('') }
}

export function decode({ frequent, text }: Text): Uint8Array<ArrayBuffer> {
  // By the character, and 128 more for each escape before it: ten times faster than looking up strings.
  const byteOf = new Uint8Array(3 * 128)
  codesFor(frequent).forEach(([first, second], byte) => {
    byteOf[second ? second + shift(first!) : first!] = byte
  })
  const bytes = new Uint8Array(text.length)
  let length = 0
  for (let at = 0, shifted = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code < ESCAPES[0]!) {
      bytes[length++] = byteOf[code + shifted]!
      shifted = 0
    } else shifted = shift(code)
  }
  return bytes.slice(0, length)
}

function shift(code: number): number {
  return code === ESCAPES[0] ? 128 : 256
}

/** The characters of each byte: one, or an escape and one. */
function codesFor(frequent: readonly number[]): number[][] {
  const codes: number[][] = []
  frequent.forEach((byte, i) => {
    codes[byte] = [ALPHABET[i]!]
  })
  let rare = 0
  for (let byte = 0; byte < 256; byte++) {
    if (codes[byte]) continue
    codes[byte] = [ESCAPES[Math.floor(rare / ALPHABET.length)]!, ALPHABET[rare % ALPHABET.length]!]
    rare += 1
  }
  return codes
}

function alphabet(): number[] {
  const codes: number[] = []
  for (let code = 32; code < 125; code++) if (!'"$\'\\`'.includes(String.fromCharCode(code))) codes.push(code)
  return codes
}
