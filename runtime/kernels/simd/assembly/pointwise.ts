import { add, cell, div, loadSplat, mul, select, SIZE, splat, storePart, sub, V } from './lanes'
import { cos, erf, exp, expm1, inverseNormal, log, power, sigmoid, sin, softplus, tanh } from './mathematics'
import {
  ABS, ADD, ADD_RELU, ADD_SIGMOID, ADD_TANH, AND, COMBINE, COPY, COS, DESCEND, DIVIDE, EQUAL, ERF, EXP, EXPM1, FLOOR,
  INVERSE_NORMAL, LEAKY_RELU, LEAKY_RELU_GRADIENT, LESS, LESS_OR_EQUAL, LOG, MAXIMUM, MINIMUM, MULTIPLY, NEGATE, NOT,
  NOT_EQUAL, OR, POWER, RELU_GRADIENT, SCALE, SCALED_DIFFERENCE, SIGMOID, SIGMOID_GRADIENT, SIN, SOFTPLUS, SQRT,
  SUBTRACT, TANH, TANH_GRADIENT,
} from './operations'

/*
 * Element by element. An operand comes as its address, the bytes from row to row (0 for a single row) and whether it
 * has columns of its own; without, one vector of its number stands for all of a row. Matrices without padding are one
 * long row.
 *
 * A row is whole vectors, and at its end perhaps a vector by itself that goes to the kernels' own memory first: loops
 * that call nothing are several times faster.
 */

/** 1 or 0. */
@inline function truth(mask: v128): v128 { return v128.and(mask, splat(1)) }
@inline function notZero(x: v128): v128 { return v128.ne<real>(x, splat(0)) }
@inline function positive(x: v128): v128 { return v128.gt<real>(x, splat(0)) }
/** The positive part; NaN stays, and −0 becomes 0. */
@inline function relu(x: v128): v128 { return add(v128.pmax<real>(x, splat(0)), splat(0)) }

@inline function one(operation: i32, x: v128, s: v128, t: v128): v128 {
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

@inline function two(operation: i32, a: v128, b: v128, s: v128, t: v128): v128 {
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

@inline function row1(operation: i32, vectors: i32, y: usize, x: usize, step: usize, s: v128, t: v128): void {
  do {
    v128.store(y, one(operation, v128.load(x), s, t))
    y += 16
    x += step
  } while (--vectors)
}

@inline function row2(
  operation: i32, vectors: i32, y: usize, a: usize, aStep: usize, b: usize, bStep: usize, s: v128, t: v128,
): void {
  do {
    v128.store(y, two(operation, v128.load(a), v128.load(b), s, t))
    y += 16
    a += aStep
    b += bStep
  } while (--vectors)
}

/*
 * A function for each: in one large function V8 would keep the pointers of all these loops in memory, which is eight
 * times slower. They are exported so that the compiler does not inline them again; kernels.mjs takes the exports away.
 */

export function copyRow(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(COPY, n, y, x, i, s, t)
}
export function negateRow(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(NEGATE, n, y, x, i, s, t)
}
export function expRow(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(EXP, n, y, x, i, s, t)
}
export function expm1Row(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(EXPM1, n, y, x, i, s, t)
}
export function erfRow(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(ERF, n, y, x, i, s, t)
}
export function inverseNormalRow(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(INVERSE_NORMAL, n, y, x, i, s, t)
}
export function logRow(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(LOG, n, y, x, i, s, t)
}
export function sqrtRow(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(SQRT, n, y, x, i, s, t)
}
export function absRow(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(ABS, n, y, x, i, s, t)
}
export function floorRow(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(FLOOR, n, y, x, i, s, t)
}
export function cosRow(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(COS, n, y, x, i, s, t)
}
export function sinRow(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(SIN, n, y, x, i, s, t)
}
export function tanhRow(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(TANH, n, y, x, i, s, t)
}
export function sigmoidRow(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(SIGMOID, n, y, x, i, s, t)
}
export function softplusRow(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(SOFTPLUS, n, y, x, i, s, t)
}
export function notRow(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(NOT, n, y, x, i, s, t)
}
export function scaleRow(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(SCALE, n, y, x, i, s, t)
}
export function leakyReluRow(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(LEAKY_RELU, n, y, x, i, s, t)
}

export function addRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(ADD, n, y, a, i, b, j, s, t)
}
export function subtractRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(SUBTRACT, n, y, a, i, b, j, s, t)
}
export function multiplyRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(MULTIPLY, n, y, a, i, b, j, s, t)
}
export function divideRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(DIVIDE, n, y, a, i, b, j, s, t)
}
export function powerRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(POWER, n, y, a, i, b, j, s, t)
}
export function maximumRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(MAXIMUM, n, y, a, i, b, j, s, t)
}
export function minimumRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(MINIMUM, n, y, a, i, b, j, s, t)
}
export function lessRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(LESS, n, y, a, i, b, j, s, t)
}
export function lessOrEqualRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(LESS_OR_EQUAL, n, y, a, i, b, j, s, t)
}
export function equalRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(EQUAL, n, y, a, i, b, j, s, t)
}
export function notEqualRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(NOT_EQUAL, n, y, a, i, b, j, s, t)
}
export function andRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(AND, n, y, a, i, b, j, s, t)
}
export function orRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(OR, n, y, a, i, b, j, s, t)
}
export function combineRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(COMBINE, n, y, a, i, b, j, s, t)
}
export function tanhGradientRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(TANH_GRADIENT, n, y, a, i, b, j, s, t)
}
export function sigmoidGradientRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(SIGMOID_GRADIENT, n, y, a, i, b, j, s, t)
}
export function reluGradientRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(RELU_GRADIENT, n, y, a, i, b, j, s, t)
}
export function leakyReluGradientRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(LEAKY_RELU_GRADIENT, n, y, a, i, b, j, s, t)
}
export function scaledDifferenceRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(SCALED_DIFFERENCE, n, y, a, i, b, j, s, t)
}
export function descendRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(DESCEND, n, y, a, i, b, j, s, t)
}
export function addTanhRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(ADD_TANH, n, y, a, i, b, j, s, t)
}
export function addSigmoidRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(ADD_SIGMOID, n, y, a, i, b, j, s, t)
}
export function addReluRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(ADD_RELU, n, y, a, i, b, j, s, t)
}

function unaryRow(operation: i32, n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  switch (operation) {
    case COPY: return copyRow(n, y, x, i, s, t)
    case NEGATE: return negateRow(n, y, x, i, s, t)
    case EXP: return expRow(n, y, x, i, s, t)
    case EXPM1: return expm1Row(n, y, x, i, s, t)
    case ERF: return erfRow(n, y, x, i, s, t)
    case INVERSE_NORMAL: return inverseNormalRow(n, y, x, i, s, t)
    case LOG: return logRow(n, y, x, i, s, t)
    case SQRT: return sqrtRow(n, y, x, i, s, t)
    case ABS: return absRow(n, y, x, i, s, t)
    case FLOOR: return floorRow(n, y, x, i, s, t)
    case COS: return cosRow(n, y, x, i, s, t)
    case SIN: return sinRow(n, y, x, i, s, t)
    case TANH: return tanhRow(n, y, x, i, s, t)
    case SIGMOID: return sigmoidRow(n, y, x, i, s, t)
    case SOFTPLUS: return softplusRow(n, y, x, i, s, t)
    case NOT: return notRow(n, y, x, i, s, t)
    case SCALE: return scaleRow(n, y, x, i, s, t)
    default: return leakyReluRow(n, y, x, i, s, t)
  }
}

function binaryRow(
  operation: i32, n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128,
): void {
  switch (operation) {
    case ADD: return addRow(n, y, a, i, b, j, s, t)
    case SUBTRACT: return subtractRow(n, y, a, i, b, j, s, t)
    case MULTIPLY: return multiplyRow(n, y, a, i, b, j, s, t)
    case DIVIDE: return divideRow(n, y, a, i, b, j, s, t)
    case POWER: return powerRow(n, y, a, i, b, j, s, t)
    case MAXIMUM: return maximumRow(n, y, a, i, b, j, s, t)
    case MINIMUM: return minimumRow(n, y, a, i, b, j, s, t)
    case LESS: return lessRow(n, y, a, i, b, j, s, t)
    case LESS_OR_EQUAL: return lessOrEqualRow(n, y, a, i, b, j, s, t)
    case EQUAL: return equalRow(n, y, a, i, b, j, s, t)
    case NOT_EQUAL: return notEqualRow(n, y, a, i, b, j, s, t)
    case AND: return andRow(n, y, a, i, b, j, s, t)
    case OR: return orRow(n, y, a, i, b, j, s, t)
    case COMBINE: return combineRow(n, y, a, i, b, j, s, t)
    case TANH_GRADIENT: return tanhGradientRow(n, y, a, i, b, j, s, t)
    case SIGMOID_GRADIENT: return sigmoidGradientRow(n, y, a, i, b, j, s, t)
    case RELU_GRADIENT: return reluGradientRow(n, y, a, i, b, j, s, t)
    case LEAKY_RELU_GRADIENT: return leakyReluGradientRow(n, y, a, i, b, j, s, t)
    case SCALED_DIFFERENCE: return scaledDifferenceRow(n, y, a, i, b, j, s, t)
    case DESCEND: return descendRow(n, y, a, i, b, j, s, t)
    case ADD_TANH: return addTanhRow(n, y, a, i, b, j, s, t)
    case ADD_SIGMOID: return addSigmoidRow(n, y, a, i, b, j, s, t)
    default: return addReluRow(n, y, a, i, b, j, s, t)
  }
}

/** Whether an operand goes on after a row as it does within one, where the output is without padding. */
@inline function isEven(row: usize, own: bool, dense: usize): bool { return row == (own ? dense : 0) }

/** Where a row of the operand is read from. */
@inline function source(n: i32, x: usize, own: bool): usize {
  if (own) return x
  v128.store(cell(n), loadSplat(x))
  return cell(n)
}

export function unary(
  operation: i32, rows: i32, columns: i32, y: usize, yRow: usize, x: usize, xRow: usize, xOwn: bool, s: f64, t: f64,
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
    if (vectors) unaryRow(operation, vectors, y, from, step, S, T)
    if (rest) {
      unaryRow(operation, 1, cell(3), from + vectors * step, 0, S, T)
      storePart(y + 16 * vectors, v128.load(cell(3)), rest)
    }
    y += yRow
    x += xRow
  }
}

export function binary(
  operation: i32, rows: i32, columns: i32, y: usize, yRow: usize,
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
    if (vectors) binaryRow(operation, vectors, y, p, i, q, j, S, T)
    if (rest) {
      binaryRow(operation, 1, cell(3), p + vectors * i, 0, q + vectors * j, 0, S, T)
      storePart(y + 16 * vectors, v128.load(cell(3)), rest)
    }
    y += yRow
    a += aRow
    b += bRow
  }
}

export function where(
  rows: i32, columns: i32, y: usize, yRow: usize,
  i: usize, iRow: usize, iOwn: bool, a: usize, aRow: usize, aOwn: bool, b: usize, bRow: usize, bOwn: bool,
): void {
  const dense: usize = columns * SIZE
  if (yRow == dense && isEven(iRow, iOwn, dense) && isEven(aRow, aOwn, dense) && isEven(bRow, bOwn, dense)) {
    columns *= rows
    rows = 1
  }
  const vectors = columns / V
  const rest = columns % V
  const iStep: usize = iOwn ? 16 : 0
  const aStep: usize = aOwn ? 16 : 0
  const bStep: usize = bOwn ? 16 : 0
  for (; rows > 0; rows--) {
    let to = y
    let p = source(0, i, iOwn)
    let q = source(1, a, aOwn)
    let r = source(2, b, bOwn)
    for (let count = vectors; count; count--) {
      v128.store(to, select(v128.load(q), v128.load(r), notZero(v128.load(p))))
      to += 16
      p += iStep
      q += aStep
      r += bStep
    }
    if (rest) storePart(to, select(v128.load(q), v128.load(r), notZero(v128.load(p))), rest)
    y += yRow
    i += iRow
    a += aRow
    b += bRow
  }
}
