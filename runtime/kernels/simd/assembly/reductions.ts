import { add, BLOCK, rowsSpace, scatter, select, SIZE, splat, storeUpTo, sub, tileSpace, V } from './lanes'
import { exp, log } from './mathematics'
import { ARGMAX, LOG_SUM_EXP, MAX, MIN, SUM } from './operations'
import { packRows } from './packing'

/*
 * Reductions of V lines at once, one a lane, each from its first element on. Columns lie in lanes as they are; rows are
 * packed side by side, block by block.
 */

@inline function first(operation: i32, x: v128): v128 { return operation == SUM ? splat(-0.0) : x }

/** Elements of V lines, onto what came before. `shift` is for sums of exponentials. */
export function fold(operation: i32, so: v128, at: usize, step: usize, count: i32, shift: v128): v128 {
  if (operation == SUM) {
    do {
      so = add(so, v128.load(at))
      at += step
    } while (--count)
  } else if (operation == MAX) {
    do {
      so = v128.max<real>(so, v128.load(at))
      at += step
    } while (--count)
  } else if (operation == MIN) {
    do {
      so = v128.min<real>(so, v128.load(at))
      at += step
    } while (--count)
  } else {
    do {
      so = add(so, exp(sub(v128.load(at), shift)))
      at += step
    } while (--count)
  }
  return so
}

/** Places of the largest elements so far; the elements themselves stay in the tile's space. */
function foldPlaces(places: v128, at: usize, step: usize, from: i32, count: i32): v128 {
  let largest = v128.load(tileSpace())
  do {
    const x = v128.load(at)
    const more = v128.gt<real>(x, largest)
    largest = select(x, largest, more)
    places = select(splat(<real>from), places, more)
    from++
    at += step
  } while (--count)
  v128.store(tileSpace(), largest)
  return places
}

/** log Σ e^(x − largest) + largest; infinite where that is, since shifting would give NaN. */
@inline function logarithm(sum: v128, largest: v128): v128 {
  const infinite = v128.eq<real>(v128.abs<real>(largest), splat(Infinity))
  return select(largest, add(largest, log(sum)), infinite)
}

export function overRows(operation: i32, rows: i32, columns: i32, y: usize, x: usize, xRow: usize): void {
  const none = splat(-0.0)
  for (; columns > 0; columns -= V) {
    const start = v128.load(x)
    let result: v128
    if (operation == ARGMAX) {
      v128.store(tileSpace(), start)
      result = foldPlaces(splat(0), x, xRow, 0, rows)
    } else if (operation == LOG_SUM_EXP) {
      const largest = fold(MAX, start, x, xRow, rows, none)
      result = logarithm(fold(LOG_SUM_EXP, none, x, xRow, rows, largest), largest)
    } else {
      result = fold(operation, first(operation, start), x, xRow, rows, none)
    }
    storeUpTo(y, result, columns)
    y += 16
    x += 16
  }
}

/** A fold of V rows, or fewer. */
function foldRows(operation: i32, so: v128, x: usize, xRow: usize, rows: i32, columns: i32, shift: v128): v128 {
  for (let c = 0; c < columns; c += BLOCK) {
    const count = min(BLOCK, columns - c)
    packRows(rowsSpace(), 16, x + c * SIZE, xRow, rows, count)
    so = operation == ARGMAX
      ? foldPlaces(so, rowsSpace(), 16, c, count)
      : fold(operation, so, rowsSpace(), 16, count, shift)
  }
  return so
}

export function overColumns(
  operation: i32, rows: i32, columns: i32, y: usize, yRow: usize, x: usize, xRow: usize,
): void {
  const none = splat(-0.0)
  for (; rows > 0; rows -= V) {
    // The first elements of the rows.
    packRows(rowsSpace(), 16, x, xRow, rows, 1)
    const start = v128.load(rowsSpace())
    let result: v128
    if (operation == ARGMAX) {
      v128.store(tileSpace(), start)
      result = foldRows(ARGMAX, splat(0), x, xRow, rows, columns, none)
    } else if (operation == LOG_SUM_EXP) {
      const largest = foldRows(MAX, start, x, xRow, rows, columns, none)
      result = logarithm(foldRows(LOG_SUM_EXP, none, x, xRow, rows, columns, largest), largest)
    } else {
      result = foldRows(operation, first(operation, start), x, xRow, rows, columns, none)
    }
    scatter(result, y, yRow, rows)
    y += V * yRow
    x += V * xRow
  }
}
