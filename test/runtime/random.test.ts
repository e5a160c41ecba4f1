import { describe, expect, it } from 'vitest'
import { threefry } from '../../runtime/random.ts'
import { shuffle } from '../../runtime/shuffle.ts'
import { uniform24, uniform53 } from '../../runtime/uniform.ts'
import { benches } from '../support/kernels.ts'

describe('threefry', () => {
  // Known answers for threefry2x32 with 20 rounds, from the authors' Random123 (kat_vectors).
  it.each([
    [
      [0, 0],
      [0, 0],
      [0x6b200159, 0x99ba4efe],
    ],
    [
      [0xffffffff, 0xffffffff],
      [0xffffffff, 0xffffffff],
      [0x1cb996fc, 0xbb002be7],
    ],
    [
      [0x13198a2e, 0x03707344],
      [0x243f6a88, 0x85a308d3],
      [0xc4923a9c, 0x483df7a0],
    ],
  ] as const)('under key %o mixes %o into %o', (key, counter, answer) => {
    const words = new Uint32Array(2)
    threefry(key[0], key[1], counter[0], counter[1], words)
    expect([...words]).toEqual(answer)
  })
})

describe('uniform numbers', () => {
  it('lie in [0, 1)', () => {
    expect(uniform53(0, 0)).toBe(0)
    expect(uniform53(0xffffffff, 0xffffffff)).toBe(1 - 2 ** -53)
    expect(uniform24(0)).toBe(0)
    expect(uniform24(0xffffffff)).toBe(1 - 2 ** -24)
  })

  it('in float32 are those of float64, cut off', () => {
    expect(uniform24(0x9e3779b9)).toBe(Math.floor(uniform53(0x9e3779b9, 0x7f4a7c15) * 2 ** 24) / 2 ** 24)
  })
})

describe.each(benches)('draws of $name kernels', ({ matrix, kernels }) => {
  const { uniform, normal } = kernels

  it('depend on the place and not on the width of the batch', () => {
    const wide = matrix(3, 5)
    const narrow = matrix(3, 2, 7)
    normal(wide, 1, 0, 1, 2, 3)
    normal(narrow, 1, 0, 1, 2, 3)
    expect(narrow.toArray()).toEqual(wide.toArray().map((row) => row.slice(0, 2)))
  })

  it('differ by seed, step and stream', () => {
    const drawn = [
      [1, 2, 3],
      [9, 2, 3],
      [1, 9, 3],
      [1, 2, 9],
    ].map(([seed, step, stream]) => {
      const y = matrix(1, 1)
      uniform(y, 1, 0, seed!, step!, stream!)
      return y.value
    })
    expect(new Set(drawn).size).toBe(4)
  })

  it('have the moments of their distribution', () => {
    const n = 40_000
    const y = matrix(200, 200)
    const moment = (k: number) => Array.from(y.data).reduce((sum, x) => sum + x ** k, 0) / n
    uniform(y, 2, -1, 7, 0, 0)
    expect(Math.min(...y.data)).toBeGreaterThanOrEqual(-1)
    expect(Math.max(...y.data)).toBeLessThan(1)
    expect(Math.abs(moment(1))).toBeLessThan(0.01)
    expect(moment(2)).toBeCloseTo(1 / 3, 2)
    normal(y, 1, 0, 7, 0, 0)
    expect(Math.abs(moment(1))).toBeLessThan(0.02)
    expect(Math.abs(moment(2) - 1)).toBeLessThan(0.03)
    expect(Math.abs(moment(3))).toBeLessThan(0.1)
    expect(Math.abs(moment(4) - 3)).toBeLessThan(0.2)
  })
})

describe('shuffle', () => {
  const shuffled = (n: number, seed: number, epoch: number) => {
    const order = new Uint32Array(n)
    shuffle(order, seed, epoch)
    return [...order]
  }

  it('is a permutation', () => {
    expect(shuffled(100, 1, 1).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 100 }, (_, i) => i))
  })

  it('depends on seed and epoch, and on nothing before', () => {
    expect(shuffled(20, 1, 1)).toEqual(shuffled(20, 1, 1))
    expect(shuffled(20, 1, 1)).not.toEqual(shuffled(20, 1, 2))
    expect(shuffled(20, 1, 1)).not.toEqual(shuffled(20, 2, 1))
  })

  it('finds all orders of three equally often', () => {
    const counts = new Map<string, number>()
    for (let epoch = 0; epoch < 6000; epoch++) {
      const order = shuffled(3, 5, epoch).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(120)
  })
})
