import { type ElementRule, PRECEDENCE, pointwise } from './operation.ts'

/** Powers up to this are products. */
const GREATEST = 4

/** aⁿ for a small whole n, by squaring. */
const wholePower: ElementRule = (of, row, column) => {
  const exponent = of.numberOf(1)
  if (exponent === undefined || !Number.isInteger(exponent)) return undefined
  const size = Math.abs(exponent)
  if (size < 1 || size > GREATEST) return undefined
  const x = of.at(0, row, column)
  const square = of.make('multiply', [x, x])
  const power = [x, square, of.make('multiply', [x, square]), of.make('multiply', [square, square])][
    size - 1
  ]!
  return exponent < 0 ? of.make('divide', [of.number(1), power]) : power
}

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
  element: wholePower,
  notation: { kind: 'infix', sign: '^', precedence: PRECEDENCE.power },
  callable: false,
  low: 0.5,
})
