import type { Kernels } from './kernels/kernels.ts'
import { arithmetic } from './kernels/reference/float64.ts'
import { referenceKernels } from './kernels/reference/index.ts'
import type { Float64 } from './precision.ts'

export type { Float64 } from './precision.ts'

let made: Kernels | undefined

/** Double precision: 53 bits. */
export const float64: Float64 = {
  name: 'float64',
  bytes: 8,
  Array: Float64Array,
  kernels: () => {
    made ??= referenceKernels(arithmetic())
    return made
  },
}
