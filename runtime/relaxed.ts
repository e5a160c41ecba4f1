import { module } from './kernels/simd/embedded/float32-relaxed-core.ts'
import { simdEngine } from './kernels/simd/engine.ts'
import type { Float32 } from './precision.ts'

/**
 * Single precision with multiply and add in one rounding where the engine has relaxed SIMD: products are faster, and
 * their last bits depend on the machine. Elsewhere the same as `float32`.
 */
export const float32Relaxed: Float32 = {
  name: 'float32',
  bytes: 4,
  Array: Float32Array,
  load: /* @__PURE__ */ simdEngine(
    'relaxed simd',
    Float32Array,
    'float32-relaxed',
    module,
    () => import('./kernels/simd/more32.ts'),
    async () => (await import('./float32.ts')).float32.load(),
    'quietly',
  ),
}
