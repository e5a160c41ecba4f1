import {
  type DataSource,
  evaluate,
  type FitOptions,
  Matrix,
  NonFiniteLossError,
  prepare,
  sourceOf,
  fit as train,
} from 'loopless/runtime'
import { describe, expect, it } from 'vitest'
import * as centre from './support/centre.ts'
import * as xor from './support/xor.ts'

const X = xor.X([
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
])
const Y = xor.Y([0, 1, 1, 0])
const data = { X, Y }
const column = <R extends number>(matrix: Matrix<R>, c: number): Matrix<R> =>
  Matrix.of(
    matrix.rows,
    1,
    matrix.toArray().map((row) => row[c]!),
  )

const fresh = () => xor.create({ batch: 4, seed: 1 })
const trained = async (options: FitOptions) => {
  const net = await fresh()
  const history = await train(net, data, options)
  return { net, history, bytes: net.save({ optimizer: true }) }
}

describe('fit', () => {
  it('learns from many examples, which it copies, what it learns from their source', async () => {
    const many = 90_001
    const X = new Matrix(
      2,
      many,
      many,
      Float64Array.from({ length: 2 * many }, (_, i) => Math.sin(i)),
    )
    const Y = new Matrix(
      1,
      many,
      many,
      Float64Array.from({ length: many }, (_, i) => i % 2),
    )
    const source = sourceOf([X, Y])
    const learned = async (data: Parameters<typeof train>[1]) => {
      const net = await xor.create({ batch: 64, seed: 3 })
      await train(net, data, { iterations: 1500 })
      return net.save({ optimizer: true })
    }
    const itself = { examples: many, gather: source.gather.bind(source) }
    expect(await learned({ X, Y })).toEqual(await learned(itself))
  })

  it('learns exclusive or', async () => {
    const { net, history } = await trained({ iterations: 500 })
    expect(net.classify(X)).toEqual(['same', 'different', 'different', 'same'])
    expect(history.steps).toBe(500)
    expect(history.epochs.at(-1)?.loss).toBeLessThan(0.05)
  })

  it('takes the steps that one would take by hand', async () => {
    const { bytes, history } = await trained({ epochs: 2, batch: 3, shuffle: false })
    const net = await fresh()
    const firstX = xor.X([
      [0, 0],
      [0, 1],
      [1, 0],
    ])
    const firstY = xor.Y([0, 1, 1])
    const losses = [1, 2].flatMap(() => [net.step(firstX, firstY), net.step(column(X, 3), column(Y, 3))])
    net.epoch = 3
    net.epochLoss = history.epochs[1]!.loss
    expect(bytes).toEqual(net.save({ optimizer: true }))
    expect(history.epochs.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 2],
      [2, 4],
    ])
    expect(history.epochs.map(({ loss }) => loss)).toEqual([
      (3 * losses[0]! + losses[1]!) / 4,
      (3 * losses[2]! + losses[3]!) / 4,
    ])
  })

  it('takes examples from any source', async () => {
    const asked: [readonly number[], number, number][] = []
    const net = await xor.create({ batch: 3, seed: 1 })
    const source: DataSource = {
      examples: 4,
      gather: (into, order, start) => {
        asked.push([[...order].toSorted(), start, into[0]!.columns])
        for (const [i, matrix] of [X, Y].entries())
          for (let r = 0; r < matrix.rows; r++)
            for (let c = 0; c < into[i]!.columns; c++)
              into[i]!.data[r * into[i]!.stride + c] = matrix.at(r, order[start + c]!)
      },
    }
    await train(net, source, { epochs: 2 })
    expect(asked).toEqual([0, 3, 0, 3].map((start) => [[0, 1, 2, 3], start, start === 0 ? 3 : 1]))
    expect(net.save({ optimizer: true })).toEqual((await trained({ epochs: 2, batch: 3 })).bytes)
  })

  it('notes the loss of each epoch, of the validation data where there are some', async () => {
    const net = await fresh()
    const { epochs } = await train(net, data, { epochs: 2 })
    expect(net.epochLoss).toBe(epochs[1]?.loss)
    const validation = { X: column(X, 1), Y: column(Y, 1) }
    await train(net, data, { epochs: 1, validation })
    expect(net.epochLoss).toBe(evaluate(net, validation).loss)
  })

  it('visits every example once in an epoch, in an order of its own', async () => {
    const visits: string[] = []
    const net = await xor.create({ batch: 1, seed: 1 })
    await train(net, data, { epochs: 6, onStep: () => visits.push(String(net.X.toArray())) })
    const epochs = Array.from({ length: 6 }, (_, i) => visits.slice(4 * i, 4 * i + 4))
    for (const epoch of epochs) expect(epoch.toSorted()).toEqual(['0,0', '0,1', '1,0', '1,1'])
    expect(new Set(epochs.map(String)).size).toBeGreaterThan(2)
  })

  it('shuffles by its seed', async () => {
    const one = await trained({ epochs: 3, batch: 1, seed: 5 })
    expect((await trained({ epochs: 3, batch: 1, seed: 5 })).bytes).toEqual(one.bytes)
    expect((await trained({ epochs: 3, batch: 1, seed: 6 })).bytes).not.toEqual(one.bytes)
    expect((await trained({ epochs: 3, batch: 1 })).bytes).toEqual(
      (await trained({ epochs: 3, batch: 1, seed: 1 })).bytes,
    )
  })

  it('never shuffles a single batch', async () => {
    const one = await trained({ epochs: 3, seed: 5 })
    expect((await trained({ epochs: 3, shuffle: false })).bytes).toEqual(one.bytes)
  })

  it('goes on in another order when called again', async () => {
    const net = await fresh()
    for (let i = 0; i < 3; i++) await train(net, data, { epochs: 1, batch: 1 })
    expect(net.save({ optimizer: true })).toEqual((await trained({ epochs: 3, batch: 1 })).bytes)
  })

  it('counts updates as iterations, across epochs', async () => {
    const steps: [number, number][] = []
    const { history } = await trained({
      iterations: 5,
      batch: 2,
      onStep: ({ step, epoch }) => steps.push([step, epoch]),
    })
    expect(steps).toEqual([
      [1, 1],
      [2, 1],
      [3, 2],
      [4, 2],
      [5, 3],
    ])
    expect(history.epochs.map(({ step }) => step)).toEqual([2, 4, 5])
  })

  it('validates after each epoch', async () => {
    const net = await fresh()
    const validation = { X: column(X, 1), Y: column(Y, 1) }
    const history = await train(net, data, { epochs: 2, validation })
    expect(history.epochs[1]?.validation).toEqual(evaluate(net, validation))
    expect(history.epochs[0]?.validation?.loss).not.toBe(history.epochs[1]?.validation?.loss)
  })

  it('computes fitted values first, once', async () => {
    const net = await centre.create({ batch: 2 })
    await train(net, data, { epochs: 1 })
    expect(net.mean.toArray()).toEqual([[0.5], [0.5]])
    await train(net, { X: column(X, 3), Y: column(Y, 3) }, { epochs: 1 })
    expect(net.mean.toArray()).toEqual([[0.5], [0.5]])
  })

  it('lets other work run', async () => {
    let ticks = 0
    const timer = setInterval(() => ticks++, 1)
    const end = performance.now() + 150
    const signal = {
      get aborted() {
        return performance.now() > end
      },
    }
    await expect(train(await fresh(), data, { iterations: 1e9, signal })).rejects.toThrow(
      'training was aborted',
    )
    clearInterval(timer)
    expect(ticks).toBeGreaterThan(1)
  })

  it('stops between updates when it is told to', async () => {
    const controller = new AbortController()
    const net = await fresh()
    const training = train(net, data, {
      epochs: 100,
      signal: controller.signal,
      onEpoch: ({ epoch }) => {
        if (epoch === 3) controller.abort(new Error('enough'))
      },
    })
    await expect(training).rejects.toThrow('enough')
    expect(net.stepNumber).toBe(4)
  })

  it('stops before an update that would spoil the parameters', async () => {
    const net = await fresh()
    net.W1.data[0] = NaN
    const before = net.save({ optimizer: true })
    const error = await train(net, data, { epochs: 1 }).catch((error: unknown) => error)
    expect(error).toEqual(new NonFiniteLossError(1, 1, NaN))
    expect(error).toMatchObject({ message: 'the loss is NaN in step 1 (epoch 1)', epoch: 1, step: 1 })
    expect(net.save({ optimizer: true })).toEqual(before)
  })

  it('checks data and options', async () => {
    const net = await fresh()
    const attempt = (given: Record<string, Matrix>, options: object) =>
      train(net, given, { epochs: 1, ...options } as FitOptions)
    await expect(attempt({ X: Y, Z: Y }, {})).rejects.toThrow(
      'the data do not fit `xor`: `X` has 1 rows, not 2; `Y` is missing; `Z` is no input or target',
    )
    await expect(attempt({ X, Y: column(Y, 0) }, {})).rejects.toThrow('`Y` has 1 columns where others have 4')
    await expect(attempt(data, { batch: 0 })).rejects.toThrow(
      'batch must be a whole number of 1 or more, not 0',
    )
    await expect(attempt(data, { iterations: 2 })).rejects.toThrow('say either epochs or iterations')
    await expect(attempt(data, { epochs: -1 })).rejects.toThrow('epochs must be a whole number, not -1')
    const small = await xor.create({ batch: 2 })
    await expect(train(small, data, { epochs: 1, batch: 3 })).rejects.toThrow(
      'batch is 3, and this `xor` was made for at most 2',
    )
  })
})

/** Examples of a source that counts what it is asked for. */
function counted(matrices: readonly Matrix[]): DataSource & { readonly widths: number[] } {
  const source = sourceOf(matrices)
  const widths: number[] = []
  return {
    examples: source.examples,
    widths,
    gather: (into, order, start) => {
      widths.push(...new Set(into.map(({ columns }) => columns)))
      source.gather(into, order, start)
    },
  }
}

/** More examples than two chunks have. */
const MANY = 601
const manyX = xor.X(Array.from({ length: MANY }, (_, i) => [Math.sin(i), Math.cos(i * i)]))
const manyY = xor.Y(Array.from({ length: MANY }, (_, i) => i % 2))

describe('evaluate', () => {
  it('is that of all examples, however small the net is', async () => {
    const [large, small] = [await fresh(), await xor.create({ batch: 1, seed: 1 })]
    expect(evaluate(small, data)).toEqual(large.evaluate(X, Y))
  })

  it('has the same bits for nets of all sizes, predictors, and data in memory and not', async () => {
    const many = { X: manyX, Y: manyY }
    const nets = await Promise.all([1, 300, MANY].map((batch) => xor.create({ batch, seed: 1 })))
    const [expected] = nets.map((net) => evaluate(net, many))
    for (const net of nets) {
      expect(evaluate(net, many)).toEqual(expected)
      expect(evaluate(net, counted([manyX, manyY]))).toEqual(expected)
      expect(evaluate(await xor.predictor(net.save()), many)).toEqual(expected)
    }
    const whole = nets.at(-1)!.evaluate(manyX, manyY)
    expect(expected!['accuracy']).toBeCloseTo(whole.accuracy, 6)
    expect(expected!.loss).toBeCloseTo(whole.loss, 5)
  })

  it('asks its source for a chunk at a time', async () => {
    const net = await xor.create({ batch: 7, seed: 1 })
    const source = counted([manyX, manyY])
    evaluate(net, source)
    expect(source.widths).toEqual([256, 256, MANY - 512])
  })

  it('wants an example', async () => {
    const net = await fresh()
    expect(() => evaluate(net, { examples: 0, gather: () => {} })).toThrow(
      new RangeError('`xor` needs at least one example'),
    )
  })
})

describe('fitted values', () => {
  const rows = Array.from({ length: MANY }, (_, i) => [1000 + Math.sin(i), i])
  const inputs = centre.X(rows)
  const targets = centre.Y(rows.map(([, i]) => [i! / MANY]))

  it('are of all examples, with the same bits from a source, from memory and by hand', async () => {
    const create = (batch: number) => centre.create({ batch, seed: 1 })
    const nets = await Promise.all([1, 5, 300, MANY].map(create))
    const [byHand, inMemory, fromSource, others] = nets as [
      centre.Centre,
      centre.Centre,
      centre.Centre,
      centre.Centre,
    ]
    byHand.prepare(inputs)
    prepare(fromSource, counted([inputs, targets]))
    await train(inMemory, { X: inputs, Y: targets }, { epochs: 0 })
    await train(others, counted([inputs, targets]), { epochs: 0 })
    expect(byHand.mean.at(0, 0)).toBeCloseTo(rows.reduce((sum, [x]) => sum + x!, 0) / MANY, 3)
    expect(byHand.mean.at(1, 0)).toBe((MANY - 1) / 2)
    for (const net of [inMemory, fromSource, others]) {
      expect(net.mean.copy()).toEqual(byHand.mean.copy())
      expect(net.prepared).toBe(true)
    }
  })

  it('and training and validation take no more of a source than a chunk or a batch', async () => {
    const net = await centre.create({ batch: 9, seed: 1 })
    const [source, validation] = [counted([inputs, targets]), counted([inputs, targets])]
    net.hyperparameters.rate = 1e-9
    const { epochs } = await train(net, source, { epochs: 1, validation })
    expect(Math.max(...source.widths)).toBe(256)
    expect(source.widths.slice(0, 3)).toEqual([256, 256, MANY - 512])
    expect(Math.max(...source.widths.slice(3))).toBe(9)
    expect(validation.widths).toEqual([256, 256, MANY - 512])
    expect(epochs[0]!.validation).toEqual(evaluate(net, { X: inputs, Y: targets }))
  })

  it('refuses inputs that do not fit', async () => {
    const net = await centre.create({ batch: 9 })
    expect(() => net.prepare(targets as unknown as Matrix<2>)).toThrow(
      'the data do not fit `centre`: `X` has 1 rows, not 2',
    )
  })
})
