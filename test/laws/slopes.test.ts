import { describe, expect, it } from 'vitest'
import { Random } from '../../compiler/commands/proving/random.ts'
import { compareSlopes } from '../../compiler/commands/proving/slopes.ts'

/** Functions of some numbers, with their gradients. */
type Case = readonly [
  name: string,
  at: readonly number[],
  f: (x: Float64Array) => number,
  gradient: (x: Float64Array) => readonly number[],
]

function compared(
  [name, numbers, f, gradient]: Case,
  change: (slope: number, at: number) => number = (x) => x,
) {
  const at = Float64Array.from(numbers)
  const part = { name, at, gradient: Float64Array.from(gradient(at), change) }
  const found = compareSlopes(() => f(at), [part], new Random(1))
  expect([...at]).toEqual(numbers)
  return found
}

const sum = (x: Float64Array, of: (x: number, at: number) => number) =>
  x.reduce((total, each, at) => total + of(each, at), 0)
const many = Array.from({ length: 60 }, (_, at) => Math.sin(at) + 0.01)

const SMOOTH: readonly Case[] = [
  ['a square', [3], ([x]) => x! ** 2, ([x]) => [2 * x!]],
  ['a constant', [3, 4], () => 5, () => [0, 0]],
  ['what bends fast', [1], ([x]) => Math.exp(30 * x!), ([x]) => [30 * Math.exp(30 * x!)]],
  ['a flat place of a wave', [Math.PI / 2], ([x]) => Math.sin(x!), ([x]) => [Math.cos(x!)]],
  [
    'many',
    many,
    (x) => sum(x, (each, at) => Math.tanh(at * each)),
    (x) => [...x].map((each, at) => at * (1 - Math.tanh(at * each) ** 2)),
  ],
  ['a corner nearby', [1e-4, 2], ([x, y]) => Math.abs(x!) * y!, ([x, y]) => [y!, Math.abs(x!)]],
]

describe('gradients beside differences', () => {
  it.each(SMOOTH)('agree: %s', (...example) => {
    const found = compared(example)
    expect(found).toMatchObject({ wrong: [], kinks: 0, bent: [] })
    expect(found.worst).toBeLessThan(1e-7)
  })

  it('move all of few numbers, and some of many', () => {
    expect(compared(SMOOTH[1]!).directions).toBe(2)
    expect(compared(SMOOTH[4]!).directions).toBe(8)
  })

  it.each(SMOOTH)('disagree where one element is off by a little: %s', (...example) => {
    const slopes = example[3](Float64Array.from(example[1]))
    const largest = Math.max(...slopes.map(Math.abs))
    // In the middle of many no single element is looked at: the directions of all tell.
    const off = slopes.length >> 1
    const { wrong, kinks } = compared(example, (slope, at) =>
      at === off ? slope + 1e-4 * (largest > 1e-9 ? largest : 1) : slope,
    )
    expect(wrong.length).toBeGreaterThan(0)
    expect(kinks).toBe(0)
  })

  it('disagree where they are no number, and only there', () => {
    const { wrong } = compared(SMOOTH[5]!, (slope, at) => (at === 0 ? Number.NaN : slope))
    expect(wrong).toEqual([
      { name: 'a corner nearby', element: 0, claimed: Number.NaN, found: expect.closeTo(2) },
    ])
  })

  it.each<Case>([
    ['a corner', [0], ([x]) => Math.abs(x!), () => [1]],
    ['a jump', [0], ([x]) => (x! > 0 ? 1 : 0), () => [0]],
    ['an edge', [0], ([x]) => Math.sqrt(x!), () => [0]],
  ])('have nothing to agree with: %s', (...example) => {
    expect(compared(example)).toMatchObject({ directions: 1, kinks: 1, wrong: [], bent: [example[0]] })
  })
})
