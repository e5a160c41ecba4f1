import { describe, expect, it } from 'vitest'
import { float64 } from '../../runtime/float64.ts'
import { Matrix } from '../../runtime/tensor.ts'
import { compiled, library } from '../support/compiled.ts'
import { loaded } from '../support/loaded.ts'
import { deviation, hasPython, python } from '../support/python.ts'
import { Random } from '../support/random.ts'

/**
 * Random networks, trained here and by PyTorch from the same parameters on the same data, in float64. Debian's
 * `python3-torch` has to be installed; `npm run test:peers` trains 200, an ordinary run some.
 */
const COUNT = Number(process.env['LOOPLESS_PEERS'] ?? 40)
const TOLERANCE = 1e-9
const EXAMPLES = 6

const isThere = hasPython('torch')

type Given = Readonly<Record<string, number | boolean>>
interface Use {
  readonly name: string
  readonly given: Given
}

/** What each word may be given, beside nothing. */
const GIVEN: Readonly<Record<string, Given>> = {
  'leaky-relu': { slope: 0.2 },
  elu: { alpha: 0.7 },
  celu: { alpha: 1.3 },
  gelu: { approximate: true },
  softplus: { beta: 2 },
  swish: { beta: 1.5 },
  huber: { delta: 0.4 },
  'cross-entropy': { smoothing: 0.1 },
  'binary-cross-entropy': { smoothing: 0.2 },
  adamw: { decay: 0.1 },
  lion: { decay: 0.1 },
  nesterov: { beta: 0.8 },
}

/** Where a gradient nearly cancels, 1e-8 beside its root makes as much of its rounding as of itself. */
const EPSILON = 1e-6
const ROOTED: ReadonlySet<string> = new Set([
  'rmsprop',
  'adagrad',
  'adadelta',
  'adam',
  'adamw',
  'adamax',
  'nadam',
  'radam',
])

/** Losses that ask for an activation before them, and for targets of a kind. */
const LAST: Readonly<Record<string, string>> = {
  'cross-entropy': 'softmax',
  'kullback-leibler': 'softmax',
  'binary-cross-entropy': 'sigmoid',
  'negative-log-likelihood': 'log-softmax',
}

interface Network {
  readonly spec: string
  readonly layers: readonly { readonly activation: string; readonly given: Given; readonly units: number }[]
  readonly loss: Use
  readonly optimizer: Use
  readonly regularization: readonly {
    readonly name: string
    readonly strength: number
    readonly perExample: boolean
  }[]
  readonly clipping: readonly { readonly name: string; readonly limit: number }[]
  readonly steps: number
  readonly X: readonly (readonly number[])[]
  readonly Y: readonly (readonly number[])[]
}

const activations = library.names('activation')
const losses = library.names('loss')
const optimizers = library.names('optimizer')

const everyWord = (['activation', 'loss', 'optimizer', 'regularizer', 'clipping'] as const).flatMap((kind) =>
  library.names(kind).map((name) => `${kind} ${name}`),
)

function wordsOf({ layers, loss, optimizer, regularization, clipping }: Network): readonly string[] {
  return [
    ...layers.map(({ activation }) => `activation ${activation}`),
    `loss ${loss.name}`,
    `optimizer ${optimizer.name}`,
    ...regularization.map(({ name }) => `regularizer ${name}`),
    ...clipping.map(({ name }) => `clipping ${name}`),
  ]
}

function network(seed: number): Network {
  const random = new Random(seed)
  const use = (name: string): Use => ({ name, given: (random.chance(0.5) && GIVEN[name]) || {} })
  const text = ({ name, given }: Use) =>
    `{ ${name}: ${JSON.stringify(given).replaceAll('"', '').replaceAll(':', ': ')} }`
  const loss = use(losses[seed % losses.length]!)
  const chosen = use(optimizers[(5 * seed + Math.floor(seed / losses.length)) % optimizers.length]!)
  const optimizer = {
    ...chosen,
    given: {
      ...chosen.given,
      rate: random.pick([0.003, 0.02]),
      ...(ROOTED.has(chosen.name) && { epsilon: EPSILON }),
    },
  }
  const depth = random.integer(1, 3)
  const rows = random.integer(2, 4)
  const inputs = random.integer(2, 5)
  const layers = Array.from({ length: depth }, (_, at) => {
    const isLast = at === depth - 1
    const name = isLast ? (LAST[loss.name] ?? 'linear') : activations[(seed * 3 + at) % activations.length]!
    const { given } = isLast ? { given: {} } : use(name)
    return { activation: name, given, units: isLast ? rows : random.integer(2, 6) }
  })
  const regularization = random.chance(0.5)
    ? [{ name: random.pick(['l1', 'l2']), strength: 0.05, perExample: random.chance(0.5) }]
    : []
  const clipping = random.chance(0.5) ? [{ name: random.pick(['by-norm', 'by-value']), limit: 0.05 }] : []
  const matrix = (height: number, low: number, high: number) =>
    Array.from({ length: height }, () => [...random.array(EXAMPLES, low, high)])
  const classes = Array.from({ length: EXAMPLES }, () => random.integer(0, rows - 1))
  const oneHot = Array.from({ length: rows }, (_, row) => classes.map((own) => (own === row ? 1 : 0)))
  const Y = /hinge/.test(loss.name)
    ? oneHot.map((row) => row.map((each) => 2 * each - 1))
    : loss.name in LAST
      ? oneHot
      : matrix(rows, loss.name === 'poisson' ? 0 : -1, 1)
  const targets = loss.name in LAST ? `{ shape: [${rows}, m], range: probability }` : `[${rows}, m]`
  const spec = [
    'loopless: 1',
    'network: peer',
    'precision: float64',
    `inputs: { X: [${inputs}, m] }`,
    `targets: { Y: ${targets} }`,
    'layers:',
    ...layers.map(
      ({ activation, given, units }) =>
        `  - dense: { units: ${units}, activation: ${text({ name: activation, given })} }`,
    ),
    `loss: ${text(loss)}`,
    `regularization: [${regularization.map(({ name, ...given }) => text({ name, given })).join(', ')}]`,
    'training:',
    `  optimizer: ${text(optimizer)}`,
    // PyTorch's norm has 1e-6 added to it.
    `  clipping: [${clipping.map(({ name, limit }) => text({ name, given: name === 'by-norm' ? { limit, epsilon: 0.000001 } : { limit } })).join(', ')}]`,
    '',
  ].join('\n')
  return {
    spec,
    layers,
    loss,
    optimizer,
    regularization,
    clipping,
    steps: random.integer(2, 6),
    X: matrix(inputs, -1.5, 1.5),
    Y,
  }
}

interface Result {
  readonly losses: readonly number[]
  readonly weights: readonly (readonly (readonly number[])[])[]
  readonly biases: readonly (readonly number[])[]
}

async function ours({ spec, layers, steps, X, Y }: Network, seed: number) {
  const { create } = await loaded(compiled(spec))
  const net = await create({ batch: EXAMPLES, seed, precision: float64 })
  const random = new Random(seed + 1000)
  const rowsOf = (name: string) => {
    const { rows, columns, data } = net.parameters[name]!
    return Array.from({ length: rows }, (_, row) => [...data.subarray(row * columns, (row + 1) * columns)])
  }
  const first = layers.map((layer, at) => {
    const b = net.parameters[`b${at + 1}`]!
    b.data.set(random.array(b.data.length, -0.5, 0.5))
    return { ...layer, W: rowsOf(`W${at + 1}`), b: rowsOf(`b${at + 1}`).flat() }
  })
  const [x, y] = [X, Y].map((rows) => Matrix.of(rows.length, EXAMPLES, rows.flat()))
  const losses = Array.from({ length: steps }, () => net.step(x!, y!))
  const result: Result = {
    losses,
    weights: layers.map((_, at) => rowsOf(`W${at + 1}`)),
    biases: layers.map((_, at) => rowsOf(`b${at + 1}`).flat()),
  }
  return { first, result }
}

describe.skipIf(!isThere)(`PyTorch${isThere ? '' : ', which is not installed here,'}`, () => {
  it(`trains ${COUNT} random networks to the same parameters`, { timeout: 300_000 }, async () => {
    const networks = Array.from({ length: COUNT }, (_, seed) => network(seed))
    const trained = await Promise.all(networks.map(ours))
    const input = networks.map((each, at) => ({ ...each, layers: trained[at]!.first }))
    const { stdout, stderr, status } = python(['test/peers/torch_peer.py'], JSON.stringify(input))
    expect(status, stderr).toBe(0)
    const theirs = JSON.parse(stdout) as readonly Result[]
    const worst = new Map<string, number>()
    const wrong = networks.flatMap((given, at) => {
      const { result } = trained[at]!
      const peer = theirs[at]!
      const gaps = [
        deviation(result.losses, peer.losses),
        ...result.weights.map((weights, layer) => deviation(weights.flat(), peer.weights[layer]!.flat())),
        ...result.biases.map((biases, layer) => deviation(biases, peer.biases[layer]!)),
      ]
      for (const word of wordsOf(given)) worst.set(word, Math.max(worst.get(word) ?? 0, ...gaps))
      return gaps.every((gap) => gap < TOLERANCE)
        ? []
        : [`${gaps.map((gap) => gap.toExponential(1)).join(' ')}\n${given.spec}`]
    })
    if (process.env['LOOPLESS_PEERS']) {
      const sorted = [...worst].sort(([, one], [, other]) => other - one)
      console.log(
        `${COUNT} networks; of those with a word, the worst relative deviation:\n${sorted.map(([word, gap]) => `${gap.toExponential(2)} ${word}`).join('\n')}`,
      )
    }
    expect(wrong.slice(0, 5).join('\n')).toBe('')
    // Fewer networks than this cannot have every word.
    if (COUNT >= 200) expect(everyWord.filter((word) => !worst.has(word))).toEqual([])
  })
})
