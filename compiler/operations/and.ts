import { PRECEDENCE, pointwise } from './operation.ts'

/** 1 where neither is 0, 0 elsewhere. */
export const and = pointwise('and', (a, b) => (a !== 0 && b !== 0 ? 1 : 0), {
  notation: { kind: 'infix', sign: 'and', precedence: PRECEDENCE.and },
  code: { kind: 'logic', sign: '&&' },
  exact: true,
  callable: false,
})
