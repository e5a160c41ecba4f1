import type { Matrix } from '../../tensor.ts'
import type { Arithmetic } from './arithmetic.ts'

/**
 * Q of X = Q·R, by Householder's reflections, in double precision and rounded once; of a wide X the same for its
 * transpose. Signs are such that no number on the diagonal of R is negative. It is for first values, and allocates.
 */
export function orthonormal({ round }: Pick<Arithmetic, 'round'>) {
  return (Q: Matrix, X: Matrix): void => {
    const isTall = X.rows >= X.columns
    const height = isTall ? X.rows : X.columns
    const width = isTall ? X.columns : X.rows
    const place = (M: Matrix, i: number, j: number) => (isTall ? i * M.stride + j : j * M.stride + i)
    // Column by column; below its diagonal a column becomes the normal of its reflection.
    const x = new Float64Array(width * height)
    for (let j = 0; j < width; j++)
      for (let i = 0; i < height; i++) x[j * height + i] = X.data[place(X, i, j)]!
    const weights = new Float64Array(width)
    const sides = new Float64Array(width)
    for (let j = 0; j < width; j++) {
      const normal = x.subarray(j * height, (j + 1) * height)
      const length = Math.sqrt(dot(normal, normal, j))
      sides[j] = normal[j]! < 0 || length === 0 ? 1 : -1
      normal[j]! -= sides[j]! * length
      weights[j] = length === 0 ? 0 : 2 / dot(normal, normal, j)
      for (let later = j + 1; later < width; later++)
        reflect(x.subarray(later * height, (later + 1) * height), normal, weights[j]!, j)
    }
    const q = new Float64Array(height)
    for (let j = 0; j < width; j++) {
      q.fill(0)
      q[j] = 1
      for (let k = width - 1; k >= 0; k--)
        reflect(q, x.subarray(k * height, (k + 1) * height), weights[k]!, k)
      for (let i = 0; i < height; i++) Q.data[place(Q, i, j)] = round(sides[j]! * q[i]!)
    }
  }
}

function reflect(x: Float64Array, normal: Float64Array, weight: number, from: number): void {
  const share = weight * dot(normal, x, from)
  for (let i = from; i < x.length; i++) x[i]! -= share * normal[i]!
}

function dot(a: Float64Array, b: Float64Array, from: number): number {
  let sum = 0
  for (let i = from; i < a.length; i++) sum += a[i]! * b[i]!
  return sum
}
