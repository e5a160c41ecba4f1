import { CENTRE, FAR_TAIL, MIDDLE, NEAR, NEAR_TAIL, type Rational } from './erf-coefficients.ts'
import { exp } from './float64.ts'

/**
 * The error function, 2/√π ∫₀ˣ e^(−t²) dt, within 0.9 units in the last place.
 *
 * Near zero and around 1 rational functions; farther out 1 − e^(−x² − 0.5625 + R(1/x²))/x.
 */
export function erf(x: number): number {
  const size = x < 0 ? -x : x
  if (size < 0.84375) return x + x * (size < 1e-9 ? 0.1283791670955126 : rational(NEAR, x * x))
  const y = size < 1.25 ? CENTRE + rational(MIDDLE, size - 1) : size < 6 ? 1 - tail(size) : size >= 6 ? 1 : x
  return x < 0 ? -y : y
}

/** 1 − erf x, for x from 1.25 to 6: e^(−x²) in two factors, the first of a shorter number, whose square is exact. */
function tail(x: number): number {
  const rest = rational(x < 1 / 0.35 ? NEAR_TAIL : FAR_TAIL, 1 / (x * x))
  const short = Math.fround(x)
  return (exp(-short * short - 0.5625) * exp((short - x) * (short + x) + rest)) / x
}

function rational({ above, below }: Rational, x: number): number {
  return polynomial(above, x) / polynomial(below, x)
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0
  for (let i = coefficients.length - 1; i >= 0; i--) sum = sum * x + coefficients[i]!
  return sum
}
