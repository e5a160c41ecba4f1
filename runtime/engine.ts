import type { Kernels } from './kernels/kernels.ts'
import type { Memory } from './memory.ts'

/** Kernels of one kind, which can be put to work in any memory. */
export interface Engine {
  readonly name: 'simd' | 'relaxed simd' | 'reference'
  /** The `WebAssembly.Module` that somebody else has compiled, where it is that. */
  readonly module?: object
  /** Bytes that the kernels keep for themselves behind all matrices. */
  scratch(sides: Sides): number
  /**
   * The kernels at work in a memory. Bytes from `scratch` on are theirs: as many as they asked for.
   *
   * @param wanted names of those that will be called, others may be missing; all of them where it says nothing
   */
  open(memory: Memory, scratch: number, sides: Sides, wanted?: readonly string[]): Promise<Kernels>
  /**
   * The same at once, once they have been opened for other memory: old browsers refuse it outside of workers.
   *
   * @throws RangeError when they do
   */
  openNow(memory: Memory, scratch: number, sides: Sides, wanted?: readonly string[]): Kernels
  /** Parameters have been written: what kernels have made of them is made again. */
  refresh?(): void
}

/** How large matrices are. Blocks may be larger: kernels pass over them element by element. */
export interface Sides {
  /** The longest side of any matrix, apart from the batch. */
  readonly longest: number
  /** The most columns. */
  readonly batch: number
}
