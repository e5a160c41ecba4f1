/*
 * Bytes as text. Compressed it is about as short as the bytes would be, which base64 and hexadecimal are not: a byte is
 * the same characters wherever it stands, and those that are frequent in WebAssembly are one.
 */

/** The alphabet begins with `#`, and with the byte 253, which begins vector instructions; 254, 255, 0 and so on follow. */
const FIRST = 35
const SHIFT = 3
/** It ends with `{`. After one of the next two comes a byte that lies beyond, by once or twice its length. */
const LAST = 123
const LENGTH = 89

export function encode(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => {
    const place = (byte + SHIFT) % 256
    const beyond = Math.floor(place / LENGTH)
    const code = FIRST + (place % LENGTH)
    return beyond > 0 ? String.fromCharCode(LAST + beyond, code) : String.fromCharCode(code)
  }).join('')
}

export function decode(text: string): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(text.length)
  let length = 0
  for (let at = 0, beyond = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code > LAST) beyond = (code - LAST) * LENGTH
    else {
      bytes[length++] = code - FIRST - SHIFT + beyond
      beyond = 0
    }
  }
  return bytes.slice(0, length)
}
