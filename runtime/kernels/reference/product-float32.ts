import type { FloatArray, Matrix } from '../../tensor.ts'

const f = Math.fround

// A panel of this many terms of B stays in the cache while all rows pass over it.
const PANEL = 256

/**
 * The product in float32, products and sums rounded one by one: see `Product`.
 *
 * Two rows by two columns at a time: each number loaded serves two sums, and the four sums do not wait for each other.
 * At an odd edge the last row or column goes through twice and is stored twice. Sums start at −0, the neutral element
 * of addition (0 would turn a first product of −0 into 0).
 */
export function product(
  C: Matrix,
  terms: number,
  a: FloatArray,
  aRow: number,
  aTerm: number,
  b: FloatArray,
  bTerm: number,
  bColumn: number,
): void {
  const y = C.data
  const lastRow = C.rows - 1
  const lastColumn = C.columns - 1
  for (let from = 0; from < terms; from += PANEL) {
    const to = Math.min(from + PANEL, terms)
    for (let r = 0; r <= lastRow; r += 2) {
      const below = Math.min(r + 1, lastRow)
      const y0 = r * C.stride
      const y1 = below * C.stride
      for (let c = 0; c <= lastColumn; c += 2) {
        const right = Math.min(c + 1, lastColumn)
        let sum00 = from === 0 ? -0 : y[y0 + c]!
        let sum01 = from === 0 ? -0 : y[y0 + right]!
        let sum10 = from === 0 ? -0 : y[y1 + c]!
        let sum11 = from === 0 ? -0 : y[y1 + right]!
        let a0 = r * aRow + from * aTerm
        let a1 = below * aRow + from * aTerm
        let b0 = c * bColumn + from * bTerm
        let b1 = right * bColumn + from * bTerm
        for (let k = from; k < to; k++) {
          sum00 = f(sum00 + f(a[a0]! * b[b0]!))
          sum01 = f(sum01 + f(a[a0]! * b[b1]!))
          sum10 = f(sum10 + f(a[a1]! * b[b0]!))
          sum11 = f(sum11 + f(a[a1]! * b[b1]!))
          a0 += aTerm
          a1 += aTerm
          b0 += bTerm
          b1 += bTerm
        }
        y[y0 + c] = sum00
        y[y0 + right] = sum01
        y[y1 + c] = sum10
        y[y1 + right] = sum11
      }
    }
  }
}
