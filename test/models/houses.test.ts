import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import * as houses from '../../generated/houses.ts'
import { trained } from '../support/trained.ts'

it('houses finds the line of least squares, by nothing but its spec', async () => {
  const { net } = await trained('houses', houses)
  const { slope, intercept } = leastSquares()
  const [deviation, mean] = [net.standardize_deviation.value, net.standardize_mean.value]
  const found = net.W1.value / deviation
  expect(Math.abs(found / slope - 1)).toBeLessThan(1e-9)
  expect(Math.abs((net.b1.value - found * mean) / intercept - 1)).toBeLessThan(1e-9)
  for (const size of [48, 100, 160])
    expect(Math.abs(net.predictOne([size])[0]! / (slope * size + intercept) - 1)).toBeLessThan(1e-9)
})

/** By the normal equations. All numbers are whole and small, so that every sum and product is exact. */
function leastSquares(): { readonly slope: number; readonly intercept: number } {
  const [, ...lines] = readFileSync('specs/data/houses.csv', 'utf8').trim().split('\n')
  const rows = lines.map((line) => line.split(',').map(Number) as [number, number])
  const sum = (of: (x: number, y: number) => number) => rows.reduce((total, [x, y]) => total + of(x, y), 0)
  const n = rows.length
  const [x, y, xx, xy] = [sum((x) => x), sum((_, y) => y), sum((x) => x * x), sum((x, y) => x * y)]
  const determinant = n * xx - x * x
  expect([x, y, xx, xy, determinant].every(Number.isSafeInteger)).toBe(true)
  return { slope: (n * xy - x * y) / determinant, intercept: (xx * y - x * xy) / determinant }
}
