import type { ValueId } from '../forms/program.ts'
import { commonFactor, isZeroBeside, negated, scaled } from './algebra.ts'
import type { Build } from './builder.ts'
import { PRECEDENCE, pointwise } from './operation.ts'

/** y = a + b. */
export const add = pointwise('add', (a, b) => a! + b!, {
  gradient: ({ x: [a, b], dy, build }) => [
    build.reduced(dy, build.shapeOf(a!)),
    build.reduced(dy, build.shapeOf(b!)),
  ],
  identity: ([a, b], build) => {
    if (isZeroBeside(build, b!, a!)) return a
    if (isZeroBeside(build, a!, b!)) return b
    const minusB = negated(build, b!)
    if (minusB !== undefined) return build('subtract', [a!, minusB])
    const minusA = negated(build, a!)
    if (minusA !== undefined) return build('subtract', [b!, minusA])
    return mergedChoice(build, a!, b!) ?? commonFactor(build, 'add', a!, b!)
  },
  linear: 'jointly',
  notation: { kind: 'infix', sign: '+', precedence: PRECEDENCE.add },
  code: { kind: 'infix', sign: '+', precedence: PRECEDENCE.add },
  exact: true,
  callable: false,
})

/** s·where(c, a, 0) + t·where(c, 0, b) = where(c, s·a, t·b). */
function mergedChoice(build: Build, first: ValueId, second: ValueId): ValueId | undefined {
  const left = choiceIn(build, first)
  const right = choiceIn(build, second)
  if (!left || !right || left.condition !== right.condition) return undefined
  if (build.numberOf(left.no) === 0 && build.numberOf(right.yes) === 0)
    return build('where', [left.condition, left.times(left.yes), right.times(right.no)])
  if (build.numberOf(left.yes) === 0 && build.numberOf(right.no) === 0)
    return build('where', [left.condition, right.times(right.yes), left.times(left.no)])
  return undefined
}

function choiceIn(build: Build, value: ValueId) {
  const factored = scaled(build, value)
  const [condition, yes, no] = build.made(factored?.[1] ?? value, 'where')?.operands ?? []
  if (condition === undefined) return undefined
  const times = (x: ValueId) => (factored ? build('multiply', [factored[0], x]) : x)
  return { condition, yes: yes!, no: no!, times }
}
