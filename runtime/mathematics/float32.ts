import { exponentOf, powerOfTwo } from './powers-of-two.ts'

const f = Math.fround

/*
 * Elementary functions in single precision: arguments are float32 numbers, and every single operation is rounded to
 * float32, as a vector unit does it, so that vectorized twins can agree with these bit for bit. Errors are in units of
 * the last place of the exact result.
 *
 * Source: Cephes, single precision (Moshier 1989).
 */

const LOG2_E = f(Math.LOG2E)
/** log 2 in two parts; the first has so few bits that its product with an exponent is exact. */
const LN2_HIGH = f(0.693359375)
const LN2_LOW = f(-2.1219444e-4)

const E6 = f(1.98756915e-4)
const E5 = f(1.3981999507e-3)
const E4 = f(8.3334519073e-3)
const E3 = f(4.1665795894e-2)
const E2 = f(1.6666665459e-1)
const E1 = f(5.0000001201e-1)

/** eˣ, within 0.8 units in the last place: 2ᵏ·eʳ with |r| ≤ (log 2)/2, eʳ = 1 + r + r²·E(r). */
export function exp(x: number): number {
  if (x > 88.72283935546875) return Infinity
  if (!(x >= -103.97208404541016)) return x < 0 ? 0 : x
  const k = Math.floor(f(f(x * LOG2_E) + 0.5))
  const high = f(x - f(k * LN2_HIGH))
  const low = f(k * LN2_LOW)
  const r = f(high - low)
  const e = tail(r)
  // 1 + high loses its last bits to rounding; `lost` adds them to the small terms.
  const sum = f(1 + high)
  const lost = f(high - f(sum - 1))
  const y = f(sum + f(lost + f(f(e * f(r * r)) - low)))
  // In two factors: 2¹²⁸ is no float32, and a subnormal result is rounded once.
  const half = k >> 1
  return f(f(y * powerOfTwo(half)) * powerOfTwo(k - half))
}

/** Here and nearer to zero eˣ − 1 is x. */
const TINY = f(1e-8)

/** eˣ − 1, within 1.5 units in the last place: 2ᵏ(eʳ − 1) + (2ᵏ − 1) by the same r and the same polynomial. */
export function expm1(x: number): number {
  if (x > 18 || x < -18) return x < 0 ? -1 : exp(x)
  if (!(x > TINY || x < -TINY)) return x
  const k = Math.floor(f(f(x * LOG2_E) + 0.5))
  const high = f(x - f(k * LN2_HIGH))
  const low = f(k * LN2_LOW)
  const r = f(high - low)
  const p = f(high + f(f(tail(r) * f(r * r)) - low))
  if (k === 0) return p
  const scale = powerOfTwo(k)
  return k < 0 ? f(f(scale * p) + f(scale - 1)) : f(scale * f(p + f(1 - powerOfTwo(-k))))
}

/** E(r), in eʳ = 1 + r + r²·E(r). */
function tail(r: number): number {
  let e = f(f(E6 * r) + E5)
  e = f(f(e * r) + E4)
  e = f(f(e * r) + E3)
  e = f(f(e * r) + E2)
  return f(f(e * r) + E1)
}

const L9 = f(7.0376836292e-2)
const L8 = f(-1.151461031e-1)
const L7 = f(1.167699874e-1)
const L6 = f(-1.2420140846e-1)
const L5 = f(1.4249322787e-1)
const L4 = f(-1.6668057665e-1)
const L3 = f(2.0000714765e-1)
const L2 = f(-2.4999993993e-1)
const L1 = f(3.3333331174e-1)

/** log x, within 0.83 units in the last place: x = 2ᵏ(1 + s) with √½ < 1 + s < √2; -Infinity at 0, NaN below. */
export function log(x: number): number {
  if (x === 0) return -Infinity
  if (!(x > 0 && x < Infinity)) return x === Infinity ? x : NaN
  let k = exponentOf(x)
  let m = f(x * powerOfTwo(-k))
  if (m > f(Math.SQRT2)) {
    m = f(m * 0.5)
    k += 1
  }
  const s = f(m - 1)
  const z = f(s * s)
  let l = f(f(L9 * s) + L8)
  l = f(f(l * s) + L7)
  l = f(f(l * s) + L6)
  l = f(f(l * s) + L5)
  l = f(f(l * s) + L4)
  l = f(f(l * s) + L3)
  l = f(f(l * s) + L2)
  l = f(f(l * s) + L1)
  const small = f(f(f(l * s) * z) + f(k * LN2_LOW))
  return f(f(s + f(small - f(0.5 * z))) + f(k * LN2_HIGH))
}

/** log(1 + e) for e in [0, 1]: the digits that 1 + e loses come back as a first-order correction. */
export function log1p(e: number): number {
  const sum = f(1 + e)
  return f(log(sum) + f(f(e - f(sum - 1)) / sum))
}

const T5 = f(-5.70498872745e-3)
const T4 = f(2.06390887954e-2)
const T3 = f(-5.37397155531e-2)
const T2 = f(1.33314422036e-1)
const T1 = f(-3.33332819422e-1)

/** Nearer to zero tanh x is x. */
const NEAR_ZERO = f(1e-5)

/** tanh x, within 1.34 units in the last place: a polynomial near zero, 1 − 2/(e²ˣ + 1) farther out. */
export function tanh(x: number): number {
  const size = x < 0 ? f(-x) : x
  if (size < 0.625) {
    if (size < NEAR_ZERO) return x
    const z = f(x * x)
    let t = f(f(T5 * z) + T4)
    t = f(f(t * z) + T3)
    t = f(f(t * z) + T2)
    t = f(f(t * z) + T1)
    return f(f(f(t * z) * x) + x)
  }
  const y = size > 10 ? 1 : f(1 - f(2 / f(exp(f(2 * size)) + 1)))
  return x < 0 ? f(-y) : y
}

/**
 * 1 / (1 + e⁻ˣ), within 1.66 units in the last place; both tails keep their digits.
 *
 * With e = e^−|x| and q = e/(1 + e) that is 1 − q, or q where x is negative, written e − e·q: the rounding of 1 + e
 * then weighs little.
 */
export function sigmoid(x: number): number {
  const e = exp(x < 0 ? x : f(-x))
  const q = f(e / f(1 + e))
  return x < 0 ? f(e - f(e * q)) : f(1 - q)
}

/** log(1 + eˣ) without overflow, within 1.94 units in the last place. */
export function softplus(x: number): number {
  return x > 0 ? f(x + log1p(exp(f(-x)))) : log1p(exp(x))
}

/**
 * xʸ: by squaring where y is a whole number, else e^(y·log x), whose error is |y·log x| units in the last place.
 * NaN where x is negative and y has a fraction.
 */
export function power(x: number, y: number): number {
  if (!Number.isInteger(y)) return exp(f(y * log(x)))
  let result = 1
  let square = x
  let rest = y < 0 ? -y : y
  while (rest > 0) {
    const half = Math.floor(rest / 2)
    if (rest - 2 * half === 1) result = f(result * square)
    square = f(square * square)
    rest = half
  }
  return y < 0 ? f(1 / result) : result
}

const TURNS = f(2 / Math.PI)
/** π/2 in three parts; products of the first two with the number of quarter turns are exact for some thousand turns. */
const QUARTER_1 = 1.5703125
const QUARTER_2 = f(4.837512969970703e-4)
const QUARTER_3 = f(7.549789954891882e-8)

const S3 = f(-1.9515295891e-4)
const S2 = f(8.3321608736e-3)
const S1 = f(-1.6666654611e-1)

const C3 = f(2.443315711809948e-5)
const C2 = f(-1.388731625493765e-3)
const C1 = f(4.166664568298827e-2)

/** cos x for x in radians; see `sin`. */
export function cos(x: number): number {
  return quarter(x, 1)
}

/** sin x for x in radians, within 2e-7 for |x| up to a thousand; beyond, ever less well. NaN at ±∞. */
export function sin(x: number): number {
  return quarter(x, 0)
}

/** sin(x + n·π/2): x = k·π/2 + r with |r| ≤ π/4. */
function quarter(x: number, n: number): number {
  const k = Math.floor(f(f(x * TURNS) + 0.5))
  const r = f(f(f(x - f(k * QUARTER_1)) - f(k * QUARTER_2)) - f(k * QUARTER_3))
  const z = f(r * r)
  // From 0 to 4: in float32 too, where k + n need not be.
  const turn = k - 4 * Math.floor(k / 4) + n
  let y: number
  if (turn === 1 || turn === 3) {
    const c = f(f(f(f(C3 * z) + C2) * z) + C1)
    y = f(f(f(f(c * z) * z) - f(0.5 * z)) + 1)
  } else {
    const s = f(f(f(f(S3 * z) + S2) * z) + S1)
    y = f(f(f(s * z) * r) + r)
  }
  return turn === 2 || turn === 3 ? -y : y
}
