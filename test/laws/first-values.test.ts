import { describe, expect, it } from 'vitest'
import { float32 } from '../../runtime/float32.ts'
import { float64 } from '../../runtime/float64.ts'
import type { Precision } from '../../runtime/precision.ts'
import { Matrix } from '../../runtime/tensor.ts'
import { compiled } from '../support/compiled.ts'
import { referenceBenches } from '../support/kernels.ts'
import { loaded } from '../support/loaded.ts'
import { libraryWords } from '../support/words.ts'

/** W of a dense layer with `units` rows and `rows` columns, filled by an initializer. */
async function filled(initializer: string, units: number, rows: number, precision: Precision = float64) {
  const text = `
loopless: 1
network: first
inputs: { X: [${rows}, m] }
targets: { Y: [${units}, m] }
layers:
  - dense: { units: ${units}, weights: ${initializer} }
loss: squared-error
`
  const net = await (await loaded(compiled(text.trimStart()))).create({ batch: 1, seed: 2, precision })
  return net.parameters['W1']!.copy()
}

function moments(data: ArrayLike<number>) {
  const list = Array.from(data)
  const mean = list.reduce((sum, x) => sum + x, 0) / list.length
  const deviation = Math.sqrt(list.reduce((sum, x) => sum + (x - mean) ** 2, 0) / list.length)
  return { mean, deviation, low: Math.min(...list), high: Math.max(...list) }
}

const [UNITS, ROWS] = [90, 160]
/** A normal distribution cut at two deviations keeps this of its deviation: √(1 − 2·2φ(2)/(2Φ(2) − 1)). */
const CUT = 0.8796256610342398

/** What each makes of 90 rows and 160 columns: deviation, and ends that are never passed and nearly reached. */
const DISTRIBUTIONS: Readonly<
  Record<string, readonly [use: string, mean: number, deviation: number, ends?: readonly [number, number]]>
> = {
  zeros: ['zeros', 0, 0, [0, 0]],
  ones: ['ones', 1, 0, [1, 1]],
  constant: ['{ constant: -0.25 }', -0.25, 0, [-0.25, -0.25]],
  uniform: ['{ uniform: { low: -1, high: 3 } }', 1, 4 / Math.sqrt(12), [-1, 3]],
  normal: ['{ normal: 0.2 }', 0, 0.2],
  'truncated-normal': ['{ truncated-normal: { deviation: 0.5 } }', 0, 0.5 * CUT, [-1, 1]],
  'glorot-uniform': ['glorot-uniform', 0, Math.sqrt(2 / 250), [-Math.sqrt(6 / 250), Math.sqrt(6 / 250)]],
  'glorot-normal': ['glorot-normal', 0, Math.sqrt(2 / 250)],
  'he-uniform': ['he-uniform', 0, Math.sqrt(2 / 160), [-Math.sqrt(6 / 160), Math.sqrt(6 / 160)]],
  'he-normal': ['he-normal', 0, Math.sqrt(2 / 160)],
  'lecun-uniform': ['lecun-uniform', 0, Math.sqrt(1 / 160), [-Math.sqrt(3 / 160), Math.sqrt(3 / 160)]],
  'lecun-normal': ['lecun-normal', 0, Math.sqrt(1 / 160)],
  orthogonal: ['{ orthogonal: { gain: 2 } }', 0, 2 / Math.sqrt(160)],
  identity: ['{ identity: { gain: 3 } }', 3 / 160, Math.sqrt((9 * 90) / (90 * 160) - (3 / 160) ** 2), [0, 3]],
}

describe.each(libraryWords.filter(({ kind }) => kind === 'initializer'))('$name', ({ name }) => {
  it.each([float32, float64])('is distributed as it says in $name', async (precision) => {
    const known = DISTRIBUTIONS[name]
    if (!known) throw new Error(`this test does not know what ${name} makes`)
    const [use, mean, deviation, ends] = known
    const found = moments((await filled(use, UNITS, ROWS, precision)).data)
    // Four deviations of the mean, and of the deviation, of 14400 numbers.
    expect(Math.abs(found.mean - mean)).toBeLessThanOrEqual(deviation / 30 + 1e-7)
    expect(Math.abs(found.deviation - deviation)).toBeLessThanOrEqual(deviation / 30 + 1e-7)
    const [low, high] = ends ?? [-Infinity, Infinity]
    const rounding = 1e-6 * Math.max(1, Math.abs(high))
    expect(found.low).toBeGreaterThanOrEqual(low - rounding)
    expect(found.high).toBeLessThanOrEqual(high + rounding)
    if (ends) expect(found.high - found.low).toBeGreaterThan(0.97 * (high - low) - 1e-7)
  })
})

describe('orthogonal', () => {
  it.each([
    [5, 3],
    [3, 5],
    [4, 4],
    [1, 6],
    [6, 1],
    [40, 70],
  ])('makes %d rows and %d columns of length gain, at right angles', async (units, rows) => {
    const W = await filled('{ orthogonal: { gain: 0.5 } }', units, rows)
    const at = (i: number, j: number) => W.data[i * W.stride + j]!
    const [count, length] = [Math.min(units, rows), Math.max(units, rows)]
    const line = (i: number, j: number) => (units >= rows ? at(j, i) : at(i, j))
    for (let p = 0; p < count; p++)
      for (let q = 0; q <= p; q++) {
        let dot = 0
        for (let j = 0; j < length; j++) dot += line(p, j) * line(q, j)
        expect(dot).toBeCloseTo(p === q ? 0.25 : 0, 13)
      }
  })

  it('turns as often one way as the other', async () => {
    // The first element of a random direction is as often positive as negative, once signs are fixed.
    const W = await filled('orthogonal', 60, 60)
    const positive = Array.from({ length: 60 }, (_, i) => W.data[i * W.stride + i]!).filter((x) => x > 0)
    expect(positive.length).toBeGreaterThan(15)
    expect(positive.length).toBeLessThan(45)
  })
})

it('orthonormal keeps each column on its own side, in the span of those before it', () => {
  const { kernels } = referenceBenches[1]!
  const X = Matrix.of(4, 3, [2, 1, 0, -1, 3, 0, 0.5, 1, 0, 4, -2, 0])
  const Q = Matrix.of(4, 3, new Float64Array(12))
  kernels.orthonormal(Q, X)
  const column = (M: Matrix, j: number) => [0, 1, 2, 3].map((i) => M.data[i * M.stride + j]!)
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i]!, 0)
  // R = Qᵀ·X is upper triangular, and not negative on its diagonal; of a column of zeros it has a zero there.
  for (let i = 0; i < 3; i++)
    for (let j = 0; j < 3; j++) {
      const r = dot(column(Q, i), column(X, j))
      if (j < i) expect(r).toBeCloseTo(0, 14)
      if (j === i) expect(r).toBeGreaterThanOrEqual(j === 2 ? 0 : 0.1)
      expect(dot(column(Q, i), column(Q, j))).toBeCloseTo(i === j ? 1 : 0, 14)
    }
})

it('identity is 1 on the diagonal of matrices that are not square', async () => {
  expect(Array.from((await filled('identity', 2, 3)).data)).toEqual([1, 0, 0, 0, 1, 0])
  expect(Array.from((await filled('identity', 3, 2)).data)).toEqual([1, 0, 0, 1, 0, 0])
})

describe('a preparing layer', () => {
  const fitted = [
    [1, 2, 3, 6],
    [-4, 0, 2, 1],
    [7, 7, 7, 7],
  ]
  const prepared = async (layer: string, rows: readonly (readonly number[])[] = fitted) => {
    const text = `
loopless: 1
network: ready
precision: float64
inputs: { X: [${rows.length}, m] }
targets: { Y: [1, m] }
layers:
  - ${layer}
  - dense: 1
loss: squared-error
keep: [${layer.split(':')[0]!.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())}_out]
training: { optimizer: gradient-descent, batch: 4, epochs: 1 }
`
    const net = await (await loaded(compiled(text.trimStart()))).create({ batch: 4, precision: float64 })
    const X = Matrix.of(rows.length, 4, rows.flat())
    net.prepare(X)
    net.forward(X, Matrix.of(1, 4, [0, 0, 0, 0]))
    const [out] = Object.values(net.values)
    return Array.from({ length: out!.rows }, (_, i) => Array.from(out!.copy().data.slice(4 * i, 4 * i + 4)))
  }

  it('min-max spreads rows from low to high, and a constant row is low', async () => {
    expect(await prepared('min-max: { low: -1, high: 1 }')).toEqual([
      [-1, -0.6, -0.19999999999999996, 1],
      [-1, expect.closeTo(1 / 3, 14), 1, expect.closeTo(2 / 3, 14)],
      [-1, -1, -1, -1],
    ])
  })

  it('max-abs divides by the largest size, and leaves a row of zeros', async () => {
    expect(await prepared('max-abs', [...fitted.slice(0, 2), [0, 0, 0, 0]])).toEqual([
      [1 / 6, 1 / 3, 0.5, 1],
      [-1, 0, 0.5, 0.25],
      [0, 0, 0, 0],
    ])
  })

  it('scale, clip and one-hot do what they say, with nothing fitted', async () => {
    expect(await prepared('scale: { by: 0.5, offset: 1 }', [[1, 2, 3, 6]])).toEqual([[1.5, 2, 2.5, 4]])
    expect(await prepared('clip: { low: -1, high: 1.5 }', [[-4, 0, 2, 1]])).toEqual([[-1, 0, 1.5, 1]])
    expect(await prepared('one-hot: 3', [[2, 0, 7, 1]])).toEqual([
      [0, 1, 0, 0],
      [0, 0, 0, 1],
      [1, 0, 0, 0],
    ])
  })
})
