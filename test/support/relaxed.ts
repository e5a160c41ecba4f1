/*
 * Products with relaxed SIMD beside those without, as JSON. A process of its own: some engines want to be asked for it.
 */
import { float32 } from '../../runtime/float32.ts'
import { float32Relaxed } from '../../runtime/relaxed.ts'
import type { Matrix } from '../../runtime/tensor.ts'
import { type AnyKernels, benchOf } from './kernels.ts'
import { Random } from './random.ts'

export interface Comparison {
  readonly engine: string
  /** The largest difference of an element, in units of 2⁻²⁴ times the sum of the absolute values of its terms. */
  readonly worst: number
  /** How many numbers were written that lie between the rows of a result. */
  readonly spilt: number
  /** How many elements there were, and how many have other bits. */
  readonly elements: number
  readonly different: number
}

const [strict, relaxed] = [await benchOf(float32), await benchOf(float32Relaxed)]
const UNTOUCHED = 7.5
let [worst, spilt, elements, different] = [0, 0, 0, 0]
for (let trial = 0; trial < 200; trial++) {
  const random = new Random(trial)
  const [r, k, c] = [
    random.integer(1, 33),
    random.integer(1, trial % 10 === 0 ? 300 : 40),
    random.integer(1, 33),
  ]
  const sizes = {
    matmul: [r, c, r, k, k, c],
    matmulTransposedLeft: [r, c, k, r, k, c],
    matmulTransposedRight: [r, c, r, k, c, k],
  } as const
  for (const [name, [rows, columns, aRows, aColumns, bRows, bColumns]] of Object.entries(sizes)) {
    const [a, b] = [random.array(aRows * aColumns, -2, 2), random.array(bRows * bColumns, -2, 2)]
    const [found, wanted] = [relaxed, strict].map(({ kernels, matrix, clear }) => {
      clear()
      const stride = columns + (trial % 6)
      const [C, A, B] = [matrix(rows, columns, stride), matrix(aRows, aColumns), matrix(bRows, bColumns)]
      C.data.fill(UNTOUCHED)
      A.data.set(a)
      B.data.set(b)
      ;(kernels as unknown as AnyKernels)[name]!(C, A, B)
      return C
    }) as [Matrix, Matrix]
    for (let i = 0; i < rows * found.stride; i++) {
      if (i % found.stride >= columns) {
        if (found.data[i] !== UNTOUCHED) spilt += 1
        continue
      }
      const difference = Math.abs(found.data[i]! - wanted.data[i]!)
      // Every term is at most 4.
      worst = Math.max(worst, difference / (4 * k * k * 2 ** -24))
      elements += 1
      if (difference > 0) different += 1
    }
  }
}
const comparison: Comparison = {
  engine: (await float32Relaxed.load()).name,
  worst,
  spilt,
  elements,
  different,
}
console.log(JSON.stringify(comparison))
