/*
 * Elementary functions to about 200 bits, in whole-number arithmetic, to measure rounding errors against.
 */

/** mantissa · 2^exponent */
export interface Real {
  readonly mantissa: bigint
  readonly exponent: number
}

/** Bits after the point in fixed-point numbers. */
const F = 320
const ONE = 1n << BigInt(F)
const LN2 = logOfRatio(2n, 1n)
/** 16·arctan(1/5) − 4·arctan(1/239) */
const PI = 16n * arctanOfInverse(5n) - 4n * arctanOfInverse(239n)

/** The number itself, exactly. */
export function real(x: number): Real {
  const view = new DataView(new ArrayBuffer(8))
  view.setFloat64(0, x)
  const bits = view.getBigUint64(0)
  const exponent = Number((bits >> 52n) & 0x7ffn)
  const fraction = bits & ((1n << 52n) - 1n)
  const mantissa = exponent === 0 ? fraction : fraction + (1n << 52n)
  return { mantissa: bits >> 63n ? -mantissa : mantissa, exponent: Math.max(exponent, 1) - 1075 }
}

export function exp(x: number): Real {
  const fixed = toFixed(real(x))
  const k = fixed / LN2
  return { mantissa: expFixed(fixed - k * LN2), exponent: Number(k) - F }
}

export function log(x: number): Real {
  const { mantissa, exponent } = real(x)
  const bits = mantissa.toString(2).length
  // mantissa / 2^(bits - 1) is in [1, 2); nearer to 1 the series is short and keeps its digits.
  const half = 3n * mantissa > 1n << BigInt(bits + 1) ? bits : bits - 1
  const k = BigInt(exponent + half)
  return { mantissa: k * LN2 + logOfRatio(mantissa, 1n << BigInt(half)), exponent: -F }
}

/** For |x| of 2^-60 at least. */
export function tanh(x: number): Real {
  const { mantissa, exponent } = exp(2 * x)
  const e = toFixed({ mantissa, exponent })
  return { mantissa: ((e - ONE) << BigInt(F)) / (e + ONE), exponent: -F }
}

export function sigmoid(x: number): Real {
  const e = exp(x)
  const one = { mantissa: 1n, exponent: 0 }
  return quotient(e, sum(one, e))
}

export function softplus(x: number): Real {
  if (x > 0) {
    const rest = softplus(-x)
    return sum(real(x), rest)
  }
  return logOfOnePlus(exp(x))
}

/** For x of 2^-200 at least. */
export function log1p(x: number): Real {
  return logOfOnePlus(real(x))
}

/** log(1 + e) = 2·artanh(e/(2 + e)), with the power of two kept apart so that small values keep their digits. */
function logOfOnePlus(e: Real): Real {
  const s = quotient(e, sum({ mantissa: 2n, exponent: 0 }, e))
  const shift = Math.min(0, magnitude(s) + 1)
  const near = toFixed({ mantissa: s.mantissa, exponent: s.exponent - shift })
  const square = toFixed({ mantissa: s.mantissa * s.mantissa, exponent: 2 * s.exponent })
  let term = near
  let total = near
  for (let n = 3n; term !== 0n; n += 2n) {
    term = (term * square) >> BigInt(F)
    total += term / n
  }
  return { mantissa: 2n * total, exponent: shift - F }
}

/** For |x| of 2^-200 at least. */
export function expm1(x: number): Real {
  return sum(exp(x), { mantissa: -1n, exponent: 0 })
}

/** 2/√π Σ (−1)ⁿ x²ⁿ⁺¹ / (n!·(2n + 1)), for |x| below 8, where no term is beyond 2^100. */
export function erf(x: number): Real {
  const fixed = toFixed(real(x))
  const square = (fixed * fixed) >> BigInt(F)
  let power = fixed
  let total = fixed
  for (let n = 1n; power !== 0n && power !== -1n; n++) {
    power = -((power * square) >> BigInt(F)) / n
    total += power / (2n * n + 1n)
  }
  return { mantissa: (2n * total * ONE) / squareRoot(PI << BigInt(F)), exponent: -F }
}

/**
 * How far a result is from the exact one, in units of the exact one's last place.
 *
 * @param bits of the significand: 53, or 24
 * @param least exponent of the normal numbers: -1022, or -126
 */
export function ulps(actual: number, exact: Real, bits = 53, least = -1022): number {
  const unit = Math.max(magnitude(exact), least) - (bits - 1)
  const difference = sum(real(actual), { mantissa: -exact.mantissa, exponent: exact.exponent })
  return Math.abs(toNumber({ mantissa: difference.mantissa, exponent: difference.exponent - unit }))
}

/** The k with 2^k ≤ |x| < 2^(k + 1). */
function magnitude({ mantissa, exponent }: Real): number {
  const size = mantissa < 0n ? -mantissa : mantissa
  return size.toString(2).length - 1 + exponent
}

function sum(a: Real, b: Real): Real {
  const exponent = Math.min(a.exponent, b.exponent)
  return { mantissa: shifted(a, exponent) + shifted(b, exponent), exponent }
}

function shifted(a: Real, exponent: number): bigint {
  return a.mantissa << BigInt(a.exponent - exponent)
}

function quotient(a: Real, b: Real): Real {
  const extra = F + Math.max(0, magnitude(b) - b.exponent)
  return { mantissa: (a.mantissa << BigInt(extra)) / b.mantissa, exponent: a.exponent - b.exponent - extra }
}

function toFixed({ mantissa, exponent }: Real): bigint {
  const shift = exponent + F
  return shift >= 0 ? mantissa << BigInt(shift) : mantissa >> BigInt(-shift)
}

function toNumber({ mantissa, exponent }: Real): number {
  const excess = Math.max(0, mantissa.toString(2).length - 60)
  return Number(mantissa >> BigInt(excess)) * 2 ** (exponent + excess)
}

/** e^r for a fixed-point |r| < 1: halved 16 times, by Taylor's series, squared again. */
function expFixed(r: bigint): bigint {
  const small = r >> 16n
  let term = ONE
  let total = ONE
  for (let n = 1n; term !== 0n && term !== -1n; n++) {
    term = ((term * small) >> BigInt(F)) / n
    total += term
  }
  for (let i = 0; i < 16; i++) total = (total * total) >> BigInt(F)
  return total
}

/** log(a/b) = 2·artanh((a − b)/(a + b)) */
function logOfRatio(a: bigint, b: bigint): bigint {
  const s = ((a - b) << BigInt(F)) / (a + b)
  const square = (s * s) >> BigInt(F)
  let term = s
  let total = s
  for (let n = 3n; term !== 0n && term !== -1n; n += 2n) {
    term = (term * square) >> BigInt(F)
    total += term / n
  }
  return 2n * total
}

function arctanOfInverse(n: bigint): bigint {
  let power = ONE / n
  let total = power
  for (let odd = 3n; power !== 0n && power !== -1n; odd += 2n) {
    power = -power / (n * n)
    total += power / odd
  }
  return total
}

/** By Newton's steps from above. */
function squareRoot(n: bigint): bigint {
  let root = 1n << BigInt((n.toString(2).length + 1) >> 1)
  for (;;) {
    const next = (root + n / root) >> 1n
    if (next >= root) return root
    root = next
  }
}
