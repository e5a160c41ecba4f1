import { pointwise } from './operation.ts'

/** |x|. Its slope at 0 is taken as 0. */
export const abs = pointwise('abs', (x) => Math.abs(x!), {
  gradient: ({ x: [x], dy, build }) => {
    const zero = build.constant(0)
    const below = build('where', [build('less', [x!, zero]), build('negate', [dy]), zero])
    return [build('where', [build('less', [zero, x!]), dy, below])]
  },
  code: { kind: 'call', name: 'Math.abs' },
  exact: true,
})
