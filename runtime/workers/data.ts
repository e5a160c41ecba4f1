import { type DataSource, MatrixSource, sourceOf } from '../data.ts'
import type { Precision } from '../precision.ts'
import { Matrix } from '../tensor.ts'
import { floats } from './protocol.ts'

/** A matrix in memory that threads share: something to send. */
export interface SharedMatrix {
  readonly rows: number
  readonly columns: number
  readonly buffer: SharedArrayBuffer
}

/**
 * The examples of a source where all threads can read them: a copy, in the net's precision. Nothing where the source has
 * no matrices in memory, and nobody but itself can gather.
 *
 * @throws RangeError when memory cannot be had
 */
export function shareData(source: DataSource, precision: Precision): readonly SharedMatrix[] | undefined {
  if (!(source instanceof MatrixSource)) return undefined
  return source.matrices.map((matrix) => {
    const shared = emptyMatrix(matrix.rows, matrix.columns, precision)
    const into = open(shared, precision)
    for (let r = 0; r < matrix.rows; r++) {
      const start = r * matrix.stride
      into.data.set(matrix.data.subarray(start, start + matrix.columns), r * into.stride)
    }
    return shared
  })
}

/** A matrix of zeros. */
export function emptyMatrix(rows: number, columns: number, { bytes }: Precision): SharedMatrix {
  return { rows, columns, buffer: new SharedArrayBuffer(rows * columns * bytes) }
}

export function open({ rows, columns, buffer }: SharedMatrix, precision: Precision): Matrix {
  return new Matrix(rows, columns, columns, floats(buffer, precision))
}

/** Shared matrices as a source. */
export function sharedSource(matrices: readonly SharedMatrix[], precision: Precision): DataSource {
  return sourceOf(matrices.map((matrix) => open(matrix, precision)))
}

/** As many columns as are at hand; the matrix is its owner's own. */
export function narrow(matrix: Matrix, columns: number): void {
  const sizes: { columns: number } = matrix
  sizes.columns = columns
}
