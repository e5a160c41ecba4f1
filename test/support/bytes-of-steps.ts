/*
 * Trains and prints the bytes it took, as JSON. A process of its own, as users run it: what test runners do to modules
 * makes the engine put numbers on the heap.
 *
 *     node --expose-gc … planar|digits|xor float32|float64|idle
 */
import { float32, type Kernels, type Matrix, type Net, type Options, type Precision } from 'loopless/runtime'
import { float64 } from 'loopless/runtime/float64'
import * as digits from '../../generated/digits.ts'
import * as planar from '../../generated/planar.ts'
import * as xor from '../../generated/xor.ts'

export interface Bytes {
  /** What five times 10,000 steps left behind when the garbage was collected. */
  readonly left: number
  /** What one step allocated, garbage included. */
  readonly perStep: number
}

interface Trainable {
  readonly create: (options: Options<number, Precision>) => Promise<Net<number, Precision>>
  readonly X: (examples: readonly number[][]) => Matrix
  readonly Y: (labels: readonly number[]) => Matrix
}

const STEPS = 10_000

async function bytesOf(module: Trainable, inputs: number, sizes: readonly number[]): Promise<Bytes> {
  const [most] = sizes
  const net = await module.create({ batch: most!, seed: 1, precision })
  const rows = Array.from({ length: most! }, (_, i) =>
    Array.from({ length: inputs }, (_, j) => Math.sin(i + 9 * j)),
  )
  const batches = sizes.map((size) => ({
    X: module.X(rows.slice(0, size)),
    Y: module.Y(rows.slice(0, size).map((_, i) => i % 2)),
  }))
  const [full, fewer] = batches
  const train = () => {
    for (let step = 0; step < STEPS; step += 2) {
      net.step(full!.X, full!.Y)
      net.step(fewer!.X, fewer!.Y)
    }
  }
  // The engine compiles while it runs, and what it compiles is on the heap.
  for (let trial = 0; trial < 5; trial++) train()
  const start = heap()
  const trials = Array.from({ length: 5 }, () => {
    const before = heap()
    train()
    return (process.memoryUsage().heapUsed - before) / STEPS
  })
  // What every step allocates, it allocates in the thriftiest trial too.
  return { left: heap() - start, perStep: Math.min(...trials) }
}

function heap(): number {
  globalThis.gc?.()
  return process.memoryUsage().heapUsed
}

/** Kernels that do nothing: what is allocated then, is allocated by generated code and by the net around it. */
const idle: Precision = {
  ...float32,
  async load() {
    const engine = await float32.load()
    const idleOf = (kernels: Kernels) =>
      Object.fromEntries(Object.keys(kernels).map((name) => [name, () => {}])) as unknown as Kernels
    return {
      ...engine,
      open: async (...space) => idleOf(await engine.open(...space)),
      openNow: (...space) => idleOf(engine.openNow(...space)),
    }
  },
}

const [network, kernels] = process.argv.slice(-2)
const precision = kernels === 'float32' ? float32 : kernels === 'float64' ? float64 : idle
const [module, inputs, sizes] = {
  planar: [planar, 2, [8, 5]] as const,
  digits: [digits, 64, [8, 5]] as const,
  // Its batch is always the same, and its code calls no kernels.
  xor: [xor, 2, [4, 4]] as const,
}[network as 'planar' | 'digits' | 'xor']
console.log(JSON.stringify(await bytesOf(module, inputs, sizes)))
