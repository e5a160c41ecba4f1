import { CENTRE, FAR_TAIL, MIDDLE, NEAR, NEAR_TAIL, type Rational } from './erf-coefficients.ts'
import { exp } from './float32.ts'

const f = Math.fround

/**
 * The error function, 2/√π ∫₀ˣ e^(−t²) dt, each operation rounded to float32; within 1.1 units in the last place.
 *
 * Near zero and around 1 rational functions; farther out 1 − e^(−x² − 0.5625 + R(1/x²))/x.
 */
export function erf(x: number): number {
  const size = x < 0 ? f(-x) : x
  if (size < 0.84375) return f(x + f(x * (size < f(1e-4) ? f(0.1283791670955126) : rational(NEAR, f(x * x)))))
  const y =
    size < 1.25
      ? f(f(CENTRE) + rational(MIDDLE, f(size - 1)))
      : size < 4
        ? f(1 - tail(size))
        : size >= 4
          ? 1
          : x
  return x < 0 ? f(-y) : y
}

/** 1 − erf x, for x from 1.25 to 4: e^(−x²) in two factors, the first of a number of 12 bits, whose square is exact. */
function tail(x: number): number {
  const rest = rational(x < f(1 / 0.35) ? NEAR_TAIL : FAR_TAIL, f(1 / f(x * x)))
  const split = f(x * 4097)
  const short = f(split - f(split - x))
  const first = exp(f(f(-short * short) - 0.5625))
  return f(f(first * exp(f(f(f(short - x) * f(short + x)) + rest))) / x)
}

function rational({ above, below }: Rational, x: number): number {
  return f(polynomial(above, x) / polynomial(below, x))
}

function polynomial(coefficients: readonly number[], x: number): number {
  let sum = 0
  for (let i = coefficients.length - 1; i >= 0; i--) sum = f(f(sum * x) + f(coefficients[i]!))
  return sum
}
