import { BATCH, type ValueId } from '../forms/program.ts'
import { type Operation, PRECEDENCE, ShapeError, type Tensor } from './operation.ts'

/** C = A·B, the last dimension of A with the first of B. dA = dC·Bᵀ, dB = Aᵀ·dC. */
export const matmul: Operation = {
  name: 'matmul',
  shape: ([a, b], _attributes, equal) => {
    for (const [operand, shape] of [a!, b!].entries())
      if (shape.length !== 2) throw new ShapeError({ kind: 'rank', operand, expected: '2' })
    const [inner, outer] = [a![1]!, b![0]!]
    if (inner.key !== outer.key && !equal(inner, outer))
      throw new ShapeError({
        kind: 'different',
        left: { operand: 0, axis: 1 },
        right: { operand: 1, axis: 0 },
      })
    return [a![0]!, b![1]!]
  },
  gradient: ({ x: [a, b], dy, build }) => {
    const transposed = (x: ValueId) => build('transpose', [x])
    // The gradient of what was transposed is transposed back: made the other way round it never exists in between.
    return [
      build.made(a!, 'transpose')
        ? transposed(build('matmul', [b!, transposed(dy)]))
        : build('matmul', [dy, transposed(b!)]),
      build.made(b!, 'transpose')
        ? transposed(build('matmul', [transposed(dy), a!]))
        : build('matmul', [transposed(a!), dy]),
    ]
  },
  meaning: { kind: 'whole', of: ([a, b]) => product(a!, b!) },
  chunked: ([a]) => (a![1]!.key === BATCH ? 'sum' : 'apart'),
  element: (of, row, column) => {
    const term = (k: number) => of.make('multiply', [of.at(0, row, k), of.at(1, k, column)])
    let total = term(0)
    for (let k = 1; k < of.sizeOf(0)[1]; k++) total = of.make('add', [total, term(k)])
    return total
  },
  linear: 'each',
  identity: ([a, b], build) => {
    const left = build.made(a!, 'negate')
    if (left) return build('negate', [build('matmul', [left.operands[0]!, b!])])
    const right = build.made(b!, 'negate')
    return right && build('negate', [build('matmul', [a!, right.operands[0]!])])
  },
  notation: { kind: 'infix', sign: '·', precedence: PRECEDENCE.multiply },
  examples: [
    {
      shapes: [
        [2, 3],
        [3, 5],
      ],
    },
  ],
}

function product(
  { dimensions: [rows, inner], data: a }: Tensor,
  { dimensions: [, columns], data: b }: Tensor,
): Float64Array {
  const c = new Float64Array(rows! * columns!)
  for (let i = 0; i < rows!; i++)
    for (let k = 0; k < inner!; k++)
      for (let j = 0; j < columns!; j++) c[i * columns! + j]! += a[i * inner! + k]! * b[k * columns! + j]!
  return c
}
