import { expect, it } from 'vitest'
import { LANES, OPERATIONS, RESULT, SPLAT, TERMS, tiles } from './tile.ts'
import { type Share, type Shares, tileTable } from './tiles.ts'

const HEIGHT = 4
const WIDTH = 8

it('tiles are products of four rows by two vectors', async () => {
  const { memory, registers, cached } = await tiles(false)
  const view = (at: number, length: number) => new Float32Array(memory.buffer, at, length)
  const [rows, lanes] = [view(SPLAT, HEIGHT * TERMS), view(LANES, WIDTH * TERMS)]
  // Small whole numbers: no sum is rounded.
  for (let i = 0; i < rows.length; i++) rows[i] = (i * 7) % 5
  for (let i = 0; i < lanes.length; i++) lanes[i] = (i * 11) % 13
  const product = (
    terms: number,
    lane: (k: number, l: number) => number,
    row: (k: number, r: number) => number,
  ) =>
    Array.from({ length: HEIGHT * WIDTH }, (_, i) => {
      let sum = 0
      for (let k = 0; k < terms; k++) sum += row(k, Math.floor(i / WIDTH)) * lane(k, i % WIDTH)
      return sum
    })

  cached()
  const packed = product(
    TERMS,
    (k, l) => lanes[WIDTH * k + l]!,
    (k, r) => rows[HEIGHT * k + r]!,
  )
  expect(Array.from(view(RESULT, HEIGHT * WIDTH))).toEqual(packed)

  registers()
  const turning = product(
    TERMS,
    (k, l) => lanes[(l + 4 * (k % 2)) % WIDTH]!,
    (_, r) => rows[r]!,
  )
  expect(Array.from(view(RESULT, HEIGHT * WIDTH))).toEqual(turning)
  expect(OPERATIONS).toBe(2 * TERMS * HEIGHT * WIDTH)
})

it('shares are written beside what they are of', () => {
  const share = (gigaflops: number): Share => ({ gigaflops, share: gigaflops / 50 })
  const shares: Shares = {
    engine: 'simd',
    node: 'v0.1.2',
    rounds: 7,
    registers: share(50),
    cached: share(40),
    layers: [
      {
        units: 3,
        inputs: 5,
        batch: 2,
        forward: share(30),
        weightGradient: share(20.04),
        inputGradient: share(9.5),
      },
    ],
  }
  expect(tileTable(shares)).toBe(
    [
      'simd, Node v0.1.2, medians of 7 rounds',
      'GFLOP/s, of registers only                          W·X         dZ·Xᵀ        Wᵀ·dZ',
      '4 × 8 tile in registers                            50.0  100 %',
      'the same, packed factors in the first-level cache  40.0   80 %',
      'W 3 × 5, X 5 × 2                                   30.0   60 %   20.0  40 %   9.50  19 %',
    ].join('\n'),
  )
  expect(tileTable('relaxed: not installed')).toBe('relaxed: not installed')
})
