import type { Kernels, Matrix } from 'loopless/runtime'
import type { Program } from '../../index.ts'

type Port = Program['interface']['inputs'][number]

/** A network that takes examples. */
interface Taker {
  readonly kernels: Kernels
  readonly matrices: ReadonlyMap<string, Matrix>
}

const STREAM = 1

/**
 * Writes random examples into a network's own matrices, the same for the same seed: numbers from 0 to 1, and of what has classes or
 * categories one of them.
 */
export function drawExamples(network: Taker, ports: readonly Port[], seed: number): void {
  for (const [index, port] of ports.entries()) {
    const matrix = network.matrices.get(port.name)!
    network.kernels.uniform(matrix, 1, 0, seed, index, STREAM)
    for (const { first, rows } of choicesOf(port, matrix.rows)) choose(matrix, first, rows)
  }
}

/** Rows of which one is 1 for each example, the others 0. */
export function choicesOf({ classes, columns = [] }: Port, rows: number) {
  if (classes) return [{ first: 0, rows }]
  let first = 0
  return columns.flatMap(({ categories }) => {
    const choice = { first, rows: categories?.length ?? 1 }
    first += choice.rows
    return categories ? [choice] : []
  })
}

/** By the number that was drawn into the first of these rows; one row alone tells two classes apart. */
export function choose(
  { data, stride, columns }: Pick<Matrix, 'data' | 'stride' | 'columns'>,
  first: number,
  rows: number,
): void {
  for (let c = 0; c < columns; c++) {
    const drawn = data[first * stride + c]!
    if (rows === 1) data[first * stride + c] = drawn < 0.5 ? 0 : 1
    else
      for (let r = 0; r < rows; r++) data[(first + r) * stride + c] = r === Math.floor(drawn * rows) ? 1 : 0
  }
}
