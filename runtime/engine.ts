import type { Kernels } from './kernels/kernels.ts'
import type { Memory } from './memory.ts'

/** Kernels of one kind, which can be put to work in any memory. */
export interface Engine {
  readonly name: 'simd' | 'relaxed simd' | 'reference'
  /** Bytes that the kernels keep for themselves behind the matrices of a network, none of which is longer or wider. */
  scratch(longest: number): number
  /** The kernels at work in a memory. Bytes from `scratch` on are theirs: as many as they asked for. */
  open(memory: Memory, scratch: number, longest: number): Promise<Kernels>
  /**
   * The same at once: old browsers refuse it outside of workers.
   *
   * @throws RangeError when they do
   */
  openNow(memory: Memory, scratch: number, longest: number): Kernels
}
