import { reference32, reference64 } from './kernels/reference/engine.ts'
import type { Float32, Float64 } from './precision.ts'

/*
 * The kernels in plain TypeScript: the same bits, ten to thirty times slower, and no WebAssembly. `float32` and
 * `float64` fall back to them by themselves.
 */

export const float32Reference: Float32 = {
  name: 'float32',
  bytes: 4,
  Array: Float32Array,
  load: async () => reference32(),
}

export const float64Reference: Float64 = {
  name: 'float64',
  bytes: 8,
  Array: Float64Array,
  load: async () => reference64(),
}
