import { allocate } from './memory.ts'
import type { Layout, Model, Place } from './model.ts'
import type { Precision } from './precision.ts'
import { Matrix } from './tensor.ts'

/**
 * One layout of a network in memory.
 *
 * A trainer's memory holds its own layout and, behind it, what a predictor needs beyond the values both share, so that
 * the predictor inside a trainer reads the very parameters that are being trained:
 *
 *     training   │ shared │ gradients, state, forward, backward │
 *     serving    │ shared │                                     │ predict, evaluate, prepare │
 */
export class Arena<M extends number = number, P extends Precision = Precision> {
  readonly model: Model
  readonly precision: P
  /** The most columns. */
  readonly batch: M
  readonly layout: Layout
  /** Elements at the start that trainer and predictor have in common: the serving layout's blocks. */
  readonly shared: number
  readonly #buffer: ArrayBuffer
  /** Elements between this layout's offsets and the memory's, for what is not shared. */
  readonly #shift: number

  private constructor(
    model: Model,
    precision: P,
    batch: M,
    layout: Layout,
    buffer: ArrayBuffer,
    shift: number,
  ) {
    this.model = model
    this.precision = precision
    this.batch = batch
    this.layout = layout
    this.shared = sharedElements(model)
    this.#buffer = buffer
    this.#shift = shift
  }

  /**
   * Memory for training, and for predicting inside the trainer.
   *
   * @throws RangeError when it cannot be had
   */
  static forTraining<M extends number, P extends Precision>(
    model: Model,
    precision: P,
    batch: M,
  ): Arena<M, P> {
    const elements = servingStart(model, batch) + size(model.serving, batch) - sharedElements(model)
    const buffer = allocate(elements * precision.bytes)
    return new Arena(model, precision, batch, model.training, buffer, 0)
  }

  /**
   * Memory for predicting alone.
   *
   * @throws RangeError when it cannot be had
   */
  static forServing<M extends number, P extends Precision>(
    model: Model,
    precision: P,
    batch: M,
  ): Arena<M, P> {
    const buffer = allocate(size(model.serving, batch) * precision.bytes)
    return new Arena(model, precision, batch, model.serving, buffer, 0)
  }

  /**
   * Memory for what needs all examples at once.
   *
   * @throws RangeError when it cannot be had
   */
  static forGathering<P extends Precision>(
    model: Model,
    precision: P,
    layout: Layout,
    examples: number,
  ): Arena<number, P> {
    const buffer = allocate(size(layout, examples) * precision.bytes)
    return new Arena(model, precision, examples, layout, buffer, 0)
  }

  /** The predictor's layout in a trainer's memory. */
  get serving(): Arena<M, P> {
    const { model, precision, batch } = this
    const shift = servingStart(model, batch) - this.shared
    return new Arena(model, precision, batch, model.serving, this.#buffer, shift)
  }

  /** The matrix at a place of this layout, as wide as the batch. */
  matrix([rows, columns, offset]: Place): Matrix {
    const { batch } = this
    if (rows === 'm' || columns === 'm') {
      const height = rows === 'm' ? batch : rows
      const width = columns === 'm' ? batch : columns
      return this.#view(height, width, this.layout.fixed + offset * batch + this.#shift)
    }
    return this.#view(rows, columns, offset < this.shared ? offset : offset + this.#shift)
  }

  /** A block as one row. */
  block([offset, length]: readonly [number, number]): Matrix<1> {
    return this.#view(1, length, offset < this.shared ? offset : offset + this.#shift)
  }

  /** Sets the whole memory to zero. */
  clear(): void {
    new Uint8Array(this.#buffer).fill(0)
  }

  #view<R extends number, C extends number>(rows: R, columns: C, offset: number): Matrix<R, C> {
    const { Array: Numbers, bytes } = this.precision
    return new Matrix(rows, columns, columns, new Numbers(this.#buffer, offset * bytes, rows * columns))
  }
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
