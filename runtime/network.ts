import { type Arena, isWide } from './arena.ts'
import type { Kernels } from './kernels/kernels.ts'
import type { Model } from './model.ts'
import type { Precision } from './precision.ts'
import type { FloatArray, Matrix } from './tensor.ts'
import { load, readFor } from './weights.ts'

/**
 * What trainers and predictors have in common: matrices in one memory, by name, and the batch at hand.
 *
 * Every place of the layout becomes a property of that name (`net.W1`), which the generated class declares.
 */
export abstract class Network<M extends number, P extends Precision> {
  readonly model: Model
  readonly precision: P
  readonly kernels: Kernels
  /** The most columns that a call may have. */
  readonly batch: M
  /** The seed of all random draws, from 0 to 2³² − 1. */
  seed = 0
  /** The number of the update to come, from 1. */
  stepNumber = 1
  /** The number of the pass over the data, from 1; `fit` advances it. */
  epoch = 1
  /**
   * The loss of the last epoch: of the validation data where there are some, else the mean over the training batches.
   * `fit` sets it, schedules watch it.
   */
  epochLoss = 0
  /** What of the batch this network computes: all of it, unless a worker has told it otherwise. */
  readonly part: Part = { first: 0, once: 1, whole: 0 }
  readonly hyperparameters: Record<string, number>
  readonly parameters: Readonly<Record<string, Matrix>>
  /** Values that have a block of their own in memory, each as one row: `parameters`, `gradients`, states. */
  readonly blocks: Readonly<Record<string, Matrix<1>>>
  /** Every matrix by name. */
  readonly matrices: ReadonlyMap<string, Matrix>
  /** Names of the values that saved files hold: parameters, fitted values and running statistics. */
  readonly savedNames: readonly string[]

  /** Where its matrices are. */
  readonly arena: Arena<M, P>

  readonly #batched: readonly { readonly matrix: Resizable; readonly side: 'rows' | 'columns' }[]
  /** The first port with columns: its columns are the batch. */
  readonly #lead: Matrix | undefined
  #m: number

  constructor(arena: Arena<M, P>) {
    const { model, layout } = arena
    const places = Object.entries(layout.places)
    this.arena = arena
    this.model = model
    this.precision = arena.precision
    this.kernels = arena.kernels
    this.batch = arena.batch
    this.hyperparameters = { ...model.hyperparameters }
    this.matrices = new Map(places.map(([name, place]) => [name, arena.matrix(place)]))
    this.parameters = pick(this.matrices, Object.keys(model.parameters))
    this.blocks = Object.fromEntries(
      Object.entries(layout.blocks).map(([name, block]) => [name, arena.block(block)]),
    )
    this.savedNames = places
      .filter(([, place]) => !isWide(place) && place[2] < arena.shared)
      .sort(([, a], [, b]) => a[2] - b[2])
      .map(([name]) => name)
    this.#m = arena.batch
    const wide = places.filter(([, place]) => isWide(place))
    this.#batched = wide.map(([name, place]) => ({
      matrix: this.matrices.get(name)!,
      side: place[1] === 'm' ? 'columns' : 'rows',
    }))
    const lead = [...model.inputs, ...model.targets].find((port) => wide.some(([name]) => name === port))
    this.#lead = this.matrices.get(lead!)
    place(this, this.matrices)
  }

  /** Columns of the batch at hand; of the whole of it, where this network computes a part. */
  get m(): number {
    return this.part.whole || this.#m
  }

  /**
   * Makes all matrices of the batch this wide. Reading the first input does so by itself.
   *
   * @throws RangeError when the memory was made for fewer columns, or there are none
   */
  resize(columns: number): void {
    if (columns === this.#m) return
    if (!(Number.isInteger(columns) && columns >= 1)) {
      throw new RangeError(`a batch has 1 column or more, not ${columns}`)
    }
    if (columns > this.batch) {
      throw new RangeError(
        `${columns} columns are too many: this \`${this.model.name}\` was made for at most ${this.batch} ` +
          `(create it with batch: ${columns})`,
      )
    }
    for (const { matrix, side } of this.#batched) matrix[side] = columns
    this.#m = columns
  }

  /**
   * Copies an argument into the network's own matrix. The first sets the width of the batch, the others must have it.
   *
   * @throws RangeError when sizes do not fit
   */
  protected read<R extends number, C extends number>(
    into: Matrix<R, C>,
    from: Matrix<NoInfer<R>, NoInfer<C>>,
  ): void {
    if (into === this.#lead) this.resize(from.columns)
    if (from.rows !== into.rows || from.columns !== into.columns) throw this.#misfit(into, from)
    if (from !== into) copyElements(into, from)
  }

  /**
   * Reads parameters, and fitted values, from a safetensors file. Nothing is written unless everything fits.
   *
   * @throws WeightsError that lists every mismatch
   */
  load(bytes: Uint8Array | ArrayBuffer): void {
    load(this, readFor(this.model, bytes))
    this.arena.refresh()
  }

  /** Copies parameters and fitted values to a predictor of the same network. */
  share(predictor: Network<number, P>): void {
    for (const [name, block] of Object.entries(predictor.blocks)) block.data.set(this.blocks[name]!.data)
    predictor.arena.refresh()
  }

  #misfit(into: Matrix, from: Matrix): RangeError {
    const name = [...this.matrices].find(([, matrix]) => matrix === into)?.[0] ?? 'a matrix'
    const side = from.rows !== into.rows ? 'rows' : 'columns'
    const when = side === 'rows' ? '' : ' in this call'
    return new RangeError(
      `\`${name}\` of \`${this.model.name}\` has ${into[side]} ${side}${when}, the argument has ${from[side]}`,
    )
  }
}

/** Some columns of a batch. */
export interface Part {
  /** The number of its first column, from 0: draws go by it. */
  first: number
  /** 1, or 0 where another part computes what a batch has once: terms of parameters alone. */
  once: 0 | 1
  /** Columns of the whole batch, or 0 where they are those at hand. */
  whole: number
}

/** The sizes that follow the batch; read-only to everybody else. */
interface Resizable {
  rows: number
  columns: number
}

/** These matrices as an object; names without a matrix are left out. */
export function pick(
  matrices: ReadonlyMap<string, Matrix>,
  names: readonly string[],
): Record<string, Matrix> {
  const there = names.filter((name) => matrices.has(name))
  return Object.fromEntries(there.map((name) => [name, matrices.get(name)!]))
}

/** Fields of `Net`: they do not exist yet when matrices are placed. */
const LATER = new Set(['predictor', 'gradients', 'values', 'memory', 'prepared'])

function place(network: object, matrices: ReadonlyMap<string, Matrix>): void {
  for (const [name, matrix] of matrices) {
    if (name in network || LATER.has(name)) {
      throw new Error(`no value can be called \`${name}\`: networks have that property already`)
    }
    // Engines keep properties that are defined fast to find, and not so many that are assigned by a computed name.
    Object.defineProperty(network, name, {
      value: matrix,
      enumerable: true,
      writable: true,
      configurable: true,
    })
  }
}

/** So few numbers are copied one by one before a call would have begun. */
const FEW = 64

/** Between matrices of the same rows and columns. */
export function copyElements(into: Matrix, from: Matrix): void {
  const target: FloatArray = into.data
  const source: FloatArray = from.data
  const { length } = source
  if (into.stride === from.stride && into.columns === into.stride && length === target.length) {
    if (length > FEW) target.set(source)
    else for (let i = 0; i < length; i++) target[i] = source[i]!
    return
  }
  for (let r = 0; r < into.rows; r++) {
    const t = r * into.stride
    const s = r * from.stride
    for (let c = 0; c < into.columns; c++) target[t + c] = source[s + c]!
  }
}
