import type { ExampleStore } from '../../compiler/commands/data/store.ts'
import { Matrix } from '../../runtime/tensor.ts'

/** All examples of a store, port by port, as arrays. */
export function matricesOf(store: ExampleStore, rows: readonly number[]): readonly number[][][] {
  const all = Uint32Array.from({ length: store.examples }, (_, example) => example)
  const matrices = rows.map((count) => Matrix.zeros(count, store.examples))
  store.part(all).gather(matrices, all, 0)
  return matrices.map((matrix) => matrix.toArray())
}
