import { allocate } from '../memory.ts'
import type { Net } from '../net.ts'
import type { Precision } from '../precision.ts'
import { type FloatArray, Matrix } from '../tensor.ts'
import { narrow } from './data.ts'

/** Numbers of a piece: two of them stay in the second cache. */
const PIECE = 2 ** 14

type Add = (y: Matrix, a: Matrix, b: Matrix) => void

/**
 * Adds up what threads have computed. Kernels work in one memory, and what is to be added lies in several: so pieces are
 * brought into a memory of its own, where they are added by the net's kind of kernels.
 */
export class Adder {
  readonly #add: Add
  readonly #sum: Matrix
  readonly #term: Matrix

  private constructor(add: Add, sum: Matrix, term: Matrix) {
    this.#add = add
    this.#sum = sum
    this.#term = term
  }

  static async for({ arena: { engine }, precision }: Net<number, Precision>): Promise<Adder> {
    const { bytes, Array: Numbers } = precision
    const sides = { longest: 1, batch: 1 }
    const scratch = 2 * PIECE * bytes
    const memory = allocate(scratch + engine.scratch(sides))
    const { add } = await engine.open(memory, scratch, sides, ['add'])
    const piece = (number: number) =>
      new Matrix(1, PIECE, PIECE, new Numbers(memory.buffer, number * PIECE * bytes, PIECE))
    return new Adder(add, piece(0), piece(1))
  }

  /** into = first + second + …, term by term, from one element to another. */
  add(into: FloatArray, parts: readonly FloatArray[], from: number, to: number): void {
    for (let start = from; start < to; start += PIECE) {
      const end = Math.min(start + PIECE, to)
      narrow(this.#sum, end - start)
      narrow(this.#term, end - start)
      for (const [number, part] of parts.entries()) {
        const piece = part.subarray(start, end)
        if (number === 0) this.#sum.data.set(piece)
        else {
          this.#term.data.set(piece)
          this.#add(this.#sum, this.#sum, this.#term)
        }
      }
      into.set(this.#sum.data.subarray(0, end - start), start)
    }
  }
}
