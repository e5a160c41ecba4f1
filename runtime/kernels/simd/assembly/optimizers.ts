import { add, cell, div, mul, splat, storePart, sub, V } from './lanes'

/*
 * Updates of a block of parameters, in place. A plain descent is an operation of pointwise.ts. As there, the last
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

function momentsRow(
  vectors: i32, p: usize, v: usize, s: usize, g: usize, toP: usize, toV: usize, toS: usize,
  old1: v128, fresh1: v128, old2: v128, fresh2: v128, rate: v128, correction: v128, epsilon: v128,
): void {
  do {
    const gradient = v128.load(g)
    const first = add(mul(old1, v128.load(v)), mul(fresh1, gradient))
    const second = add(mul(old2, v128.load(s)), mul(fresh2, mul(gradient, gradient)))
    v128.store(toV, first)
    v128.store(toS, second)
    const root = v128.sqrt<real>(mul(correction, second))
    v128.store(toP, sub(v128.load(p), div(mul(rate, first), add(root, epsilon))))
    p += 16
    v += 16
    s += 16
    g += 16
    toP += 16
    toV += 16
    toS += 16
  } while (--vectors)
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
  const vectors = columns / V
  const rest = columns % V
  const end: usize = 16 * vectors
  for (; rows > 0; rows--) {
    if (vectors) momentsRow(vectors, p, v, s, g, p, v, s, Old1, Fresh1, Old2, Fresh2, Rate, Correction, Epsilon)
    if (rest) {
      momentsRow(
        1, p + end, v + end, s + end, g + end, cell(0), cell(1), cell(2),
        Old1, Fresh1, Old2, Fresh2, Rate, Correction, Epsilon,
      )
      storePart(p + end, v128.load(cell(0)), rest)
      storePart(v + end, v128.load(cell(1)), rest)
      storePart(s + end, v128.load(cell(2)), rest)
    }
    p += pRow
    v += vRow
    s += sRow
    g += gRow
  }
}
