import { add, cell, mul, splat, storePart, sub, V } from './lanes'

/*
 * Descent with momentum, in place. A plain descent is an operation of pointwise.ts, others are in updates.ts. As in
 * pointwise.ts, the last
 * numbers of a row go to the kernels' own memory first.
 */

function momentumRow(
  vectors: i32, p: usize, v: usize, g: usize, toP: usize, toV: usize, old: v128, fresh: v128, rate: v128,
): void {
  do {
    const average = add(mul(old, v128.load(v)), mul(fresh, v128.load(g)))
    v128.store(toV, average)
    v128.store(toP, sub(v128.load(p), mul(rate, average)))
    p += 16
    v += 16
    g += 16
    toP += 16
    toV += 16
  } while (--vectors)
}

export function descendWithMomentum(
  rows: i32, columns: i32, p: usize, pRow: usize, v: usize, vRow: usize, g: usize, gRow: usize,
  old: f64, fresh: f64, rate: f64,
): void {
  const Old = splat(<real>old)
  const Fresh = splat(<real>fresh)
  const Rate = splat(<real>rate)
  const vectors = columns / V
  const rest = columns % V
  const end: usize = 16 * vectors
  for (; rows > 0; rows--) {
    if (vectors) momentumRow(vectors, p, v, g, p, v, Old, Fresh, Rate)
    if (rest) {
      momentumRow(1, p + end, v + end, g + end, cell(0), cell(1), Old, Fresh, Rate)
      storePart(p + end, v128.load(cell(0)), rest)
      storePart(v + end, v128.load(cell(1)), rest)
    }
    p += pRow
    v += vRow
    g += gRow
  }
}
