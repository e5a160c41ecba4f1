import type { Matrix, Net, Options } from 'loopless/runtime'
import { bench, describe } from 'vitest'
import { bundle, bundled } from '../support/bundle.ts'
import { generated } from '../support/generate.ts'
import type * as Peer from './loops.ts'

/*
 * Training steps per second, beside loops by hand in the same run: `npm run bench`. Only ratios mean something, and the
 * one in the title most: figures change with the machine and its neighbours. What is measured is bundled first, as users run it.
 */

interface Module {
  readonly create: (options: Options) => Promise<Net>
  readonly X: (examples: Float32Array) => Matrix
  readonly Y: (labels: readonly number[]) => Matrix
}

const small = `
loopless: 1
network: small
inputs:  { X: [2, m] }
targets: { Y: { shape: [1, m], classes: [red, blue] } }
layers:
  - dense: { units: 4, activation: tanh, weights: { normal: 0.01 } }
  - dense: { units: 1, activation: sigmoid, weights: { normal: 0.01 } }
loss: binary-cross-entropy
training: { optimizer: { gradient-descent: { rate: 1.2 } }, batch: all, iterations: 1 }
`

/** The same with its batch as a number: scalar code. */
const fixed = small
  .replace('network: small', 'network: fixed')
  .replace('[2, m]', '[2, 4]')
  .replace('[1, m]', '[1, 4]')

const large = `
loopless: 1
network: large
inputs:  { X: [784, m] }
targets: { Y: { classes: [0, 1, 2, 3, 4, 5, 6, 7, 8, 9] } }
layers:
  - dense: { units: 128, activation: relu, weights: he-normal }
  - dense: { units: 64, activation: relu, weights: he-normal }
  - dense: { units: 10, activation: softmax }
loss: cross-entropy
training: { optimizer: { gradient-descent: { rate: 0.1 } }, batch: 64, epochs: 1 }
`

async function imported<T>(script: string): Promise<T> {
  return import(`data:text/javascript,${encodeURIComponent(script)}`)
}

async function moduleOf(network: string, spec: string): Promise<Module> {
  const files = { 'main.ts': `export * from './${network}.ts'` }
  const text = await generated(`${network}.yaml`, spec)
  return imported(await bundle({ ...files, [`${network}.ts`]: text }))
}

const { loops } = await imported<typeof Peer>(await bundled('test/bench/loops.ts'))

/** The same data and the same initial weights for both. */
async function contestants(network: string, spec: string, sizes: readonly number[], batch: number) {
  const module = await moduleOf(network, spec)
  const [inputs, classes] = [sizes[0]!, sizes.at(-1)!]
  const X = module.X(Float32Array.from({ length: inputs * batch }, (_, i) => Math.sin(i * i)))
  const Y = module.Y(Array.from({ length: batch }, (_, i) => i % Math.max(2, classes)))
  const net = await module.create({ batch, seed: 1 })
  const binary = classes === 1
  const peer = loops(
    sizes,
    batch,
    binary ? 'tanh' : 'relu',
    binary ? 'sigmoid' : 'softmax',
    binary ? 1.2 : 0.1,
  )
  for (const [at, weights] of peer.weights.entries()) weights.set(net.parameters[`W${at + 1}`]!.data)
  const [x, y] = [Float32Array.from(X.data), Float32Array.from(Y.data)]
  for (let step = 0; step < 3; step++) {
    const [J, ours] = [peer.step(x, y), net.step(X, Y)]
    if (!(Math.abs(J / ours - 1) < 1e-4)) throw new Error(`they do not compute the same: ${J}, ${ours}`)
  }
  return { generated: () => net.step(X, Y), byHand: () => peer.step(x, y) }
}

/** How many times the steps of loops by hand are made in the same time: the median of rounds in which both take turns. */
function ratio({ generated, byHand }: Awaited<ReturnType<typeof contestants>>, steps: number): string {
  const timeOf = (step: () => number): number => {
    const began = performance.now()
    for (let i = 0; i < steps; i++) step()
    return performance.now() - began
  }
  for (let round = 0; round < 3; round++) [timeOf(generated), timeOf(byHand)]
  const ratios = Array.from({ length: 41 }, () => timeOf(byHand) / timeOf(generated))
  return ratios.sort((a, b) => a - b)[20]!.toFixed(2)
}

const planarLike = await contestants('small', small, [2, 4, 1], 4)
describe(`2-4-1, batch 4: ${ratio(planarLike, 2000)} × loops by hand`, () => {
  bench('generated', () => void planarLike.generated())
  bench('loops by hand', () => void planarLike.byHand())
})

const written = await contestants('fixed', fixed, [2, 4, 1], 4)
describe(`2-4-1, batch 4, written as a number: ${ratio(written, 2000)} × loops by hand`, () => {
  bench('generated', () => void written.generated())
  bench('loops by hand', () => void written.byHand())
})

const digitsLike = await contestants('large', large, [784, 128, 64, 10], 64)
describe(`784-128-64-10, batch 64: ${ratio(digitsLike, 1)} × loops by hand`, () => {
  bench('generated', () => void digitsLike.generated(), { time: 3000 })
  bench('loops by hand', () => void digitsLike.byHand(), { time: 3000 })
})
