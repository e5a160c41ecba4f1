import { add, cell, div, mul, select, splat, storePart, sub, V } from './lanes'
import { AHEAD, LARGEST, MOMENTS, MOMENTS_AHEAD, ROOT, SIGN, STEPS, TRUST } from './operations'

/*
 * Updates of a block of parameters with its state, in place: p, v, often s, by g. They share all but the innermost
 * loop, so each gets the scalars of its signature in order, as a, b, c …, and every loop is a function of its own. The
 * last numbers of a row are computed in the kernels' own memory.
 */

@inline function average(old: v128, x: v128, fresh: v128, y: v128): v128 { return add(mul(old, x), mul(fresh, y)) }
@inline function root(x: v128): v128 { return v128.sqrt<real>(x) }

export function updateMomentsRow(
  n: i32, p: usize, v: usize, s: usize, g: usize,
  keep: v128, old1: v128, fresh1: v128, old2: v128, fresh2: v128, rate: v128, correction: v128, epsilon: v128,
): void {
  do {
    const gradient = v128.load(g)
    const first = average(old1, v128.load(v), fresh1, gradient)
    const second = average(old2, v128.load(s), fresh2, mul(gradient, gradient))
    v128.store(v, first)
    v128.store(s, second)
    const step = div(mul(rate, first), add(root(mul(correction, second)), epsilon))
    v128.store(p, sub(mul(keep, v128.load(p)), step))
    p += 16
    v += 16
    s += 16
    g += 16
  } while (--n)
}

export function updateMomentsAheadRow(
  n: i32, p: usize, v: usize, s: usize, g: usize, old1: v128, fresh1: v128, old2: v128, fresh2: v128,
  rate: v128, ahead: v128, direct: v128, correction: v128, epsilon: v128,
): void {
  do {
    const gradient = v128.load(g)
    const first = average(old1, v128.load(v), fresh1, gradient)
    const second = average(old2, v128.load(s), fresh2, mul(gradient, gradient))
    v128.store(v, first)
    v128.store(s, second)
    const along = average(ahead, first, direct, gradient)
    const step = div(mul(rate, along), add(root(mul(correction, second)), epsilon))
    v128.store(p, sub(v128.load(p), step))
    p += 16
    v += 16
    s += 16
    g += 16
  } while (--n)
}

export function updateTrustRow(
  n: i32, p: usize, v: usize, s: usize, g: usize,
  old1: v128, fresh1: v128, old2: v128, fresh2: v128, rate: v128, trusted: v128, factor: v128, epsilon: v128,
): void {
  const isTrusted = v128.ne<real>(trusted, splat(0))
  do {
    const gradient = v128.load(g)
    const first = average(old1, v128.load(v), fresh1, gradient)
    const second = average(old2, v128.load(s), fresh2, mul(gradient, gradient))
    v128.store(v, first)
    v128.store(s, second)
    const scale = select(div(factor, add(root(second), epsilon)), splat(1), isTrusted)
    v128.store(p, sub(v128.load(p), mul(mul(rate, first), scale)))
    p += 16
    v += 16
    s += 16
    g += 16
  } while (--n)
}

export function updateLargestRow(
  n: i32, p: usize, v: usize, u: usize, g: usize, old: v128, fresh: v128, decay: v128, epsilon: v128, rate: v128,
): void {
  do {
    const gradient = v128.load(g)
    const first = average(old, v128.load(v), fresh, gradient)
    const largest = v128.max<real>(mul(decay, v128.load(u)), add(v128.abs<real>(gradient), epsilon))
    v128.store(v, first)
    v128.store(u, largest)
    v128.store(p, sub(v128.load(p), div(mul(rate, first), largest)))
    p += 16
    v += 16
    u += 16
    g += 16
  } while (--n)
}

export function updateStepsRow(
  n: i32, p: usize, s: usize, u: usize, g: usize, old: v128, fresh: v128, epsilon: v128, rate: v128,
): void {
  do {
    const gradient = v128.load(g)
    const second = average(old, v128.load(s), fresh, mul(gradient, gradient))
    v128.store(s, second)
    const before = v128.load(u)
    const change = mul(div(root(add(before, epsilon)), root(add(second, epsilon))), gradient)
    v128.store(p, sub(v128.load(p), mul(rate, change)))
    v128.store(u, average(old, before, fresh, mul(change, change)))
    p += 16
    s += 16
    u += 16
    g += 16
  } while (--n)
}

export function updateRootRow(
  n: i32, p: usize, s: usize, g: usize, old: v128, fresh: v128, rate: v128, epsilon: v128,
): void {
  do {
    const gradient = v128.load(g)
    const second = average(old, v128.load(s), fresh, mul(gradient, gradient))
    v128.store(s, second)
    v128.store(p, sub(v128.load(p), div(mul(rate, gradient), add(root(second), epsilon))))
    p += 16
    s += 16
    g += 16
  } while (--n)
}

export function updateAheadRow(
  n: i32, p: usize, v: usize, g: usize, old: v128, fresh: v128, ahead: v128, direct: v128,
): void {
  do {
    const gradient = v128.load(g)
    const velocity = average(old, v128.load(v), fresh, gradient)
    v128.store(v, velocity)
    v128.store(p, add(add(v128.load(p), mul(ahead, velocity)), mul(direct, gradient)))
    p += 16
    v += 16
    g += 16
  } while (--n)
}

export function updateSignRow(
  n: i32, p: usize, v: usize, g: usize,
  before: v128, newest: v128, old: v128, fresh: v128, keep: v128, rate: v128,
): void {
  do {
    const gradient = v128.load(g)
    const averaged = v128.load(v)
    const direction = average(before, averaged, newest, gradient)
    v128.store(v, average(old, averaged, fresh, gradient))
    const up = v128.and(v128.gt<real>(direction, splat(0)), splat(1))
    const down = v128.and(v128.lt<real>(direction, splat(0)), splat(1))
    v128.store(p, sub(mul(keep, v128.load(p)), mul(rate, sub(up, down))))
    p += 16
    v += 16
    g += 16
  } while (--n)
}

function updateVectors(
  kind: i32, n: i32, p: usize, v: usize, s: usize, g: usize,
  a: v128, b: v128, c: v128, d: v128, e: v128, f: v128, h: v128, i: v128, j: v128,
): void {
  if (kind == MOMENTS) updateMomentsRow(n, p, v, s, g, a, b, c, d, e, f, h, i)
  else if (kind == MOMENTS_AHEAD) updateMomentsAheadRow(n, p, v, s, g, a, b, c, d, e, f, h, i, j)
  else if (kind == TRUST) updateTrustRow(n, p, v, s, g, a, b, c, d, e, f, h, i)
  else if (kind == LARGEST) updateLargestRow(n, p, v, s, g, a, b, c, d, e)
  else if (kind == STEPS) updateStepsRow(n, p, v, s, g, a, b, c, d)
  else if (kind == ROOT) updateRootRow(n, p, v, g, a, b, c, d)
  else if (kind == AHEAD) updateAheadRow(n, p, v, g, a, b, c, d)
  else updateSignRow(n, p, v, g, a, b, c, d, e, f)
}

/** Kernels without `s` get 0 for it. */
export function update(
  kind: i32, rows: i32, columns: i32,
  p: usize, pRow: usize, v: usize, vRow: usize, s: usize, sRow: usize, g: usize, gRow: usize,
  a: f64, b: f64, c: f64, d: f64, e: f64, f: f64, h: f64, i: f64, j: f64,
): void {
  const A = splat(<real>a)
  const B = splat(<real>b)
  const C = splat(<real>c)
  const D = splat(<real>d)
  const E = splat(<real>e)
  const F = splat(<real>f)
  const H = splat(<real>h)
  const I = splat(<real>i)
  const J = splat(<real>j)
  const vectors = columns / V
  const rest = columns % V
  const end: usize = 16 * vectors
  for (; rows > 0; rows--) {
    if (vectors) updateVectors(kind, vectors, p, v, s, g, A, B, C, D, E, F, H, I, J)
    if (rest) {
      v128.store(cell(0), v128.load(p + end))
      v128.store(cell(1), v128.load(v + end))
      v128.store(cell(2), v128.load(s + end))
      updateVectors(kind, 1, cell(0), cell(1), cell(2), g + end, A, B, C, D, E, F, H, I, J)
      storePart(p + end, v128.load(cell(0)), rest)
      storePart(v + end, v128.load(cell(1)), rest)
      if (s) storePart(s + end, v128.load(cell(2)), rest)
    }
    p += pRow
    v += vRow
    s += sRow
    g += gRow
  }
}
