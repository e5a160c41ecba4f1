import type { Matrix } from '../../tensor.ts'
import type { Arithmetic } from './arithmetic.ts'

/** Affine maps W·X + b: the product, then + b, then an activation, row by row in place. */
export function affines({ round, tanh: tanhOf, sigmoid: sigmoidOf, product }: Arithmetic) {
  const affine = (A: Matrix, W: Matrix, X: Matrix, b: Matrix): void => {
    product(A, W.columns, W.data, W.stride, 1, X.data, X.stride, 1)
    for (let r = 0; r < A.rows; r++) {
      const first = r * A.stride
      const end = first + A.columns
      const shift = b.data[r * b.stride]!
      for (let i = first; i < end; i++) A.data[i] = round(A.data[i]! + shift)
    }
  }

  const affineTanh = (A: Matrix, W: Matrix, X: Matrix, b: Matrix): void => {
    affine(A, W, X, b)
    for (let r = 0; r < A.rows; r++) {
      const first = r * A.stride
      const end = first + A.columns
      for (let i = first; i < end; i++) A.data[i] = tanhOf(A.data[i]!)
    }
  }

  const affineSigmoid = (A: Matrix, W: Matrix, X: Matrix, b: Matrix): void => {
    affine(A, W, X, b)
    for (let r = 0; r < A.rows; r++) {
      const first = r * A.stride
      const end = first + A.columns
      for (let i = first; i < end; i++) A.data[i] = sigmoidOf(A.data[i]!)
    }
  }

  const affineRelu = (A: Matrix, W: Matrix, X: Matrix, b: Matrix): void => {
    affine(A, W, X, b)
    for (let r = 0; r < A.rows; r++) {
      const first = r * A.stride
      const end = first + A.columns
      for (let i = first; i < end; i++) A.data[i] = Math.max(A.data[i]!, 0)
    }
  }

  return { affine, affineTanh, affineSigmoid, affineRelu }
}
