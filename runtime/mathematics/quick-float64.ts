import * as exact from './float64.ts'
import { powerOfTwo } from './powers-of-two.ts'

/*
 * The functions that scalar code needs most, in double precision, the same bits on every machine: as those of
 * `float64.ts`, but by tables, so that what is left of an argument is so little that few terms are enough. The last bits
 * differ from theirs.
 *
 * Numbers stand where they are used: a constant of a module is read from memory, and its kind looked at, in every call.
 *
 * Source of the method: Tang, *Table-driven implementation of the exponential function*, ACM TOMS 15 (1989), and *Table-driven
 * implementation of the logarithm function*, TOMS 16 (1990).
 */

/*
 * Tables are filled when they are first used: a program that starts to predict needs none.
 */

/** 2^(j/64) for j from 0 to 63. */
const powers = /* @__PURE__ */ new Float64Array(64)

/** log(1 + j/64) for j from 0 to 64. */
const logarithms = /* @__PURE__ */ new Float64Array(65)

/** Beyond ±610/32 = ±19.0625 tanh x is ±1. */
const FARTHEST = 610

/** tanh(j/32) for j from -610 on. In its middle stands -0, which leaves the sign of 0 as it is. */
const tangents = /* @__PURE__ */ new Float64Array(2 * FARTHEST + 1)

function fill(table: Float64Array, at: (j: number) => number): void {
  for (let j = 0; j < table.length; j++) table[j] = at(j)
}

/*
 * A number plus 6755399441055744, and less it again, is the nearest whole one.
 */

/**
 * eˣ, within 1.5 units in the last place: with x = n·(log 2)/64 + r, it is 2^(n/64)·eʳ, and |r| < 0.0055. (log 2)/64 comes
 * in two parts; the first has so many zero bits that its product with n is exact.
 */
export function exp(x: number): number {
  if (!(x > -708 && x < 709)) return exact.exp(x)
  if (powers[0] === 0) fill(powers, (j) => exact.exp((j * Math.LN2) / 64))
  const n = x * (64 * Math.LOG2E) + 6755399441055744 - 6755399441055744
  const r = x - n * (0.6931471803691238 / 64) - n * (1.9082149292705877e-10 / 64)
  const square = r * r
  const rest =
    r + square * (0.5 + r * 0.16666666666666666 + square * (0.041666666666666664 + r * 0.008333333333333333))
  const steps = n | 0
  const power = powers[steps & 63]! * powerOfTwo(steps >> 6)
  return power + power * rest
}

/**
 * tanh x, within 3 units in the last place: with x = c + r, c = n/32, it is (tanh c + tanh r)/(1 + tanh c · tanh r), and
 * |r| ≤ 1/64.
 */
export function tanh(x: number): number {
  if (!(x > -19.0625 && x < 19.0625)) return x > 0 ? 1 : x < 0 ? -1 : x
  if (tangents[0] === 0) fill(tangents, (j) => -exact.tanh((FARTHEST - j) / 32))
  const n = x * 32 + 6755399441055744 - 6755399441055744
  const r = x - n * 0.03125
  const z = r * r
  const near = r * (1 - z * (0.3333333333333333 - z * (0.13333333333333333 - z * 0.05396825396825397)))
  const far = tangents[(n | 0) + 610]!
  return (far + near) / (1 + far * near)
}

/**
 * log(1 + x), within 2 units in the last place for x from 0 to 1: with x = c + r, c = n/64, it is log(1 + c) and twice the
 * series of artanh for r/(2 + x + c), which is at most 1/256.
 */
export function log1p(x: number): number {
  if (!(x >= 0 && x <= 1)) return exact.log1p(x)
  if (logarithms[1] === 0) fill(logarithms, (j) => exact.log(1 + j / 64))
  const n = x * 64 + 6755399441055744 - 6755399441055744
  const c = n * 0.015625
  const s = (x - c) / (2 + x + c)
  const z = s * s
  return logarithms[n | 0]! + (2 * s + s * (z * (0.6666666666666666 + z * (0.4 + z * 0.2857142857142857))))
}
