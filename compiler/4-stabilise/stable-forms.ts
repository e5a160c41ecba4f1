import type { ValueId } from '../forms/program.ts'
import { sameShape } from '../forms/shape.ts'
import type { Build } from '../operations/builder.ts'

/** The stable form of a value about to be built, if it has one. Each rule is an equality of functions. */
export function stableForm(
  operation: string,
  operands: readonly ValueId[],
  build: Build,
): ValueId | undefined {
  if (operation === 'divide') return logistic(operands, build) ?? softmax(operands, build)
  if (operation === 'log') return logarithm(operands[0]!, build)
  if (operation === 'subtract') return lessOne(operands, build)
  return undefined
}

/** 1/(1 + exp(−z)) = exp(z)/(1 + exp(z)) = sigmoid(z). */
function logistic([above, below]: readonly ValueId[], build: Build): ValueId | undefined {
  const x = onePlusExp(below!, build)
  if (x === undefined) return undefined
  if (build.numberOf(above!) === 1) return build('sigmoid', [build('negate', [x])])
  return build.made(above!, 'exp')?.operands[0] === x ? build('sigmoid', [x]) : undefined
}

/** exp(z)/Σ exp(z) = exp(z − logSumExp z), whatever was subtracted from z to keep exp small. */
function softmax([above, below]: readonly ValueId[], build: Build): ValueId | undefined {
  const x = build.made(above!, 'exp')?.operands[0]
  const sum = build.made(below!, 'sum')
  if (x === undefined || !sum || build.made(sum.operands[0]!, 'exp')?.operands[0] !== x) return undefined
  const z = unshifted(x, sum.attributes.axis!, build)
  return build('exp', [build('subtract', [z, build('logSumExp', [z], { axis: sum.attributes.axis! })])])
}

/** z, if x is z minus something that is constant along the axis. */
function unshifted(x: ValueId, axis: number, build: Build): ValueId {
  const difference = build.made(x, 'subtract')
  if (!difference) return x
  const [z, shift] = difference.operands as readonly [ValueId, ValueId]
  const shape = build.shapeOf(shift)
  // A shift that stretches what it is taken from is no mere shift.
  if (!sameShape(build.shapeOf(z), build.shapeOf(x))) return x
  return shape.length === 0 || shape[axis]!.key === '1' ? z : x
}

function logarithm(x: ValueId, build: Build): ValueId | undefined {
  // log(1 + exp z) = softplus(z)
  const z = onePlusExp(x, build)
  if (z !== undefined) return build('softplus', [z])
  // log sigmoid(z) = −softplus(−z)
  const sigmoid = build.made(x, 'sigmoid')
  if (sigmoid) return build('negate', [build('softplus', [build('negate', sigmoid.operands)])])
  // log(1 − sigmoid z) = −softplus(z)
  const difference = build.made(x, 'subtract')
  if (difference && build.numberOf(difference.operands[0]!) === 1) {
    const other = build.made(difference.operands[1]!, 'sigmoid')
    if (other) return build('negate', [build('softplus', other.operands)])
  }
  // log Σ exp z = logSumExp z
  const sum = build.made(x, 'sum')
  const exponential = sum && build.made(sum.operands[0]!, 'exp')
  return exponential ? build('logSumExp', exponential.operands, sum.attributes) : undefined
}

/** exp(x) − 1 = expm1(x) */
function lessOne([a, b]: readonly ValueId[], build: Build): ValueId | undefined {
  if (build.numberOf(b!) === 1) {
    const exponential = build.made(a!, 'exp')
    return exponential && build('expm1', exponential.operands)
  }
  const exponential = build.numberOf(a!) === 1 ? build.made(b!, 'exp') : undefined
  return exponential && build('negate', [build('expm1', exponential.operands)])
}

/** z, if x is 1 + exp(z) either way round. */
function onePlusExp(x: ValueId, build: Build): ValueId | undefined {
  const [a, b] = build.made(x, 'add')?.operands ?? []
  if (a === undefined) return undefined
  if (build.numberOf(a) === 1) return build.made(b!, 'exp')?.operands[0]
  if (build.numberOf(b!) === 1) return build.made(a, 'exp')?.operands[0]
  return undefined
}
