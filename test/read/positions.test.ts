import { describe, expect, it } from 'vitest'
import { read } from '../../compiler/1-read/read.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import { fieldOf, type Node, type Scalar, spanWithin } from '../../compiler/forms/document.ts'
import { parseEquation } from '../../compiler/forms/parse-equation.ts'
import { positionAt, type Span, sourceOf } from '../../compiler/forms/source.ts'

function rootOf(text: string): Node {
  const report = new Report()
  const document = read(sourceOf('spec.yaml', text), report)
  if (document === undefined) throw new Error(report.diagnostics.map(({ message }) => message).join('\n'))
  return document.root
}

function scalarAt(text: string, key: string): Scalar {
  const node = fieldOf(rootOf(text), key)
  if (node?.kind !== 'scalar') throw new Error(`${key} is no scalar`)
  return node
}

const under = ({ source, start, end }: Span) => source.text.slice(start, end)

/** Each character of a scalar that is no blank, as the file has it at the offset given for it. */
function charactersOf(scalar: Scalar): string {
  const places = Array.from(scalar.text.split(''), (character, i) => ({
    character,
    at: spanWithin(scalar, i, i + 1),
  }))
  return places.map(({ character, at }) => (/\s/.test(character) ? '' : under(at))).join('')
}

describe('every node knows its place', () => {
  const text = 'loopless: 1\ninputs: { X: [5, m] }\nlayers:\n  - dense: "a b"\n'
  const root = rootOf(text)

  it('keys, values, flow collections and quoted texts', () => {
    if (root.kind !== 'mapping') throw new Error('no mapping')
    expect(root.entries.map(({ key }) => under(key.span))).toEqual(['loopless', 'inputs', 'layers'])
    const [version, inputs] = root.entries.map(({ value }) => value)
    expect(under(version!.span)).toBe('1')
    expect(under(inputs!.span)).toBe('{ X: [5, m] }')
    expect(under(fieldOf(inputs, 'X')!.span)).toBe('[5, m]')
    const layers = fieldOf(root, 'layers')
    if (layers?.kind !== 'sequence') throw new Error('no list')
    expect(under(fieldOf(layers.items[0], 'dense')!.span)).toBe('"a b"')
  })

  it('knows flow from block', () => {
    expect(root).toMatchObject({ flow: false })
    expect(fieldOf(root, 'inputs')).toMatchObject({ flow: true })
    expect(fieldOf(root, 'layers')).toMatchObject({ flow: false })
  })

  it('keeps numbers as they were written', () => {
    expect(scalarAt('a: 0.10', 'a')).toMatchObject({ value: 0.1, text: '0.10' })
    expect(scalarAt('a: 1e-7', 'a')).toMatchObject({ value: 1e-7, text: '1e-7' })
    expect(scalarAt('a: true', 'a')).toMatchObject({ value: true, text: 'true' })
    expect(scalarAt('a: "5"', 'a')).toMatchObject({ value: '5', text: '5' })
    expect(scalarAt('a: yes', 'a')).toMatchObject({ value: 'yes' })
  })

  it('is not moved by a byte order mark', () => {
    expect(under(scalarAt('\uFEFFa: xyz', 'a').span)).toBe('xyz')
  })

  it('reads files of Windows', () => {
    const windows = 'a: 1\r\nb: xyz\r\nc: |\r\n  k + l\r\n'
    expect(under(scalarAt(windows, 'b').span)).toBe('xyz')
    const { source, start } = scalarAt(windows, 'b').span
    expect(positionAt(source, start)).toEqual({ line: 2, column: 4 })
    expect(charactersOf(scalarAt(windows, 'c'))).toBe('k+l')
  })
})

describe('every character of a text that YAML rewrites', () => {
  it.each([
    ['double quotes', 'a: "W @ A + b"', 'W@A+b'],
    ['single quotes', "a: 'W @ A + b'", 'W@A+b'],
    ['an apostrophe twice', "a: 'it''s x'", "it'sx"],
    ['escapes', String.raw`a: "x\ty \x41 \u00e9 \U0001F600 z"`, 'xy\\\\\\\\z'],
    ['an escaped quote', String.raw`a: "a \" b"`, 'a\\b'],
    ['a plain text of several lines', 'a: W @ A\n  + b\n\n  + c\n', 'W@A+b+c'],
    ['a quoted text of several lines', 'a: "W @ A\n\n    + b"\n', 'W@A+b'],
    ['a quoted text with joined lines', 'a: "W @ \\\n    A + b"\n', 'W@A+b'],
    ['a folded text', 'a: >\n  W @ A\n  + b\n\n  + c\n', 'W@A+b+c'],
    ['a folded text with deeper lines', 'a: >-\n  W @ A\n    + b\n  + c\n', 'W@A+b+c'],
    ['a literal text', 'a: |\n  W @ A\n   + b\n', 'W@A+b'],
    ['a literal text with its indentation given', 'a: |2-\n   W @ A\n  + b\n', 'W@A+b'],
    ['a literal text that begins with blank lines', 'a: |\n\n\n  W @ A\n', 'W@A'],
    ['a folded text of Windows', 'a: >\r\n  W @ A\r\n  + b\r\n', 'W@A+b'],
    ['letters beyond ASCII', 'a: "β @ 𝑥 + é"', 'β@𝑥+é'],
  ])('%s', (_, text, expected) => {
    expect(charactersOf(scalarAt(text, 'a'))).toBe(expected)
  })

  it('so that an equation is blamed at the right word', () => {
    const scalar = scalarAt('a: >\n  W @ A\n  + f(b\n', 'a')
    const { problem } = parseEquation(scalar)
    expect(problem?.labels?.map(({ span }) => positionAt(span.source, span.start))).toEqual([
      { line: 3, column: 6 },
    ])
    const { expression } = parseEquation(scalarAt('a: "W @ A\n  + bias"\n', 'a'))
    if (expression?.kind !== 'binary') throw new Error('no sum')
    expect(under(expression.right.span)).toBe('bias')
  })
})
