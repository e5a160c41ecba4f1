import type { Net } from '../net.ts'
import type { Precision } from '../precision.ts'
import { RowSource } from '../rows.ts'
import type { Matrix } from '../tensor.ts'
import { narrow, open } from './data.ts'
import { Part } from './part.ts'
import {
  type Assignment,
  added,
  COLUMNS,
  claim,
  columnsOf,
  computed,
  EPOCH,
  EPOCH_LOSS,
  floats,
  HYPERPARAMETERS,
  PARAMETERS,
  SEED,
  STEP,
  type Table,
  type Trainable,
  TURN,
  tableOf,
} from './protocol.ts'
import { raise, waitFor, waitForOther } from './waiting.ts'

/**
 * A worker's life: a net of its own, then turn after turn until it is ended.
 *
 * @param ready says to the main thread that turns may begin
 * @throws Error when the module is another network's, when this thread has other kernels, and whatever its import throws
 */
export async function work(assignment: Assignment, ready: () => void): Promise<never> {
  const { shared, part: number, parts } = assignment
  const net = await netFor(assignment)
  const { precision, blocks } = net
  for (const [name, block] of Object.entries(shared.fitted)) blocks[name]!.data.set(floats(block, precision))
  const table = tableOf(shared, precision)
  const { words } = table
  const part = await Part.of(number, net, table)
  const columnsFor = columnsBy(assignment, net, part)
  ready()
  for (let turn = 0; ; ) {
    turn = waitForOther(words, TURN, turn)
    // Nothing of a turn is read before this: it may be over already.
    if (!claim(table, number, turn)) continue
    const columns = Atomics.load(words, COLUMNS)
    const busy = Math.min(parts, columns)
    const inputsAndTargets = columnsFor(busy, columns)
    heed(net, table)
    waitFor(words, PARAMETERS, turn)
    blocks['parameters']!.data.set(table.parameters)
    part.compute(inputsAndTargets, busy, columns)
    raise(words, computed(number), turn)
    if (!part.adds(busy)) continue
    for (let other = 0; other < busy; other++) waitFor(words, computed(other), turn)
    part.add(busy)
    raise(words, added(number), turn)
  }
}

async function netFor(assignment: Assignment): Promise<Net<number, Precision>> {
  const { url, digest, kernels, wasm, part, parts, batch } = assignment
  const { create } = (await import(url)) as Trainable
  if (typeof create !== 'function') throw new Error(`${url} is no generated module that trains`)
  const precision = await precisionFor(assignment)
  const net = await create({
    batch: columnsOf(part, parts, batch),
    seed: 0,
    precision,
    ...(wasm && { wasm }),
  })
  if (net.model.digest !== digest) throw new Error(`${url} is of another network`)
  if (net.arena.engine.name !== kernels)
    throw new Error(`this thread has ${net.arena.engine.name} kernels, and the main thread ${kernels}`)
  return net
}

/** That of the main thread's net, with the same kernels. */
async function precisionFor({ precision, kernels }: Assignment): Promise<Precision> {
  const isSingle = precision === 'float32'
  switch (kernels) {
    case 'relaxed simd':
      return (await import('../relaxed.ts')).float32Relaxed
    case 'reference': {
      const { float32Reference, float64Reference } = await import('../reference.ts')
      return isSingle ? float32Reference : float64Reference
    }
    case 'simd':
      return isSingle ? (await import('../float32.ts')).float32 : (await import('../float64.ts')).float64
  }
}

/** How this worker comes by its columns. */
function columnsBy(
  { columns }: Assignment,
  { precision }: Net<number, Precision>,
  part: Part,
): (parts: number, columns: number) => readonly Matrix[] {
  if (columns.of === 'data') {
    const source = new RowSource(columns.matrices.map((matrix) => open(matrix, precision)))
    return (parts, whole) => part.gather(source, parts, whole)
  }
  const matrices = columns.matrices.map((matrix) => open(matrix, precision))
  return (parts, whole) => {
    for (const matrix of matrices) narrow(matrix, columnsOf(part.number, parts, whole))
    return matrices
  }
}

/** Takes over what forward and backward read beside parameters and columns. */
function heed(net: Net<number, Precision>, { numbers }: Table): void {
  net.seed = numbers[SEED]!
  net.stepNumber = numbers[STEP]!
  net.epoch = numbers[EPOCH]!
  net.epochLoss = numbers[EPOCH_LOSS]!
  let at = HYPERPARAMETERS
  for (const name in net.hyperparameters) net.hyperparameters[name] = numbers[at++]!
}
