import type { Matrix } from '../../tensor.ts'
import type { Arithmetic } from './arithmetic.ts'

/** Reductions along one dimension, which keeps size 1: of each column downwards, of each row from left to right. */
export function reductions({ round, exp, log }: Arithmetic) {
  const sumOverRows = (y: Matrix, x: Matrix): void => {
    for (let c = 0; c < x.columns; c++) y.data[c] = -0
    for (let r = 0; r < x.rows; r++) {
      for (let c = 0; c < x.columns; c++) y.data[c] = round(y.data[c]! + x.data[r * x.stride + c]!)
    }
  }

  const sumOverColumns = (y: Matrix, x: Matrix): void => {
    for (let r = 0; r < x.rows; r++) {
      let sum = -0
      for (let c = 0; c < x.columns; c++) sum = round(sum + x.data[r * x.stride + c]!)
      y.data[r * y.stride] = sum
    }
  }

  const maxOverRows = (y: Matrix, x: Matrix): void => {
    for (let c = 0; c < x.columns; c++) y.data[c] = x.data[c]!
    for (let r = 1; r < x.rows; r++) {
      for (let c = 0; c < x.columns; c++) y.data[c] = Math.max(y.data[c]!, x.data[r * x.stride + c]!)
    }
  }

  const maxOverColumns = (y: Matrix, x: Matrix): void => {
    for (let r = 0; r < x.rows; r++) {
      let largest = x.data[r * x.stride]!
      for (let c = 1; c < x.columns; c++) largest = Math.max(largest, x.data[r * x.stride + c]!)
      y.data[r * y.stride] = largest
    }
  }

  const minOverRows = (y: Matrix, x: Matrix): void => {
    for (let c = 0; c < x.columns; c++) y.data[c] = x.data[c]!
    for (let r = 1; r < x.rows; r++) {
      for (let c = 0; c < x.columns; c++) y.data[c] = Math.min(y.data[c]!, x.data[r * x.stride + c]!)
    }
  }

  const minOverColumns = (y: Matrix, x: Matrix): void => {
    for (let r = 0; r < x.rows; r++) {
      let smallest = x.data[r * x.stride]!
      for (let c = 1; c < x.columns; c++) smallest = Math.min(smallest, x.data[r * x.stride + c]!)
      y.data[r * y.stride] = smallest
    }
  }

  // Along a line of n elements that starts at `first` with `step` between them.
  const argmax = (x: Matrix, first: number, step: number, n: number): number => {
    let place = 0
    for (let i = 1; i < n; i++) {
      if (x.data[first + i * step]! > x.data[first + place * step]!) place = i
    }
    return place
  }

  const argmaxOverRows = (y: Matrix, x: Matrix): void => {
    for (let c = 0; c < x.columns; c++) y.data[c] = argmax(x, c, x.stride, x.rows)
  }

  const argmaxOverColumns = (y: Matrix, x: Matrix): void => {
    for (let r = 0; r < x.rows; r++) y.data[r * y.stride] = argmax(x, r * x.stride, 1, x.columns)
  }

  const logSumExp = (x: Matrix, first: number, step: number, n: number): number => {
    let largest = x.data[first]!
    for (let i = 1; i < n; i++) largest = Math.max(largest, x.data[first + i * step]!)
    // All −∞, or one +∞: shifting would give NaN.
    if (largest === -Infinity || largest === Infinity) return largest
    let sum = -0
    for (let i = 0; i < n; i++) sum = round(sum + exp(round(x.data[first + i * step]! - largest)))
    return round(largest + log(sum))
  }

  const logSumExpOverRows = (y: Matrix, x: Matrix): void => {
    for (let c = 0; c < x.columns; c++) y.data[c] = logSumExp(x, c, x.stride, x.rows)
  }

  const logSumExpOverColumns = (y: Matrix, x: Matrix): void => {
    for (let r = 0; r < x.rows; r++) y.data[r * y.stride] = logSumExp(x, r * x.stride, 1, x.columns)
  }

  return {
    sumOverRows,
    sumOverColumns,
    maxOverRows,
    maxOverColumns,
    minOverRows,
    minOverColumns,
    argmaxOverRows,
    argmaxOverColumns,
    logSumExpOverRows,
    logSumExpOverColumns,
  }
}
