import type { Matrix } from '../../tensor.ts'
import type { Arithmetic } from './arithmetic.ts'

/**
 * Softmax, and losses joined with the activation before them, which keeps them finite for every finite Z.
 *
 * All of them go column by column, downwards; a loss is the sum of the column sums from left to right, times a factor.
 */
export function losses({ round, exp, log, log1p, sigmoid }: Arithmetic) {
  /** Writes exp(z − largest) of column c into A; returns their sum. */
  const exponentials = (A: Matrix, Z: Matrix, c: number, largest: number): number => {
    let sum = -0
    for (let r = 0; r < Z.rows; r++) {
      const e = exp(round(Z.data[r * Z.stride + c]! - largest))
      A.data[r * A.stride + c] = e
      sum = round(sum + e)
    }
    return sum
  }

  const divideColumn = (A: Matrix, c: number, sum: number): void => {
    for (let r = 0; r < A.rows; r++) A.data[r * A.stride + c] = round(A.data[r * A.stride + c]! / sum)
  }

  const softmax = (A: Matrix, Z: Matrix): void => {
    for (let c = 0; c < Z.columns; c++) {
      divideColumn(A, c, exponentials(A, Z, c, largestInColumn(Z, c)))
    }
  }

  // log softmax = (z − largest) − log Σ exp(z − largest)
  const softmaxCrossEntropy = (A: Matrix, J: Matrix, Z: Matrix, Y: Matrix, factor: number): void => {
    let total = -0
    for (let c = 0; c < Z.columns; c++) {
      const largest = largestInColumn(Z, c)
      const sum = exponentials(A, Z, c, largest)
      const logSum = log(sum)
      let column = -0
      for (let r = 0; r < Z.rows; r++) {
        const logarithm = round(round(Z.data[r * Z.stride + c]! - largest) - logSum)
        column = round(column + round(Y.data[r * Y.stride + c]! * logarithm))
      }
      total = round(total + column)
      divideColumn(A, c, sum)
    }
    J.data[0] = round(round(factor) * total)
  }

  // log(1 + exp z) − y·z = (max(z, 0) − y·z) + log(1 + exp(−|z|)), where the bracket is exact for y of 0 and 1
  const sigmoidCrossEntropy = (A: Matrix, J: Matrix, Z: Matrix, Y: Matrix, factor: number): void => {
    let total = -0
    for (let c = 0; c < Z.columns; c++) {
      let column = -0
      for (let r = 0; r < Z.rows; r++) {
        const z = Z.data[r * Z.stride + c]!
        const linear = round(Math.max(z, 0) - round(Y.data[r * Y.stride + c]! * z))
        column = round(column + round(linear + log1p(exp(-Math.abs(z)))))
        A.data[r * A.stride + c] = sigmoid(z)
      }
      total = round(total + column)
    }
    J.data[0] = round(round(factor) * total)
  }

  const squaredError = (J: Matrix, A: Matrix, Y: Matrix, factor: number): void => {
    let total = -0
    for (let c = 0; c < A.columns; c++) {
      let column = -0
      for (let r = 0; r < A.rows; r++) {
        const difference = round(A.data[r * A.stride + c]! - Y.data[r * Y.stride + c]!)
        column = round(column + round(difference * difference))
      }
      total = round(total + column)
    }
    J.data[0] = round(round(factor) * total)
  }

  return { softmax, softmaxCrossEntropy, sigmoidCrossEntropy, squaredError }
}

function largestInColumn(Z: Matrix, c: number): number {
  let largest = Z.data[c]!
  for (let r = 1; r < Z.rows; r++) largest = Math.max(largest, Z.data[r * Z.stride + c]!)
  return largest
}
