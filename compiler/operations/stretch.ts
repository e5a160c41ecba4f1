import { isScalar, sameShape } from '../forms/shape.ts'
import { constant } from '../forms/size.ts'
import { apart, type Operation } from './operation.ts'

/** The same element along every stretched axis: what an element-wise operation does to a 1, by itself. */
export const stretch: Operation = {
  name: 'stretch',
  shape: (_operands, { shape }) => shape!,
  gradient: ({ x: [x], dy, build }) => [build.reduced(dy, build.shapeOf(x!))],
  meaning: {
    kind: 'whole',
    of: ([x], _attributes, dimensions) => {
      const [rows, columns] = dimensions.length === 2 ? dimensions : [1, 1]
      const [r, c] = x!.dimensions.length === 2 ? x!.dimensions : [1, 1]
      const result = new Float64Array(rows! * columns!)
      for (let i = 0; i < rows!; i++)
        for (let j = 0; j < columns!; j++)
          result[i * columns! + j] = x!.data[(r === 1 ? 0 : i) * c! + (c === 1 ? 0 : j)]!
      return result
    },
  },
  element: (of, row, column) => of.at(0, row, column),
  identity: ([x], build, { shape }) => {
    const from = build.shapeOf(x!)
    if (isScalar(shape!) || (!isScalar(from) && sameShape(from, shape!))) return x
    const inner = build.made(x!, 'stretch')
    return inner && build('stretch', inner.operands, { shape: shape! })
  },
  chunked: apart,
  linear: 'jointly',
  notation: { kind: 'call', name: 'stretch' },
  examples: [[], [2, 1], [1, 3]].map((from) => ({
    shapes: [from],
    attributes: { shape: [constant(2), constant(3)] },
  })),
}
