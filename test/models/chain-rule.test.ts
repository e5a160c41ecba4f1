import { describe, expect, it } from 'vitest'
import { evaluate } from '../../generated/chain-rule.ts'

describe('chain-rule', () => {
  it("gives the course's values at a = 5, b = 3, c = 2", () => {
    expect(evaluate({ a: 5, b: 3, c: 2 })).toEqual({ J: 33, gradients: { a: 3, b: 6, c: 9 } })
  })

  it('follows J = 3(a + bc) elsewhere', () => {
    expect(evaluate({ a: -1.5, b: 0.25, c: 7 })).toEqual({
      J: 0.75,
      gradients: { a: 3, b: 21, c: 0.75 },
    })
  })
})
