import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { read } from '../../compiler/1-read/read.ts'
import { renderAll } from '../../compiler/diagnostics/render.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import { textOf } from '../../compiler/forms/text.ts'

const SPEC = 'loopless: 1\nnetwork: small\nsummary: A “größere” 网络 🙂, � too.\n'

/** The bytes of a spec with others in its middle, before the character at `at`. */
function withBytes(at: number, ...bytes: readonly number[]): Buffer {
  return Buffer.concat([Buffer.from(SPEC.slice(0, at)), Buffer.from(bytes), Buffer.from(SPEC.slice(at))])
}

/** Where it could be cut: between characters, not inside one. */
const PLACES = [...SPEC].map((_, index, all) => all.slice(0, index).join('').length)

function told(bytes: Buffer): string {
  const report = new Report()
  expect(read({ path: 'spec.yaml', ...textOf(bytes) }, report)).toBeUndefined()
  return renderAll(report.diagnostics)
}

describe('bytes as text', () => {
  it('say what they say in UTF-8, with a mark and without', () => {
    expect(textOf(Buffer.from(SPEC))).toEqual({ text: SPEC })
    expect(textOf(Buffer.from(`\uFEFF${SPEC}`))).toEqual({ text: SPEC })
    expect(textOf(Buffer.alloc(0))).toEqual({ text: '' })
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        fc.pre(!/^\uFEFF|^.\0|^\0/.test(text))
        expect(textOf(Buffer.from(text))).toEqual({ text })
      }),
    )
  })

  it.each([
    ['no byte of UTF-8', [0xff]],
    ['a character of Latin-1', [0xe9]],
    ['the middle of a character', [0x82]],
    ['the beginning of a character', [0xf0, 0x9f]],
    ['a character in too many bytes', [0xc0, 0xaf]],
    ['half a pair', [0xed, 0xa0, 0x80]],
  ])('show where the first wrong one is, wherever that is: %s', (_, bytes) => {
    for (const at of PLACES) {
      expect(textOf(withBytes(at, ...bytes)).foreign).toEqual({ at, byte: bytes[0] })
      const marked = Buffer.concat([Buffer.from('\uFEFF'), withBytes(at, ...bytes)])
      // At the start of a file the mark is before it.
      expect(textOf(marked).foreign).toEqual({ at, byte: bytes[0] })
    }
  })

  it('show that a text ends inside a character', () => {
    const cut = Buffer.from(`${SPEC}é`).subarray(0, -1)
    expect(textOf(cut).foreign).toEqual({ at: SPEC.length, byte: 0xc3 })
  })

  it.each([
    ['little', (text: string) => Buffer.from(text, 'utf16le')],
    ['big', (text: string) => Buffer.from(text, 'utf16le').swap16()],
  ])('of UTF-16, the %s end first, are its text, so that a reader sees which file it is', (_, encoded) => {
    expect(textOf(encoded(SPEC))).toEqual({ text: SPEC, foreign: { at: 0 } })
    expect(textOf(encoded(`\uFEFF${SPEC}`))).toEqual({ text: SPEC, foreign: { at: 0 } })
    // What is cut in the middle of a unit.
    expect(textOf(encoded(SPEC).subarray(0, -1)).foreign).toEqual({ at: 0 })
  })
})

describe('a spec that is no text', () => {
  it('is refused at its first wrong byte, by line and column', () => {
    expect(told(withBytes(SPEC.indexOf('größere') + 2, 0xf6))).toMatch(
      /^error\[E115\]: the byte 0xF6 is not UTF-8\n {2}--> spec.yaml:3:15\n/,
    )
    expect(told(withBytes(SPEC.indexOf('too'), 0x0b, 0x80))).toContain('--> spec.yaml:3:32\n')
  })

  it('is refused for a NUL, wherever it is', () => {
    for (const at of PLACES.slice(2)) {
      const before = SPEC.slice(0, at).split('\n')
      const place = `spec.yaml:${before.length}:${before.at(-1)!.length + 1}\n`
      expect(told(withBytes(at, 0))).toContain(`error[E115]: a NUL byte, which no text has\n  --> ${place}`)
    }
  })
})
