import type { Engine, Sides } from './engine.ts'
import type { Kernels } from './kernels/kernels.ts'
import { allocate, type Memory } from './memory.ts'
import type { Layout, Model, Place } from './model.ts'
import type { Precision } from './precision.ts'
import { Matrix } from './tensor.ts'

/**
 * One layout of a network in memory.
 *
 * A trainer's memory holds its own layout and, behind it, what a predictor needs beyond the values both share, so that
 * the predictor inside a trainer reads the very parameters that are being trained. What the kernels need for themselves lies behind everything:
 *
 *     training   │ shared │ gradients, state, forward, backward │
 *     serving    │ shared │                                     │ predict, evaluate, prepare │
 *                                                                                            │ scratch │
 */
export class Arena<M extends number = number, P extends Precision = Precision> {
  readonly model: Model
  readonly precision: P
  /** The most columns. */
  readonly batch: M
  readonly layout: Layout
  /** Elements at the start that trainer and predictor have in common: the serving layout's blocks. */
  readonly shared: number
  /** The kernels, at work in this memory. */
  readonly kernels: Kernels
  readonly #space: Space<M, P>
  readonly #buffer: ArrayBuffer
  /** Elements of all layouts in the memory. */
  readonly #elements: number
  /** Elements between this layout's offsets and the memory's, for what is not shared. */
  readonly #shift: number

  private constructor(
    space: Space<M, P>,
    layout: Layout,
    buffer: ArrayBuffer,
    kernels: Kernels,
    elements: number,
    shift = 0,
  ) {
    this.model = space.model
    this.precision = space.precision
    this.batch = space.batch
    this.layout = layout
    this.shared = sharedElements(space.model)
    this.kernels = kernels
    this.#space = space
    this.#buffer = buffer
    this.#elements = elements
    this.#shift = shift
  }

  /**
   * Memory for training, and for predicting inside the trainer.
   *
   * @throws RangeError when it cannot be had
   */
  static forTraining<M extends number, P extends Precision>(space: Space<M, P>): Promise<Arena<M, P>> {
    const { model, batch } = space
    const elements = servingStart(model, batch) + size(model.serving, batch) - sharedElements(model)
    return Arena.#opened(space, model.training, elements)
  }

  /**
   * Memory for predicting alone.
   *
   * @throws RangeError when it cannot be had
   */
  static forServing<M extends number, P extends Precision>(space: Space<M, P>): Promise<Arena<M, P>> {
    const { serving } = space.model
    return Arena.#opened(space, serving, size(serving, space.batch))
  }

  static async #opened<M extends number, P extends Precision>(
    space: Space<M, P>,
    layout: Layout,
    elements: number,
  ): Promise<Arena<M, P>> {
    const room = roomFor(space, elements)
    return new Arena(space, layout, room[0].buffer, await space.engine.open(...room), elements)
  }

  /**
   * Memory of its own for predicting with batches of another size.
   *
   * @throws RangeError when it cannot be had
   */
  servingFor<N extends number>(batch: N): Arena<N, P> {
    return this.gatheringFor(this.model.serving, batch)
  }

  /**
   * Memory for what needs all examples at once.
   *
   * @throws RangeError when it cannot be had
   */
  gatheringFor<N extends number>(layout: Layout, examples: N): Arena<N, P> {
    const space = { ...this.#space, batch: examples }
    const elements = size(layout, examples)
    const room = roomFor(space, elements)
    return new Arena(space, layout, room[0].buffer, space.engine.openNow(...room), elements)
  }

  get engine(): Engine {
    return this.#space.engine
  }

  /** The predictor's layout in a trainer's memory. */
  get serving(): Arena<M, P> {
    const { model, batch } = this
    const shift = servingStart(model, batch) - this.shared
    return new Arena(this.#space, model.serving, this.#buffer, this.kernels, this.#elements, shift)
  }

  /** The matrix at a place of this layout, as wide as the batch. */
  matrix(place: Place): Matrix {
    const { batch } = this
    const [rows, columns, offset] = place
    return this.#view(
      rows === 'm' ? batch : rows,
      columns === 'm' ? batch : columns,
      isWide(place) ? this.layout.fixed + offset * batch : offset,
    )
  }

  /** A block as one row. */
  block([offset, length]: readonly [number, number]): Matrix<1> {
    return this.#view(1, length, offset)
  }

  /** To be called when parameters have been written. */
  refresh(): void {
    this.engine.refresh?.()
  }

  /** Sets everything to zero. */
  clear(): void {
    new Uint8Array(this.#buffer, 0, this.#elements * this.precision.bytes).fill(0)
  }

  /** What lies behind the shared elements is shifted, whatever grows with the batch among it. */
  #view<R extends number, C extends number>(rows: R, columns: C, offset: number): Matrix<R, C> {
    const { Array: Numbers, bytes } = this.precision
    const start = offset < this.shared ? offset : offset + this.#shift
    return new Matrix(rows, columns, columns, new Numbers(this.#buffer, start * bytes, rows * columns))
  }
}

/** Whether a matrix grows with the batch. */
export function isWide([rows, columns]: Place): boolean {
  return rows === 'm' || columns === 'm'
}

/** What an arena is made for. */
export interface Space<M extends number, P extends Precision> {
  readonly model: Model
  readonly precision: P
  readonly engine: Engine
  /** The most columns. */
  readonly batch: M
}

/** Memory for so many elements and, behind them, for what the kernels need. */
function roomFor(
  { model, precision, engine, batch }: Space<number, Precision>,
  elements: number,
): [memory: Memory, scratch: number, sides: Sides, wanted: readonly string[]] {
  const sides = { longest: longestSide(model), batch }
  const scratch = Math.ceil((elements * precision.bytes) / 16) * 16
  return [allocate(scratch + engine.scratch(sides)), scratch, sides, model.kernels]
}

function longestSide({ training, serving, gathered = serving }: Model): number {
  let longest = 1
  for (const { places } of [training, serving, gathered])
    for (const [rows, columns] of Object.values(places))
      for (const side of [rows, columns]) if (side !== 'm') longest = Math.max(longest, side)
  return longest
}

function size(layout: Layout, batch: number): number {
  return layout.fixed + layout.perColumn * batch
}

/** Where a trainer's memory continues with the predictor's own values: on a boundary of 16 bytes. */
function servingStart(model: Model, batch: number): number {
  return Math.ceil(size(model.training, batch) / 4) * 4
}

function sharedElements(model: Model): number {
  const ends = Object.values(model.serving.blocks).map(([offset, length]) => offset + length)
  return Math.max(0, ...ends)
}
