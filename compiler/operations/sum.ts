import { ONE } from '../forms/shape.ts'
import { scaled } from './algebra.ts'
import { joinedBy, reduction } from './operation.ts'

/** The sum along one axis, which stays as 1. */
export const sum = reduction('sum', (line) => line.reduce((total, x) => total + x, 0), {
  combine: 'sum',
  element: joinedBy('add'),
  linear: 'jointly',
  gradient: ({ x: [x], dy, build }) => [build.stretched(dy, build.shapeOf(x!))],
  identity: ([x], build, { axis }) => {
    const shape = build.shapeOf(x!).map((dimension, at) => (at === axis ? ONE : dimension))
    if (build.promisesOf(x!)?.sumsToOne === axis) return build.stretched(build.constant(1), shape)
    // What is known to sum to 1 still does so behind a factor or a sign.
    const factored = scaled(build, x!)
    if (factored && build.promisesOf(factored[1])?.sumsToOne === axis)
      return build.stretched(factored[0], shape)
    const negative = build.made(x!, 'negate')
    if (negative) return build('negate', [build('sum', negative.operands, { axis: axis! })])
    // n equal elements.
    const stretched = build.made(x!, 'stretch')
    if (stretched && build.shapeOf(stretched.operands[0]!).length === 0) {
      const count = build('size', [], { size: build.shapeOf(x!)[axis!]! })
      return build.stretched(build('multiply', [stretched.operands[0]!, count]), shape)
    }
    return undefined
  },
})
