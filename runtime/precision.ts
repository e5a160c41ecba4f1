import type { Kernels } from './kernels/kernels.ts'
import type { FloatArray } from './tensor.ts'

/**
 * How a network computes: the width of its numbers and the kernels that work on them.
 *
 * A plain object that the caller imports, so that a bundle holds the precision it uses and no other.
 */
export interface Precision {
  readonly name: 'float32' | 'float64'
  /** Bytes of one number. */
  readonly bytes: 4 | 8
  readonly Array: FloatArrayConstructor
  /** The kernels; always the same object. */
  kernels(): Kernels
}

export interface Float32 extends Precision {
  readonly name: 'float32'
}

export interface Float64 extends Precision {
  readonly name: 'float64'
}

export interface FloatArrayConstructor {
  new (length: number): FloatArray
  new (buffer: ArrayBuffer, byteOffset: number, length: number): FloatArray
}
