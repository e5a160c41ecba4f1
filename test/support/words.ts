import { WORD_KINDS, type WordKind } from '../../compiler/forms/spec.ts'
import { library } from './compiled.ts'

/** A word of the library, and a small network that uses it as its `example:` shows. */
export interface WordCase {
  readonly kind: WordKind
  readonly name: string
  /** The word's own file. */
  readonly text: string
  readonly example: string
  /** A network that reads and trains through the word. */
  readonly network: string
}

export const libraryWords: readonly WordCase[] = WORD_KINDS.flatMap((kind) =>
  library.names(kind).map((name): WordCase => {
    const { text } = library.word(kind, name)!
    const example = /^example: (.*)$/m.exec(text)?.[1]
    if (example === undefined) throw new Error(`${kind} ${name} has no example in one line`)
    return { kind, name, text, example, network: networkWith(kind, name, text, example) }
  }),
)

export function networkWith(kind: WordKind, name: string, text: string, example: string): string {
  const layers: Readonly<Record<WordKind, readonly string[]>> = {
    // Between layers that learn, so that gradients go through it.
    layer: [`dense: ${/^input: \{ A: \[1, m\] \}/m.test(text) ? 1 : 4}`, example, 'dense: 3'],
    activation: ['dense: 4', example, 'dense: 3'],
    loss: ['dense: { units: 4, activation: tanh }', `dense: { units: 3, activation: ${fitting(text)} }`],
    metric: ['dense: { units: 4, activation: tanh }', `dense: { units: 3, activation: ${fitting(text)} }`],
    regularizer: ['dense: { units: 4, activation: tanh }', 'dense: 3'],
    optimizer: ['dense: 3'],
    schedule: ['dense: 3'],
    clipping: ['dense: 3'],
    initializer: [`dense: { units: 3, weights: ${example} }`],
  }
  const optimizer = kind === 'optimizer' ? example : '{ gradient-descent: { rate: 0.1 } }'
  const own = kind === 'schedule' || kind === 'clipping' ? ` ${kind}: ${example},` : ''
  return [
    'loopless: 1',
    `network: ${name}-example`,
    'inputs: { X: [5, m] }',
    kind === 'loss' || kind === 'metric'
      ? 'targets: { Y: { classes: [low, middle, high] } }'
      : 'targets: { Y: [3, m] }',
    'layers:',
    ...layers[kind].map((layer) => `  - ${layer.replace(/^\{ (.*) \}$/, '$1')}`),
    `loss: ${kind === 'loss' ? example : 'squared-error'}`,
    ...(kind === 'metric' ? [`metrics: [${example}]`] : []),
    ...(kind === 'regularizer' ? [`regularization: ${example}`] : []),
    `training: { optimizer: ${optimizer},${own} batch: all, iterations: 3 }`,
    '',
  ].join('\n')
}

/** An activation whose outputs a loss or metric takes. */
function fitting(text: string): string {
  if (/^input:.*range: log-probability/m.test(text)) return 'log-softmax'
  if (!text.includes('range: probability') || !/^input:.*range: probability/m.test(text)) return 'linear'
  return /^input:.*sums:/m.test(text) ? 'softmax' : 'sigmoid'
}
