/*
 * Products beside tiles, in a process of its own, since engines differ: `node tiles-child.js strict|relaxed`. A line of
 * JSON comes on standard input, one goes to standard output.
 */
import { text } from 'node:stream/consumers'
import { float32 } from '../../runtime/float32.ts'
import type { Kernels } from '../../runtime/kernels/kernels.ts'
import { allocate } from '../../runtime/memory.ts'
import { float32Relaxed } from '../../runtime/relaxed.ts'
import { Matrix } from '../../runtime/tensor.ts'
import { stopwatch } from '../support/stopwatch.ts'
import { probe } from './probe.ts'
import { limitOf, quiet, summaryOf } from './statistics.ts'
import { OPERATIONS, tiles } from './tile.ts'
import type { LayerShares, Share, Shares, TilesRequest } from './tiles.ts'

/** Milliseconds of a sample. */
const SAMPLE = 3
/** Milliseconds of work before samples count, for each. */
const WARM = 100

const way = process.argv[2]!
const { layers, seconds }: TilesRequest = JSON.parse(await text(process.stdin))
const precision = way === 'relaxed' ? float32Relaxed : float32
const engine = await precision.load()

interface Work {
  readonly run: () => void
  /** Floating-point operations of one call. */
  readonly operations: number
}

/** The products of a layer, in memory of its own, as a net has it. */
async function productsOf({
  units,
  inputs,
  batch,
}: TilesRequest['layers'][number]): Promise<readonly Work[]> {
  const sides = { longest: Math.max(units, inputs), batch }
  const sizes = [
    [units, inputs],
    [inputs, batch],
    [units, batch],
    [units, inputs],
    [inputs, batch],
  ] as const
  const starts = [0]
  for (const [rows, columns] of sizes) starts.push(starts.at(-1)! + Math.ceil((rows * columns * 4) / 64) * 64)
  const bytes = starts.at(-1)!
  const memory = allocate(bytes + engine.scratch(sides))
  const kernels: Kernels = await engine.open(memory, bytes, sides)
  const [W, X, Z, dW, dX] = sizes.map(
    ([rows, columns], i) =>
      new Matrix(rows, columns, columns, new Float32Array(memory.buffer, starts[i], rows * columns)),
  ) as [Matrix, Matrix, Matrix, Matrix, Matrix]
  W.data.fill(0.01)
  X.data.fill(0.01)
  const operations = 2 * units * inputs * batch
  return [
    { operations, run: () => kernels.matmul(Z, W, X) },
    { operations, run: () => kernels.matmulTransposedRight(dW, Z, X) },
    { operations, run: () => kernels.matmulTransposedLeft(dX, W, Z) },
  ]
}

const { registers, cached } = await tiles(engine.name === 'relaxed simd')
const works: readonly Work[] = [
  { operations: OPERATIONS, run: registers },
  { operations: OPERATIONS, run: cached },
  ...(await Promise.all(layers.map(productsOf))).flat(),
]
const often = works.map(({ run }) => {
  let times = 1
  let work = timeOf(run, times)
  for (let all = work; all < WARM; all += work) {
    if (work < SAMPLE) times *= 2
    work = timeOf(run, times)
  }
  return Math.max(1, Math.round((times * SAMPLE) / work))
})

/** Operations of a nanosecond, round after round, all in turns. */
const samples: (readonly number[])[] = []
const probes: { readonly before: number; readonly after: number }[] = []
const began = performance.now()
while (samples.length < 5 || performance.now() - began < 1000 * seconds) {
  // The whole round is dropped where it was disturbed.
  const before = probe()
  samples.push(works.map(({ run, operations }, i) => (often[i]! * operations) / timeOf(run, often[i]!) / 1e6))
  probes.push({ before, after: probe() })
}
const limit = limitOf(probes)
const undisturbed = samples.filter((_, round) => quiet(probes[round]!, limit))

/** Of the register-only tile, by rounds. */
function shareOf(i: number): Share {
  const figure = (of: (round: readonly number[]) => number) =>
    summaryOf(undisturbed.map(of), samples.map(of)).median
  return { gigaflops: figure((round) => round[i]!), share: figure((round) => round[i]! / round[0]!) }
}

function timeOf(run: () => void, times: number): number {
  const elapsed = stopwatch()
  for (let i = 0; i < times; i++) run()
  return elapsed()
}

const shares: Shares = {
  engine: engine.name,
  node: process.version,
  rounds: undisturbed.length,
  registers: shareOf(0),
  cached: shareOf(1),
  layers: layers.map(
    (layer, l): LayerShares => ({
      ...layer,
      forward: shareOf(2 + 3 * l),
      weightGradient: shareOf(3 + 3 * l),
      inputGradient: shareOf(4 + 3 * l),
    }),
  ),
}
process.stdout.write(JSON.stringify(shares))
