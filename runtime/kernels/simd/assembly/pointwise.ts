import { add, cell, div, loadSplat, mul, select, SIZE, splat, storePart, sub, V } from './lanes'
import { cos, erf, exp, expm1, inverseNormal, log, power, sigmoid, sin, softplus, tanh } from './mathematics'
import {
  ABS, ADD, ADD_RELU, ADD_SIGMOID, ADD_TANH, AND, COMBINE, COPY, COS, DESCEND, DIVIDE, EQUAL, ERF, EXP, EXPM1, FLOOR,
  INVERSE_NORMAL, LEAKY_RELU, LEAKY_RELU_GRADIENT, LESS, LESS_OR_EQUAL, LOG, MAXIMUM, MINIMUM, MULTIPLY, NEGATE, NOT,
  NOT_EQUAL, OR, POWER, RELU_GRADIENT, SCALE, SCALED_DIFFERENCE, SIGMOID, SIGMOID_GRADIENT, SIN, SOFTPLUS, SQRT,
  SUBTRACT, TANH, TANH_GRADIENT,
} from './operations'
import { coreBinaryRow, coreUnaryRow } from './pointwise-core'
import { moreBinaryRow, moreUnaryRow } from './pointwise-more'

/*
 * Element by element. An operand comes as its address, the bytes from row to row (0 for a single row) and whether it
 * has columns of its own; without, one vector of its number stands for all of a row. Matrices without padding are one
 * long row.
 *
 * A row is whole vectors, and at its end perhaps a vector by itself that goes to the kernels' own memory first: loops
 * that call nothing are several times faster.
 */

/** 1 or 0. */
@inline export function truth(mask: v128): v128 { return v128.and(mask, splat(1)) }
@inline export function notZero(x: v128): v128 { return v128.ne<real>(x, splat(0)) }
@inline export function positive(x: v128): v128 { return v128.gt<real>(x, splat(0)) }
/** The positive part; NaN stays, and −0 becomes 0. */
@inline export function relu(x: v128): v128 { return add(v128.pmax<real>(x, splat(0)), splat(0)) }

@inline export function one(operation: i32, x: v128, s: v128, t: v128): v128 {
  if (operation == NEGATE) return v128.neg<real>(x)
  if (operation == EXP) return exp(x)
  if (operation == EXPM1) return expm1(x)
  if (operation == ERF) return erf(x)
  if (operation == INVERSE_NORMAL) return inverseNormal(x)
  if (operation == LOG) return log(x)
  if (operation == SQRT) return v128.sqrt<real>(x)
  if (operation == ABS) return v128.abs<real>(x)
  if (operation == FLOOR) return v128.floor<real>(x)
  if (operation == COS) return cos(x)
  if (operation == SIN) return sin(x)
  if (operation == TANH) return tanh(x)
  if (operation == SIGMOID) return sigmoid(x)
  if (operation == SOFTPLUS) return softplus(x)
  if (operation == NOT) return truth(v128.eq<real>(x, splat(0)))
  if (operation == SCALE) return add(mul(s, x), t)
  if (operation == LEAKY_RELU) return select(x, mul(s, x), positive(x))
  return x
}

@inline export function two(operation: i32, a: v128, b: v128, s: v128, t: v128): v128 {
  if (operation == ADD) return add(a, b)
  if (operation == SUBTRACT) return sub(a, b)
  if (operation == MULTIPLY) return mul(a, b)
  if (operation == DIVIDE) return div(a, b)
  if (operation == POWER) return power(a, b)
  if (operation == MAXIMUM) return v128.max<real>(a, b)
  if (operation == MINIMUM) return v128.min<real>(a, b)
  if (operation == LESS) return truth(v128.lt<real>(a, b))
  if (operation == LESS_OR_EQUAL) return truth(v128.le<real>(a, b))
  if (operation == EQUAL) return truth(v128.eq<real>(a, b))
  if (operation == NOT_EQUAL) return truth(v128.ne<real>(a, b))
  if (operation == AND) return truth(v128.and(notZero(a), notZero(b)))
  if (operation == OR) return truth(v128.or(notZero(a), notZero(b)))
  if (operation == COMBINE) return add(mul(s, a), mul(t, b))
  if (operation == TANH_GRADIENT) return mul(a, sub(splat(1), mul(b, b)))
  if (operation == SIGMOID_GRADIENT) return mul(mul(a, b), sub(splat(1), b))
  if (operation == RELU_GRADIENT) return v128.and(a, positive(b))
  if (operation == LEAKY_RELU_GRADIENT) return select(a, mul(s, a), positive(b))
  if (operation == SCALED_DIFFERENCE) return mul(s, sub(a, b))
  if (operation == DESCEND) return sub(a, mul(s, b))
  if (operation == ADD_TANH) return tanh(add(a, b))
  if (operation == ADD_SIGMOID) return sigmoid(add(a, b))
  return relu(add(a, b))
}

@inline export function row1(operation: i32, vectors: i32, y: usize, x: usize, step: usize, s: v128, t: v128): void {
  do {
    v128.store(y, one(operation, v128.load(x), s, t))
    y += 16
    x += step
  } while (--vectors)
}

@inline export function row2(
  operation: i32, vectors: i32, y: usize, a: usize, aStep: usize, b: usize, bStep: usize, s: v128, t: v128,
): void {
  do {
    v128.store(y, two(operation, v128.load(a), v128.load(b), s, t))
    y += 16
    a += aStep
    b += bStep
  } while (--vectors)
}

/** Whether an operand goes on after a row as it does within one, where the output is without padding. */
@inline export function isEven(row: usize, own: bool, dense: usize): bool { return row == (own ? dense : 0) }

/** Where a row of the operand is read from. */
@inline export function source(n: i32, x: usize, own: bool): usize {
  if (own) return x
  v128.store(cell(n), loadSplat(x))
  return cell(n)
}

/*
 * Each operation's row is a function of its own, in the core (pointwise-core.ts) or among the rarer ones
 * (pointwise-more.ts): in one large function V8 would keep the pointers of all these loops in memory, which is eight
 * times slower. They are exported so that the compiler does not inline them again; kernels.mjs takes the exports away.
 */

@inline function unaryRow(core: bool, operation: i32, n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  if (core) coreUnaryRow(operation, n, y, x, i, s, t)
  else moreUnaryRow(operation, n, y, x, i, s, t)
}

@inline function binaryRow(
  core: bool, operation: i32, n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128,
): void {
  if (core) coreBinaryRow(operation, n, y, a, i, b, j, s, t)
  else moreBinaryRow(operation, n, y, a, i, b, j, s, t)
}

/** Of the core's operations, or of the others. */
@inline export function unaryOf(
  core: bool, operation: i32, rows: i32, columns: i32, y: usize, yRow: usize, x: usize, xRow: usize, xOwn: bool, s: f64, t: f64,
): void {
  const dense: usize = columns * SIZE
  if (yRow == dense && isEven(xRow, xOwn, dense)) {
    columns *= rows
    rows = 1
  }
  const S = splat(<real>s)
  const T = splat(<real>t)
  const vectors = columns / V
  const rest = columns % V
  const step: usize = xOwn ? 16 : 0
  for (; rows > 0; rows--) {
    const from = source(0, x, xOwn)
    if (vectors) unaryRow(core, operation, vectors, y, from, step, S, T)
    if (rest) {
      unaryRow(core, operation, 1, cell(3), from + vectors * step, 0, S, T)
      storePart(y + 16 * vectors, v128.load(cell(3)), rest)
    }
    y += yRow
    x += xRow
  }
}

@inline export function binaryOf(
  core: bool, operation: i32, rows: i32, columns: i32, y: usize, yRow: usize,
  a: usize, aRow: usize, aOwn: bool, b: usize, bRow: usize, bOwn: bool, s: f64, t: f64,
): void {
  const dense: usize = columns * SIZE
  if (yRow == dense && isEven(aRow, aOwn, dense) && isEven(bRow, bOwn, dense)) {
    columns *= rows
    rows = 1
  }
  const S = splat(<real>s)
  const T = splat(<real>t)
  const vectors = columns / V
  const rest = columns % V
  const i: usize = aOwn ? 16 : 0
  const j: usize = bOwn ? 16 : 0
  for (; rows > 0; rows--) {
    const p = source(0, a, aOwn)
    const q = source(1, b, bOwn)
    if (vectors) binaryRow(core, operation, vectors, y, p, i, q, j, S, T)
    if (rest) {
      binaryRow(core, operation, 1, cell(3), p + vectors * i, 0, q + vectors * j, 0, S, T)
      storePart(y + 16 * vectors, v128.load(cell(3)), rest)
    }
    y += yRow
    a += aRow
    b += bRow
  }
}
