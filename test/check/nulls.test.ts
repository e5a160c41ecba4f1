import { describe, expect, it } from 'vitest'
import { read } from '../../compiler/1-read/read.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import type { Node } from '../../compiler/forms/document.ts'
import { sourceOf } from '../../compiler/forms/source.ts'
import { checked, sourceAt, specsIn } from './checked.ts'

/** What models do not have: a repeat in a repeat, and everything that may stand beside a word. */
const MORE = `loopless: 1
network: more
sizes: { wide: 8 }
inputs: { X: [5, m] }
targets: { Y: { shape: [1, m], classes: [no, yes] } }
layers:
  - dense: { units: wide, activation: { leaky-relu: { slope: 0.1 } }, weights: { normal: { deviation: 0.1 } } }
    from: X
    as: first
    regularization: [{ l2: 0.1 }, { l1: { strength: 0.2 } }]
    allow: { W402: it is meant }
  - repeat:
      times: 2
      layers:
        - dropout: 0.5
        - repeat: { times: 3, layers: [{ dense: { units: 7 }, as: inner }] }
          as: twice
  - standardize: {}
    from: [first]
  - dense: 1
loss: { binary-cross-entropy: { smoothing: 0.1 } }
regularization: { l2: { strength: 0.01 } }
metrics: [accuracy]
keep: [A1]
training:
  optimizer: { adam: { rate: 0.01 } }
  schedule: { warm-up: { length: 5, then: { cosine: { length: 10 } } } }
  clipping: [{ by-norm: { limit: 1 } }]
  batch: 16
  epochs: 3
`

const models = [
  ...specsIn('specs/models').map((path) => sourceAt(path)!),
  sourceOf('specs/models/more.yaml', MORE),
]

describe('a null is told, wherever it stands', () => {
  it.each(models)('$path', (source) => {
    const { root } = read(source, new Report())!
    expect(checked(source).report.diagnostics.map(({ message }) => message)).toEqual([])
    for (const [at, { span, where }] of [...valuesIn(root, '')].entries()) {
      const tail = /\s*$/.exec(source.text.slice(span.start, span.end))![0].length
      // YAML has more than one way to write it, which come in turn.
      const nothing = ['null', '~'][at % 2]!
      const blank = source.text[span.start - 1] === ':' ? ' ' : ''
      const text = source.text.slice(0, span.start) + blank + nothing + source.text.slice(span.end - tail)
      const { report } = checked(sourceOf(source.path, text))
      expect([where, nothing, report.hasErrors]).toEqual([where, nothing, true])
    }
  })
})

/** Every value of a key and every item of a list. */
function* valuesIn(
  node: Node,
  where: string,
): Iterable<{ readonly span: Node['span']; readonly where: string }> {
  if (where !== '') yield { span: node.span, where }
  if (node.kind === 'mapping')
    for (const { key, value } of node.entries) yield* valuesIn(value, `${where}.${key.text}`)
  if (node.kind === 'sequence')
    for (const [at, item] of node.items.entries()) yield* valuesIn(item, `${where}[${at}]`)
}
