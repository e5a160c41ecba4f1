import { module } from './kernels/simd/embedded/float32-core.ts'
import { simdEngine } from './kernels/simd/engine.ts'
import type { Float32 } from './precision.ts'

/** Single precision: 24 bits, every operation rounded. */
export const float32: Float32 = {
  name: 'float32',
  bytes: 4,
  Array: Float32Array,
  load: /* @__PURE__ */ simdEngine(
    'simd',
    Float32Array,
    'float32',
    module,
    () => import('./kernels/simd/more32.ts'),
    async () => (await import('./kernels/reference/engine.ts')).reference32(),
  ),
}
