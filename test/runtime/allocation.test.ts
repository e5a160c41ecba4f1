import { expect, it } from 'vitest'
import * as xor from './support/xor.ts'

// Alone in its file, and so in its process: where both precisions run, the engine puts some numbers on the heap.

it('a step allocates nothing', async () => {
  const net = await xor.create({ batch: 4, seed: 1 })
  const X = xor.X([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ])
  const Y = xor.Y([0, 1, 1, 0])
  const bytesPerStep = () => {
    const before = process.memoryUsage().heapUsed
    for (let i = 0; i < 10_000; i++) net.step(X, Y)
    return (process.memoryUsage().heapUsed - before) / 10_000
  }
  const trials = Array.from({ length: 9 }, bytesPerStep).sort((a, b) => a - b)
  expect(trials[4]).toBeLessThan(4)
})
