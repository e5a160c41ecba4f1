import { ABREAST, panelsSpace, rowsSpace, SIZE, V } from './lanes'

/* Moving numbers so that a product's terms lie one after the other. */

/** Four vectors as columns: V rows of four numbers. */
@inline export function storeTransposed(at: usize, stride: usize, a: v128, b: v128, c: v128, d: v128): void {
  if (SIZE == 4) {
    const ab = v128.shuffle<u32>(a, b, 0, 4, 1, 5)
    const cd = v128.shuffle<u32>(c, d, 0, 4, 1, 5)
    const AB = v128.shuffle<u32>(a, b, 2, 6, 3, 7)
    const CD = v128.shuffle<u32>(c, d, 2, 6, 3, 7)
    v128.store(at, v128.shuffle<u64>(ab, cd, 0, 2))
    at += stride
    v128.store(at, v128.shuffle<u64>(ab, cd, 1, 3))
    at += stride
    v128.store(at, v128.shuffle<u64>(AB, CD, 0, 2))
    at += stride
    v128.store(at, v128.shuffle<u64>(AB, CD, 1, 3))
  } else {
    v128.store(at, v128.shuffle<u64>(a, b, 0, 2))
    v128.store(at, v128.shuffle<u64>(c, d, 0, 2), 16)
    at += stride
    v128.store(at, v128.shuffle<u64>(a, b, 1, 3))
    v128.store(at, v128.shuffle<u64>(c, d, 1, 3), 16)
  }
}

/**
 * V rows side by side: the terms of each at `to`, `to + step`, …
 * Of fewer than V rows the last is taken again; nobody looks at it.
 */
export function packRows(to: usize, step: usize, from: usize, row: usize, rows: i32, terms: i32): void {
  let p0 = from
  let p1 = rows > 1 ? p0 + row : p0
  let p2 = rows > 2 ? p1 + row : p1
  let p3 = rows > 3 ? p2 + row : p2
  for (; terms >= V; terms -= V) {
    const a = v128.load(p0)
    const b = v128.load(p1)
    if (SIZE == 4) {
      storeTransposed(to, step, a, b, v128.load(p2), v128.load(p3))
      p2 += 16
      p3 += 16
    } else {
      v128.store(to, v128.shuffle<u64>(a, b, 0, 2))
      v128.store(to + step, v128.shuffle<u64>(a, b, 1, 3))
    }
    p0 += 16
    p1 += 16
    to += V * step
  }
  for (; terms > 0; terms--) {
    store<real>(to, load<real>(p0))
    store<real>(to + SIZE, load<real>(p1))
    if (SIZE == 4) {
      store<real>(to + 2 * SIZE, load<real>(p2))
      store<real>(to + 3 * SIZE, load<real>(p3))
      p2 += SIZE
      p3 += SIZE
    }
    p0 += SIZE
    p1 += SIZE
    to += step
  }
}

/** One vector a term, as it lies. */
function packColumns(to: usize, step: usize, from: usize, term: usize, terms: i32): void {
  do {
    v128.store(to, v128.load(from))
    to += step
    from += term
  } while (--terms)
}

/** Bytes from panel to panel: a line of the cache more than they have, so that they do not fall on the same lines. */
@inline export function panelStep(terms: i32): usize { return 32 * terms + 64 }

/** Whole panels, term by term: the factor is read as it lies in memory. */
function packTerms(from: usize, term: usize, panels: i32, terms: i32): void {
  const step = panelStep(terms)
  let to = panelsSpace()
  do {
    let p = from
    let q = to
    let left = panels
    do {
      v128.store(q, v128.load(p))
      v128.store(q, v128.load(p, 16), 16)
      p += 32
      q += step
    } while (--left)
    from += term
    to += 32
  } while (--terms)
}

/** Panels of two vectors each, the last of one where that is enough. */
export function packPanels(from: usize, lane: usize, term: usize, lanes: i32, terms: i32): void {
  let to = panelsSpace()
  const step = panelStep(terms)
  if (lane == SIZE) {
    const panels = (lanes + V - 1) / (2 * V)
    if (panels) packTerms(from, term, panels, terms)
    if (lanes > 2 * V * panels) packColumns(to + panels * step, 16, from + 32 * panels, term, terms)
    return
  }
  for (; lanes > 0; lanes -= 2 * V) {
    if (lanes > V) {
      packRows(to, 32, from, lane, V, terms)
      packRows(to + 16, 32, from + V * lane, lane, lanes - V, terms)
    } else {
      packRows(to, 16, from, lane, lanes, terms)
    }
    to += step
    from += 2 * V * lane
  }
}

/** Four rows side by side, or as many as there are. */
export function packFour(from: usize, row: usize, term: usize, rows: i32, terms: i32): void {
  packAbreast(rowsSpace(), from, row, term, rows, terms)
}

/** The fifth row and the sixth beside them. */
export function packTwoMore(from: usize, row: usize, term: usize, rows: i32, terms: i32): void {
  packAbreast(rowsSpace() + 4 * SIZE, from, row, term, rows, terms)
}

@inline function packAbreast(to: usize, from: usize, row: usize, term: usize, rows: i32, terms: i32): void {
  const step: usize = ABREAST * SIZE
  if (row == SIZE) {
    packColumns(to, step, from, term, terms)
    if (SIZE == 8) packColumns(to + 16, step, from + 16, term, terms)
  } else {
    packRows(to, step, from, row, rows, terms)
    if (SIZE == 8) {
      const more = rows > 2
      packRows(to + 16, step, more ? from + 2 * row : from, row, more ? rows - 2 : 1, terms)
    }
  }
}

/** y = xᵀ */
export function transpose(rows: i32, columns: i32, y: usize, yRow: usize, x: usize, xRow: usize): void {
  for (; rows >= V; rows -= V) {
    packRows(y, yRow, x, xRow, V, columns)
    y += 16
    x += V * xRow
  }
  for (; rows > 0; rows--) {
    let to = y
    for (let c = 0; c < columns; c++) {
      store<real>(to, load<real>(x + c * SIZE))
      to += yRow
    }
    y += SIZE
    x += xRow
  }
}
