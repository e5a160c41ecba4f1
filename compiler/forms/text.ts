import type { Foreign, Source } from './source.ts'

/** What bytes say, and from where on they say nothing. */
export type Text = Pick<Source, 'text' | 'foreign'>

/** The bytes of a file as text, whether or not they are UTF-8; stage 1 refuses what is not. */
export function textOf({ buffer, byteOffset, length }: Uint8Array): Text {
  const bytes = Buffer.from(buffer, byteOffset, length)
  const order = byteOrderOf(bytes)
  if (order !== undefined) return { text: withoutMark(utf16(bytes, order)), foreign: { at: 0 } }
  const text = withoutMark(bytes.toString('utf8'))
  const foreign = firstWrong(bytes, text)
  return foreign ? { text, foreign } : { text }
}

/** Nobody sees a byte-order mark: no column and no offset counts it. */
export function withoutMark(text: string): string {
  return text.replace(/^\uFEFF/, '')
}

/** Of what is UTF-16, by its mark, or by the half of its first character that is zero where a text begins with ASCII. */
function byteOrderOf([first, second]: Buffer): 'little' | 'big' | undefined {
  if (first === undefined || second === undefined) return undefined
  if ((first === 0xff && second === 0xfe) || (first !== 0 && second === 0)) return 'little'
  return (first === 0xfe && second === 0xff) || (first === 0 && second !== 0) ? 'big' : undefined
}

function utf16(bytes: Buffer, order: 'little' | 'big'): string {
  const whole = bytes.subarray(0, bytes.length & ~1)
  return (order === 'little' ? whole : Buffer.from(whole).swap16()).toString('utf16le')
}

/** Where a replacement character stands for something else than itself: what is before it is as long in bytes as it was. */
function firstWrong(bytes: Buffer, text: string): Foreign | undefined {
  let offset = bytes.subarray(0, 3).equals(MARK) ? 3 : 0
  let known = 0
  for (let at = text.indexOf(REPLACEMENT); at !== -1; at = text.indexOf(REPLACEMENT, at + 1)) {
    offset += Buffer.byteLength(text.slice(known, at))
    known = at
    if (!bytes.subarray(offset, offset + 3).equals(REPLACEMENT_BYTES)) return { at, byte: bytes[offset]! }
  }
  return undefined
}

const MARK = Buffer.from('\uFEFF')
const REPLACEMENT = '\uFFFD'
const REPLACEMENT_BYTES = Buffer.from(REPLACEMENT)
