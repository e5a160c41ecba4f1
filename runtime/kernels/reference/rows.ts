import type { FloatArray, Matrix } from '../../tensor.ts'
import type { Operand } from '../kernels.ts'
import type { Arithmetic } from './arithmetic.ts'

/*
 * Pointwise kernels are written as loops along one row; what follows leads them over all rows. Operands come as an
 * array, the index of their element for the row's first column, and a step from column to column: 1, or 0 where the
 * operand has a single column. s and t are the kernel's scalars, rounded.
 */

export type UnaryRow = (
  count: number,
  y: FloatArray,
  y0: number,
  x: FloatArray,
  x0: number,
  xStep: number,
  s: number,
  t: number,
) => void

export type BinaryRow = (
  count: number,
  y: FloatArray,
  y0: number,
  a: FloatArray,
  a0: number,
  aStep: number,
  b: FloatArray,
  b0: number,
  bStep: number,
  s: number,
  t: number,
) => void

export function unary({ round, cells }: Arithmetic, row: UnaryRow) {
  return (y: Matrix, x: Operand, s = 0, t = 0): void => {
    const X = matrixOf(x, cells[0], round)
    const xRow = rowStep(X)
    const xStep = columnStep(X)
    const s1 = round(s)
    const t1 = round(t)
    for (let r = 0; r < y.rows; r++) {
      row(y.columns, y.data, r * y.stride, X.data, r * xRow, xStep, s1, t1)
    }
  }
}

export function binary({ round, cells }: Arithmetic, row: BinaryRow) {
  return (y: Matrix, a: Operand, b: Operand, s = 0, t = 0): void => {
    const A = matrixOf(a, cells[0], round)
    const B = matrixOf(b, cells[1], round)
    const aRow = rowStep(A)
    const bRow = rowStep(B)
    const aStep = columnStep(A)
    const bStep = columnStep(B)
    const s1 = round(s)
    const t1 = round(t)
    for (let r = 0; r < y.rows; r++) {
      row(y.columns, y.data, r * y.stride, A.data, r * aRow, aStep, B.data, r * bRow, bStep, s1, t1)
    }
  }
}

/** An operand as a matrix: a number goes, rounded, into `cell`. */
export function matrixOf(x: Operand, cell: Matrix<1, 1>, round: (x: number) => number): Matrix {
  if (typeof x !== 'number') return x
  cell.data[0] = round(x)
  return cell
}

/** Elements from one row of the output to the next: none where there is one row, which serves all. */
export function rowStep(x: Matrix): number {
  return x.rows === 1 ? 0 : x.stride
}

/** The same from column to column. */
export function columnStep(x: Matrix): number {
  return x.columns === 1 ? 0 : 1
}
