import { PRECEDENCE, pointwise } from './operation.ts'

/** y = a^b. The gradient of b needs a > 0. */
export const power = pointwise('power', (a, b) => a! ** b!, {
  gradient: ({ x: [a, b], y, dy, build }) => {
    const one = build.constant(1)
    const lower = build('power', [a!, build('subtract', [b!, one])])
    return [
      build.reduced(build('multiply', [dy, build('multiply', [b!, lower])]), build.shapeOf(a!)),
      build.numberOf(b!) === undefined
        ? build.reduced(
            build('multiply', [dy, build('multiply', [y, build('log', [a!])])]),
            build.shapeOf(b!),
          )
        : undefined,
    ]
  },
  identity: ([a, b], build) => {
    const exponent = build.numberOf(b!)
    if (exponent === 1) return a
    if (exponent === 0.5) return build('sqrt', [a!])
    if (exponent === 2 && build.numberOf(a!) !== undefined) return build.constant(build.numberOf(a!)! ** 2)
    // (−x)² = x²
    const minus = exponent === 2 ? build.made(a!, 'negate') : undefined
    return minus && build('power', [minus.operands[0]!, b!])
  },
  notation: { kind: 'infix', sign: '^', precedence: PRECEDENCE.power },
  callable: false,
  low: 0.5,
})
