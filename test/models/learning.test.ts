import { describe, expect, it } from 'vitest'
import * as breastCancer from '../../generated/breast-cancer.ts'
import * as digits from '../../generated/digits.ts'
import * as iris from '../../generated/iris.ts'
import * as planar from '../../generated/planar.ts'
import * as xor from '../../generated/xor.ts'
import { trained } from '../support/trained.ts'

describe('by nothing but its spec', () => {
  it('xor learns exclusive or', async () => {
    const { net, accuracy } = await trained('xor', xor)
    expect(accuracy).toBe(1)
    const corners = [
      [0, 0],
      [0, 1],
      [1, 0],
      [1, 1],
    ]
    expect(net.classify(xor.X(corners))).toEqual(['same', 'different', 'different', 'same'])
    expect(net.evaluate(xor.X(corners), xor.Y([0, 1, 1, 0])).loss).toBeLessThan(0.01)
  })

  it('planar learns nine points in ten of the flower', { timeout: 60_000 }, async () => {
    const { accuracy } = await trained('planar', planar)
    expect(accuracy).toBeGreaterThanOrEqual(0.9)
  })

  it('iris tells at least 28 of 30 held-out flowers', async () => {
    const { accuracy, test } = await trained('iris', iris)
    expect(test['X']?.columns).toBe(30)
    expect(accuracy).toBeGreaterThan(27.5 / 30)
  })

  it('breast-cancer is right in 96 of 100 held-out cases', async () => {
    const { accuracy, test } = await trained('breast-cancer', breastCancer)
    expect(test['X']?.columns).toBe(114)
    expect(accuracy).toBeGreaterThanOrEqual(0.96)
  })

  it('digits reads 97 of 100 held-out digits after less than 30 seconds', { timeout: 120_000 }, async () => {
    const { accuracy, test, seconds } = await trained('digits', digits)
    expect(test['X']?.columns).toBe(359)
    expect(accuracy).toBeGreaterThanOrEqual(0.97)
    expect(seconds).toBeLessThan(30)
  })
})
