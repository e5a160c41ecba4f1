import { same } from '../forms/size.ts'
import { broadcast, pointwise } from './operation.ts'

/** a where the condition is not 0, b elsewhere; the gradient goes the same way. */
export const where = pointwise('where', (c, a, b) => (c !== 0 ? a! : b!), {
  gradient: ({ x: [c, a, b], dy, build }) => {
    const zero = build.constant(0)
    return [
      undefined,
      build.reduced(build('where', [c!, dy, zero]), build.shapeOf(a!)),
      build.reduced(build('where', [c!, zero, dy]), build.shapeOf(b!)),
    ]
  },
  // A number decides for all elements at once.
  identity: ([condition, a, b], build) => {
    const number = build.numberOf(condition!)
    if (number === undefined) return undefined
    return build.stretched(number !== 0 ? a! : b!, broadcast([a!, b!].map(build.shapeOf), {}, same))
  },
  code: { kind: 'choice' },
  exact: true,
})
