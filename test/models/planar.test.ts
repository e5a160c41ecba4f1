import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import * as planar from '../../generated/planar.ts'
import { float64 } from '../../runtime/float64.ts'

const data = (name: string) => new URL(`../../specs/data/${name}`, import.meta.url)

describe('planar', () => {
  it('follows the published costs from the published parameters', { timeout: 120_000 }, async () => {
    const [, ...rows] = readFileSync(data('planar.csv'), 'utf8')
      .trim()
      .split('\n')
      .map((line) => line.split(',').map(Number))
    const net = await planar.create({ batch: rows.length, precision: float64 })
    net.load(readFileSync(data('planar-init.safetensors')))
    const X = planar.X(rows.map(([x1, x2]) => [x1!, x2!]))
    const Y = planar.Y(rows.map(([, , color]) => color!))
    const published: Record<string, number> = {
      0: 0.693048,
      1000: 0.288083,
      2000: 0.254385,
      3000: 0.233864,
      4000: 0.226792,
      5000: 0.222644,
      6000: 0.219731,
      7000: 0.217504,
    }
    const costs: Record<string, number> = {}
    for (let iteration = 0; iteration <= 7000; iteration++) {
      const J = net.step(X, Y)
      if (iteration % 1000 === 0) costs[iteration] = Number(J.toFixed(6))
    }
    expect(costs).toEqual(published)
  })
})
