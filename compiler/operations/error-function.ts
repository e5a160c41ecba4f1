/**
 * The error function, and the quantiles of the normal distribution, by series that are easy to trust: slow, and to
 * full precision. What `erf` and `inverseNormal` mean; the runtime computes both in other ways.
 */
export function errorFunction(x: number): number {
  const size = Math.abs(x)
  return Math.sign(x) * (size < 1.5 ? series(size) : 1 - complement(size))
}

/** The z below which a standard normal variable falls with probability p. */
export function quantile(p: number): number {
  if (!(p >= 0 && p <= 1)) return Number.NaN
  if (p === 0 || p === 1) return p === 0 ? -Infinity : Infinity
  const tail = Math.min(p, 1 - p)
  // The tail's probability is convex in z: from 0 on, Newton's steps go right and never past the quantile.
  let z = 0
  for (let step = 1; Math.abs(step) > 1e-17 * z; z += step) {
    const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
    step = (upperTail(z) - tail) / density
    if (z + step === z || step < 0) break
  }
  return p < 0.5 ? -z : z
}

/** How likely a standard normal variable is above z, for z from 0 on. */
function upperTail(z: number): number {
  const x = z * Math.SQRT1_2
  return (x < 1.5 ? 1 - series(x) : complement(x)) / 2
}

/** 2/√π e^(−x²) Σ 2ⁿ x²ⁿ⁺¹ / (1·3·…·(2n + 1)): all terms are positive. */
function series(x: number): number {
  let term = x
  let sum = x
  for (let odd = 3; term > sum * 1e-18; odd += 2) {
    term *= (2 * x * x) / odd
    sum += term
  }
  return (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * sum
}

/** 1 − erf x by its continued fraction, e^(−x²)/√π / (x + ½/(x + 1/(x + 1½/(x + …)))). */
function complement(x: number): number {
  let below = x
  for (let n = 400; n > 0; n--) below = x + n / 2 / below
  return Math.exp(-x * x) / Math.sqrt(Math.PI) / below
}
