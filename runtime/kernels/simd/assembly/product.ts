import { ABREAST, BLOCK, loadSplat, madd, most, mul, panelsSpace, rowsSpace, SIZE, splat, storePart, storeUpTo, tileSpace, V } from './lanes'
import { SUM } from './operations'
import { packFour, packPanels, packTwoMore, panelStep, storeTransposed } from './packing'
import { binary } from './pointwise-core'
import { overColumns } from './reductions'
import { tileTallNarrowRow, tileTallRow } from './tall'

/*
 * Products. A tile of the result is four rows by two vectors, in eight accumulators: more than eight, or two terms a
 * round, and V8 spills. Lanes lie along one side of the result and never along the terms, so each sum is taken term
 * by term, from the first on: it starts at −0, the neutral element of addition.
 *
 * One factor, *splat*, gives four numbers a term, each in all lanes; the other, *lanes*, gives two vectors. For A·B and
 * Aᵀ·B the lanes lie along the columns of B. For A·Bᵀ they lie along the rows of A, and the tile is stored transposed.
 */

/** Where a tile starts: at −0, and else at what is where it goes. */
export const FRESH: i32 = 1
/** Where it goes: row by row to `c`, and else column by column; then it starts at what is in the tile's space. */
export const COLUMNS: i32 = 2
/** Bytes from row to row of the tile's space. */
export const TILE_ROW: usize = 32

@inline function tileOf(
  terms: i32, s: usize, sRow: usize, sTerm: usize, packed: bool, b: usize, c: usize, cStride: usize, mode: i32,
): void {
  let c00 = splat(-0.0)
  let c01 = c00, c10 = c00, c11 = c00, c20 = c00, c21 = c00, c30 = c00, c31 = c00
  if (!(mode & FRESH)) {
    let from = c
    let step = cStride
    if (mode & COLUMNS) {
      from = tileSpace()
      step = TILE_ROW
    }
    c00 = v128.load(from)
    c01 = v128.load(from, 16)
    from += step
    c10 = v128.load(from)
    c11 = v128.load(from, 16)
    from += step
    c20 = v128.load(from)
    c21 = v128.load(from, 16)
    from += step
    c30 = v128.load(from)
    c31 = v128.load(from, 16)
  }
  if (packed) {
    do {
      const b0 = v128.load(b)
      const b1 = v128.load(b, 16)
      const s0 = loadSplat(s)
      c00 = madd(c00, s0, b0)
      c01 = madd(c01, s0, b1)
      const s1 = loadSplat(s + SIZE)
      c10 = madd(c10, s1, b0)
      c11 = madd(c11, s1, b1)
      const s2 = loadSplat(s + 2 * SIZE)
      c20 = madd(c20, s2, b0)
      c21 = madd(c21, s2, b1)
      const s3 = loadSplat(s + 3 * SIZE)
      c30 = madd(c30, s3, b0)
      c31 = madd(c31, s3, b1)
      s += 4 * SIZE
      b += 32
    } while (--terms)
  } else {
    let p1 = s + sRow
    let p2 = p1 + sRow
    let p3 = p2 + sRow
    do {
      const b0 = v128.load(b)
      const b1 = v128.load(b, 16)
      const s0 = loadSplat(s)
      c00 = madd(c00, s0, b0)
      c01 = madd(c01, s0, b1)
      const s1 = loadSplat(p1)
      c10 = madd(c10, s1, b0)
      c11 = madd(c11, s1, b1)
      const s2 = loadSplat(p2)
      c20 = madd(c20, s2, b0)
      c21 = madd(c21, s2, b1)
      const s3 = loadSplat(p3)
      c30 = madd(c30, s3, b0)
      c31 = madd(c31, s3, b1)
      s += sTerm
      p1 += sTerm
      p2 += sTerm
      p3 += sTerm
      b += 32
    } while (--terms)
  }
  if (mode & COLUMNS) {
    storeTransposed(c, cStride, c00, c10, c20, c30)
    storeTransposed(c + V * cStride, cStride, c01, c11, c21, c31)
  } else {
    v128.store(c, c00)
    v128.store(c, c01, 16)
    c += cStride
    v128.store(c, c10)
    v128.store(c, c11, 16)
    c += cStride
    v128.store(c, c20)
    v128.store(c, c21, 16)
    c += cStride
    v128.store(c, c30)
    v128.store(c, c31, 16)
  }
}

/** From rows as they lie: little to gain by packing them. */
function tile(
  terms: i32, s: usize, sRow: usize, sTerm: usize, b: usize, c: usize, cStride: usize, mode: i32,
): void {
  tileOf(terms, s, sRow, sTerm, false, b, c, cStride, mode)
}

/** From packed rows: a tenth faster, since every address is a pointer and a constant. */
function tilePacked(terms: i32, s: usize, b: usize, c: usize, cStride: usize, mode: i32): void {
  tileOf(terms, s, 0, 0, true, b, c, cStride, mode)
}

/** A tile of one vector by four rows. */
function tileNarrow(
  terms: i32, s: usize, sRow: usize, sTerm: usize, b: usize, c: usize, cStride: usize, mode: i32,
): void {
  let c0 = splat(-0.0)
  let c1 = c0, c2 = c0, c3 = c0
  if (!(mode & FRESH)) {
    let from = c
    let step = cStride
    if (mode & COLUMNS) {
      from = tileSpace()
      step = TILE_ROW
    }
    c0 = v128.load(from)
    from += step
    c1 = v128.load(from)
    from += step
    c2 = v128.load(from)
    from += step
    c3 = v128.load(from)
  }
  let p1 = s + sRow
  let p2 = p1 + sRow
  let p3 = p2 + sRow
  do {
    const b0 = v128.load(b)
    c0 = madd(c0, loadSplat(s), b0)
    c1 = madd(c1, loadSplat(p1), b0)
    c2 = madd(c2, loadSplat(p2), b0)
    c3 = madd(c3, loadSplat(p3), b0)
    s += sTerm
    p1 += sTerm
    p2 += sTerm
    p3 += sTerm
    b += 16
  } while (--terms)
  if (mode & COLUMNS) {
    storeTransposed(c, cStride, c0, c1, c2, c3)
  } else {
    v128.store(c, c0)
    c += cStride
    v128.store(c, c1)
    c += cStride
    v128.store(c, c2)
    c += cStride
    v128.store(c, c3)
  }
}

/** Between the tile's space and a part of the result that is no whole tile, or is not stored row by row. */
function moveTile(out: bool, c: usize, cRow: usize, cLane: usize, rows: i32, lanes: i32): void {
  for (let r = 0; r < rows; r++) {
    let at = tileSpace() + TILE_ROW * r
    let p = c
    if (cLane == SIZE && out) {
      storeUpTo(p, v128.load(at), lanes)
      if (lanes > V) storeUpTo(p + 16, v128.load(at, 16), lanes - V)
    } else if (cLane == SIZE) {
      v128.store(at, v128.load(p))
      v128.store(at, v128.load(p, 16), 16)
    } else {
      for (let l = 0; l < lanes; l++) {
        if (out) store<real>(p, load<real>(at))
        else store<real>(at, load<real>(p))
        at += SIZE
        p += cLane
      }
    }
    c += cRow
  }
}

/** Vectors from which on packed rows gain what packing costs. They save a tile addresses, and a tall one has time for these. */
const WORTH: i32 = ASC_FEATURE_RELAXED_SIMD ? 16 : 6

/** Rows of the next tile: four, or six where the module has such tiles, so that few are thrown away; of seven four, and then three. */
@inline function tallestOf(left: i32): i32 {
  return !ASC_FEATURE_RELAXED_SIMD || left <= 4 || left == 7 || left == 8 ? 4 : 6
}

/**
 * The product of `rows` rows of one factor and `lanes` lanes of the other: all sizes in numbers, all steps in bytes.
 * The result's element of row r and lane l is at c + r·cRow + l·cLane.
 */
function blocked(
  rows: i32, lanes: i32, terms: i32,
  c: usize, cRow: usize, cLane: usize,
  s: usize, sRow: usize, sTerm: usize,
  b: usize, bTerm: usize, bLane: usize,
): void {
  const direct: i32 = cLane == SIZE ? 0 : COLUMNS
  const cStride = cLane == SIZE ? cRow : cLane
  for (let l0 = 0; l0 < lanes; l0 += most) {
    const width = min(most, lanes - l0)
    for (let k0 = 0; k0 < terms; k0 += BLOCK) {
      const depth = min(BLOCK, terms - k0)
      const fresh: i32 = k0 == 0 ? FRESH : 0
      packPanels(b + k0 * bTerm + l0 * bLane, bLane, bTerm, width, depth)
      for (let r0 = 0; r0 < rows; r0 += 4) {
        const tallest = tallestOf(rows - r0)
        const height = min(tallest, rows - r0)
        let from = s + r0 * sRow + k0 * sTerm
        let row = sRow
        let term = sTerm
        const packed = height < tallest || width > WORTH * V
        if (packed) {
          packFour(from, sRow, sTerm, height, depth)
          if (tallest > 4) packTwoMore(from + 4 * sRow, sRow, sTerm, height - 4, depth)
          from = rowsSpace()
          row = SIZE
          term = ABREAST * SIZE
        }
        let to = c + r0 * cRow + l0 * cLane
        let panel = panelsSpace()
        for (let left = width; left > 0; left -= 2 * V) {
          const narrow = left <= V
          const whole = height == tallest && (left >= 2 * V || left == V)
          if (!fresh && !(whole && !direct)) moveTile(false, to, cRow, cLane, height, min(left, 2 * V))
          // What is no whole tile goes row by row into the tile's space first.
          const at = whole ? to : tileSpace()
          const stride = whole ? cStride : TILE_ROW
          const mode = fresh | (whole ? direct : 0)
          if (tallest > 4) {
            if (narrow) tileTallNarrowRow(depth, from, row, term, panel, at, stride, mode)
            else tileTallRow(depth, from, row, term, panel, at, stride, mode)
          } else if (narrow) tileNarrow(depth, from, row, term, panel, at, stride, mode)
          else if (!ASC_FEATURE_RELAXED_SIMD && packed) tilePacked(depth, from, panel, at, stride, mode)
          else tile(depth, from, row, term, panel, at, stride, mode)
          if (!whole) moveTile(true, to, cRow, cLane, height, min(left, 2 * V))
          panel += panelStep(depth)
          to += 2 * V * cLane
        }
        r0 += tallest - 4
      }
    }
  }
}

/** One term: every element is one product. */
function outer(
  rows: i32, columns: i32, c: usize, cRow: usize, a: usize, aRow: usize, b: usize,
): void {
  for (let r = 0; r < rows; r++) {
    const x = loadSplat(a)
    let to = c
    let from = b
    for (let left = columns / V; left; left--) {
      v128.store(to, mul(x, v128.load(from)))
      to += 16
      from += 16
    }
    if (columns % V) storePart(to, mul(x, v128.load(from)), columns % V)
    c += cRow
    a += aRow
  }
}

/** V terms of V rows, by V numbers of the vector, onto the sums of the rows: rows turn in registers. */
@inline function rowsOnto(sum: v128, at: usize, r1: usize, r2: usize, r3: usize, x0: v128, x1: v128, x2: v128, x3: v128): v128 {
  const a = v128.load(at)
  const b = v128.load(at + r1)
  if (SIZE == 8) {
    sum = madd(sum, v128.shuffle<u64>(a, b, 0, 2), x0)
    return madd(sum, v128.shuffle<u64>(a, b, 1, 3), x1)
  }
  const c = v128.load(at + r2)
  const d = v128.load(at + r3)
  const ab = v128.shuffle<u32>(a, b, 0, 4, 1, 5)
  const cd = v128.shuffle<u32>(c, d, 0, 4, 1, 5)
  sum = madd(sum, v128.shuffle<u64>(ab, cd, 0, 2), x0)
  sum = madd(sum, v128.shuffle<u64>(ab, cd, 1, 3), x1)
  const AB = v128.shuffle<u32>(a, b, 2, 6, 3, 7)
  const CD = v128.shuffle<u32>(c, d, 2, 6, 3, 7)
  sum = madd(sum, v128.shuffle<u64>(AB, CD, 0, 2), x2)
  return madd(sum, v128.shuffle<u64>(AB, CD, 1, 3), x3)
}

/** Whole vectors of terms of four groups of V rows, into the tile's space. */
export function turnedRow(
  vectors: i32, p0: usize, p1: usize, p2: usize, p3: usize, r1: usize, r2: usize, r3: usize, x: usize, xTerm: usize,
): void {
  let s0 = splat(-0.0)
  let s1 = s0, s2 = s0, s3 = s0
  for (; vectors > 0; vectors--) {
    const x0 = loadSplat(x)
    x += xTerm
    const x1 = loadSplat(x)
    x += xTerm
    let x2 = x1, x3 = x1
    if (SIZE == 4) {
      x2 = loadSplat(x)
      x += xTerm
      x3 = loadSplat(x)
      x += xTerm
    }
    s0 = rowsOnto(s0, p0, r1, r2, r3, x0, x1, x2, x3)
    s1 = rowsOnto(s1, p1, r1, r2, r3, x0, x1, x2, x3)
    s2 = rowsOnto(s2, p2, r1, r2, r3, x0, x1, x2, x3)
    s3 = rowsOnto(s3, p3, r1, r2, r3, x0, x1, x2, x3)
    p0 += 16
    p1 += 16
    p2 += 16
    p3 += 16
  }
  keepFour(s0, s1, s2, s3)
}

@inline function keepFour(s0: v128, s1: v128, s2: v128, s3: v128): void {
  const t = tileSpace()
  v128.store(t, s0)
  v128.store(t, s1, 16)
  v128.store(t, s2, 32)
  v128.store(t, s3, 48)
}

/**
 * A·x for rows that lie along their terms: lanes are rows. Four groups of V rows at once, since each sum waits for its
 * last term; where there are fewer, the last rows are computed again.
 */
function rowsByColumn(
  rows: i32, terms: i32, c: usize, cRow: usize, a: usize, aRow: usize, x: usize, xTerm: usize,
): void {
  const r1 = rows > 1 ? aRow : 0
  const r2 = rows > 2 ? 2 * aRow : r1
  const r3 = rows > 3 ? 3 * aRow : r2
  const vectors = terms / V
  const done = vectors * V
  const last = max(0, rows - V)
  for (let r = 0; r < rows; r += 4 * V) {
    const g1 = min(r + V, last), g2 = min(r + 2 * V, last), g3 = min(r + 3 * V, last)
    const g0 = min(r, last)
    turnedRow(vectors, a + g0 * aRow, a + g1 * aRow, a + g2 * aRow, a + g3 * aRow, r1, r2, r3, x, xTerm)
    // The last terms, fewer than V; each result to its place.
    for (let g = 0; g < 4; g++) {
      const first = min(r + g * V, last)
      for (let l = 0; l < V && l < rows; l++) {
        let sum = load<real>(tileSpace() + 16 * g + SIZE * l)
        let p = a + (first + l) * aRow + done * SIZE
        let q = x + done * xTerm
        for (let k = done; k < terms; k++) {
          sum += load<real>(p) * load<real>(q)
          p += SIZE
          q += xTerm
        }
        store<real>(c + (first + l) * cRow, sum)
      }
    }
  }
}

/** Sums of four vectors of lanes, into the tile's space. */
export function alongRow(terms: i32, a: usize, aTerm: usize, x: usize, xTerm: usize): void {
  let s0 = splat(-0.0)
  let s1 = s0, s2 = s0, s3 = s0
  do {
    const factor = loadSplat(x)
    s0 = madd(s0, v128.load(a), factor)
    s1 = madd(s1, v128.load(a, 16), factor)
    s2 = madd(s2, v128.load(a, 32), factor)
    s3 = madd(s3, v128.load(a, 48), factor)
    a += aTerm
    x += xTerm
  } while (--terms)
  keepFour(s0, s1, s2, s3)
}

/**
 * Aᵀ·x, or a single row by B: lanes lie along the columns of the matrix, one number of the vector a term. Four vectors
 * are a line of the cache, and the next four begin `aPanel` bytes later; with more than seven V8 spills.
 */
function columnsByColumn(
  columns: i32, terms: i32, c: usize, cRow: usize, a: usize, aTerm: usize, aPanel: usize, x: usize, xTerm: usize,
): void {
  for (; columns > 0; columns -= 4 * V) {
    alongRow(terms, a, aTerm, x, xTerm)
    for (let l = 0; l < 4 * V && l < columns; l++) {
      store<real>(c, load<real>(tileSpace() + SIZE * l))
      c += cRow
    }
    a += aPanel
  }
}

/**
 * A·B, or Aᵀ·B by the steps of A: a(r, k) at a + r·aRow + k·aTerm. B and the result lie row by row. Where aRow is 0, A
 * is packed for a single column, in panels of four vectors: each row's first term, each row's second …
 */
export function product(
  rows: i32, columns: i32, terms: i32,
  c: usize, cRow: usize,
  a: usize, aRow: usize, aTerm: usize,
  b: usize, bTerm: usize,
): void {
  if (terms == 1) outer(rows, columns, c, cRow, a, aRow, b)
  else if (aRow == 0) columnsByColumn(rows, terms, c, cRow, a, 64, 64 * terms, b, bTerm)
  else if (columns == 1 && aRow == SIZE) columnsByColumn(rows, terms, c, cRow, a, aTerm, 64, b, bTerm)
  else if (columns == 1) rowsByColumn(rows, terms, c, cRow, a, aRow, b, bTerm)
  else if (rows == 1) columnsByColumn(columns, terms, c, SIZE, b, bTerm, 64, a, aTerm)
  else blocked(rows, columns, terms, c, cRow, SIZE, a, aRow, aTerm, b, bTerm, SIZE)
}

/** A·Bᵀ. */
export function productTransposed(
  rows: i32, columns: i32, terms: i32,
  c: usize, cRow: usize,
  a: usize, aRow: usize,
  b: usize, bRow: usize,
): void {
  if (terms == 1 && bRow == SIZE) outer(rows, columns, c, cRow, a, aRow, b)
  else if (rows == 1) rowsByColumn(columns, terms, c, SIZE, b, bRow, a, SIZE)
  else if (columns == 1) rowsByColumn(rows, terms, c, cRow, a, aRow, b, SIZE)
  else blocked(columns, rows, terms, c, SIZE, cRow, b, bRow, SIZE, a, SIZE, aRow)
}

/** W·X + b, then the activation of an operation of `pointwise.ts`. */
export function affine(
  operation: i32, rows: i32, columns: i32, terms: i32,
  y: usize, yRow: usize, w: usize, wRow: usize, x: usize, xRow: usize, b: usize, bRow: usize,
): void {
  product(rows, columns, terms, y, yRow, w, wRow, SIZE, x, xRow)
  binary(operation, rows, columns, y, yRow, y, yRow, true, b, bRow, columns == 1, 0, 0)
}

/** dZ·Xᵀ, and the sum of each row of dZ. */
export function outerProductAndSum(
  rows: i32, columns: i32, terms: i32,
  dw: usize, dwRow: usize, db: usize, dbRow: usize, dz: usize, dzRow: usize, x: usize, xRow: usize,
): void {
  productTransposed(rows, columns, terms, dw, dwRow, dz, dzRow, x, xRow)
  overColumns(SUM, rows, terms, db, dbRow, dz, dzRow)
}
