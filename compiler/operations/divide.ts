import { isScalar } from '../forms/shape.ts'
import { isOneBeside, isUniform, isZeroBeside, negated, scaled } from './algebra.ts'
import { PRECEDENCE, pointwise } from './operation.ts'

/** y = a / b, element by element. db = −dy·y/b. */
export const divide = pointwise('divide', (a, b) => a! / b!, {
  gradient: ({ x: [a, b], y, dy, build }) => [
    build.reduced(build('divide', [dy, b!]), build.shapeOf(a!)),
    build.reduced(build('negate', [build('divide', [build('multiply', [dy, y]), b!])]), build.shapeOf(b!)),
  ],
  identity: ([a, b], build) => {
    if (isOneBeside(build, b!, a!)) return a
    if (
      isUniform(build, a!, 0) &&
      isZeroBeside(build, a!, b!) &&
      isScalar(build.shapeOf(a!)) &&
      isScalar(build.shapeOf(b!))
    )
      return a
    const minusA = build.numberOf(a!) === undefined ? negated(build, a!) : undefined
    if (minusA !== undefined) return build('negate', [build('divide', [minusA, b!])])
    const minusB = negated(build, b!)
    if (minusB !== undefined) return build('negate', [build('divide', [a!, minusB])])
    // A scalar that divides is a factor: x / s = (1/s) · x, and (s · x) / y = s · (x / y).
    if (isScalar(build.shapeOf(b!)) && !isScalar(build.shapeOf(a!)))
      return build('multiply', [build('divide', [build.constant(1), b!]), a!])
    const left = scaled(build, a!)
    if (left) return build('multiply', [left[0], build('divide', [left[1], b!])])
    const right = scaled(build, b!)
    if (right && !isScalar(build.shapeOf(a!)))
      return build('multiply', [
        build('divide', [build.constant(1), right[0]]),
        build('divide', [a!, right[1]]),
      ])
    return undefined
  },
  linear: 'first',
  notation: { kind: 'infix', sign: '/', precedence: PRECEDENCE.multiply },
  code: { kind: 'infix', sign: '/', precedence: PRECEDENCE.multiply },
  exact: true,
  callable: false,
  low: 0.5,
})
