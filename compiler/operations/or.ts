import { PRECEDENCE, pointwise } from './operation.ts'

/** 1 where a or b is not 0, 0 elsewhere. */
export const or = pointwise('or', (a, b) => (a !== 0 || b !== 0 ? 1 : 0), {
  notation: { kind: 'infix', sign: 'or', precedence: PRECEDENCE.or },
  code: { kind: 'logic', sign: '||' },
  exact: true,
  callable: false,
})
