import { Arena, float32, type Model, open } from 'loopless/runtime'
import { float64 } from 'loopless/runtime/float64'
import { describe, expect, it } from 'vitest'
import * as centre from './support/centre.ts'
import { numbers } from './support/numbers.ts'
import * as xor from './support/xor.ts'

const X = xor.X([
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
])
const Y = xor.Y([0, 1, 1, 0])
const threeX = xor.X([
  [0, 1],
  [1, 0],
  [1, 1],
])
const threeY = xor.Y([1, 1, 0])

describe('a net', () => {
  it('has the slopes that differences have', async () => {
    const net = await xor.create({ batch: 4, seed: 3, precision: float64 })
    const next = numbers(1)
    for (let i = 0; i < 17; i++) net.blocks.parameters.data[i] = 2 * next() - 1
    net.forward(X, Y)
    net.backward()
    const slopes = net.blocks.gradients.copy().data
    for (let i = 0; i < 17; i++) {
      const parameters = net.blocks.parameters.data
      const value = parameters[i]!
      parameters[i] = value + 1e-5
      const above = net.forward(X, Y)
      parameters[i] = value - 1e-5
      const below = net.forward(X, Y)
      parameters[i] = value
      expect(slopes[i]).toBeCloseTo((above - below) / 2e-5, 8)
    }
  })

  it('works alike however much memory it has', async () => {
    const exact = await xor.create({ batch: 3, seed: 1 })
    const large = await xor.create({ batch: 64, seed: 1 })
    for (let i = 0; i < 5; i++) expect(large.step(threeX, threeY)).toBe(exact.step(threeX, threeY))
    expect(large.save()).toEqual(exact.save())
    expect(large.values.A1.toArray()).toEqual(exact.values.A1.toArray())
    expect([large.m, large.A1.columns, large.A1.stride]).toEqual([3, 3, 64])
  })

  it('goes back from a smaller batch to a larger one', async () => {
    const net = await xor.create({ batch: 4, seed: 1 })
    const loss = net.forward(X, Y)
    net.forward(threeX, threeY)
    expect(net.forward(X, Y)).toBe(loss)
  })

  it('names gradients after parameters, in the same memory as the generated names', async () => {
    const net = await xor.create({ batch: 4, seed: 1 })
    net.forward(X, Y)
    net.backward()
    for (const name of ['W1', 'b1', 'W2', 'b2'] as const) {
      expect(net.gradients[name].toArray()).toEqual(net[`d${name}`].toArray())
      expect(net.parameters[name]).toBe(net[name])
    }
  })

  it('predicts with the parameters that it trains', async () => {
    const net = await xor.create({ batch: 4, seed: 1 })
    const before = net.predict(X).toArray()
    net.step(X, Y)
    expect(net.predict(X).toArray()).not.toEqual(before)
    expect(net.predict(X).toArray()).toEqual(net.predictorFor(9).predict(X).toArray())
  })

  it('predicts between steps without disturbing them', async () => {
    const quiet = await xor.create({ batch: 4, seed: 1 })
    const busy = await xor.create({ batch: 4, seed: 1 })
    for (let i = 0; i < 3; i++) {
      quiet.step(X, Y)
      busy.forward(X, Y)
      busy.predictOne([0, 1])
      busy.evaluate(threeX, threeY)
      busy.backward()
      busy.update()
    }
    expect(busy.save()).toEqual(quiet.save())
  })

  it('starts anew', async () => {
    const net = await xor.create({ batch: 4, seed: 1 })
    const bytes = net.save({ optimizer: true })
    net.step(X, Y)
    net.reset()
    expect(net.save({ optimizer: true })).toEqual(bytes)
  })

  it('draws other parameters from another seed', async () => {
    const [one, two] = [await xor.create({ batch: 4, seed: 1 }), await xor.create({ batch: 4, seed: 2 })]
    expect(one.W1.toArray()).not.toEqual(two.W1.toArray())
  })
})

describe('a net refuses', () => {
  const net = xor.create({ batch: 3 })

  it('more columns than it was made for', async () => {
    await expect(async () => (await net).forward(X, Y)).rejects.toThrow(
      new RangeError('4 columns are too many: this `xor` was made for at most 3 (create it with batch: 4)'),
    )
  })

  it('inputs and targets of different widths', async () => {
    const two = xor.Y([0, 1])
    await expect(async () => (await net).forward(threeX, two)).rejects.toThrow(
      new RangeError('`Y` of `xor` has 3 columns in this call, the argument has 2'),
    )
  })

  it('inputs of another height', async () => {
    const tall = threeY as unknown as typeof threeX
    await expect(async () => (await net).forward(tall, threeY)).rejects.toThrow(
      new RangeError('`X` of `xor` has 2 rows, the argument has 1'),
    )
  })

  it('a batch without columns', async () => {
    await expect(async () => (await net).resize(0)).rejects.toThrow('a batch has 1 column or more, not 0')
  })
})

describe('a predictor', () => {
  it('answers for one example', async () => {
    const net = await xor.create({ batch: 4, seed: 1 })
    const predictor = await xor.predictor(net.save())
    expect(predictor.predictOne([0, 1])).toEqual(Float32Array.of(net.predict(X).at(0, 1)))
    expect(net.predictOne([0, 1])).toEqual(predictor.predictOne([0, 1]))
    expect(() => predictor.predictOne([0, 1, 2])).toThrow(new RangeError('`X` needs 2 numbers, not 3'))
    expect(() => predictor.predictOne()).toThrow(new RangeError('`X` needs 2 numbers, not 0'))
  })

  it('names classes', async () => {
    const net = await xor.create({ batch: 4, seed: 1 })
    for (let i = 0; i < 500; i++) net.step(X, Y)
    expect(net.classify(X)).toEqual(['same', 'different', 'different', 'same'])
    expect(net.evaluate(X, Y).accuracy).toBe(1)
    const other = await centre.create({ batch: 4 })
    expect(() => other.classify(X)).toThrow(new TypeError('`Z` of `centre` has no classes'))
  })

  it('computes in double precision too', async () => {
    const net = await xor.create({ batch: 4, seed: 1, precision: float64 })
    const predictor = await xor.predictor(net.save(), { batch: 4, precision: float64 })
    expect(predictor.predictOne([0, 1])).toBeInstanceOf(Float64Array)
    expect(predictor.predict(X).toArray()).toEqual(net.predict(X).toArray())
  })
})

describe('prepare', () => {
  const inputs = xor.X([
    [1, 0],
    [3, 5],
    [5, 1],
  ])

  it('fits values to all data, however small the batch', async () => {
    const net = await centre.create({ batch: 2 })
    expect(net.prepared).toBe(false)
    net.prepare(inputs)
    expect(net.prepared).toBe(true)
    expect(net.mean.toArray()).toEqual([[3], [2]])
    expect(net.predictor.mean.data.buffer).toBe(net.mean.data.buffer)
  })

  it('goes into saved files', async () => {
    const net = await centre.create({ batch: 3 })
    net.prepare(inputs)
    const other = await centre.create({ batch: 3 })
    other.load(net.save())
    expect(other.mean.toArray()).toEqual([[3], [2]])
    expect(other.prepared).toBe(true)
  })
})

describe('create', () => {
  const changed = (changes: Partial<Model>) =>
    open({ batch: 4 }, float32, { ...xor.model, ...changes }, (arena) => new xor.Xor(arena))

  it('refuses a module for another runtime', async () => {
    await expect(changed({ abi: 7 })).rejects.toThrow(
      '`xor` was generated for abi 7 and this runtime has abi 2: regenerate the module',
    )
    await expect(changed({ kernels: ['matmul', 'conv9d'] })).rejects.toThrow(
      '`xor` calls kernels that this runtime does not have (conv9d): update the runtime, or regenerate the module',
    )
  })

  it.each(['kernels', 'm', 'values', 'toString'])('refuses a value called %s', async (name) => {
    const { training } = xor.model
    const places = { ...training.places, [name]: [1, 1, 51] as const }
    await expect(changed({ training: { ...training, places } })).rejects.toThrow(
      `no value can be called \`${name}\`: networks have that property already`,
    )
  })

  it.each([0, 1.5, NaN, -4])('refuses a batch of %d', async (batch) => {
    await expect(xor.create({ batch })).rejects.toThrow(
      new RangeError(`batch must be a whole number of 1 or more, not ${batch}`),
    )
  })

  it.each([-1, 0.5, 2 ** 32])('refuses the seed %d', async (seed) => {
    await expect(xor.create({ batch: 1, seed })).rejects.toThrow(
      new RangeError(`seed must be a whole number from 0 to 4294967295, not ${seed}`),
    )
  })

  it('says how much memory it would have needed', async () => {
    await expect(xor.create({ batch: 1e9 })).rejects.toThrow(
      new RangeError('92,000,275,088 bytes needed, and one memory holds at most 4,294,967,296 bytes'),
    )
  })
})

describe('an arena', () => {
  it('gives trainer and predictor the same parameters and nothing else in common', async () => {
    const engine = await float32.load()
    const arena = await Arena.forTraining({ model: xor.model, precision: float32, engine, batch: 5 })
    const spans = (layout: Arena) =>
      Object.entries(layout.layout.places)
        .filter(([name]) => !xor.model.parameters[name])
        .map(([name, place]) => {
          const { byteOffset, byteLength } = layout.matrix(place).data
          return { name, begin: byteOffset, end: byteOffset + byteLength }
        })
    const trainer = spans(arena)
    const predictor = spans(arena.serving)
    for (const a of trainer) {
      for (const b of predictor) expect(a.end <= b.begin, `${a.name} against ${b.name}`).toBe(true)
    }
    for (const name of Object.keys(xor.model.parameters)) {
      const [mine, its] = [xor.model.training.places[name]!, xor.model.serving.places[name]!]
      expect(arena.serving.matrix(its).data.byteOffset).toBe(arena.matrix(mine).data.byteOffset)
    }
  })
})
