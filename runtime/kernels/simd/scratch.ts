import type { Sides } from '../../engine.ts'

/*
 * The kernels' own space behind all matrices of a net, as assembly/lanes.ts divides it; behind that come copies of
 * operands that lie outside of the net's memory, and room for reads past the end of the last matrix.
 */

/** Terms of a block of a product. */
const BLOCK = 256
/** Numbers of a term of packed rows, at most. */
const ABREAST = 8
/** Lanes of a block of a product: at most, and at least. */
const MOST_LANES = 256
const LEAST_LANES = 8
/** Where number operands are put. */
export const CELLS = 192
const ROWS = 256
/** Between panels lies a line of the cache: of float64 one for each four lanes. */
const BETWEEN = 16
/** Vectors and tiles read whole, whatever the matrix's width. */
const MARGIN = 64

/** How many lanes the panels of a product have room for: whole panels. */
export function lanesFor({ longest, batch }: Sides): number {
  return Math.min(MOST_LANES, Math.ceil(Math.max(longest, batch) / LEAST_LANES) * LEAST_LANES)
}

/** Where copies of operands are put. */
export function copiesStart(bytes: number, sides: Sides): number {
  const lanes = lanesFor(sides)
  return ROWS + BLOCK * (ABREAST + lanes) * bytes + BETWEEN * lanes + MARGIN
}

/** Elements of one copy: of a column. */
export function copyLength({ longest }: Sides): number {
  return Math.ceil(longest / 4) * 4
}

export function scratchBytes(bytes: number, sides: Sides): number {
  return copiesStart(bytes, sides) + 3 * copyLength(sides) * bytes + MARGIN
}
