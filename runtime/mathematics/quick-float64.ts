import * as exact from './float64.ts'
import { powerOfTwo } from './powers-of-two.ts'

/*
 * The functions that scalar code needs most, in double precision, the same bits on every machine: as those of
 * `float64.ts`, but by an exponential that takes half the time, since its argument is reduced to so little that four
 * terms are enough and nothing is divided. The last bits differ from theirs.
 *
 * Source of the method: Tang, *Table-driven implementation of the exponential function*, ACM TOMS 15 (1989).
 */

/** Steps between two powers of two. */
const STEPS = 64

const STEPS_PER_ONE = STEPS * Math.LOG2E
/** (log 2)/64 in two parts; the first has so many zero bits that its product with a number of steps is exact. */
const STEP_HIGH = 0.6931471803691238 / STEPS
const STEP_LOW = 1.9082149292705877e-10 / STEPS

/** What is added to a number, and taken away again, leaves the nearest whole one. */
const ROUNDS = 6755399441055744

/** 2^(j/64) for j from 0 to 63. */
const table = /* @__PURE__ */ powersBetween()

function powersBetween(): Float64Array {
  const powers = new Float64Array(STEPS)
  for (let j = 0; j < STEPS; j++) powers[j] = exact.exp((j * Math.LN2) / STEPS)
  return powers
}

/** eˣ, within 1.5 units in the last place: with x = n·(log 2)/64 + r, it is 2^(n/64)·eʳ, and |r| < 0.0055. */
export function exp(x: number): number {
  if (!(x > -708 && x < 709)) return exact.exp(x)
  const n = x * STEPS_PER_ONE + ROUNDS - ROUNDS
  const r = x - n * STEP_HIGH - n * STEP_LOW
  const square = r * r
  const rest =
    r + square * (0.5 + r * 0.16666666666666666 + square * (0.041666666666666664 + r * 0.008333333333333333))
  const steps = n | 0
  const power = table[steps & 63]! * powerOfTwo(steps >> 6)
  return power + power * rest
}

/** tanh x, within 4 units in the last place: 1 − 2/(e²ˣ + 1), but near zero. */
export function tanh(x: number): number {
  return x < exact.NEAR && x > -exact.NEAR ? exact.tanhNearZero(x) : 1 - 2 / (exp(2 * x) + 1)
}

/** 1 / (1 + e⁻ˣ), within 3 units in the last place; 0 below 10⁻³⁰⁷. */
export function sigmoid(x: number): number {
  return 1 / (1 + exp(-x))
}

/** log(1 + eˣ) without overflow, within 4 units in the last place. */
export function softplus(x: number): number {
  const tail = log1p(exp(x > 0 ? -x : x))
  return x > 0 ? x + tail : tail
}

/** log(1 + e) for e in [0, 1]. Of e, unlike of 1 + e, no digit is lost: nothing has to be made good. */
function log1p(e: number): number {
  return e < Math.SQRT2 - 1 ? exact.logBy(e, 0) : exact.logBy((e - 1) * 0.5, 1)
}
