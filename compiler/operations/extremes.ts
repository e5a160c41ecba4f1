import type { GradientRule } from './operation.ts'

/** The gradient of an extreme goes to the elements that reach it, in equal shares. */
export const shareOfExtremes: GradientRule = ({ x: [x], y, dy, attributes, build }) => {
  const reached = build('equal', [x!, y])
  return [
    build('multiply', [reached, build('divide', [dy, build('sum', [reached], { axis: attributes.axis! })])]),
  ]
}
