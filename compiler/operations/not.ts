import { PRECEDENCE, pointwise } from './operation.ts'

/** 1 where x is 0, 0 elsewhere. */
export const not = pointwise('not', (x) => (x === 0 ? 1 : 0), {
  notation: { kind: 'prefix', sign: 'not ', precedence: PRECEDENCE.and + 1 },
  code: { kind: 'logic', sign: '!' },
  exact: true,
  callable: false,
})
