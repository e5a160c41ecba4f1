import type { ValueId } from '../forms/program.ts'
import { isScalar, sameShape } from '../forms/shape.ts'
import type { Build } from './builder.ts'

/**
 * What several operations' identities share. One normal form: minus signs and
 * scalar factors stand outside, `scalar · tensor` with the scalar first, and a
 * scalar that divides is the factor 1/s.
 */

/** `zero` may go from a sum with `other` without changing its shape. */
export function isZeroBeside(build: Build, zero: ValueId, other: ValueId): boolean {
  return isUniform(build, zero, 0) && keepsShape(build, zero, other)
}

export function isOneBeside(build: Build, one: ValueId, other: ValueId): boolean {
  return isUniform(build, one, 1) && keepsShape(build, one, other)
}

/** All elements are this number. */
export function isUniform(build: Build, value: ValueId, number: number): boolean {
  const stretched = build.made(value, 'stretch')
  return build.numberOf(stretched ? stretched.operands[0]! : value) === number
}

/** Joined element by element with `other`, `value` does not stretch it. */
function keepsShape(build: Build, value: ValueId, other: ValueId): boolean {
  const shape = build.shapeOf(value)
  return isScalar(shape) || sameShape(shape, build.shapeOf(other))
}

/** x, if `value` is −x. */
export function negated(build: Build, value: ValueId): ValueId | undefined {
  const negative = build.made(value, 'negate')
  if (negative) return negative.operands[0]
  const number = build.numberOf(value)
  return number !== undefined && number < 0 ? build.constant(-number) : undefined
}

/** [s, x], if `value` is s·x with s a scalar and x not. */
export function scaled(build: Build, value: ValueId): readonly [ValueId, ValueId] | undefined {
  const [s, x] = build.made(value, 'multiply')?.operands ?? []
  return s !== undefined && isScalar(build.shapeOf(s)) && !isScalar(build.shapeOf(x!)) ? [s, x!] : undefined
}

/** s·a ± s·b = s·(a ± b). */
export function commonFactor(
  build: Build,
  operation: 'add' | 'subtract',
  a: ValueId,
  b: ValueId,
): ValueId | undefined {
  const left = scaled(build, a)
  const right = scaled(build, b)
  return left && right && left[0] === right[0]
    ? build('multiply', [left[0], build(operation, [left[1], right[1]])])
    : undefined
}
