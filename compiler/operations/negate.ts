import { PRECEDENCE, pointwise } from './operation.ts'

/** y = −x. Minus signs move outwards: −(a − b) is b − a, and −(−x) is x. */
export const negate = pointwise('negate', (x) => -x!, {
  gradient: ({ dy, build }) => [build('negate', [dy])],
  identity: ([x], build) => {
    const twice = build.made(x!, 'negate')
    if (twice) return twice.operands[0]
    const difference = build.made(x!, 'subtract')
    if (difference) return build('subtract', difference.operands.toReversed())
    const stretched = build.made(x!, 'stretch')
    return stretched && build('stretch', [build('negate', stretched.operands)], stretched.attributes)
  },
  linear: 'jointly',
  notation: { kind: 'prefix', sign: '−', precedence: PRECEDENCE.negate },
  code: { kind: 'prefix', sign: '-' },
  exact: true,
  callable: false,
})
