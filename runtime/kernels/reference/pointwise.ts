import type { Matrix } from '../../tensor.ts'
import type { Operand } from '../kernels.ts'
import type { Arithmetic } from './arithmetic.ts'
import { binary, columnStep, matrixOf, rowStep, unary } from './rows.ts'

/** Each operation of the language by itself, on matrices and numbers. `maximum` and `minimum` are NaN if either is. */
export function pointwise(arithmetic: Arithmetic) {
  const { round, exp, expm1, erf, inverseNormal, log, cos, sin, tanh, sigmoid, softplus, power, cells } =
    arithmetic

  return {
    combine: binary(arithmetic, (count, y, y0, a, a0, aStep, b, b0, bStep, alpha, beta) => {
      for (let c = 0; c < count; c++) {
        y[y0 + c] = round(round(alpha * a[a0 + c * aStep]!) + round(beta * b[b0 + c * bStep]!))
      }
    }),

    scale: unary(arithmetic, (count, y, y0, x, x0, xStep, factor, shift) => {
      for (let c = 0; c < count; c++) y[y0 + c] = round(round(factor * x[x0 + c * xStep]!) + shift)
    }),

    copy: unary(arithmetic, (count, y, y0, x, x0, xStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = x[x0 + c * xStep]!
    }),

    add: binary(arithmetic, (count, y, y0, a, a0, aStep, b, b0, bStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = round(a[a0 + c * aStep]! + b[b0 + c * bStep]!)
    }),

    subtract: binary(arithmetic, (count, y, y0, a, a0, aStep, b, b0, bStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = round(a[a0 + c * aStep]! - b[b0 + c * bStep]!)
    }),

    multiply: binary(arithmetic, (count, y, y0, a, a0, aStep, b, b0, bStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = round(a[a0 + c * aStep]! * b[b0 + c * bStep]!)
    }),

    divide: binary(arithmetic, (count, y, y0, a, a0, aStep, b, b0, bStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = round(a[a0 + c * aStep]! / b[b0 + c * bStep]!)
    }),

    power: binary(arithmetic, (count, y, y0, a, a0, aStep, b, b0, bStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = power(a[a0 + c * aStep]!, b[b0 + c * bStep]!)
    }),

    maximum: binary(arithmetic, (count, y, y0, a, a0, aStep, b, b0, bStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = Math.max(a[a0 + c * aStep]!, b[b0 + c * bStep]!)
    }),

    minimum: binary(arithmetic, (count, y, y0, a, a0, aStep, b, b0, bStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = Math.min(a[a0 + c * aStep]!, b[b0 + c * bStep]!)
    }),

    negate: unary(arithmetic, (count, y, y0, x, x0, xStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = -x[x0 + c * xStep]!
    }),

    exp: unary(arithmetic, (count, y, y0, x, x0, xStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = exp(x[x0 + c * xStep]!)
    }),

    expm1: unary(arithmetic, (count, y, y0, x, x0, xStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = expm1(x[x0 + c * xStep]!)
    }),

    erf: unary(arithmetic, (count, y, y0, x, x0, xStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = erf(x[x0 + c * xStep]!)
    }),

    inverseNormal: unary(arithmetic, (count, y, y0, x, x0, xStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = inverseNormal(x[x0 + c * xStep]!)
    }),

    rowNumber: (y: Matrix): void => {
      for (let r = 0; r < y.rows; r++) y.data.fill(r, r * y.stride, r * y.stride + y.columns)
    },

    log: unary(arithmetic, (count, y, y0, x, x0, xStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = log(x[x0 + c * xStep]!)
    }),

    sqrt: unary(arithmetic, (count, y, y0, x, x0, xStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = round(Math.sqrt(x[x0 + c * xStep]!))
    }),

    abs: unary(arithmetic, (count, y, y0, x, x0, xStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = Math.abs(x[x0 + c * xStep]!)
    }),

    floor: unary(arithmetic, (count, y, y0, x, x0, xStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = Math.floor(x[x0 + c * xStep]!)
    }),

    cos: unary(arithmetic, (count, y, y0, x, x0, xStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = cos(x[x0 + c * xStep]!)
    }),

    sin: unary(arithmetic, (count, y, y0, x, x0, xStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = sin(x[x0 + c * xStep]!)
    }),

    tanh: unary(arithmetic, (count, y, y0, x, x0, xStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = tanh(x[x0 + c * xStep]!)
    }),

    sigmoid: unary(arithmetic, (count, y, y0, x, x0, xStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = sigmoid(x[x0 + c * xStep]!)
    }),

    softplus: unary(arithmetic, (count, y, y0, x, x0, xStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = softplus(x[x0 + c * xStep]!)
    }),

    less: binary(arithmetic, (count, y, y0, a, a0, aStep, b, b0, bStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = a[a0 + c * aStep]! < b[b0 + c * bStep]! ? 1 : 0
    }),

    lessOrEqual: binary(arithmetic, (count, y, y0, a, a0, aStep, b, b0, bStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = a[a0 + c * aStep]! <= b[b0 + c * bStep]! ? 1 : 0
    }),

    equal: binary(arithmetic, (count, y, y0, a, a0, aStep, b, b0, bStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = a[a0 + c * aStep]! === b[b0 + c * bStep]! ? 1 : 0
    }),

    notEqual: binary(arithmetic, (count, y, y0, a, a0, aStep, b, b0, bStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = a[a0 + c * aStep]! !== b[b0 + c * bStep]! ? 1 : 0
    }),

    and: binary(arithmetic, (count, y, y0, a, a0, aStep, b, b0, bStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = a[a0 + c * aStep]! !== 0 && b[b0 + c * bStep]! !== 0 ? 1 : 0
    }),

    or: binary(arithmetic, (count, y, y0, a, a0, aStep, b, b0, bStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = a[a0 + c * aStep]! !== 0 || b[b0 + c * bStep]! !== 0 ? 1 : 0
    }),

    not: unary(arithmetic, (count, y, y0, x, x0, xStep) => {
      for (let c = 0; c < count; c++) y[y0 + c] = x[x0 + c * xStep]! === 0 ? 1 : 0
    }),

    where: (y: Matrix, condition: Operand, a: Operand, b: Operand): void => {
      const I = matrixOf(condition, cells[0], round)
      const A = matrixOf(a, cells[1], round)
      const B = matrixOf(b, cells[2], round)
      for (let r = 0; r < y.rows; r++) {
        let i = r * rowStep(I)
        let ia = r * rowStep(A)
        let ib = r * rowStep(B)
        for (let c = 0; c < y.columns; c++) {
          y.data[r * y.stride + c] = I.data[i]! !== 0 ? A.data[ia]! : B.data[ib]!
          i += columnStep(I)
          ia += columnStep(A)
          ib += columnStep(B)
        }
      }
    },
  }
}
