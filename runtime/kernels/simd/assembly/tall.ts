import { loadSplat, madd, SIZE, splat, tileSpace, V } from './lanes'
import { storeTransposed } from './packing'
import { COLUMNS, FRESH, TILE_ROW } from './product'

/*
 * Tiles of six rows, for modules that multiply and add at once. A product needs no register of its own there, so that
 * twelve accumulators, two vectors and a number fit; and each sum waits four cycles for its last, in which eight
 * accumulators are just enough where nothing ever comes late.
 *
 * No address is zero: the branches that ask are never taken. They keep a term's numbers from being loaded all at once, for
 * which there are not registers enough: V8 up to 12, of Node 20 and 22, does that wherever no branch is, and takes twice as long.
 */

@inline function tallOf(
  terms: i32, s: usize, sRow: usize, sTerm: usize, wide: bool, b: usize, c: usize, cStride: usize, mode: i32,
): void {
  let c00 = splat(-0.0)
  let c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00, c40 = c00, c41 = c00, c50 = c00, c51 = c00
  if (!(mode & FRESH)) {
    let from = c
    let step = cStride
    if (mode & COLUMNS) {
      from = tileSpace()
      step = TILE_ROW
    }
    c00 = v128.load(from)
    if (wide) c01 = v128.load(from, 16)
    from += step
    c10 = v128.load(from)
    if (wide) c11 = v128.load(from, 16)
    from += step
    c20 = v128.load(from)
    if (wide) c21 = v128.load(from, 16)
    from += step
    c30 = v128.load(from)
    if (wide) c31 = v128.load(from, 16)
    from += step
    c40 = v128.load(from)
    if (wide) c41 = v128.load(from, 16)
    from += step
    c50 = v128.load(from)
    if (wide) c51 = v128.load(from, 16)
  }
  let p1 = s + sRow
  let p2 = p1 + sRow
  let p3 = p2 + sRow
  let p4 = p3 + sRow
  let p5 = p4 + sRow
  do {
    const b0 = v128.load(b)
    let b1 = b0
    if (wide) b1 = v128.load(b, 16)
    const s0 = loadSplat(s)
    c00 = madd(c00, s0, b0)
    if (wide) c01 = madd(c01, s0, b1)
    if (!p1) break
    const s1 = loadSplat(p1)
    c10 = madd(c10, s1, b0)
    if (wide) c11 = madd(c11, s1, b1)
    const s2 = loadSplat(p2)
    c20 = madd(c20, s2, b0)
    if (wide) c21 = madd(c21, s2, b1)
    if (!p3) break
    const s3 = loadSplat(p3)
    c30 = madd(c30, s3, b0)
    if (wide) c31 = madd(c31, s3, b1)
    const s4 = loadSplat(p4)
    c40 = madd(c40, s4, b0)
    if (wide) c41 = madd(c41, s4, b1)
    if (!p5) break
    const s5 = loadSplat(p5)
    c50 = madd(c50, s5, b0)
    if (wide) c51 = madd(c51, s5, b1)
    s += sTerm
    p1 += sTerm
    p2 += sTerm
    p3 += sTerm
    p4 += sTerm
    p5 += sTerm
    b += wide ? 32 : 16
  } while (--terms)
  if (mode & COLUMNS) {
    storeTransposed(c, cStride, c00, c10, c20, c30)
    storePairs(c + 4 * SIZE, cStride, c40, c50)
    if (wide) {
      c += V * cStride
      storeTransposed(c, cStride, c01, c11, c21, c31)
      storePairs(c + 4 * SIZE, cStride, c41, c51)
    }
  } else {
    v128.store(c, c00)
    if (wide) v128.store(c, c01, 16)
    c += cStride
    v128.store(c, c10)
    if (wide) v128.store(c, c11, 16)
    c += cStride
    v128.store(c, c20)
    if (wide) v128.store(c, c21, 16)
    c += cStride
    v128.store(c, c30)
    if (wide) v128.store(c, c31, 16)
    c += cStride
    v128.store(c, c40)
    if (wide) v128.store(c, c41, 16)
    c += cStride
    v128.store(c, c50)
    if (wide) v128.store(c, c51, 16)
  }
}

/** Two vectors of single precision as columns: four rows of two numbers. */
@inline function storePairs(at: usize, stride: usize, a: v128, b: v128): void {
  const ab = v128.shuffle<u32>(a, b, 0, 4, 1, 5)
  const AB = v128.shuffle<u32>(a, b, 2, 6, 3, 7)
  v128.store64_lane(at, ab, 0)
  at += stride
  v128.store64_lane(at, ab, 1)
  at += stride
  v128.store64_lane(at, AB, 0)
  at += stride
  v128.store64_lane(at, AB, 1)
}

export function tileTallRow(
  terms: i32, s: usize, sRow: usize, sTerm: usize, b: usize, c: usize, cStride: usize, mode: i32,
): void {
  tallOf(terms, s, sRow, sTerm, true, b, c, cStride, mode)
}

/** Of one vector. */
export function tileTallNarrowRow(
  terms: i32, s: usize, sRow: usize, sTerm: usize, b: usize, c: usize, cStride: usize, mode: i32,
): void {
  tallOf(terms, s, sRow, sTerm, false, b, c, cStride, mode)
}
