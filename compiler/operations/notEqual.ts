import { PRECEDENCE, pointwise } from './operation.ts'

/** 1 where a ≠ b, 0 elsewhere; flat almost everywhere. */
export const notEqual = pointwise('notEqual', (a, b) => (a !== b ? 1 : 0), {
  notation: { kind: 'infix', sign: '≠', precedence: PRECEDENCE.compare },
  code: { kind: 'comparison', sign: '!==' },
  exact: true,
  callable: false,
})
