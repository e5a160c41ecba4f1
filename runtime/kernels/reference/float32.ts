import { erf } from '../../mathematics/erf-float32.ts'
import {
  cos,
  exp,
  expm1,
  log,
  log1p,
  power,
  sigmoid,
  sin,
  softplus,
  tanh,
} from '../../mathematics/float32.ts'
import { inverseNormal } from '../../mathematics/inverse-normal-float32.ts'
import { Matrix } from '../../tensor.ts'
import { uniform24 } from '../../uniform.ts'
import type { Arithmetic } from './arithmetic.ts'
import { product } from './product-float32.ts'
import { rounding } from './rounding.ts'

export const arithmetic = (): Arithmetic => ({
  round: rounding(true),
  exp,
  expm1,
  erf,
  log,
  log1p,
  cos,
  sin,
  tanh,
  sigmoid,
  softplus,
  power,
  inverseNormal,
  product,
  uniform: uniform24,
  between: (high) => ((high >>> 9) + 0.5) * 1.1920928955078125e-7,
  cells: [cell(), cell(), cell()],
})

const cell = (): Matrix<1, 1> => new Matrix(1, 1, 1, new Float32Array(1))
