import { commonFactor, isZeroBeside, negated } from './algebra.ts'
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
  notation: { kind: 'infix', sign: '+', precedence: PRECEDENCE.add },
  exact: true,
  callable: false,
})

/** where(c, a, 0) + where(c, 0, b) = where(c, a, b). */
function mergedChoice(build: Build, first: number, second: number): number | undefined {
  const [c, a, zero] = build.made(first, 'where')?.operands ?? []
  const [d, nought, b] = build.made(second, 'where')?.operands ?? []
  if (c === undefined || c !== d) return undefined
  if (build.numberOf(zero!) === 0 && build.numberOf(nought!) === 0) return build('where', [c, a!, b!])
  if (build.numberOf(a!) === 0 && build.numberOf(b!) === 0) return build('where', [c, nought!, zero!])
  return undefined
}
