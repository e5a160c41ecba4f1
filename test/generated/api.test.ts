import { readFileSync } from 'node:fs'
import { Matrix, WeightsError } from 'loopless/runtime'
import { float64 } from 'loopless/runtime/float64'
import { describe, expect, it } from 'vitest'
import * as digits from '../../generated/digits.ts'
import * as houses from '../../generated/houses.ts'
import * as iris from '../../generated/iris.ts'
import * as planar from '../../generated/planar.ts'
import { bundle } from '../support/bundle.ts'
import { generated } from '../support/generate.ts'

// Different values in every example, classes in turn.
const pictures = (count: number) =>
  Array.from({ length: count }, (_, i) => Array.from({ length: 64 }, (_, j) => (7 * i + 3 * j * j) % 17))
const classes = (count: number) => Array.from({ length: count }, (_, i) => (i * i) % 10)
const X = digits.X(pictures(7))
const Y = digits.Y(classes(7))

/** Parameters, means and state, to the last bit. */
const everything = (net: digits.Digits) => Buffer.from(net.save({ optimizer: true })).toString('base64')

async function prepared(batch: number, seed = 3): Promise<digits.Digits> {
  const net = await digits.create({ batch, seed })
  net.prepare(X)
  return net
}

describe('a batch smaller than the memory', () => {
  it('trains as in memory of its own size, bit by bit', async () => {
    const [exact, large] = [await prepared(7), await prepared(33)]
    for (let step = 0; step < 5; step++) expect(large.step(X, Y)).toBe(exact.step(X, Y))
    expect(everything(large)).toEqual(everything(exact))
    expect(large.predict(X).toArray()).toEqual(exact.predict(X).toArray())
    expect(large.evaluate(X, Y)).toEqual(exact.evaluate(X, Y))
    const gradients = ({ gradients }: digits.Digits) =>
      Object.entries(gradients).map(([name, gradient]) => [name, gradient.toArray()])
    expect(gradients(large)).toEqual(gradients(exact))
  })

  it('may come between larger ones', async () => {
    const [steady, changing] = [await prepared(7), await prepared(7)]
    changing.forward(digits.X(pictures(2)), digits.Y(classes(2)))
    changing.predict(digits.X(pictures(3)))
    expect(changing.step(X, Y)).toBe(steady.step(X, Y))
    expect(everything(changing)).toEqual(everything(steady))
  })
})

describe('a net refuses', () => {
  it('more columns than it was made for, wherever they come in', async () => {
    const net = await prepared(6)
    const before = everything(net)
    const message = '7 columns are too many: this `digits` was made for at most 6 (create it with batch: 7)'
    for (const call of [
      () => net.forward(X, Y),
      () => net.step(X, Y),
      () => net.predict(X),
      () => net.classify(X),
      () => net.evaluate(X, Y),
    ])
      expect(call).toThrow(new RangeError(message))
    expect(everything(net)).toEqual(before)
  })

  it('different numbers of columns', async () => {
    const net = await prepared(7)
    const six = digits.Y(classes(6))
    const message = '`Y` of `digits` has 7 columns in this call, the argument has 6'
    for (const call of [() => net.forward(X, six), () => net.step(X, six), () => net.evaluate(X, six)])
      expect(call).toThrow(new RangeError(message))
  })

  it('a matrix of another height that a cast has let through', async () => {
    const net = await prepared(7)
    expect(() => net.forward(Y as Matrix as typeof X, Y)).toThrow(
      '`X` of `digits` has 64 rows, the argument has 10',
    )
    expect(() => net.forward(X, X as Matrix as typeof Y)).toThrow(
      '`Y` of `digits` has 10 rows, the argument has 64',
    )
  })

  it('examples of another length', () => {
    expect(() => digits.X([...pictures(2), [1, 2]])).toThrow('X needs 64 numbers per example, row 2 has 2')
    expect(() => digits.Y([3, 10])).toThrow('Y needs a class number from 0 to 9, row 1 has 10')
    expect(() => iris.Y(['setosa', 'rosa'])).toThrow('Y has no class `rosa` (row 1)')
  })
})

describe('save and load', () => {
  it('continue training with the same bits', async () => {
    const net = await prepared(7)
    for (let step = 0; step < 4; step++) net.step(X, Y)
    const other = await digits.create({ batch: 9, seed: 99 })
    other.load(net.save({ optimizer: true }))
    expect([other.stepNumber, other.seed, other.prepared]).toEqual([5, 3, true])
    for (let step = 0; step < 4; step++) expect(other.step(X, Y)).toBe(net.step(X, Y))
    expect(everything(other)).toEqual(everything(net))
  })

  it('need the optimizer for that', async () => {
    const net = await prepared(7)
    for (let step = 0; step < 4; step++) net.step(X, Y)
    const other = await digits.create({ batch: 7, seed: 3 })
    other.load(net.save())
    expect(other.parameters.W1.toArray()).toEqual(net.parameters.W1.toArray())
    for (let step = 0; step < 2; step++) [net.step(X, Y), other.step(X, Y)]
    expect(other.parameters.W1.toArray()).not.toEqual(net.parameters.W1.toArray())
  })

  it('refuse another architecture and name every mismatch', async () => {
    const net = await prepared(7)
    const before = everything(net)
    const other = await iris.create({ batch: 1 })
    let error: unknown
    try {
      net.load(other.save())
    } catch (thrown) {
      error = thrown
    }
    expect(error).toBeInstanceOf(WeightsError)
    const { mismatches } = error as WeightsError
    expect(mismatches[0]).toMatch(
      /^the file is of another architecture: `iris` with digest \w{16}, not \w{16}$/,
    )
    const named = mismatches.slice(1).map((mismatch) => /^`(\w+)`/.exec(mismatch)?.[1])
    expect(named.toSorted()).toEqual(
      ['W1', 'W2', 'W3', 'b1', 'b2', 'b3', 'standardize_deviation', 'standardize_mean'].toSorted(),
    )
    expect(everything(net)).toEqual(before)
    await expect(digits.predictor(other.save())).rejects.toThrow(WeightsError)
  })

  it('keep double precision', async () => {
    const net = await houses.create({ batch: 2, seed: 1 })
    net.W1.data[0] = 0.1
    const other = await houses.create({ batch: 2, seed: 2 })
    other.load(net.save())
    expect(other.W1.value).toBe(0.1)
  })
})

describe('a predictor', () => {
  it('agrees with the net that saved its parameters', async () => {
    const net = await prepared(7)
    for (let step = 0; step < 30; step++) net.step(X, Y)
    const predictor = await digits.predictor(net.save(), { batch: 7 })
    expect(predictor.predict(X).toArray()).toEqual(net.predict(X).toArray())
    expect(predictor.classify(X)).toEqual(net.classify(X))
    expect(predictor.evaluate(X, Y)).toEqual(net.evaluate(X, Y))
    for (const [i, picture] of pictures(7).entries()) {
      const column = net
        .predict(X)
        .toArray()
        .map((row) => row[i]!)
      expect([...predictor.predictOne(picture)]).toEqual(column)
      expect([...net.predictOne(picture)]).toEqual(column)
    }
    expect(new Set(predictor.classify(X)).size).toBeGreaterThan(2)
  })

  it('gives probabilities that sum to 1, and names the largest', async () => {
    const net = await prepared(7)
    for (let step = 0; step < 30; step++) net.step(X, Y)
    const rows = net.predict(X).toArray()
    for (const [i, name] of net.classify(X).entries()) {
      const column = rows.map((row) => row[i]!)
      expect(column.reduce((sum, p) => sum + p)).toBeCloseTo(1, 6)
      expect(column.indexOf(Math.max(...column))).toBe(Number(name))
    }
  })

  it('measures what training measures', async () => {
    const net = await planar.create({ batch: 5, seed: 1, precision: float64 })
    const [points, colors] = [
      planar.X([
        [1, 2],
        [0, -1],
        [3, 0.5],
        [-2, -2],
        [0.5, 0],
      ]),
      planar.Y(['red', 'blue', 'blue', 'red', 'red']),
    ]
    expect(net.evaluate(points, colors).loss).toBeCloseTo(net.forward(points, colors), 14)
  })

  it('does not drop out', async () => {
    const net = await prepared(7)
    expect(net.predict(X).toArray()).toEqual(net.predict(X).toArray())
    const once = net.forward(X, Y)
    net.stepNumber += 1
    expect(net.forward(X, Y)).not.toBe(once)
  })
})

describe('two nets', () => {
  it('share no memory', async () => {
    const [one, two] = [await prepared(7), await prepared(7)]
    expect(one.W1.data.buffer).not.toBe(two.W1.data.buffer)
    const before = everything(two)
    for (let step = 0; step < 3; step++) one.step(X, Y)
    one.predict(X)
    expect(everything(two)).toEqual(before)
    expect(one.W1.toArray()).not.toEqual(two.W1.toArray())
  })

  it('nor does a predictor of a net with memory of its own', async () => {
    const net = await prepared(7)
    const predictor = await digits.predictor(net.save(), { batch: 7 })
    const before = predictor.predict(X).toArray()
    net.step(X, Y)
    expect(predictor.predict(X).toArray()).toEqual(before)
    expect(net.predict(X).toArray()).not.toEqual(before)
  })

  it('take turns without disturbing each other', async () => {
    const alone = await prepared(7)
    const [one, two] = [await prepared(7), await prepared(7, 4)]
    for (let step = 0; step < 4; step++) {
      const loss = one.forward(X, Y)
      two.step(digits.X(pictures(3)), digits.Y(classes(3)))
      one.backward()
      two.predict(X)
      one.update()
      expect(loss).toBe(alone.step(X, Y))
    }
    expect(everything(one)).toEqual(everything(alone))
  })
})

describe('values', () => {
  it('are none where the spec keeps none', async () => {
    expect(Object.keys((await prepared(7)).values)).toEqual([])
  })

  it('are what the spec keeps, and stay what they were after forward', async () => {
    const spec = readFileSync('specs/models/planar.yaml', 'utf8').replace('loss:', 'keep: [Z1, A2]\nloss:')
    const text = await generated('specs/models/planar.yaml', spec)
    expect(text).toContain('readonly values: { readonly Z1: Matrix<4, M>; readonly A2: Matrix<1, M> }')
    const script = await bundle({ 'main.ts': "export * from './planar.ts'", 'planar.ts': text })
    const kept: typeof planar = await import(`data:text/javascript,${encodeURIComponent(script)}`)
    const net = await kept.create({ batch: 3, seed: 1 })
    net.forward(kept.X(corners), kept.Y([0, 1, 1]))
    expect(Object.keys(net.values)).toEqual(['Z1', 'A2'])
    const { Z1, A2 } = net.values as Readonly<Record<string, Matrix>>
    for (const [c, corner] of corners.entries())
      for (const [r, [w1, w2]] of net.W1.toArray().entries())
        expect(Z1!.at(r, c)).toBeCloseTo(w1! * corner[0]! + w2! * corner[1]! + net.b1.at(r, 0), 8)
    const before = [Z1!.toArray(), A2!.toArray()]
    net.backward()
    expect([Z1!.toArray(), A2!.toArray()]).toEqual(before)
    expect(A2!.toArray()).toEqual(net.predict(kept.X(corners)).toArray())
  })
})

const corners = [
  [1, 2],
  [-3, 0.5],
  [0.25, -1],
]

describe('data', () => {
  it('may be rows, flat arrays of any kind, and matrices', async () => {
    const net = await prepared(7)
    const expected = net.predict(X).toArray()
    const flat = pictures(7).flat()
    for (const data of [Float32Array.from(flat), Uint8Array.from(flat), Float64Array.from(flat)])
      expect(net.predict(digits.X(data)).toArray()).toEqual(expected)
    expect(net.predict(Matrix.of(64, 7, X.data)).toArray()).toEqual(expected)
  })

  it("may be the net's own matrices, without a copy", async () => {
    const [own, given] = [await prepared(7), await prepared(7)]
    own.X.data.set(X.data)
    own.Y.data.set(Y.data)
    expect(own.step(own.X, own.Y)).toBe(given.step(X, Y))
    expect(everything(own)).toEqual(everything(given))
  })
})
