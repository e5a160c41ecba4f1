import { pointwise } from './operation.ts'

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
  exact: true,
})
