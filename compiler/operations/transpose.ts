import { apart, type Operation, PRECEDENCE, ShapeError } from './operation.ts'

/** Rows become columns. */
export const transpose: Operation = {
  name: 'transpose',
  shape: ([x]) => {
    if (x!.length !== 2) throw new ShapeError({ kind: 'rank', operand: 0, expected: '2' })
    return [x![1]!, x![0]!]
  },
  gradient: ({ dy, build }) => [build('transpose', [dy])],
  meaning: {
    kind: 'whole',
    of: ([x]) => {
      const [rows, columns] = x!.dimensions as [number, number]
      return Float64Array.from(x!.data, (_, at) => x!.data[(at % rows) * columns + Math.floor(at / rows)]!)
    },
  },
  element: (of, row, column) => of.at(0, column, row),
  identity: ([x], build) => build.made(x!, 'transpose')?.operands[0],
  chunked: apart,
  linear: 'jointly',
  notation: { kind: 'postfix', sign: 'ᵀ', precedence: PRECEDENCE.postfix },
  examples: [{ shapes: [[2, 3]] }],
}
