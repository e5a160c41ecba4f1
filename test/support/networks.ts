import { ownWords } from './own-words.ts'
import { Random } from './random.ts'

/** A network's text, and the files it names. */
export interface NetworkText {
  readonly name: string
  readonly text: string
  readonly files: Readonly<Record<string, string>>
}

const LEAKY = '{ leaky-relu: { slope: 0.1 } }'
const ACTIVATIONS = [
  'linear',
  'relu',
  'tanh',
  'sigmoid',
  LEAKY,
  'sway',
  'bent',
  '{ bent: { alpha: 0.5 } }',
  'softened',
  'clipped',
  'signed',
  'bump',
  'softmax',
]
const INITIALIZERS = [
  'glorot-uniform',
  'he-normal',
  '{ normal: 0.3 }',
  'spread',
  '{ spread: { shift: -0.2 } }',
]
const OPTIMIZERS = [
  '{ gradient-descent: { rate: 0.3 } }',
  '{ momentum: { rate: 0.2, beta: 0.7 } }',
  '{ adam: { rate: 0.02 } }',
  '{ adam: { rate: 0.05, beta1: 0.5, beta2: 0.9, epsilon: 0.001 } }',
  'look-ahead',
  'rms',
  'memory',
  'averaged',
  'lookback',
]

/**
 * A random small network: one to four layers of library words and of a user's, named or not, repeated, joined; with a
 * loss that fits its output. `keep` is what it is to keep readable.
 */
export function randomNetwork(seed: number, keep: readonly string[] = []): NetworkText {
  const random = new Random(seed)
  const stack = new StackText(random)
  const count = random.integer(1, 4)
  for (let layer = 0; layer < count; layer++) stack.add()
  const { loss, activation, targets } = stack.output()
  const isProbability = activation === 'sigmoid' || activation === 'softmax'
  const name = `random-${seed}`
  const optimizer = random.pick(OPTIMIZERS)
  const measured =
    isProbability && random.chance(0.3)
      ? 'metrics: [binary-accuracy]'
      : random.pick(['', 'metrics: [accuracy]', 'metrics: [accuracy, farthest]', 'metrics: [farthest]'])
  const mentioned = [...stack.lines, loss, optimizer, measured].join('\n')
  const words = Object.keys(ownWords).filter((file) =>
    new RegExp(`(?<![\\w-])${file.replace('.yaml', '')}(?![\\w-])`).test(mentioned),
  )
  const text = [
    'loopless: 1',
    `network: ${name}`,
    `summary: A random network.`,
    'precision: float64',
    words.length > 0 ? `words: [${words.join(', ')}]` : '',
    `inputs: { ${stack.inputs.map(([input, rows]) => `${input}: [${rows}, m]`).join(', ')} }`,
    `targets: { Y: ${targets} }`,
    'layers:',
    ...stack.lines,
    `loss: ${loss}`,
    measured,
    'training:',
    `  optimizer: ${optimizer}`,
    '  batch: all',
    '  iterations: 3',
    ...(keep.length > 0 ? [`keep: [${keep.join(', ')}]`] : []),
  ]
  return { name, text: `${text.filter((line) => line !== '').join('\n')}\n`, files: ownWords }
}

/** A layer that others may name, and its rows. */
interface Named {
  readonly name: string
  readonly rows: number
}

class StackText {
  readonly inputs: readonly (readonly [name: string, rows: number])[]
  readonly lines: string[] = []
  readonly #random: Random
  readonly #named: Named[] = []
  #rows: number

  constructor(random: Random) {
    this.#random = random
    const rows = random.integer(1, 5)
    this.inputs = random.chance(0.3)
      ? [
          ['X', rows],
          ['V', random.integer(1, 4)],
        ]
      : [['X', rows]]
    this.#rows = rows
    for (const [name, each] of this.inputs) this.#named.push({ name, rows: each })
    // With two inputs the first layer says where it stands.
    if (this.inputs.length > 1) this.#layer('standardize', this.#rows, 'X')
  }

  add(): void {
    const random = this.#random
    const kind = random.pick([
      ...['dense', 'dense', 'dense', 'dense', 'activation', 'dropout', 'standardize', 'repeat', 'blend'],
      ...['product', 'highway', 'pool', 'noise', 'rescale', 'normalize', 'blend', 'mixing', 'crowd'],
    ])
    switch (kind) {
      case 'dense':
        this.#dense(random.integer(1, 6), random.pick(ACTIVATIONS))
        break
      case 'activation':
        this.#layer(`activation: ${random.pick(ACTIVATIONS)}`, this.#rows)
        break
      case 'dropout':
        this.#layer(`dropout: ${random.pick([0, 0.2, 0.5])}`, this.#rows)
        break
      case 'noise':
        this.#layer(random.pick(['noise', 'noise: { amount: 0.3 }']), this.#rows)
        break
      case 'normalize':
        this.#layer(random.pick(['normalize', 'normalize: { gain: false }']), this.#rows)
        break
      case 'standardize':
      case 'highway':
      case 'rescale':
      case 'mixing':
      case 'crowd':
        this.#layer(kind, this.#rows)
        break
      case 'pool': {
        const units = random.integer(1, 3)
        this.#layer(`pool: { units: ${units} }`, units)
        break
      }
      case 'repeat':
        this.#repeat()
        break
      case 'product':
        this.#two('product', random.pick(this.#named), random.pick(this.#named))
        break
      case 'blend':
        this.#blend()
    }
  }

  /** The last layer, and the loss it fits. */
  output(): { readonly loss: string; readonly activation: string; readonly targets: string } {
    const random = this.#random
    switch (random.integer(0, 6)) {
      case 0: {
        const classes = random.integer(2, 4)
        this.#dense(classes, 'softmax')
        const names = ['red', 'green', 'blue', 'grey'].slice(0, classes)
        return { loss: 'cross-entropy', activation: 'softmax', targets: `{ classes: [${names.join(', ')}] }` }
      }
      case 1:
        this.#dense(1, 'sigmoid')
        return {
          loss: 'binary-cross-entropy',
          activation: 'sigmoid',
          targets: '{ shape: [1, m], classes: [no, yes] }',
        }
      case 2: {
        const rows = random.integer(1, 3)
        this.#dense(rows, 'sigmoid')
        return {
          loss: 'binary-cross-entropy',
          activation: 'sigmoid',
          targets: `{ shape: [${rows}, m], range: probability }`,
        }
      }
      case 3: {
        const rows = random.integer(1, 3)
        this.#dense(rows, random.pick(['softmax', 'sigmoid', 'relu', LEAKY, 'tanh']))
        return { loss: 'squared-error', activation: '', targets: `[${rows}, m]` }
      }
      default: {
        const rows = random.integer(1, 3)
        // Something has to be learnt.
        if (random.chance(0.5) || !this.lines.join().includes('dense'))
          this.#dense(rows, random.pick(ACTIVATIONS))
        const loss = random.pick([
          'absolute',
          'rounded',
          '{ rounded: { width: 0.2 } }',
          'counts',
          'squared-error',
        ])
        return { loss, activation: '', targets: `[${this.#rows}, m]` }
      }
    }
  }

  #dense(units: number, activation: string): void {
    const random = this.#random
    const extras = [
      `units: ${units}`,
      ...(activation === 'linear' && random.chance(0.5) ? [] : [`activation: ${activation}`]),
      ...(random.chance(0.25) ? ['bias: false'] : []),
      ...(random.chance(0.5) ? [`weights: ${random.pick(INITIALIZERS)}`] : []),
    ]
    this.#layer(`dense: { ${extras.join(', ')} }`, units)
  }

  #layer(text: string, rows: number, from?: string): void {
    const name = this.#random.chance(0.4) ? this.#fresh() : undefined
    // What stands beside a word needs the word to be a key.
    const isBare = !text.includes(':') && (name !== undefined || from !== undefined)
    this.lines.push(isBare ? `  - ${text}: {}` : `  - ${text}`)
    if (name !== undefined) this.lines.push(`    as: ${name}`)
    if (from !== undefined) this.lines.push(`    from: ${from}`)
    this.#rows = rows
    if (name !== undefined) this.#named.push({ name, rows })
  }

  #repeat(): void {
    const random = this.#random
    const activation = random.pick(['tanh', 'relu', 'sway', 'signed'])
    const name = random.chance(0.5) ? this.#fresh() : undefined
    this.lines.push(`  - repeat:`, `      times: ${random.integer(2, 3)}`, '      layers:')
    this.lines.push(`        - dense: { units: ${this.#rows}, activation: ${activation} }`)
    if (random.chance(0.4)) this.lines.push('        - dropout: 0.1')
    if (name !== undefined) this.lines.push(`    as: ${name}`)
  }

  /** Two of equal rows: something above, twice if need be. */
  #blend(): void {
    const random = this.#random
    const rows = random.pick(this.#named).rows
    const fitting = this.#named.filter((each) => each.rows === rows)
    this.#two('blend', random.pick(fitting), random.pick(fitting))
  }

  #two(word: string, a: Named, b: Named): void {
    this.#layer(word, b.rows, `[${a.name}, ${b.name}]`)
  }

  #fresh(): string {
    return this.#random.pick(['left', 'right', 'trunk', 'inner', 'deep_one']) + this.lines.length
  }
}
