import type { Engine } from './engine.ts'
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
  /**
   * Gets the kernels ready: what has to be compiled is compiled once.
   *
   * @param wasm the `WebAssembly.Module` of this precision, where a platform does not compile embedded bytes
   * @throws TypeError when `wasm` is no module, RangeError when it holds other kernels than these
   */
  load(wasm?: object): Promise<Engine>
}

export interface Float32 extends Precision {
  readonly name: 'float32'
}

export interface Float64 extends Precision {
  readonly name: 'float64'
}

export interface FloatArrayConstructor {
  readonly BYTES_PER_ELEMENT: number
  new (length: number): FloatArray
  new (buffer: ArrayBuffer, byteOffset: number, length: number): FloatArray
}
