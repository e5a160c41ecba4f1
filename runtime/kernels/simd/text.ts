/*
 * Bytes as text. Compressed it is about as short as the bytes would be, which base64 and hexadecimal are not: a byte is
 * the same characters wherever it stands, and those that are frequent in WebAssembly are one.
 */

/**
 * The character of each byte, in a bundle's script about as frequent as the byte is in the kernels: where the two are
 * compressed together, one code suits both. A byte that has none, which is `"`, is two: one of the last three, and one that
 * says how far beyond 0, 88 or 176 it lies.
 */
const CHARACTERS =
  'e,o.su}f{p:nimgw)by12>?v3k+F46xAtah7""""""5""""""P""""""z"""TLEd' +
  'c N<"G|"""&"""/"M^O"""""""""""""#"""""""""l]jBXW"DCK8q"""""[H""=' +
  '(""U""""""""""""""""""""""""""""I"""""""""9Z"_*"""""""Y"""""""V"' +
  '"J""""""""""""Q"""""""""""""""""""""0S;"""""""""!"R""""""""""r"-' +
  '%@~'
const BYTES = 256
const NONE = '"'
/** Bytes that one of the last three stands for, and the character of the first of them. */
const SPAN = 88
const FIRST = 35

export function encode(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => {
    const character = CHARACTERS[byte]!
    return character === NONE
      ? CHARACTERS[BYTES + Math.floor(byte / SPAN)] + String.fromCharCode(FIRST + (byte % SPAN))
      : character
  }).join('')
}

export function decode(text: string): Uint8Array<ArrayBuffer> {
  const places = new Uint16Array(128)
  for (let place = 0; place < CHARACTERS.length; place++) places[CHARACTERS.charCodeAt(place)] = place
  const bytes = new Uint8Array(text.length)
  let length = 0
  for (let at = 0; at < text.length; at++) {
    const place = places[text.charCodeAt(at)]!
    bytes[length++] = place < BYTES ? place : (place - BYTES) * SPAN + text.charCodeAt(++at) - FIRST
  }
  return bytes.slice(0, length)
}
