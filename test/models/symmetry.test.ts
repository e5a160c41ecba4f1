import type { Matrix } from 'loopless/runtime'
import { describe, expect, it } from 'vitest'
import * as symmetry from '../../generated/symmetry.ts'
import * as xor from '../../generated/xor.ts'

const examples = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
]
const labels = ['same', 'different', 'different', 'different']

/** How many hidden units are unlike each other: rows of W1 with their columns of W2. */
function differentUnits({ W1, b1, W2 }: { W1: Matrix; b1: Matrix; W2: Matrix }): number {
  const units = W1.toArray().map((row, unit) => [...row, b1.at(unit, 0), W2.at(0, unit)])
  return new Set(units.map(String)).size
}

describe('hidden units', () => {
  it('of symmetry stay equal from zeros, and W1 never moves', async () => {
    const net = await symmetry.create({ batch: 4, seed: 1 })
    for (let step = 0; step < 1000; step++) net.step(symmetry.X(examples), symmetry.Y(labels))
    expect(differentUnits(net)).toBe(1)
    expect(net.W1.toArray().flat()).toEqual([0, 0, 0, 0, 0, 0])
    expect(net.b2.value).not.toBe(0)
  })

  it('stay equal from any equal weights, whichever those are, though all of them move', async () => {
    const net = await symmetry.create({ batch: 4, seed: 1 })
    net.W1.data.fill(0.5)
    net.W2.data.fill(0.25)
    const moved = new Set<number>()
    for (let step = 0; step < 1000; step++) {
      net.step(symmetry.X(examples), symmetry.Y(labels))
      expect(differentUnits(net)).toBe(1)
      moved.add(net.W1.at(0, 0))
    }
    expect(moved.size).toBeGreaterThan(900)
  })

  it('of xor are drawn at random and stay different', async () => {
    const net = await xor.create({ batch: 4, seed: 1 })
    for (let step = 0; step < 1000; step++) {
      expect(differentUnits(net)).toBe(4)
      net.step(xor.X(examples), xor.Y([0, 1, 1, 0]))
    }
  })
})
