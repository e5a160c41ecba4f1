import { float32 } from '../../runtime/float32.ts'
import { float64 } from '../../runtime/float64.ts'
import type { Kernels } from '../../runtime/kernels/kernels.ts'
import { allocate } from '../../runtime/memory.ts'
import type { Precision } from '../../runtime/precision.ts'
import { float32Reference, float64Reference } from '../../runtime/reference.ts'
import { Matrix } from '../../runtime/tensor.ts'

/** Kernels by name, for tests that call all of them. */
export type AnyKernels = Readonly<Record<string, (...operands: readonly unknown[]) => void>>

/** Kernels, and memory to put matrices in. */
export interface Bench {
  readonly name: string
  readonly precision: Precision
  readonly kernels: Kernels
  /**
   * A matrix of zeros, its rows `stride` long, beginning `shift` elements behind a boundary of 16 bytes.
   * It is good until `clear`.
   */
  matrix(rows: number, columns: number, stride?: number, shift?: number): Matrix
  /** Takes all matrices back. */
  clear(): void
}

const BYTES = 8 * 1024 * 1024

export async function benchOf(precision: Precision): Promise<Bench> {
  const engine = await precision.load()
  const sides = { longest: 400, batch: 400 }
  const memory = allocate(BYTES + engine.scratch(sides))
  const kernels = await engine.open(memory, BYTES, sides)
  let next = 0
  return {
    name: `${engine.name} ${precision.name}`,
    precision,
    kernels,
    matrix(rows, columns, stride = columns, shift = 0) {
      const { bytes, Array: Numbers } = precision
      const at = Math.ceil(next / 16) * 16 + shift * bytes
      next = at + rows * stride * bytes
      if (next > BYTES) throw new RangeError('the bench is full')
      const data = new Numbers(memory.buffer, at, rows * stride)
      data.fill(0)
      return new Matrix(rows, columns, stride, data)
    },
    clear() {
      next = 0
    },
  }
}

/** Every kind of kernels that keeps to single operations. */
export const benches: readonly Bench[] = await Promise.all(
  [float32Reference, float64Reference, float32, float64].map((precision) => benchOf(precision)),
)

export const referenceBenches = benches.slice(0, 2)
