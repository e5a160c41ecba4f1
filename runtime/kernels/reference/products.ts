import type { Matrix } from '../../tensor.ts'
import type { Arithmetic } from './arithmetic.ts'

/** Matrix products, with either factor transposed by reading it along its other side. */
export function products({ round, product }: Arithmetic) {
  const matmul = (C: Matrix, A: Matrix, B: Matrix): void => {
    product(C, A.columns, A.data, A.stride, 1, B.data, B.stride, 1)
  }

  const matmulTransposedLeft = (C: Matrix, A: Matrix, B: Matrix): void => {
    product(C, A.rows, A.data, 1, A.stride, B.data, B.stride, 1)
  }

  const matmulTransposedRight = (C: Matrix, A: Matrix, B: Matrix): void => {
    product(C, A.columns, A.data, A.stride, 1, B.data, 1, B.stride)
  }

  const outerProductAndSum = (dW: Matrix, db: Matrix, dZ: Matrix, X: Matrix): void => {
    matmulTransposedRight(dW, dZ, X)
    for (let r = 0; r < dZ.rows; r++) {
      let sum = -0
      for (let c = 0; c < dZ.columns; c++) sum = round(sum + dZ.data[r * dZ.stride + c]!)
      db.data[r * db.stride] = sum
    }
  }

  const transpose = (y: Matrix, x: Matrix): void => {
    for (let r = 0; r < x.rows; r++) {
      for (let c = 0; c < x.columns; c++) y.data[c * y.stride + r] = x.data[r * x.stride + c]!
    }
  }

  return { matmul, matmulTransposedLeft, matmulTransposedRight, outerProductAndSum, transpose }
}
