import { isScalar } from '../forms/shape.ts'
import { apart, type Operation, ShapeError } from './operation.ts'

/** The only element of a 1×1 matrix, as a scalar. */
export const item: Operation = {
  name: 'item',
  shape: ([x]) => {
    if (!x!.every((dimension) => dimension.key === '1'))
      throw new ShapeError({ kind: 'rank', operand: 0, expected: '0' })
    return []
  },
  gradient: ({ x: [x], dy, build }) => [build.stretched(dy, build.shapeOf(x!))],
  meaning: { kind: 'whole', of: ([x]) => x!.data.slice(0, 1) },
  element: (of) => of.at(0, 0, 0),
  identity: ([x], build) => {
    if (isScalar(build.shapeOf(x!))) return x
    const inner = build.made(x!, 'stretch')
    return inner && isScalar(build.shapeOf(inner.operands[0]!)) ? inner.operands[0] : undefined
  },
  chunked: apart,
  linear: 'jointly',
  notation: { kind: 'call', name: 'item' },
  examples: [{ shapes: [[1, 1]] }],
}
