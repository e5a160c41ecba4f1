import type { Matrix } from 'loopless/runtime'
import type { Bench } from '../../support/kernels.ts'
import { numbers } from './numbers.ts'

/** Matrices with reproducible numbers in [-2, 2), in rows that are longer than the matrix is wide. */
export function matrices(bench: Bench, seed = 1) {
  const next = numbers(seed)
  return (rows: number, columns: number): Matrix => {
    const matrix = bench.matrix(rows, columns, columns + 3)
    for (let i = 0; i < matrix.data.length; i++) matrix.data[i] = 4 * next() - 2
    return matrix
  }
}

/** The matrix whose element (r, c) is f(r, c). */
export function build(rows: number, columns: number, f: (r: number, c: number) => number): number[][] {
  return Array.from({ length: rows }, (_, r) => Array.from({ length: columns }, (_, c) => f(r, c)))
}
