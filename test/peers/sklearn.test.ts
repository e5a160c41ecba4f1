import { readFileSync } from 'node:fs'
import { parse } from 'csv-parse/sync'
import { describe, expect, it } from 'vitest'
import { float64 } from '../../runtime/float64.ts'
import { Matrix } from '../../runtime/tensor.ts'
import { compiled } from '../support/compiled.ts'
import { loaded } from '../support/loaded.ts'
import { deviation, hasPython, python } from '../support/python.ts'

/**
 * Training-loss curves of scikit-learn's MLPClassifier and ours, in float64, from the weights it began with and the
 * shuffles it made. The settings are those of scikit-learn's example "Compare stochastic learning strategies for
 * MLPClassifier", with its default of 100 hidden units. Debian's `python3-sklearn` has to be installed; `npm run
 * test:peers` compares every epoch, an ordinary run a tenth of them.
 */
const IS_WHOLE = process.env['LOOPLESS_PEERS'] !== undefined
const TOLERANCE = 1e-9
const BATCH = 200
const HIDDEN = 100
const ALPHA = 1e-4

/** scikit-learn's Adam: epsilon beside the root before its correction. */
const UNCORRECTED = `
loopless: 1
optimizer: uncorrected-adam
summary: Adam in the faster form of its paper, which corrects the rate and not the averages.
attributes: { rate: { type: number, range: "[0, inf)" } }
state: { v: zeros, s: zeros }
update:
  v: 0.9 * v + 0.1 * gradient
  s: 0.999 * s + 0.001 * gradient^2
  now: rate * sqrt(1 - 0.999^step) / (1 - 0.9^step)
  parameter: parameter - now * v / (sqrt(s) + 0.00000001)
`

interface Way {
  readonly name: string
  readonly optimizer: string
  readonly settings: Readonly<Record<string, string | number | boolean>>
  readonly epsilon?: 'corrected'
}

const sgd = { solver: 'sgd', learning_rate: 'constant', learning_rate_init: 0.2 }
const WAYS: readonly Way[] = [
  {
    name: 'a constant rate',
    optimizer: 'gradient-descent: { rate: 0.2 }',
    settings: { ...sgd, momentum: 0 },
  },
  {
    name: 'momentum',
    optimizer: 'classical-momentum: { rate: 0.2, beta: 0.9 }',
    settings: { ...sgd, momentum: 0.9, nesterovs_momentum: false },
  },
  {
    name: "momentum, in the course's form at ten times the rate",
    optimizer: 'momentum: { rate: 2, beta: 0.9 }',
    settings: { ...sgd, momentum: 0.9, nesterovs_momentum: false },
  },
  {
    name: 'Nesterov',
    optimizer: 'nesterov: { rate: 0.2, beta: 0.9 }',
    settings: { ...sgd, momentum: 0.9, nesterovs_momentum: true },
  },
  {
    name: 'Adam, its epsilon moved',
    optimizer: 'adam: { rate: 0.01 }',
    settings: { solver: 'adam', learning_rate_init: 0.01 },
    epsilon: 'corrected',
  },
  {
    name: "scikit-learn's own Adam, a word of one's own",
    optimizer: 'uncorrected-adam: { rate: 0.01 }',
    settings: { solver: 'adam', learning_rate_init: 0.01 },
  },
]

interface Table {
  readonly X: readonly (readonly number[])[]
  readonly classes: readonly number[]
  readonly epochs: number
}

/** A table's last column names the class; classes are numbered in the order of their names, as scikit-learn does. */
function table(name: string, epochs: number): Table {
  const rows: string[][] = parse(readFileSync(`specs/data/${name}.csv`, 'utf8'), { from_line: 2 })
  const names = rows.map((row) => row.at(-1)!)
  const sorted = [...new Set(names)].sort()
  return {
    X: rows.map((row) => row.slice(0, -1).map(Number)),
    classes: names.map((each) => sorted.indexOf(each)),
    epochs: IS_WHOLE ? epochs : epochs / 10,
  }
}

const data: Readonly<Record<string, Table>> = { iris: table('iris', 400), digits: table('digits', 30) }

interface Parameters {
  readonly weights: readonly (readonly (readonly number[])[])[]
  readonly biases: readonly (readonly number[])[]
}

interface Peer {
  readonly first: Parameters
  readonly orders: readonly (readonly number[])[]
  readonly curve: readonly number[]
  readonly last: Parameters
}

const byName = ({ weights, biases }: Parameters): Readonly<Record<string, readonly number[]>> => ({
  W1: weights[0]!.flat(),
  W2: weights[1]!.flat(),
  b1: biases[0]!,
  b2: biases[1]!,
})

async function ours({ X, classes }: Table, optimizer: string, peer: Peer) {
  const rows = X[0]!.length
  const kinds = Math.max(...classes) + 1
  const spec = [
    'loopless: 1',
    'network: peer',
    'words: [./uncorrected-adam.yaml]',
    'precision: float64',
    `inputs: { X: [${rows}, m] }`,
    `targets: { Y: { shape: [${kinds}, m], range: probability } }`,
    'layers:',
    '  - min-max',
    `  - dense: { units: ${HIDDEN}, activation: relu }`,
    `  - dense: { units: ${kinds}, activation: softmax }`,
    'loss: cross-entropy',
    `regularization: { l2: ${ALPHA} }`,
    `training: { optimizer: { ${optimizer} } }`,
    '',
  ].join('\n')
  const { create } = await loaded(compiled(spec, { 'uncorrected-adam.yaml': UNCORRECTED }))
  const net = await create({ batch: BATCH, precision: float64 })
  const chosen = (which: readonly number[]) => {
    const numbers = Array.from({ length: rows }, (_, row) => which.map((at) => X[at]![row]!)).flat()
    const shares = Array.from({ length: kinds }, (_, kind) =>
      which.map((at) => (classes[at] === kind ? 1 : 0)),
    ).flat()
    return [Matrix.of(rows, which.length, numbers), Matrix.of(kinds, which.length, shares)] as const
  }
  net.prepare(chosen(X.map((_, at) => at))[0])
  for (const [name, numbers] of Object.entries(byName(peer.first))) net.parameters[name]!.data.set(numbers)
  const curve = peer.orders.map((order) => {
    let total = 0
    for (let from = 0; from < order.length; from += BATCH) {
      const batch = order.slice(from, from + BATCH)
      total += net.step(...chosen(batch)) * batch.length
    }
    return total / order.length
  })
  const last = Object.keys(byName(peer.last)).map((name) => [...net.parameters[name]!.data])
  return { curve, last }
}

const isThere = hasPython('sklearn')

describe.skipIf(!isThere)(`scikit-learn${isThere ? '' : ', which is not installed here,'}`, () => {
  const runs = Object.keys(data).flatMap((name) => WAYS.map((way) => ({ name, way })))
  let peers: readonly Peer[] = []

  it('trains', { timeout: 120_000 }, () => {
    const asked = runs.map(({ name, way }) => ({
      data: name,
      epochs: data[name]!.epochs,
      epsilon: way.epsilon ?? 'its own',
      settings: { ...way.settings, hidden_layer_sizes: [HIDDEN], alpha: ALPHA, batch_size: 'auto' },
    }))
    const { stdout, stderr, status } = python(
      ['test/peers/sklearn_peer.py'],
      JSON.stringify({ data, runs: asked }),
    )
    expect(status, stderr).toBe(0)
    peers = JSON.parse(stdout)
    expect(peers).toHaveLength(runs.length)
  })

  it.each(runs.map((run, at) => ({ ...run, at, title: `${run.name} by ${run.way.name}` })))(
    'has our curve on $title',
    { timeout: 120_000 },
    async ({ name, way, at, title }) => {
      const peer = peers[at]!
      const { curve, last } = await ours(data[name]!, way.optimizer, peer)
      const gaps = curve.map((loss, epoch) => Math.abs(loss - peer.curve[epoch]!) / peer.curve[epoch]!)
      const worst = Math.max(...gaps)
      const lasts = Object.values(byName(peer.last)).map((numbers, which) => deviation(last[which]!, numbers))
      if (IS_WHOLE)
        console.log(
          `${title}: ${curve.length} epochs to ${peer.curve.at(-1)!.toFixed(6)}, worst relative deviation ${worst.toExponential(2)}, of the last parameters ${Math.max(...lasts).toExponential(2)}`,
        )
      expect(curve).toHaveLength(peer.curve.length)
      expect(gaps.findIndex((gap) => !(gap <= TOLERANCE))).toBe(-1)
      expect(lasts.every((gap) => gap <= TOLERANCE)).toBe(true)
    },
  )
})
