import { erf } from '../../mathematics/erf-float64.ts'
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
} from '../../mathematics/float64.ts'
import { inverseNormal } from '../../mathematics/inverse-normal-float64.ts'
import { Matrix } from '../../tensor.ts'
import { uniform53 } from '../../uniform.ts'
import type { Arithmetic } from './arithmetic.ts'
import { product } from './product-float64.ts'
import { rounding } from './rounding.ts'

export const arithmetic = (): Arithmetic => ({
  round: rounding(false),
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
  uniform: uniform53,
  between: (high, low) => ((high >>> 6) * 67108864 + (low >>> 6) + 0.5) * 2.220446049250313e-16,
  cells: [cell(), cell(), cell()],
})

const cell = (): Matrix<1, 1> => new Matrix(1, 1, 1, new Float64Array(1))
