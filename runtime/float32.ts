import type { Kernels } from './kernels/kernels.ts'
import { arithmetic } from './kernels/reference/float32.ts'
import { referenceKernels } from './kernels/reference/index.ts'
import type { Float32 } from './precision.ts'

let made: Kernels | undefined

/** Single precision: 24 bits, every operation rounded. */
export const float32: Float32 = {
  name: 'float32',
  bytes: 4,
  Array: Float32Array,
  kernels: () => {
    made ??= referenceKernels(arithmetic())
    return made
  },
}
