import { module } from './kernels/simd/embedded/float64-core.ts'
import { simdEngine } from './kernels/simd/engine.ts'
import type { Float64 } from './precision.ts'

export type { Float64 } from './precision.ts'

/** Double precision: 53 bits. */
export const float64: Float64 = {
  name: 'float64',
  bytes: 8,
  Array: Float64Array,
  load: /* @__PURE__ */ simdEngine(
    'simd',
    Float64Array,
    'float64',
    module,
    () => import('./kernels/simd/more64.ts'),
    async () => (await import('./kernels/reference/engine.ts')).reference64(),
  ),
}
