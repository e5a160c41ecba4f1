import { binary, columns, oneHot } from 'loopless/runtime'
import { describe, expect, it } from 'vitest'

describe('columns', () => {
  const X = columns('X', 3)

  it('turns rows into columns', () => {
    expect(
      X([
        [1, 2, 3],
        [4, 5, 6],
      ]).toArray(),
    ).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ])
    expect(X([Float32Array.of(1, 2, 3)]).toArray()).toEqual([[1], [2], [3]])
  })

  it('takes one flat array, example after example', () => {
    expect(X(Float64Array.of(1, 2, 3, 4, 5, 6)).toArray()).toEqual([
      [1, 4],
      [2, 5],
      [3, 6],
    ])
    expect(X(Uint8Array.of(1, 2, 3)).toArray()).toEqual([[1], [2], [3]])
    expect(X(Float32Array.of(1, 2, 3)).data).toBeInstanceOf(Float32Array)
  })

  it.each([
    [
      [
        [1, 2, 3],
        [1, 2],
      ],
      'X needs 3 numbers per example, row 1 has 2',
    ],
    [
      [
        [1, 2, 3],
        [1, NaN, 3],
      ],
      'X needs finite numbers, row 1 has NaN in column 1',
    ],
    [[[1, 2, Infinity]], 'X needs finite numbers, row 0 has Infinity in column 2'],
    [[], 'X needs at least one example'],
    [new Float64Array(7), 'X needs 3 numbers per example, 7 numbers are no multiple of that'],
    [Float32Array.of(1, 2, 3, 4, NaN, 6), 'X needs finite numbers, row 1 has NaN in column 1'],
    [new Float64Array(0), 'X needs at least one example'],
  ])('refuses %o', (examples, message) => {
    expect(() => X(examples)).toThrow(new RangeError(message))
  })
})

describe('oneHot', () => {
  const Y = oneHot('Y', ['stay', 'leave', 'pause'])

  it('takes names, class numbers and probabilities, also mixed', () => {
    const expected = [
      [0, 1, 0],
      [1, 0, 0.75],
      [0, 0, 0.25],
    ]
    expect(Y(['leave', 'stay', [0, 0.75, 0.25]]).toArray()).toEqual(expected)
    expect(Y([1, 0, [0, 0.75, 0.25]]).toArray()).toEqual(expected)
    expect(Y(Uint8Array.of(2)).toArray()).toEqual([[0], [0], [1]])
  })

  it.each([
    [['stay', 'stya'], 'Y has no class `stya` (row 1); its classes are `stay`, `leave`, `pause`'],
    [[0, 3], 'Y needs a class number from 0 to 2, row 1 has 3'],
    [[0.5], 'Y needs a class number from 0 to 2, row 0 has 0.5'],
    [[NaN], 'Y needs a class number from 0 to 2, row 0 has NaN'],
    [[[1, 0]], 'Y needs 3 numbers per example, row 0 has 2'],
    [[[0.5, 0.25, 0.5]], 'Y needs rows that sum to 1, row 0 sums to 1.25'],
    [[[1.5, -0.5, 0]], 'Y needs no negative numbers, row 0 has -0.5'],
    [[[NaN, 0, 0]], 'Y needs finite numbers, row 0 has NaN in column 0'],
    [[], 'Y needs at least one example'],
  ])('refuses %o', (labels, message) => {
    expect(() => Y(labels)).toThrow(new RangeError(message))
  })

  it('lets float32 probabilities round', () => {
    expect(Y([Float32Array.of(0.1, 0.2, 0.7)]).rows).toBe(3)
  })
})

describe('binary', () => {
  const Y = binary('Y', ['other', 'cat'])

  it('is 1 for the second class', () => {
    expect(Y(['cat', 'other', 1, 0, [0.25]]).toArray()).toEqual([[1, 0, 1, 0, 0.25]])
    expect(Y(Float32Array.of(0, 1)).toArray()).toEqual([[0, 1]])
  })

  it.each([
    [['dog'], 'Y has no class `dog` (row 0); its classes are `other`, `cat`'],
    [[0, 2], 'Y needs a class number from 0 to 1, row 1 has 2'],
    [[[1.5]], 'Y needs a number from 0 to 1, row 0 has 1.5'],
    [[[1, 0]], 'Y needs 1 number per example, row 0 has 2'],
  ])('refuses %o', (labels, message) => {
    expect(() => Y(labels)).toThrow(new RangeError(message))
  })
})
