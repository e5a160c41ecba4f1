/** What holds numbers: one precision or the other. */
export type FloatArray = Float32Array<ArrayBuffer> | Float64Array<ArrayBuffer>

/**
 * A window on numbers that lie row by row in memory.
 *
 * Element (r, c) is `data[r * stride + c]`; `data` starts at the first element. The sizes are part of the type, so
 * a `Matrix<4, 2>` is no `Matrix<2, 4>`. Examples are columns: a batch is a `Matrix<rows, M>`.
 *
 * The matrices of a network are views of its memory. Their `columns` follow the batch at hand, and what they show
 * changes with the next call; `copy()` keeps a moment.
 */
export class Matrix<R extends number = number, C extends number = number> {
  readonly rows: R
  readonly columns: C
  /** Elements from one row to the next; more than `columns` where a batch is smaller than the net was made for. */
  readonly stride: number
  readonly data: FloatArray
  // Asking a typed array takes longer than many a kernel.
  readonly #buffer: ArrayBuffer
  readonly #address: number

  constructor(rows: R, columns: C, stride: number, data: FloatArray) {
    this.rows = rows
    this.columns = columns
    this.stride = stride
    this.data = data
    this.#buffer = data.buffer
    this.#address = data.byteOffset
  }

  /** Where `data` lies. */
  get buffer(): ArrayBuffer {
    return this.#buffer
  }

  /** The byte of `buffer` at which `data` begins. */
  get address(): number {
    return this.#address
  }

  /** A dense matrix of zeros, in float64. */
  static zeros<R extends number, C extends number>(rows: R, columns: C): Matrix<R, C> {
    return new Matrix(rows, columns, columns, new Float64Array(rows * columns))
  }

  /**
   * A dense matrix of these values, row after row, in float64.
   *
   * @throws RangeError when there are not rows · columns values
   */
  static of<R extends number, C extends number>(
    rows: R,
    columns: C,
    values: ArrayLike<number>,
  ): Matrix<R, C> {
    if (values.length !== rows * columns) {
      throw new RangeError(`a ${rows}×${columns} matrix has ${rows * columns} elements, not ${values.length}`)
    }
    return new Matrix(rows, columns, columns, Float64Array.from(values))
  }

  /**
   * A dense matrix of these rows, in float64.
   *
   * @throws RangeError when rows differ in length
   */
  static fromRows(rows: readonly ArrayLike<number>[]): Matrix {
    const columns = rows[0]?.length ?? 0
    const matrix = Matrix.zeros(rows.length, columns)
    rows.forEach((row, r) => {
      if (row.length !== columns) {
        throw new RangeError(`row ${r} has ${row.length} elements, the rows before have ${columns}`)
      }
      matrix.data.set(row, r * columns)
    })
    return matrix
  }

  /**
   * The only element of a 1×1 matrix.
   *
   * @throws TypeError when there are others
   */
  get value(): number {
    if (this.rows !== 1 || this.columns !== 1) {
      throw new TypeError(`a ${this.rows}×${this.columns} matrix has no single value`)
    }
    return this.data[0]!
  }

  /**
   * Element (r, c), both from 0.
   *
   * @throws RangeError outside the matrix
   */
  at(r: number, c: number): number {
    if (!(r >= 0 && r < this.rows && c >= 0 && c < this.columns)) {
      throw new RangeError(`no element (${r}, ${c}) in a ${this.rows}×${this.columns} matrix`)
    }
    return this.data[r * this.stride + c]!
  }

  /** The same numbers in memory of their own, dense. */
  copy(): Matrix<R, C> {
    const { rows, columns, stride, data } = this
    const dense =
      data instanceof Float32Array ? new Float32Array(rows * columns) : new Float64Array(rows * columns)
    for (let r = 0; r < rows; r++) {
      dense.set(data.subarray(r * stride, r * stride + columns), r * columns)
    }
    return new Matrix(rows, columns, columns, dense)
  }

  /** The rows as arrays of numbers. */
  toArray(): number[][] {
    return Array.from({ length: this.rows }, (_, r) =>
      Array.from(this.data.subarray(r * this.stride, r * this.stride + this.columns)),
    )
  }
}
