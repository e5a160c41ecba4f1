import type { Mathematics } from '../../mathematics/mathematics.ts'
import type { FloatArray, Matrix } from '../../tensor.ts'

/**
 * What the kernels of the two precisions do not share.
 *
 * Kernels are written once, with `round` after every single operation. The product is written twice: it is where the
 * time goes, and a loop that has met one kind of array only is compiled to faster code.
 */
export interface Arithmetic extends Mathematics {
  readonly product: Product
  /** Uniform in [0, 1) from two random words. */
  readonly uniform: (high: number, low: number) => number
  /** Uniform in (0, 1), without the ends and symmetric, from two random words. */
  readonly between: (high: number, low: number) => number
  /** Hold number operands while a kernel reads them. */
  readonly cells: readonly [Matrix<1, 1>, Matrix<1, 1>, Matrix<1, 1>]
}

/**
 * C[r, c] = Σₖ a(r, k)·b(k, c), k ascending from the first product.
 *
 * a(r, k) is `a[r * aRow + k * aTerm]` and b(k, c) is `b[k * bTerm + c * bColumn]`, so that one loop serves a product
 * with either factor transposed.
 */
export type Product = (
  C: Matrix,
  terms: number,
  a: FloatArray,
  aRow: number,
  aTerm: number,
  b: FloatArray,
  bTerm: number,
  bColumn: number,
) => void
