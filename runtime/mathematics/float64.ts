import { exponentOf, powerOfTwo } from './powers-of-two.ts'

/*
 * Elementary functions in double precision, made of + − × ÷ √ and whole numbers, all of which are exactly defined: the
 * same bits on every machine and in every engine. Errors are the largest found among a million arguments, in units of
 * the last place of the exact result; the tests measure some thousands against arithmetic of 320 bits.
 *
 * Sources: the polynomials of exp and log are those of fdlibm (Sun Microsystems 1993: "Permission to use, copy, modify,
 * and distribute this software is freely granted, provided that this notice is preserved"), the rational function of
 * tanh that of Cephes (Moshier 1989).
 */

const LOG2_E = Math.LOG2E
/** log 2 in two parts; the first has so many zero bits that its product with an exponent is exact. */
const LN2_HIGH = 0.6931471803691238
const LN2_LOW = 1.9082149292705877e-10

/*
 * Functions are cut so that the way most numbers take is short: the engine puts what is short, and often called, in the
 * place of the call, and then no number has to be put on the heap to be handed over.
 */

/**
 * eˣ, within 0.65 units in the last place (0.75 where the result is subnormal).
 *
 * x = k·log 2 + r with |r| ≤ (log 2)/2, and eʳ = 1 + r + r·c/(2 − c), c being r less an even polynomial.
 */
export function exp(x: number): number {
  // Here 2ᵏ is a normal number.
  if (!(x > -708 && x < 709)) return farExp(x)
  const k = Math.floor(x * LOG2_E + 0.5)
  return unscaled(x, k) * powerOfTwo(k)
}

/** eˣ where the result, or 2ᵏ, may leave the range of normal numbers; NaN of NaN. */
function farExp(x: number): number {
  if (x > 709.782712893384) return Infinity
  if (!(x >= -745.1332191019412)) return x < 0 ? 0 : x
  const k = Math.floor(x * LOG2_E + 0.5)
  const y = unscaled(x, k)
  if (k > 1023) return y * 2 * powerOfTwo(1023)
  if (k < -1021) return y * powerOfTwo(k + 1000) * powerOfTwo(-1000)
  return y * powerOfTwo(k)
}

/** eˣ / 2ᵏ for the k that is nearest to x/log 2. */
function unscaled(x: number, k: number): number {
  const high = x - k * LN2_HIGH
  const low = k * LN2_LOW
  const r = high - low
  const c = r - even(r * r)
  // 1 + high loses its last bits to rounding; `lost` adds them to the small terms.
  const sum = 1 + high
  const lost = high - (sum - 1)
  return sum + (lost + ((r * c) / (2 - c) - low))
}

/**
 * eˣ − 1, within 1.5 units in the last place: 2ᵏ(eʳ − 1) + (2ᵏ − 1) by the same r and the same polynomial, and so exact
 * to the last digits near zero.
 */
export function expm1(x: number): number {
  if (x > 40 || x < -40) return x < 0 ? -1 : exp(x)
  if (!(x > 1e-17 || x < -1e-17)) return x
  const k = Math.floor(x * LOG2_E + 0.5)
  const high = x - k * LN2_HIGH
  const low = k * LN2_LOW
  const r = high - low
  const c = r - even(r * r)
  const p = high + ((r * c) / (2 - c) - low)
  if (k === 0) return p
  const scale = powerOfTwo(k)
  return k < 0 ? scale * p + (scale - 1) : scale * (p + (1 - powerOfTwo(-k)))
}

/** What r is less than c, a polynomial in r². */
function even(t: number): number {
  return (
    t *
    (0.16666666666666602 +
      t *
        (-0.0027777777777015593 +
          t * (6.613756321437934e-5 + t * (-1.6533902205465252e-6 + t * 4.1381367970572385e-8))))
  )
}

/**
 * log x, within 0.82 units in the last place; -Infinity at 0, NaN below.
 *
 * x = 2ᵏ(1 + f) with √½ < 1 + f < √2; with s = f/(2 + f), log(1 + f) = f − f²/2 + s·(f²/2 + R(s²)).
 */
export function log(x: number): number {
  return x >= 1 && x < 2 ? logOf(x, 0) : farLog(x)
}

function farLog(x: number): number {
  if (x === 0) return -Infinity
  if (!(x > 0 && x < Infinity)) return x === Infinity ? x : NaN
  let k = 0
  let m = x
  if (m < 2.2250738585072014e-308) {
    m *= powerOfTwo(54)
    k = -54
  }
  const e = exponentOf(m)
  return logOf(m * powerOfTwo(-e), k + e)
}

/** log(2ᵏ·m) for m from 1 to 2. */
function logOf(m: number, k: number): number {
  return m > Math.SQRT2 ? logBy(m * 0.5 - 1, k + 1) : logBy(m - 1, k)
}

/** log(2ᵏ(1 + f)) for √½ < 1 + f < √2. */
export function logBy(f: number, k: number): number {
  const s = f / (2 + f)
  const z = s * s
  const w = z * z
  const odd =
    z * (0.6666666666666735 + w * (0.2857142874366239 + w * (0.1818357216161805 + w * 0.14798198605116586)))
  const even = w * (0.3999999999940942 + w * (0.22222198432149784 + w * 0.15313837699209373))
  const half = 0.5 * f * f
  return k * LN2_HIGH - (half - (s * (half + (odd + even)) + k * LN2_LOW) - f)
}

/**
 * tanh x, within 1.31 units in the last place.
 *
 * Near zero x plus a small rational correction; farther out 1 − 2/(e²ˣ + 1), whose error shrinks as the quotient does.
 */
export function tanh(x: number): number {
  const size = x < 0 ? -x : x
  if (size < NEAR) return tanhNearZero(x)
  const y = size > 22 ? 1 : 1 - 2 / (exp(2 * size) + 1)
  return x < 0 ? -y : y
}

/** Up to here tanh x is x and a correction. */
export const NEAR = 0.625

/** tanh x for |x| < 0.625. */
export function tanhNearZero(x: number): number {
  const z = x * x
  if (z < 1e-18) return x
  const above = (-0.9643991794250523 * z - 99.28772310019185) * z - 1614.6876844170845
  const below = ((z + 112.81167849163293) * z + 2235.4883906010045) * z + 4844.063053251255
  return x + x * z * (above / below)
}

/**
 * 1 / (1 + e⁻ˣ), within 1.63 units in the last place; both tails keep their digits.
 *
 * With e = e^−|x| and q = e/(1 + e) that is 1 − q, or q where x is negative, written e − e·q: the rounding of 1 + e
 * then weighs little.
 */
export function sigmoid(x: number): number {
  const e = exp(x < 0 ? x : -x)
  const q = e / (1 + e)
  return x < 0 ? e - e * q : 1 - q
}

/** π/2 in three parts; the first two have so few bits that their products with a quarter turn's number are exact. */
const QUARTER_1 = 1.5707963267341256
const QUARTER_2 = 6.077100506303966e-11
const QUARTER_3 = 2.0222662487959506e-21

/** cos x for x in radians; see `sin`. */
export function cos(x: number): number {
  const turns = Math.floor(x * (2 / Math.PI) + 0.5)
  const r = x - turns * QUARTER_1 - turns * QUARTER_2 - turns * QUARTER_3
  return quarter(r, turns + 1)
}

/**
 * sin x for x in radians, within 1e-15 for |x| up to a million; beyond, what is left of x after whole turns is known
 * ever less well. NaN at ±∞.
 *
 * x = n·π/2 + r with |r| ≤ π/4, and the polynomials of fdlibm for sin r and cos r.
 */
export function sin(x: number): number {
  const turns = Math.floor(x * (2 / Math.PI) + 0.5)
  const r = x - turns * QUARTER_1 - turns * QUARTER_2 - turns * QUARTER_3
  return quarter(r, turns)
}

/** sin(r + n·π/2) */
function quarter(r: number, n: number): number {
  const which = n - 4 * Math.floor(n / 4)
  const y = which === 1 || which === 3 ? cosine(r) : sine(r)
  return which >= 2 ? -y : y
}

function sine(r: number): number {
  const z = r * r
  const tail =
    0.00833333333332249 +
    z *
      (-0.0001984126982985795 +
        z * (2.7557313707070068e-6 + z * (-2.5050760253406863e-8 + z * 1.58969099521155e-10)))
  return r + r * z * (-0.16666666666666632 + z * tail)
}

function cosine(r: number): number {
  const z = r * r
  const tail =
    0.0416666666666666 +
    z *
      (-0.001388888888887411 +
        z *
          (2.480158728947673e-5 +
            z * (-2.7557314351390663e-7 + z * (2.087572321298175e-9 + z * -1.1359647557788195e-11))))
  const half = 0.5 * z
  const w = 1 - half
  return w + (1 - w - half + z * z * tail)
}

/** log(1 + eˣ) without overflow, within 1.88 units in the last place. */
export function softplus(x: number): number {
  const tail = log1p(exp(x > 0 ? -x : x))
  return x > 0 ? x + tail : tail
}

/** log(1 + e) for e in [0, 1]: the digits that 1 + e loses come back as a first-order correction. */
export function log1p(e: number): number {
  const sum = 1 + e
  return log(sum) + (e - (sum - 1)) / sum
}

/**
 * xʸ: by squaring where y is a whole number, else e^(y·log x), whose error is |y·log x| units in the last place.
 * NaN where x is negative and y has a fraction.
 */
export function power(x: number, y: number): number {
  if (!Number.isInteger(y)) return exp(y * log(x))
  let result = 1
  let square = x
  let rest = y < 0 ? -y : y
  while (rest > 0) {
    const half = Math.floor(rest / 2)
    if (rest - 2 * half === 1) result *= square
    square *= square
    rest = half
  }
  return y < 0 ? 1 / result : result
}
