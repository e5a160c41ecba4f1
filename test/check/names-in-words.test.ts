import { describe, expect, it } from 'vitest'
import { read } from '../../compiler/1-read/read.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import { type Node, type Scalar, spanWithin } from '../../compiler/forms/document.ts'
import { type Source, type Span, sourceOf } from '../../compiler/forms/source.ts'
import { WORD_KINDS } from '../../compiler/forms/spec.ts'
import { understand } from '../../compiler/front-end.ts'
import { library } from '../support/compiled.ts'

/** What the library's words do not say: sums in an input, a default of a size, words with words in them. */
const MORE = `loopless: 1
layer: more
attributes:
  units: { type: size, default: 7 }
  bias: { type: boolean, default: true }
  low: { type: number, default: 0 }
  high: { type: number, default: 3, range: "(low, inf)" }
  slopes: { type: numbers, default: 1, shape: [n, 1] }
  activation: { type: activation, default: { leaky-relu: { slope: 0.1 } } }
  weights: { type: initializer, default: glorot-uniform }
input: { A: { shape: [n, m], range: probability, sums: { over: n, to: 1 } } }
parameters:
  W: { shape: [units, n], initial: weights, regularized: true }
  V: { shape: [2 * units, units], initial: { normal: { deviation: 0.1 } } }
  b: { shape: [units, 1], initial: zeros, when: bias }
fitted:
  center: { shape: [n, 1], equation: "mean(A, over=m)" }
equations:
  Z: W @ (slopes * A - center) + if(bias, b, 0)
  H: high * (V @ Z) + low
  out: sigmoid(activation(H))
predicting:
  out: sigmoid(activation(V @ (W @ A)))
output: { out: { shape: [2 * units, m], range: probability } }
example: { more: { units: 5 } }
`

const words: readonly Source[] = [
  sourceOf('more.yaml', MORE),
  ...WORD_KINDS.flatMap((kind) => library.names(kind).map((name) => library.word(kind, name)!)),
]

/** What is said to people, and what defines a name or a kind: another would be as good. */
const FREE: ReadonlySet<string> = new Set(['summary', 'source', 'differs', 'also', ...WORD_KINDS])

interface Name {
  readonly name: string
  readonly span: Span
  readonly path: readonly string[]
}

function* namesIn(node: Node, path: readonly string[] = []): Iterable<Name> {
  if (FREE.has(path[0] ?? '') || path.at(-1) === 'also') return
  if (node.kind === 'mapping')
    for (const { key, value } of node.entries) yield* namesIn(value, [...path, key.text])
  if (node.kind === 'sequence') for (const item of node.items) yield* namesIn(item, path)
  if (node.kind === 'scalar' && typeof node.value === 'string') yield* namesOf(node, path)
}

function* namesOf(scalar: Scalar, path: readonly string[]): Iterable<Name> {
  for (const { 0: name, index } of scalar.text.matchAll(/[\p{ID_Start}_][\p{ID_Continue}-]*/gu))
    yield { name, span: spanWithin(scalar, index, index + name.length), path }
}

/** The only names that a word may choose: dimensions of what arrives, which nothing else in the word names. */
function isChosen({ path, name }: Name, all: readonly Name[], kind: string): boolean {
  const ports = ['input', 'target', ...(kind === 'initializer' ? ['output'] : [])]
  const isShape = path.length === 2 || path.at(-1) === 'shape'
  const binds = isShape && (ports.includes(path[0]!) || path[0] === 'attributes')
  return binds && all.filter((other) => other.name === name).length === 1
}

describe('another name than one that is known is refused, wherever a word has one', () => {
  it.each(words)('$path', (word) => {
    const report = new Report()
    understand(word, library, report)
    expect(report.diagnostics.map(({ message }) => message)).toEqual([])
    const all = [...namesIn(read(word, new Report())!.root)]
    for (const each of all) {
      const { start, end } = each.span
      const text = `${word.text.slice(0, start)}nobody${word.text.slice(end)}`
      const told = new Report()
      understand(sourceOf(word.path, text), library, told)
      expect([...each.path, each.name, start, told.hasErrors]).toEqual([
        ...each.path,
        each.name,
        start,
        !isChosen(each, all, kindOf(word)),
      ])
    }
  })
})

function kindOf({ text }: Source): string {
  return WORD_KINDS.find((kind) => new RegExp(`^${kind}:`, 'm').test(text))!
}
