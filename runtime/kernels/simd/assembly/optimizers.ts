import { add, div, mul, splat, storeUpTo, sub, V } from './lanes'

/* Updates of a block of parameters, in place. A plain descent is an operation of pointwise.ts. */

export function descendWithMomentum(
  rows: i32, columns: i32, p: usize, pRow: usize, v: usize, vRow: usize, g: usize, gRow: usize,
  old: f64, fresh: f64, rate: f64,
): void {
  const Old = splat(<real>old)
  const Fresh = splat(<real>fresh)
  const Rate = splat(<real>rate)
  for (; rows > 0; rows--) {
    let at: usize = 0
    for (let count = columns; count > 0; count -= V) {
      const average = add(mul(Old, v128.load(v + at)), mul(Fresh, v128.load(g + at)))
      storeUpTo(v + at, average, count)
      storeUpTo(p + at, sub(v128.load(p + at), mul(Rate, average)), count)
      at += 16
    }
    p += pRow
    v += vRow
    g += gRow
  }
}

export function descendWithMoments(
  rows: i32, columns: i32, p: usize, pRow: usize, v: usize, vRow: usize, s: usize, sRow: usize, g: usize, gRow: usize,
  old1: f64, fresh1: f64, old2: f64, fresh2: f64, rate: f64, correction: f64, epsilon: f64,
): void {
  const Old1 = splat(<real>old1)
  const Fresh1 = splat(<real>fresh1)
  const Old2 = splat(<real>old2)
  const Fresh2 = splat(<real>fresh2)
  const Rate = splat(<real>rate)
  const Correction = splat(<real>correction)
  const Epsilon = splat(<real>epsilon)
  for (; rows > 0; rows--) {
    let at: usize = 0
    for (let count = columns; count > 0; count -= V) {
      const gradient = v128.load(g + at)
      const first = add(mul(Old1, v128.load(v + at)), mul(Fresh1, gradient))
      const second = add(mul(Old2, v128.load(s + at)), mul(Fresh2, mul(gradient, gradient)))
      storeUpTo(v + at, first, count)
      storeUpTo(s + at, second, count)
      const root = v128.sqrt<real>(mul(Correction, second))
      storeUpTo(p + at, sub(v128.load(p + at), div(mul(Rate, first), add(root, Epsilon))), count)
      at += 16
    }
    p += pRow
    v += vRow
    s += sRow
    g += gRow
  }
}
