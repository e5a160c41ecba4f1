import type { ValueId } from '../forms/program.ts'
import { isScalar } from '../forms/shape.ts'
import { isOneBeside, isUniform, isZeroBeside, negated, scaled } from './algebra.ts'
import type { Build } from './builder.ts'
import { PRECEDENCE, pointwise } from './operation.ts'

/** y = a · b, element by element. */
export const multiply = pointwise('multiply', (a, b) => a! * b!, {
  gradient: ({ x: [a, b], dy, build }) => [
    build.reduced(build('multiply', [dy, b!]), build.shapeOf(a!)),
    build.reduced(build('multiply', [dy, a!]), build.shapeOf(b!)),
  ],
  identity: ([a, b], build) => {
    if (isOneBeside(build, b!, a!)) return a
    if (isOneBeside(build, a!, b!)) return b
    if (isUniform(build, a!, 0) && isZeroBeside(build, a!, b!)) return zeroLike(build, b!)
    if (isUniform(build, b!, 0) && isZeroBeside(build, b!, a!)) return zeroLike(build, a!)
    if (a === b) return build('power', [a!, build.constant(2)])
    const minusA = negatedTensorOrMade(build, a!)
    if (minusA !== undefined) return build('negate', [build('multiply', [minusA, b!])])
    const minusB = negatedTensorOrMade(build, b!)
    if (minusB !== undefined) return build('negate', [build('multiply', [a!, minusB])])
    return scalarsFirst(build, a!, b!)
  },
  linear: 'each',
  notation: { kind: 'infix', sign: '*', precedence: PRECEDENCE.multiply },
  code: { kind: 'infix', sign: '*', precedence: PRECEDENCE.multiply },
  exact: true,
  callable: false,
})

function zeroLike(build: Build, like: ValueId): ValueId {
  const zero = build.constant(0)
  return isScalar(build.shapeOf(like)) ? zero : build.stretched(zero, build.shapeOf(like))
}

/** Only what was negated: a negative number stays a factor. */
function negatedTensorOrMade(build: Build, value: ValueId): ValueId | undefined {
  const one = build.numberOf(value)
  if (one !== undefined) return one === -1 ? build.constant(1) : undefined
  return negated(build, value)
}

function scalarsFirst(build: Build, a: ValueId, b: ValueId): ValueId | undefined {
  const aIsScalar = isScalar(build.shapeOf(a))
  const bIsScalar = isScalar(build.shapeOf(b))
  if (bIsScalar && !aIsScalar) return build('multiply', [b, a])
  // s · (t · x) = (s · t) · x, for numbers and for tensors x.
  if (aIsScalar) {
    const inner = build.made(b, 'multiply')
    if (
      inner &&
      isScalar(build.shapeOf(inner.operands[0]!)) &&
      (!bIsScalar || bothNumbers(build, a, inner.operands[0]!))
    )
      return build('multiply', [build('multiply', [a, inner.operands[0]!]), inner.operands[1]!])
    // s · (t / x) = (s · t) / x
    const quotient = build.made(b, 'divide')
    if (bIsScalar && quotient && bothNumbers(build, a, quotient.operands[0]!))
      return build('divide', [build('multiply', [a, quotient.operands[0]!]), quotient.operands[1]!])
  }
  if (bIsScalar && !bothNumbers(build, a, a) && build.numberOf(b) !== undefined)
    return build('multiply', [b, a])
  if (aIsScalar) return undefined
  // (s · x) · y = s · (x · y)
  const left = scaled(build, a)
  if (left) return build('multiply', [left[0], build('multiply', [left[1], b])])
  const right = scaled(build, b)
  if (right) return build('multiply', [right[0], build('multiply', [a, right[1]])])
  return undefined
}

function bothNumbers(build: Build, a: ValueId, b: ValueId): boolean {
  return build.numberOf(a) !== undefined && build.numberOf(b) !== undefined
}
