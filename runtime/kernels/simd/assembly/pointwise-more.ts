import { div, mul, select, SIZE, splat, storePart, V } from './lanes'
import {
  ABS, ADD_SIGMOID, ADD_TANH, AND, COMBINE, COS, DIVIDE, EQUAL, ERF, EXP, EXPM1, FLOOR, INVERSE_NORMAL, LEAKY_RELU,
  LEAKY_RELU_GRADIENT, LESS, LESS_OR_EQUAL, LOG, MAXIMUM, MINIMUM, NEGATE, NOT, NOT_EQUAL, OR, POWER, SIGMOID,
  SIGMOID_GRADIENT, SIN, SOFTPLUS, SQRT, TANH, TANH_GRADIENT,
} from './operations'
import { binaryOf, isEven, notZero, row1, row2, source, unaryOf } from './pointwise'

/* All other operations; see pointwise.ts. */

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
export function leakyReluRow(n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  row1(LEAKY_RELU, n, y, x, i, s, t)
}

export function divideRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(DIVIDE, n, y, a, i, b, j, s, t)
}
/** By squaring, for one whole exponent: what `power` does, without asking each vector how. */
export function wholePowerRow(n: i32, y: usize, a: usize, i: usize, exponent: real): void {
  const most = <i32>abs<real>(exponent)
  do {
    let result = splat(1)
    let square = v128.load(a)
    for (let rest = most; rest; rest >>= 1) {
      if (rest & 1) result = mul(result, square)
      square = mul(square, square)
    }
    v128.store(y, exponent < 0 ? div(splat(1), result) : result)
    y += 16
    a += i
  } while (--n)
}
export function powerRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  const exponent = load<real>(b)
  const same = j == 0 && i32x4.all_true(v128.eq<real>(v128.load(b), splat(exponent)))
  if (same && floor<real>(exponent) == exponent && abs<real>(exponent) < 2147483648) wholePowerRow(n, y, a, i, exponent)
  else row2(POWER, n, y, a, i, b, j, s, t)
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
export function leakyReluGradientRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(LEAKY_RELU_GRADIENT, n, y, a, i, b, j, s, t)
}
export function addTanhRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(ADD_TANH, n, y, a, i, b, j, s, t)
}
export function addSigmoidRow(n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128): void {
  row2(ADD_SIGMOID, n, y, a, i, b, j, s, t)
}

export function moreUnaryRow(operation: i32, n: i32, y: usize, x: usize, i: usize, s: v128, t: v128): void {
  switch (operation) {
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
    default: return leakyReluRow(n, y, x, i, s, t)
  }
}

export function moreBinaryRow(
  operation: i32, n: i32, y: usize, a: usize, i: usize, b: usize, j: usize, s: v128, t: v128,
): void {
  switch (operation) {
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
    case LEAKY_RELU_GRADIENT: return leakyReluGradientRow(n, y, a, i, b, j, s, t)
    case ADD_TANH: return addTanhRow(n, y, a, i, b, j, s, t)
    default: return addSigmoidRow(n, y, a, i, b, j, s, t)
  }
}

export function unaryMore(
  operation: i32, rows: i32, columns: i32, y: usize, yRow: usize, x: usize, xRow: usize, xOwn: bool, s: f64, t: f64,
): void {
  unaryOf(false, operation, rows, columns, y, yRow, x, xRow, xOwn, s, t)
}

export function binaryMore(
  operation: i32, rows: i32, columns: i32, y: usize, yRow: usize,
  a: usize, aRow: usize, aOwn: bool, b: usize, bRow: usize, bOwn: bool, s: f64, t: f64,
): void {
  binaryOf(false, operation, rows, columns, y, yRow, a, aRow, aOwn, b, bRow, bOwn, s, t)
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
