import { add, div, mul, SIZE, splat, storeUpTo, sub, V } from './lanes'
import { decay, exp, log, log1p, sigmoidOf } from './mathematics'
import { MAX } from './operations'
import { fold } from './reductions'

/* V columns at a time, downwards; then the sums of the columns from left to right. */

/** Adds the first lanes to the total, one after the other. */
@inline function total(so: real, columns: v128, count: i32): real {
  so += v128.extract_lane<real>(columns, 0)
  if (count > 1) so += v128.extract_lane<real>(columns, 1)
  if (SIZE == 4) {
    if (count > 2) so += v128.extract_lane<real>(columns, 2)
    if (count > 3) so += v128.extract_lane<real>(columns, 3)
  }
  return so
}

/** Writes e^(z − largest); returns the sums. */
function exponentials(rows: i32, count: i32, a: usize, aRow: usize, z: usize, zRow: usize, largest: v128): v128 {
  let sum = splat(-0.0)
  do {
    const e = exp(sub(v128.load(z), largest))
    storeUpTo(a, e, count)
    sum = add(sum, e)
    a += aRow
    z += zRow
  } while (--rows)
  return sum
}

function divideColumns(rows: i32, count: i32, a: usize, aRow: usize, sum: v128): void {
  do {
    storeUpTo(a, div(v128.load(a), sum), count)
    a += aRow
  } while (--rows)
}

export function softmax(rows: i32, columns: i32, a: usize, aRow: usize, z: usize, zRow: usize): void {
  for (; columns > 0; columns -= V) {
    const largest = fold(MAX, v128.load(z), z, zRow, rows, splat(0))
    const sum = exponentials(rows, columns, a, aRow, z, zRow, largest)
    divideColumns(rows, columns, a, aRow, sum)
    a += 16
    z += 16
  }
}

export function softmaxCrossEntropy(
  rows: i32, columns: i32, a: usize, aRow: usize, j: usize, z: usize, zRow: usize, y: usize, yRow: usize, factor: f64,
): void {
  let J: real = -0.0
  for (; columns > 0; columns -= V) {
    const largest = fold(MAX, v128.load(z), z, zRow, rows, splat(0))
    const sum = exponentials(rows, columns, a, aRow, z, zRow, largest)
    const logSum = log(sum)
    let column = splat(-0.0)
    let p = z
    let q = y
    for (let r = 0; r < rows; r++) {
      column = add(column, mul(v128.load(q), sub(sub(v128.load(p), largest), logSum)))
      p += zRow
      q += yRow
    }
    J = total(J, column, columns)
    divideColumns(rows, columns, a, aRow, sum)
    a += 16
    z += 16
    y += 16
  }
  store<real>(j, <real>factor * J)
}

export function sigmoidCrossEntropy(
  rows: i32, columns: i32, a: usize, aRow: usize, j: usize, z: usize, zRow: usize, y: usize, yRow: usize, factor: f64,
): void {
  let J: real = -0.0
  for (; columns > 0; columns -= V) {
    let column = splat(-0.0)
    let to = a
    let p = z
    let q = y
    for (let r = 0; r < rows; r++) {
      const Z = v128.load(p)
      const e = decay(Z)
      const linear = sub(v128.max<real>(Z, splat(0)), mul(v128.load(q), Z))
      column = add(column, add(linear, log1p(e)))
      storeUpTo(to, sigmoidOf(Z, e), columns)
      to += aRow
      p += zRow
      q += yRow
    }
    J = total(J, column, columns)
    a += 16
    z += 16
    y += 16
  }
  store<real>(j, <real>factor * J)
}

export function squaredError(
  rows: i32, columns: i32, j: usize, a: usize, aRow: usize, y: usize, yRow: usize, factor: f64,
): void {
  let J: real = -0.0
  for (; columns > 0; columns -= V) {
    let column = splat(-0.0)
    let p = a
    let q = y
    for (let r = 0; r < rows; r++) {
      const difference = sub(v128.load(p), v128.load(q))
      column = add(column, mul(difference, difference))
      p += aRow
      q += yRow
    }
    J = total(J, column, columns)
    a += 16
    y += 16
  }
  store<real>(j, <real>factor * J)
}
