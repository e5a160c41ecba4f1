import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { Document, isCollection, Scalar, type Scalar as YamlScalar } from 'yaml'
import { read } from '../../compiler/1-read/read.ts'
import { renderAll } from '../../compiler/diagnostics/render.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import { fieldOf, spanWithin } from '../../compiler/forms/document.ts'
import { parseEquationText } from '../../compiler/forms/parse-equation.ts'
import { sourceOf } from '../../compiler/forms/source.ts'
import { withoutMark } from '../../compiler/forms/text.ts'
import { understand } from '../../compiler/front-end.ts'
import { parenthesize } from '../read/parenthesize.ts'
import { library } from '../support/compiled.ts'
import { checked, sourceAt, specsIn } from './checked.ts'

/** Texts that are nearly right find more than noise does. */
const PIECES = [
  ...'{}[]()"\'#&*!|>%@`:-?,.\n \t\\~=<^+/',
  ': ',
  '- ',
  '\n  ',
  '\r\n',
  '---\n',
  'null',
  '1_000',
  '.inf',
  '1e9',
  '<<',
  '__proto__',
  'constructor',
  'layers:',
  'dense',
  'as: a',
  'repeat:',
  'm',
  '\u0000',
  '😀',
]

const specs = [
  ...specsIn('specs/models'),
  ...['activations', 'initializers', 'layers', 'losses', 'metrics', 'optimizers'].flatMap((folder) =>
    specsIn(`specs/library/${folder}`),
  ),
].map((path) => sourceAt(path)!.text)

const edits = fc.array(
  fc.record({ at: fc.nat(2000), remove: fc.nat(12), insert: fc.constantFrom('', ...PIECES) }),
  { minLength: 1, maxLength: 4 },
)

const nearlySpecs = fc.tuple(fc.constantFrom(...specs), edits).map(([text, changes]) =>
  changes.reduce((changed, { at, remove, insert }) => {
    const start = at % (changed.length + 1)
    return changed.slice(0, start) + insert + changed.slice(start + remove)
  }, text),
)

describe('whatever is written', () => {
  it('is checked without falling over, and every complaint has its place', () => {
    fc.assert(
      fc.property(nearlySpecs, (text) => {
        const { spec, report } = checked(sourceOf('spec.yaml', text))
        expect(spec !== undefined || report.hasErrors).toBe(true)
        for (const { at, labels } of report.diagnostics)
          for (const { start, end, source } of [at, ...labels.map(({ span }) => span)]) {
            expect(start).toBeLessThanOrEqual(end)
            expect(start).toBeGreaterThanOrEqual(0)
            expect(end).toBeLessThanOrEqual(source.text.length)
          }
        expect(renderAll(report.diagnostics)).not.toContain('undefined')
      }),
      { numRuns: 1500, seed: 1 },
    )
  })
})

/** What any text at all ends in: a spec, or errors with words and places in it. */
function expectPromise(text: string): void {
  const source = sourceOf('spec.yaml', text)
  const report = new Report()
  const { check } = understand(source, library, report)
  expect(check !== undefined || report.hasErrors).toBe(true)
  for (const { code, at, message } of report.diagnostics) {
    expect(code).toMatch(/^[EW]\d{3}$/)
    expect(message.trim()).not.toBe('')
    expect(at.source).toBe(source)
    expect(at.end).toBeLessThanOrEqual(text.length)
  }
  expect(renderAll(report.diagnostics)).not.toContain('undefined')
}

describe('all three stages', () => {
  it('keep the promise over random bytes', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) =>
        expectPromise(withoutMark(Buffer.from(bytes).toString('utf8'))),
      ),
      { numRuns: 2000, seed: 1 },
    )
  })

  const key = fc.constantFrom(
    ...[
      'loopless',
      'network',
      'layer',
      'loss',
      'inputs',
      'targets',
      'layers',
      'equations',
      'input',
      'output',
    ],
    ...[
      'attributes',
      'parameters',
      'shape',
      'type',
      'default',
      'range',
      'training',
      'optimizer',
      'data',
      'file',
    ],
    ...[
      'columns',
      'classes',
      'words',
      'sizes',
      'repeat',
      'times',
      'as',
      'from',
      'dense',
      'units',
      'X',
      'Y',
      'm',
    ],
    ...['activation', 'differentiate', 'keep', 'allow', 'W401', '__proto__', 'constructor'],
  )
  const leaf = fc.oneof(
    key,
    fc.integer({ min: -2, max: 9 }),
    fc.double(),
    fc.boolean(),
    fc.constant(null),
    fc.constantFrom('a + b', 'W @ A', '[0, 1)', '../x.yaml', 'relu', 'number', 'size', 'all', 'n', ''),
  )
  const { tree } = fc.letrec((tie) => ({
    tree: fc.oneof(
      { maxDepth: 5, depthSize: 'small' },
      leaf,
      fc.array(tie('tree'), { maxLength: 4 }),
      fc
        .array(fc.tuple(key, tie('tree')), { maxLength: 5 })
        .map((entries) => new Map(entries as [string, unknown][])),
    ),
  }))
  const specLike = fc
    .array(fc.tuple(key, tree), { minLength: 1, maxLength: 8 })
    .map((entries) => new Map<string, unknown>([['loopless', 1], ['network', 'f'], ...entries]))

  it('keep the promise over random YAML', () => {
    fc.assert(
      fc.property(specLike, fc.boolean(), (root, flow) => {
        const document = new Document(root)
        if (flow && isCollection(document.contents)) document.contents.flow = true
        expectPromise(document.toString())
      }),
      { numRuns: 500, seed: 1 },
    )
  })

  const words = fc.constantFrom(
    ...[
      'a',
      'b',
      'A',
      'W',
      'm',
      'n',
      '1',
      '0.5',
      '1e400',
      '+',
      '-',
      '*',
      '/',
      '@',
      '^',
      '<',
      '==',
      'and',
      'not',
      '(',
      ')',
    ],
    ...[
      '.T',
      'sum(',
      'mean(',
      'max(',
      'where(',
      'if(',
      'relu(',
      'normal(',
      'f(',
      ',',
      'over=n',
      'over=',
      '  ',
      '"',
      '#',
    ],
  )

  it('keep the promise over random equations, of networks and of words', () => {
    fc.assert(
      fc.property(fc.array(words, { maxLength: 12 }), (parts) => {
        const equation = parts.join(' ')
        expectPromise(
          `loopless: 1\nnetwork: f\ninputs: { a: [], A: [2, 3], W: [4, 2] }\nequations:\n  c: ${equation}\n`,
        )
        expectPromise(
          `loopless: 1\nlayer: f\nattributes: { b: { type: boolean, default: true } }\ninput: { A: [n, m] }\nparameters: { W: { shape: [n, n], initial: zeros } }\nequations:\n  c: ${equation}\noutput: { c: [n, m] }\n`,
        )
      }),
      { numRuns: 800, seed: 1 },
    )
  })
})

describe('every character of every text', () => {
  const texts = fc.array(
    fc.constantFrom('a', 'bc', ' ', '  ', '+', "'", '"', '\\', '(', ')', ':', '#', 'é', '😀', '\n', ','),
    {
      maxLength: 40,
    },
  )
  const styles: readonly YamlScalar.Type[] = [
    'PLAIN',
    'QUOTE_DOUBLE',
    'QUOTE_SINGLE',
    'BLOCK_FOLDED',
    'BLOCK_LITERAL',
  ]

  it.each(styles)('is found where the file has it: %s', (type) => {
    fc.assert(
      fc.property(texts, fc.constantFrom(10, 20, 80), (parts, lineWidth) => {
        const scalar = new Scalar(parts.join(''))
        scalar.type = type
        const text = new Document({ a: scalar }).toString({ lineWidth, minContentWidth: 5 })
        const document = read(sourceOf('spec.yaml', text), new Report())
        const node = fieldOf(document?.root, 'a')
        if (node?.kind !== 'scalar' || typeof node.value !== 'string') return
        for (const [i, character] of node.text.split('').entries()) {
          if (/\s/.test(character)) continue
          const { start } = spanWithin(node, i, i + 1)
          const found = text[node.span.start] === '"' ? unescaped(text.slice(start)) : text[start]
          expect([text, i, found]).toEqual([text, i, character])
        }
      }),
      { seed: 1 },
    )
  })

  /** The first character, or what its escape stands for. */
  function unescaped(text: string): string | undefined {
    return /^\\["\\]/.test(text) ? text[1] : text[0]
  }
})

describe('equations', () => {
  const tokens = fc.array(
    fc.constantFrom(
      'a',
      'W',
      '1',
      '0.5',
      '+',
      '-',
      '*',
      '/',
      '@',
      '^',
      '<',
      '==',
      'and',
      'or',
      'not',
      '(',
      ')',
      '.T',
      'f(',
      ',',
      'over=',
      ' ',
    ),
    { maxLength: 14 },
  )

  it('are read or refused, and what is read means the same with all its parentheses', () => {
    fc.assert(
      fc.property(tokens, (parts) => {
        const text = parts.join(' ')
        const { expression, problem } = parseEquationText(text)
        if (problem) {
          expect(problem.span.end).toBeLessThanOrEqual(text.length)
          return
        }
        const again = parseEquationText(parenthesize(expression))
        expect(again.expression && parenthesize(again.expression)).toBe(parenthesize(expression))
      }),
      { numRuns: 3000, seed: 1 },
    )
  })
})
