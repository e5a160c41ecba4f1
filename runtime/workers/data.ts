import { type DataSource, MatrixSource } from '../data.ts'
import type { Precision } from '../precision.ts'
import { transpose } from '../rows.ts'
import { Matrix } from '../tensor.ts'
import { floats } from './protocol.ts'

/** A matrix in memory that threads share, dense: something to send. */
export interface SharedMatrix {
  readonly rows: number
  readonly columns: number
  readonly buffer: SharedArrayBuffer
}

/**
 * The examples of a source where all threads can read them: a copy, in the net's precision, with an example in each row.
 * Nothing where the source has no matrices in memory, and nobody but itself can gather.
 *
 * @throws RangeError when memory cannot be had
 */
export function shareData(source: DataSource, precision: Precision): readonly SharedMatrix[] | undefined {
  if (!(source instanceof MatrixSource)) return undefined
  return source.matrices.map((matrix) => {
    const shared = emptyMatrix(matrix.columns, matrix.rows, precision)
    transpose(floats(shared.buffer, precision), matrix)
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

/** As many columns as are at hand; the matrix is its owner's own. */
export function narrow(matrix: Matrix, columns: number): void {
  const sizes: { columns: number } = matrix
  sizes.columns = columns
}
