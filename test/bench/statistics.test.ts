import { describe, expect, it } from 'vitest'
import { deviation, limitOf, quantile, quiet, ratio, type Sample, spread, summary } from './statistics.ts'

describe('quantile', () => {
  it('lies between two values by a straight line, in whatever order they come', () => {
    expect(quantile([40, 10, 30, 20], 0.5)).toBe(25)
    expect(quantile([10, 20, 40], 0.25)).toBe(15)
    expect(quantile([7], 0.9)).toBe(7)
  })

  it('leaves its values in their order', () => {
    const values = [3, 1, 2]
    quantile(values, 0.5)
    expect(values).toEqual([3, 1, 2])
  })
})

describe('spread', () => {
  it('is the median between the quartiles', () => {
    expect(spread([5, 1, 4, 2, 3])).toEqual({ low: 2, median: 3, high: 4 })
  })
})

describe('a probe', () => {
  const timing = (before: number, after: number) => ({ work: 40, before, after })
  const calm = Array.from({ length: 9 }, () => timing(0.4, 0.42))

  it('is disturbed where it takes longer than the quiet ones of its run, on either side of the work', () => {
    const limit = limitOf([...calm, timing(0.4, 0.8)])
    expect(quiet(timing(0.4, 0.42), limit)).toBe(true)
    expect(quiet(timing(0.4, 0.8), limit)).toBe(false)
    expect(quiet(timing(0.8, 0.4), limit)).toBe(false)
  })

  it('is measured by the quiet ones where most are disturbed', () => {
    const limit = limitOf([...calm, ...Array.from({ length: 21 }, () => timing(0.7, 0.9))])
    expect(limit).toBeCloseTo(0.46, 10)
  })
})

const sample = (round: number, perSecond: number, quiet = true): Sample => ({ round, perSecond, quiet })

describe('a summary', () => {
  it('leaves disturbed samples out', () => {
    const samples = [sample(0, 10), sample(1, 2, false), sample(2, 11), sample(3, 12)]
    expect(summary(samples)).toEqual({ low: 10.5, median: 11, high: 11.5, of: 3, disturbed: false })
  })

  it('uses all and says so where too few are left', () => {
    const samples = [sample(0, 10), sample(1, 2, false), sample(2, 6, false)]
    expect(summary(samples)).toMatchObject({ median: 6, of: 3, disturbed: true })
  })
})

describe('a ratio', () => {
  it('is of samples of one round', () => {
    const ours = [sample(0, 100), sample(1, 50), sample(2, 100), sample(3, 100)]
    const theirs = [sample(0, 10), sample(1, 5), sample(3, 10)]
    expect(ratio(ours, theirs)).toEqual({ low: 10, median: 10, high: 10, of: 3, disturbed: false })
  })

  it('leaves out rounds in which either was disturbed', () => {
    const ours = [sample(0, 100), sample(1, 900, false), sample(2, 100), sample(3, 100), sample(4, 100)]
    const theirs = [sample(0, 10), sample(1, 10), sample(2, 1, false), sample(3, 10), sample(4, 10)]
    expect(ratio(ours, theirs)).toMatchObject({ low: 10, high: 10, of: 3, disturbed: false })
  })
})

describe('deviation', () => {
  it('is relative to what was wanted, and never hides what is no number', () => {
    expect(deviation([2.02, 5], [2, 5])).toBeCloseTo(0.01, 10)
    expect(deviation([0.0011], [0.001])).toBeCloseTo(0.1, 10)
    expect(deviation([Number.NaN, 1], [1, 1])).toBe(Number.POSITIVE_INFINITY)
    expect(deviation([1], [1, 1])).toBe(Number.POSITIVE_INFINITY)
  })
})
