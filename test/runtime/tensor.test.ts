import { Matrix } from 'loopless/runtime'
import { describe, expect, it } from 'vitest'

describe('Matrix', () => {
  const window = new Matrix(2, 3, 5, Float32Array.from([1, 2, 3, 99, 99, 4, 5, 6, 99, 99]))

  it('sees rows at a distance', () => {
    expect(window.at(1, 2)).toBe(6)
    expect(window.toArray()).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ])
  })

  it('copies densely, in its own precision', () => {
    const copy = window.copy()
    expect(copy.stride).toBe(3)
    expect(copy.data).toEqual(Float32Array.from([1, 2, 3, 4, 5, 6]))
    window.data[0] = 7
    expect(copy.at(0, 0)).toBe(1)
    window.data[0] = 1
  })

  it('has a value only where it has one', () => {
    expect(Matrix.of(1, 1, [5]).value).toBe(5)
    expect(() => window.value).toThrow(new TypeError('a 2×3 matrix has no single value'))
  })

  it('refuses places outside', () => {
    expect(() => window.at(2, 0)).toThrow(new RangeError('no element (2, 0) in a 2×3 matrix'))
    expect(() => window.at(0, 3)).toThrow(RangeError)
    expect(() => window.at(0, Number.NaN)).toThrow(RangeError)
  })

  it('is made of rows', () => {
    expect(
      Matrix.fromRows([
        [1, 2, 3],
        [4, 5, 6],
      ]).toArray(),
    ).toEqual([
      [1, 2, 3],
      [4, 5, 6],
    ])
    expect(() => Matrix.fromRows([[1, 2], [3]])).toThrow('row 1 has 1 elements, the rows before have 2')
    expect(Matrix.zeros(2, 3).toArray()).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ])
    expect(() => Matrix.of(2, 3, [1])).toThrow('a 2×3 matrix has 6 elements, not 1')
  })
})
