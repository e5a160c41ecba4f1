import { commonFactor, isUniform, isZeroBeside, negated } from './algebra.ts'
import { PRECEDENCE, pointwise } from './operation.ts'

/** y = a − b. */
export const subtract = pointwise('subtract', (a, b) => a! - b!, {
  gradient: ({ x: [a, b], dy, build }) => [
    build.reduced(dy, build.shapeOf(a!)),
    build('negate', [build.reduced(dy, build.shapeOf(b!))]),
  ],
  identity: ([a, b], build) => {
    if (isZeroBeside(build, b!, a!)) return a
    if (isUniform(build, a!, 0) && isZeroBeside(build, a!, b!)) return build('negate', [b!])
    const minusB = negated(build, b!)
    if (minusB !== undefined) return build('add', [a!, minusB])
    return commonFactor(build, 'subtract', a!, b!)
  },
  linear: 'jointly',
  notation: { kind: 'infix', sign: '−', precedence: PRECEDENCE.add },
  code: { kind: 'infix', sign: '-', precedence: PRECEDENCE.add },
  exact: true,
  callable: false,
})
