import { type FloatArray, Matrix, type Precision } from 'loopless/runtime'
import { numbers } from './numbers.ts'

/** Matrices of one precision with reproducible numbers in [-2, 2), in rows that are longer than the matrix is wide. */
export function matrices(precision: Precision, seed = 1) {
  const next = numbers(seed)
  return (rows: number, columns: number): Matrix => {
    const stride = columns + 3
    const data: FloatArray = new precision.Array(rows * stride)
    for (let i = 0; i < data.length; i++) data[i] = 4 * next() - 2
    return new Matrix(rows, columns, stride, data)
  }
}

/** The matrix whose element (r, c) is f(r, c). */
export function build(rows: number, columns: number, f: (r: number, c: number) => number): number[][] {
  return Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => f(r, c)))
}
