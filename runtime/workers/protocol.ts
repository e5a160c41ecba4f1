import type { Net } from '../net.ts'
import type { Network } from '../network.ts'
import type { Precision } from '../precision.ts'
import { type FloatArray, Matrix } from '../tensor.ts'

/**
 * The memory that the main thread shares with one worker.
 *
 * The main thread writes parameters, numbers and columns, and raises `TURN`; the worker computes, writes gradients and
 * loss, and raises `DONE` to the same number. Each side sleeps on the other's word.
 */
export interface Desk {
  readonly words: Int32Array<SharedArrayBuffer>
  /** `SEED` …, then the hyperparameters in their order. */
  readonly numbers: Float64Array<SharedArrayBuffer>
  /** Blocks by name: `parameters` and `gradients` of every step, the others of the beginning. */
  readonly blocks: Readonly<Record<string, FloatArray>>
  /** The columns of inputs and targets. */
  readonly ports: readonly Matrix[]
}

/** What a worker is sent: all of it is data, or memory that both have. */
export interface Assignment {
  /** The generated module. */
  readonly url: string
  readonly digest: string
  readonly precision: Precision['name']
  /** The most columns of this worker. */
  readonly batch: number
  readonly words: SharedArrayBuffer
  readonly numbers: SharedArrayBuffer
  readonly blocks: Readonly<Record<string, SharedArrayBuffer>>
  readonly ports: readonly SharedArrayBuffer[]
}

/** Words. */
export const TURN = 0
export const DONE = 1
export const COLUMNS = 2
export const WORDS = 3

/** A turn that ends the worker. */
export const END = -1

/** Numbers. */
export const SEED = 0
export const STEP = 1
export const EPOCH = 2
export const EPOCH_LOSS = 3
export const FIRST = 4
export const WHOLE = 5
export const LOSS = 6
export const NUMBERS = 7

/** How often a word is looked at before its reader sleeps: well under a millisecond. */
const LOOKS = 20_000

/** Memory for a worker of `net`, and both views of it. */
export function assign<P extends Precision>(
  net: Net<number, P>,
  url: string,
  batch: number,
): { readonly assignment: Assignment; readonly desk: Desk } {
  const { model, precision, hyperparameters } = net
  const shared = (elements: number) => new SharedArrayBuffer(elements * precision.bytes)
  const assignment: Assignment = {
    url,
    digest: model.digest,
    precision: precision.name,
    batch,
    words: new SharedArrayBuffer(WORDS * 4),
    numbers: new SharedArrayBuffer((NUMBERS + Object.keys(hyperparameters).length) * 8),
    blocks: Object.fromEntries(
      sharedBlocks(net).map((name) => [name, shared(net.blocks[name]!.data.length)]),
    ),
    ports: portsOf(net).map(({ rows }) => shared(rows * batch)),
  }
  return { assignment, desk: deskOf(assignment, net) }
}

/** The views of one side. */
export function deskOf<P extends Precision>(
  { words, numbers, blocks, ports, batch }: Assignment,
  net: Net<number, P>,
): Desk {
  // Views of shared memory are read and written as those of any other; only their type is another.
  const view = (buffer: SharedArrayBuffer): FloatArray => {
    const memory = buffer as unknown as ArrayBuffer
    return new net.precision.Array(memory, 0, buffer.byteLength / net.precision.bytes)
  }
  return {
    words: new Int32Array(words),
    numbers: new Float64Array(numbers),
    blocks: Object.fromEntries(Object.entries(blocks).map(([name, buffer]) => [name, view(buffer)])),
    ports: portsOf(net).map(({ rows }, i) => new Matrix(rows, batch, batch, view(ports[i]!))),
  }
}

/** What forward and backward read and do not make, and the gradients. */
function sharedBlocks({ model, blocks }: Net): readonly string[] {
  const { serving } = model
  return Object.keys(blocks).filter((name) => name === 'gradients' || name in serving.blocks)
}

export function portsOf({ model, matrices }: Network<number, Precision>): readonly Matrix[] {
  return [...model.inputs, ...model.targets].map((name) => matrices.get(name)!)
}

/** As many columns as are at hand; the matrix is its owner's own. */
export function narrow(matrix: Matrix, columns: number): void {
  const sizes: { columns: number } = matrix
  sizes.columns = columns
}

/** Looks at a word for a moment, whether it is another. */
export function hasChanged(words: Int32Array<SharedArrayBuffer>, at: number, from: number): boolean {
  for (let looks = 0; looks < LOOKS; looks++) if (Atomics.load(words, at) !== from) return true
  return false
}

/** What a module that a worker imports has to export. */
export interface Trainable {
  readonly create: (options: {
    readonly batch: number
    readonly seed: number
    readonly precision: Precision
  }) => Promise<Net<number, Precision>>
}
