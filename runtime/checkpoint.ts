import { CheckpointError } from './checkpoint-error.ts'
import type { DataSource } from './data.ts'
import type { Workers } from './fit.ts'
import { type EpochReport, historyOf, historyTensors } from './history.ts'
import type { Net } from './net.ts'
import { readNumbers, type Tensor, type TensorFile } from './safetensors.ts'
import type { EarlyStopping } from './stopping.ts'
import type { FloatArray } from './tensor.ts'
import { RUN, readFor, save, WeightsError } from './weights.ts'
import { wholeNumber } from './whole-number.ts'

/** Where a run of training is: all that changes from step to step and is not the net's own. */
export interface Run {
  /** The epoch at hand, from 1. */
  epoch: number
  /** Updates made. */
  step: number
  /** The place in the epoch's order where the next batch begins. */
  start: number
  /** Examples of this epoch that have been seen, and the sum of their losses. */
  seen: number
  sum: number
  history: EpochReport[]
}

export interface Checkpoints {
  /** So many epochs between two of them, or so many updates; at the end of training there is one in any case. */
  readonly epochs?: number
  readonly iterations?: number
  readonly write: (
    bytes: Uint8Array<ArrayBuffer>,
    why: 'due' | 'aborted' | 'finished',
  ) => void | Promise<void>
}

/** What a run is made of, by name: a checkpoint of another is refused. */
export type Facts = Readonly<Record<string, string>>

const COUNTERS = ['epoch', 'step', 'start', 'seen'] as const
const FACT = `${RUN}fact.`
const HYPERPARAMETER = `${RUN}hyperparameter.`
const HISTORY = `${RUN}history.`
const STOPPING = `${RUN}stopping.`
const SUM = `${RUN}sum`

/**
 * A net in the middle of training, as one safetensors file: what `save({ optimizer: true })` holds, and where the run
 * is. Draws are functions of seed and step, so that counters are all the state that chance has.
 */
export function checkpoint(
  net: Net,
  run: Run,
  stopping: EarlyStopping | undefined,
  facts: Facts,
): Uint8Array<ArrayBuffer> {
  const metadata: Record<string, string> = {}
  for (const name of COUNTERS) metadata[RUN + name] = String(run[name])
  for (const [name, value] of Object.entries(net.hyperparameters)) {
    metadata[HYPERPARAMETER + name] = String(value)
  }
  for (const [name, value] of Object.entries(facts)) metadata[FACT + name] = value
  const tensors = [
    { name: SUM, shape: [1], data: Float64Array.of(run.sum) },
    ...historyTensors(HISTORY, run.history),
    ...(stopping?.tensors(STOPPING) ?? []),
  ]
  return save(net, { optimizer: true }, { tensors, metadata })
}

/**
 * Puts net and run where a checkpoint was written. Nothing is changed unless everything fits.
 *
 * @throws SafetensorsError when the bytes are no such file
 * @throws WeightsError when they are of another network
 * @throws CheckpointError when they are of another run
 */
export function resume(
  bytes: Uint8Array | ArrayBuffer,
  net: Net,
  run: Run,
  stopping: EarlyStopping | undefined,
  facts: Facts,
): void {
  const { metadata, tensors } = readFor(net.model, bytes)
  const counters = COUNTERS.map((name) => Number(metadata.get(RUN + name) ?? NaN))
  if (!(counters.every(Number.isSafeInteger) && tensors.has(SUM))) {
    throw new CheckpointError(net.model.name, ['the file has parameters, and nothing of a run'])
  }
  const differences = differencesOf(metadata, facts)
  if (metadata.get('loopless.digest') === net.model.digest && differences.length > 0) {
    throw new CheckpointError(net.model.name, differences)
  }
  net.load(bytes)
  for (const [i, name] of COUNTERS.entries()) run[name] = counters[i]!
  for (const name of Object.keys(net.hyperparameters)) {
    net.hyperparameters[name] = Number(metadata.get(HYPERPARAMETER + name) ?? net.hyperparameters[name])
  }
  const read = readerOf(tensors, net.model.name)
  const sum = new Float64Array(1)
  read(SUM, sum)
  run.sum = sum[0]!
  const lengths = new Map([...tensors].map(([name, { shape }]) => [name, shape[0] ?? 0]))
  run.history = historyOf(HISTORY, lengths, read)
  stopping?.resume(STOPPING, read)
}

/** What decides the bits of a run, beside the network itself. */
export function factsOf(
  examples: number,
  batch: number,
  seed: number,
  shuffled: boolean,
  held: DataSource | undefined,
  stopping: EarlyStopping | undefined,
  workers: Workers | undefined,
): Facts {
  return {
    examples: String(examples),
    batch: String(batch),
    seed: String(seed),
    shuffle: String(shuffled),
    validation: `${held?.examples ?? 0} examples`,
    ...(stopping && { stopping: stopping.settings }),
    // One computes what none do.
    ...(workers && workers.count > 1 && { workers: String(workers.count) }),
  }
}

/** After how many epochs, and after how many updates, there is a checkpoint. */
export interface Due {
  readonly epochs: number
  readonly iterations: number
}

/** @throws RangeError when they are no whole numbers */
export function dueOf(checkpoints: Checkpoints | undefined): Due {
  const { epochs, iterations } = checkpoints ?? {}
  return {
    epochs: epochs === undefined ? Infinity : wholeNumber('epochs of checkpoints', epochs, 1),
    iterations: iterations === undefined ? Infinity : wholeNumber('iterations of checkpoints', iterations, 1),
  }
}

/** Facts that are not the same, a line each. */
function differencesOf(metadata: TensorFile['metadata'], facts: Facts): readonly string[] {
  const names = new Set(Object.keys(facts))
  for (const key of metadata.keys()) if (key.startsWith(FACT)) names.add(key.slice(FACT.length))
  return [...names].flatMap((name) => {
    const [here, there] = [facts[name], metadata.get(FACT + name)]
    return here === there ? [] : [`${name}: ${here ?? 'none'} here, ${there ?? 'none'} in the checkpoint`]
  })
}

function readerOf(tensors: ReadonlyMap<string, Tensor>, network: string) {
  return (name: string, into: FloatArray): void => {
    const tensor = tensors.get(name)
    if (tensor?.shape.length !== 1 || tensor.shape[0] !== into.length) {
      throw new WeightsError(network, [`\`${name}\` [${into.length}] is missing`])
    }
    readNumbers(tensor, into)
  }
}
