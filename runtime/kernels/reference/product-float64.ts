import type { FloatArray, Matrix } from '../../tensor.ts'

// So many terms of four columns of B stay in the cache while all rows pass over them.
const PANEL = 256

/**
 * The product in float64: see `Product`.
 *
 * Two rows by four columns at a time: every number loaded serves several sums, and the eight sums do not wait for each
 * other. At an edge the last row or column goes through again and is stored again. Sums start at −0, the neutral
 * element of addition (0 would turn a first product of −0 into 0).
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
    const first = from === 0
    for (let c0 = 0; c0 <= lastColumn; c0 += 4) {
      const c1 = Math.min(c0 + 1, lastColumn)
      const c2 = Math.min(c0 + 2, lastColumn)
      const c3 = Math.min(c0 + 3, lastColumn)
      for (let r0 = 0; r0 <= lastRow; r0 += 2) {
        const r1 = Math.min(r0 + 1, lastRow)
        const y0 = r0 * C.stride
        const y1 = r1 * C.stride
        let sum00 = first ? -0 : y[y0 + c0]!
        let sum01 = first ? -0 : y[y0 + c1]!
        let sum02 = first ? -0 : y[y0 + c2]!
        let sum03 = first ? -0 : y[y0 + c3]!
        let sum10 = first ? -0 : y[y1 + c0]!
        let sum11 = first ? -0 : y[y1 + c1]!
        let sum12 = first ? -0 : y[y1 + c2]!
        let sum13 = first ? -0 : y[y1 + c3]!
        let ia0 = r0 * aRow + from * aTerm
        let ia1 = r1 * aRow + from * aTerm
        let ib0 = c0 * bColumn + from * bTerm
        let ib1 = c1 * bColumn + from * bTerm
        let ib2 = c2 * bColumn + from * bTerm
        let ib3 = c3 * bColumn + from * bTerm
        for (let k = from; k < to; k++) {
          const a0 = a[ia0]!
          const a1 = a[ia1]!
          const b0 = b[ib0]!
          const b1 = b[ib1]!
          const b2 = b[ib2]!
          const b3 = b[ib3]!
          sum00 = sum00 + a0 * b0
          sum01 = sum01 + a0 * b1
          sum02 = sum02 + a0 * b2
          sum03 = sum03 + a0 * b3
          sum10 = sum10 + a1 * b0
          sum11 = sum11 + a1 * b1
          sum12 = sum12 + a1 * b2
          sum13 = sum13 + a1 * b3
          ia0 += aTerm
          ia1 += aTerm
          ib0 += bTerm
          ib1 += bTerm
          ib2 += bTerm
          ib3 += bTerm
        }
        y[y0 + c0] = sum00
        y[y0 + c1] = sum01
        y[y0 + c2] = sum02
        y[y0 + c3] = sum03
        y[y1 + c0] = sum10
        y[y1 + c1] = sum11
        y[y1 + c2] = sum12
        y[y1 + c3] = sum13
      }
    }
  }
}
