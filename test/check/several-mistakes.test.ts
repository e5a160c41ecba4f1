import { describe, expect, it } from 'vitest'
import { Report } from '../../compiler/diagnostics/report.ts'
import { sourceOf } from '../../compiler/forms/source.ts'
import { understand } from '../../compiler/front-end.ts'
import { library } from '../support/compiled.ts'

/** The errors of a network, without places, which another mistake may move. */
function told(text: string): readonly string[] {
  const report = new Report()
  understand(sourceOf('small.yaml', text), library, report)
  const errors = report.diagnostics.filter(({ severity }) => severity === 'error')
  return errors.map(({ code, message }) => `${code} ${message}`)
}

type Mistake = readonly [right: string, wrong: string]

function withMistakes(text: string, mistakes: readonly Mistake[]): string {
  return mistakes.reduce((changed, [right, wrong]) => {
    expect(changed.split(right)).toHaveLength(2)
    return changed.replace(right, wrong)
  }, text)
}

const STACK = `loopless: 1
network: small
sizes: { hidden: 12, half: hidden / 2 }
inputs: { X: [5, m] }
targets: { Y: { classes: [stay, leave, pause] } }
layers:
  - standardize
  - dense: half
  - dense: { units: hidden / 3, activation: relu }
  - repeat: { times: 2, layers: [{ dense: hidden / 4 }] }
  - dense: { units: 7, activation: tanh }
  - dense: hidden - 2
    as: narrow
  - dropout: 0.25
    from: narrow
  - dense: { units: 3, activation: softmax }
loss: cross-entropy
metrics: [accuracy, f1]
training: { optimizer: { adam: { rate: 0.01 } }, batch: 4, epochs: 3 }
`

const IN_A_STACK: readonly Mistake[] = [
  ['X: [5, m]', 'X: [0, m]'],
  ['- standardize', '- standardise'],
  ['half: hidden / 2', 'half: hidden / 5'],
  ['units: hidden / 3', 'units: hidden / 7'],
  ['hidden / 4', 'hidden / 11'],
  ['activation: tanh', 'activation: tahn'],
  ['dense: hidden - 2', 'dense: hidden - 20'],
  ['dropout: 0.25', 'dropout: 1.25'],
  ['activation: softmax', 'activation: relu6'],
  ['accuracy', 'accurcy'],
  ['adam: { rate: 0.01 }', 'adma: { rate: 0.01 }'],
  ['epochs: 3', 'epochs: 0'],
]

const EQUATIONS = `loopless: 1
network: small
sizes: { wide: 6 }
inputs: { A: [3, 4], B: [4, wide / 2], s: [] }
equations:
  C: A @ B
  D: tanh(A)
  E: exp(B) * 2
  F: sin(A) + 1
  G: C * s
  J: sum(sum(G, over=3), over=wide / 2)
`

const IN_EQUATIONS: readonly Mistake[] = [
  ['wide / 2], s', 'wide / 5], s'],
  ['tanh(A)', 'tahn(A)'],
  ['exp(B) * 2', 'exp(BB) * 2'],
  ['sin(A) + 1', 'sin(A + 1'],
  ['C * s', 'C * ss'],
]

/** Every two of them. */
function pairs(mistakes: readonly Mistake[]): readonly (readonly [Mistake, Mistake])[] {
  return mistakes.flatMap((one, at) => mistakes.slice(at + 1).map((other) => [one, other] as const))
}

describe.each([
  { kind: 'layers', text: STACK, mistakes: IN_A_STACK },
  { kind: 'equations', text: EQUATIONS, mistakes: IN_EQUATIONS },
])('mistakes in a network of $kind', ({ text, mistakes }) => {
  it('are none where there is none', () => {
    expect(told(text)).toEqual([])
  })

  it.each(mistakes)('are told alone: %s as %s', (...mistake) => {
    expect(told(withMistakes(text, [mistake]))).toHaveLength(1)
  })

  it.each(pairs(mistakes))('are told together, each as if it were alone: %j and %j', (...both) => {
    const each = both.flatMap((mistake) => told(withMistakes(text, [mistake])))
    expect([...told(withMistakes(text, both))].sort()).toEqual(each.sort())
  })

  it('are all told at once', () => {
    const each = mistakes.flatMap((mistake) => told(withMistakes(text, [mistake])))
    expect([...told(withMistakes(text, mistakes))].sort()).toEqual(each.sort())
  })
})

describe('a size that is unknown since a mistake has been told of it', () => {
  /** All that is said of a network, without its texts and its help, which may ask. */
  function said(text: string): readonly string[] {
    const report = new Report()
    understand(sourceOf('small.yaml', text), library, report)
    return report.diagnostics.flatMap(({ message, labels, notes }) => [
      message,
      ...labels.map((label) => label.text),
      ...notes,
    ])
  }

  it.each([
    ['a product', 'A.T @ B', '`A.T @ B` multiplies 3 columns by 4 rows'],
    ['a sum', 'A + B', '`A + B` joins 3 rows and 4 rows'],
    ['what is no matrix', 's @ B', '`s @ B` needs matrices, and `s` is a scalar'],
  ])('is not printed with %s', (_, equation, message) => {
    const text = withMistakes(EQUATIONS, [
      ['wide / 2], s', 'wide / 5], s'],
      ['A @ B', equation],
    ])
    expect(said(text)).toContain(message)
    expect(said(text).join()).not.toContain('?')
  })

  it('is not printed whatever else is wrong', () => {
    for (const [text, mistakes] of [
      [STACK, IN_A_STACK],
      [EQUATIONS, IN_EQUATIONS],
    ] as const)
      for (const both of pairs(mistakes)) expect(said(withMistakes(text, both)).join()).not.toContain('?')
  })

  it('is not printed where a loss compares with it', () => {
    const text = withMistakes(STACK, [
      ['units: 3, activation: softmax', 'units: hidden / 7, activation: softmax'],
      ['[stay, leave, pause]', '[stay, leave]'],
    ])
    expect(said(text).join()).not.toContain('?')
  })
})
