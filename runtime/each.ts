import { erf } from './mathematics/erf-float64.ts'
import { cos, expm1, log, sin } from './mathematics/float64.ts'
import { inverseNormal } from './mathematics/inverse-normal-float64.ts'
import { exp, log1p, tanh } from './mathematics/quick-float64.ts'
import type { FloatArray } from './tensor.ts'

/*
 * The runtime's functions of one number, of each number of an array: y[i] = f(x[i]), in double precision, the same bits
 * everywhere. Generated scalar code calls them: a number that is handed to a function by itself would be put on the
 * heap, and so would its result.
 *
 * Each is written out, so that the engine compiles each for itself with what it calls inside.
 */

export const each = {
  exp(y: FloatArray, x: Float64Array): void {
    for (let i = 0, n = x.length; i < n; i++) y[i] = exp(x[i]!)
  },
  expm1(y: FloatArray, x: Float64Array): void {
    for (let i = 0, n = x.length; i < n; i++) y[i] = expm1(x[i]!)
  },
  log(y: FloatArray, x: Float64Array): void {
    for (let i = 0, n = x.length; i < n; i++) y[i] = log(x[i]!)
  },
  log1p(y: FloatArray, x: Float64Array): void {
    for (let i = 0, n = x.length; i < n; i++) y[i] = log1p(x[i]!)
  },
  erf(y: FloatArray, x: Float64Array): void {
    for (let i = 0, n = x.length; i < n; i++) y[i] = erf(x[i]!)
  },
  inverseNormal(y: FloatArray, x: Float64Array): void {
    for (let i = 0, n = x.length; i < n; i++) y[i] = inverseNormal(x[i]!)
  },
  cos(y: FloatArray, x: Float64Array): void {
    for (let i = 0, n = x.length; i < n; i++) y[i] = cos(x[i]!)
  },
  sin(y: FloatArray, x: Float64Array): void {
    for (let i = 0, n = x.length; i < n; i++) y[i] = sin(x[i]!)
  },
  tanh(y: FloatArray, x: Float64Array): void {
    for (let i = 0, n = x.length; i < n; i++) y[i] = tanh(x[i]!)
  },
} as const
