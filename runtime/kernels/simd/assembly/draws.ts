import { add, mul, SIZE, splat, storeUpTo, V } from './lanes'
import { inverseNormal } from './mathematics'

/* Random draws: Threefry of runtime/random.ts, four counters at once. */

@inline function rotated(x: v128, by: i32): v128 {
  return v128.or(i32x4.shl(x, by), i32x4.shr_u(x, 32 - by))
}

@inline function plus(a: v128, b: v128): v128 { return i32x4.add(a, b) }

/** Where `threefry` leaves its second words, which float64 alone asks for. */
let Y: v128 = i32x4.splat(0)

/** Random words for four counters (counter0, counters[i]): the first of each. */
function threefry(key0: i32, key1: i32, counter0: i32, counters: v128): v128 {
  const key2 = 0x1bd11bda ^ key0 ^ key1
  let x = i32x4.splat(counter0 + key0)
  let y = plus(counters, i32x4.splat(key1))

  x = plus(x, y)
  y = v128.xor(rotated(y, 13), x)
  x = plus(x, y)
  y = v128.xor(rotated(y, 15), x)
  x = plus(x, y)
  y = v128.xor(rotated(y, 26), x)
  x = plus(x, y)
  y = v128.xor(rotated(y, 6), x)
  x = plus(x, i32x4.splat(key1))
  y = plus(y, i32x4.splat(key2 + 1))

  x = plus(x, y)
  y = v128.xor(rotated(y, 17), x)
  x = plus(x, y)
  y = v128.xor(rotated(y, 29), x)
  x = plus(x, y)
  y = v128.xor(rotated(y, 16), x)
  x = plus(x, y)
  y = v128.xor(rotated(y, 24), x)
  x = plus(x, i32x4.splat(key2))
  y = plus(y, i32x4.splat(key0 + 2))

  x = plus(x, y)
  y = v128.xor(rotated(y, 13), x)
  x = plus(x, y)
  y = v128.xor(rotated(y, 15), x)
  x = plus(x, y)
  y = v128.xor(rotated(y, 26), x)
  x = plus(x, y)
  y = v128.xor(rotated(y, 6), x)
  x = plus(x, i32x4.splat(key0))
  y = plus(y, i32x4.splat(key1 + 3))

  x = plus(x, y)
  y = v128.xor(rotated(y, 17), x)
  x = plus(x, y)
  y = v128.xor(rotated(y, 29), x)
  x = plus(x, y)
  y = v128.xor(rotated(y, 16), x)
  x = plus(x, y)
  y = v128.xor(rotated(y, 24), x)
  x = plus(x, i32x4.splat(key1))
  y = plus(y, i32x4.splat(key2 + 4))

  x = plus(x, y)
  y = v128.xor(rotated(y, 13), x)
  x = plus(x, y)
  y = v128.xor(rotated(y, 15), x)
  x = plus(x, y)
  y = v128.xor(rotated(y, 26), x)
  x = plus(x, y)
  y = v128.xor(rotated(y, 6), x)
  x = plus(x, i32x4.splat(key2))
  y = plus(y, i32x4.splat(key0 + 5))

  if (SIZE == 8) Y = y
  return x
}

@inline function shifted(normal: bool, high: v128, low: v128): v128 {
  if (SIZE == 4) {
    return normal
      ? mul(add(f32x4.convert_i32x4_u(i32x4.shr_u(high, 9)), splat(0.5)), splat(<real>1.1920928955078125e-7))
      : mul(f32x4.convert_i32x4_u(i32x4.shr_u(high, 8)), splat(<real>5.9604644775390625e-8))
  }
  const first = f64x2.convert_low_i32x4_u(i32x4.shr_u(high, normal ? 6 : 5))
  const second = f64x2.convert_low_i32x4_u(i32x4.shr_u(low, 6))
  const sum = add(mul(first, splat(67108864)), second)
  return normal
    ? mul(add(sum, splat(0.5)), splat(<real>2.220446049250313e-16))
    : mul(sum, splat(<real>1.1102230246251565e-16))
}

@inline function scaled(normal: bool, high: v128, low: v128, factor: v128, shift: v128): v128 {
  const u = shifted(normal, high, low)
  return add(mul(factor, normal ? inverseNormal(u) : u), shift)
}

@inline function draw(
  normal: bool, rows: i32, columns: i32, y: usize, yRow: usize, scale: f64, shift: f64, seed: i32, step: i32, stream: i32, first: i32,
): void {
  const factor = splat(<real>scale)
  const origin = splat(<real>shift)
  const across = i32x4.mul(i32x4(0, 1, 2, 3), i32x4.splat(rows))
  for (let r = 0; r < rows; r++) {
    let to = y
    for (let c = 0; c < columns; c += 4) {
      const words = threefry(seed, stream, step, plus(across, i32x4.splat((first + c) * rows + r)))
      const left = columns - c
      storeUpTo(to, scaled(normal, words, Y, factor, origin), left)
      if (SIZE == 8 && left > V) {
        const high = v128.shuffle<u64>(words, words, 1, 1)
        const low = v128.shuffle<u64>(Y, Y, 1, 1)
        storeUpTo(to + 16, scaled(normal, high, low, factor, origin), left - V)
      }
      to += 4 * SIZE
    }
    y += yRow
  }
}

export function uniform(
  rows: i32, columns: i32, y: usize, yRow: usize, scale: f64, shift: f64, seed: i32, step: i32, stream: i32, first: i32,
): void {
  draw(false, rows, columns, y, yRow, scale, shift, seed, step, stream, first)
}

export function normal(
  rows: i32, columns: i32, y: usize, yRow: usize, scale: f64, shift: f64, seed: i32, step: i32, stream: i32, first: i32,
): void {
  draw(true, rows, columns, y, yRow, scale, shift, seed, step, stream, first)
}
