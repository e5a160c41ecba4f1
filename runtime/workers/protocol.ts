import type { Engine } from '../engine.ts'
import type { Net } from '../net.ts'
import type { Network } from '../network.ts'
import type { Precision } from '../precision.ts'
import type { FloatArray, Matrix } from '../tensor.ts'
import type { SharedMatrix } from './data.ts'

/**
 * The memory that the threads of a team share. All of it is data, and can be sent to a thread.
 *
 * A turn is one batch. The main thread, which is the first of the parts, writes numbers and `order`, offers the other parts,
 * raises `TURN`, writes the parameters, and raises `PARAMETERS`. Each thread claims its part, takes its columns, computes loss
 * and gradients, writes the gradients that others add up, and raises its `computed`. When all have, each adds up its own range
 * of the gradients, if it has one, writes that to `sum`, and raises its `added`; the main thread takes the sum. To raise a word
 * is to write the number of the turn.
 *
 * A part that its thread has not claimed when the main thread is done with the first is claimed, computed and added up by the
 * main thread: a thread that sleeps, or waits for a core that others keep busy, is waited for by nobody. Who computes a part
 * changes none of its bits.
 */
export interface Shared {
  readonly words: SharedArrayBuffer
  readonly numbers: SharedArrayBuffer
  /** Examples in the columns of a batch. */
  readonly order: SharedArrayBuffer
  readonly parameters: SharedArrayBuffer
  /** Fitted values by the name of their block, as of the beginning. */
  readonly fitted: Readonly<Record<string, SharedArrayBuffer>>
  /** Of each part. */
  readonly gradients: readonly SharedArrayBuffer[]
  readonly sum: SharedArrayBuffer
}

/** What a worker is sent. */
export interface Assignment {
  /** The generated module. */
  readonly url: string
  readonly digest: string
  readonly precision: Precision['name']
  readonly kernels: Engine['name']
  /** The kernels' module, where they were not compiled from embedded bytes. */
  readonly wasm: object | undefined
  /** Which of the parts this worker computes, from 1. */
  readonly part: number
  readonly parts: number
  /** The most columns of a whole batch. */
  readonly batch: number
  readonly shared: Shared
  readonly columns: Columns
}

/** Where a worker's columns come from: all examples, one in each row, or a part of a batch that the main thread has gathered. */
export type Columns =
  | { readonly of: 'data'; readonly matrices: readonly SharedMatrix[] }
  | { readonly of: 'batch'; readonly matrices: readonly SharedMatrix[] }

/** The shared memory, as a thread sees it. */
export interface Table {
  readonly words: Int32Array<SharedArrayBuffer>
  readonly numbers: Float64Array<SharedArrayBuffer>
  readonly order: Uint32Array
  readonly parameters: FloatArray
  readonly gradients: readonly FloatArray[]
  readonly sum: FloatArray
}

// Words that different threads write lie 64 bytes apart, in different lines of the cache.
const LINE = 16
export const TURN = 0
/** Columns of the whole batch. */
export const COLUMNS = 1
export const PARAMETERS = LINE
export const computed = (part: number): number => LINE * (2 + 3 * part)
export const added = (part: number): number => LINE * (3 + 3 * part)
const claimed = (part: number): number => LINE * (4 + 3 * part)

export const SEED = 0
export const STEP = 1
export const EPOCH = 2
export const EPOCH_LOSS = 3
export const HYPERPARAMETERS = 4
/** The losses come last, 64 bytes apart. */
export const lossOf = (part: number, hyperparameters: number): number =>
  8 * (part + 1 + Math.floor((HYPERPARAMETERS + hyperparameters) / 8))

/** Turns are counted from 1. */
export function turnAfter(turn: number): number {
  return turn === 2 ** 31 - 1 ? 1 : turn + 1
}

/** Offers a part of a turn to whoever claims it first. */
export function offer({ words }: Pick<Table, 'words'>, part: number, turn: number): void {
  Atomics.store(words, claimed(part), turn)
}

/** Whether the caller is to compute this part of a turn. Once it may, the turn does not end before it has. */
export function claim({ words }: Pick<Table, 'words'>, part: number, turn: number): boolean {
  return Atomics.compareExchange(words, claimed(part), turn, -turn) === turn
}

/** How many columns a part has: as even as possible, the larger parts first. */
export function columnsOf(part: number, parts: number, columns: number): number {
  return Math.floor(columns / parts) + (part < columns % parts ? 1 : 0)
}

/** The first column of a part. */
export function firstColumn(part: number, parts: number, columns: number): number {
  return part * Math.floor(columns / parts) + Math.min(part, columns % parts)
}

/** So few gradients are added up by the first part alone: the others need not be waited for a second time. */
const FEW = 2 ** 14

/** Where the range begins that a part adds up; it ends where the next begins. Lines of the cache have one writer. */
export function rangeStart(part: number, parts: number, length: number): number {
  if (part === 0) return 0
  return part === parts || length <= FEW ? length : Math.floor((length * part) / parts / LINE) * LINE
}

/** Memory for a team on a net. */
export function share(net: Net<number, Precision>, parts: number, batch: number): Shared {
  const { precision, blocks, model } = net
  const hyperparameters = Object.keys(net.hyperparameters).length
  const block = (name: string) => new SharedArrayBuffer(blocks[name]!.data.length * precision.bytes)
  const fitted = Object.keys(blocks).filter((name) => name !== 'parameters' && name in model.serving.blocks)
  return {
    words: new SharedArrayBuffer(computed(parts) * 4),
    numbers: new SharedArrayBuffer(lossOf(parts, hyperparameters) * 8),
    order: new SharedArrayBuffer(batch * 4),
    parameters: block('parameters'),
    fitted: Object.fromEntries(fitted.map((name) => [name, block(name)])),
    gradients: Array.from({ length: parts }, () => block('gradients')),
    sum: block('gradients'),
  }
}

export function tableOf(shared: Shared, precision: Precision): Table {
  return {
    words: new Int32Array(shared.words),
    numbers: new Float64Array(shared.numbers),
    order: viewOf(shared.order, Uint32Array) as Uint32Array,
    parameters: floats(shared.parameters, precision),
    gradients: shared.gradients.map((buffer) => floats(buffer, precision)),
    sum: floats(shared.sum, precision),
  }
}

/** All numbers of a buffer. */
export function floats(buffer: SharedArrayBuffer, { Array: Numbers }: Precision): FloatArray {
  return viewOf(buffer, Numbers)
}

// Views of shared memory are read and written as those of any other; only their type is another.
function viewOf<View>(
  buffer: SharedArrayBuffer,
  Numbers: {
    readonly BYTES_PER_ELEMENT: number
    new (buffer: ArrayBuffer, byteOffset: number, length: number): View
  },
): View {
  return new Numbers(buffer as unknown as ArrayBuffer, 0, buffer.byteLength / Numbers.BYTES_PER_ELEMENT)
}

export function portsOf({ model, matrices }: Network<number, Precision>): readonly Matrix[] {
  return [...model.inputs, ...model.targets].map((name) => matrices.get(name)!)
}

/** What a module that a worker imports has to export. */
export interface Trainable {
  readonly create: (options: {
    readonly batch: number
    readonly seed: number
    readonly precision: Precision
    readonly wasm?: object
  }) => Promise<Net<number, Precision>>
}
