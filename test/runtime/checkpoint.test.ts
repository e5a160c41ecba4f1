import {
  CheckpointError,
  type FitOptions,
  type History,
  Matrix,
  fit as train,
  WeightsError,
} from 'loopless/runtime'
import { describe, expect, it } from 'vitest'
import { readSafetensors } from '../../runtime/safetensors.ts'
import * as xor from './support/xor.ts'

const X = xor.X([
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
  [0.5, 0.25],
])
const Y = xor.Y([0, 1, 1, 0, 1])
const part = <R extends number>(matrix: Matrix<R>, from: number, to: number): Matrix<R> =>
  Matrix.of(
    matrix.rows,
    to - from,
    matrix.toArray().flatMap((row) => row.slice(from, to)),
  )
const data = { X, Y }
const validation = { X: part(X, 1, 3), Y: part(Y, 1, 3) }

interface Ended {
  readonly bytes: Uint8Array
  readonly history: History
  readonly checkpoints: readonly Uint8Array[]
}

const trained = async (
  options: FitOptions,
  every: { epochs: number } | { iterations: number },
): Promise<Ended> => {
  const net = await xor.create({ batch: 2, seed: 1 })
  const checkpoints: Uint8Array[] = []
  const history = await train(net, data, {
    ...options,
    checkpoints: { ...every, write: (bytes) => void checkpoints.push(bytes) },
  })
  return { bytes: net.save({ optimizer: true }), history, checkpoints }
}

describe('a checkpoint', () => {
  const stopping = { patience: 1, monitor: 'loss', change: 0.01 }
  it.each<[string, FitOptions]>([
    ['at the end of an epoch', { epochs: 4, validation }],
    ['in the middle of an epoch', { iterations: 10 }],
    ['with early stopping that ends it', { epochs: 50, validation, stopping }],
    ['with early stopping that does not', { iterations: 11, validation, stopping: { patience: 20 } }],
  ])('ends in the same bits from wherever training stopped, %s', async (_, options) => {
    const whole = await trained(options, { iterations: 1 })
    expect(whole.checkpoints).toHaveLength(whole.history.steps)
    for (const resume of whole.checkpoints) {
      const again = await trained({ ...options, resume }, { iterations: 1 })
      expect(again.bytes).toEqual(whole.bytes)
      expect(again.history).toEqual(whole.history)
      expect(again.checkpoints).toEqual(whole.checkpoints.slice(whole.checkpoints.indexOf(resume) + 1))
    }
  })

  it('lets a finished run go on, as if its end had always been later', async () => {
    const five = await trained({ iterations: 5, validation }, { epochs: 100 })
    const nine = await trained({ iterations: 9, validation }, { epochs: 100 })
    expect(five.checkpoints).toHaveLength(1)
    const more = await trained({ iterations: 9, validation, resume: five.checkpoints[0]! }, { epochs: 100 })
    expect(more.bytes).toEqual(nine.bytes)
    expect(more.history).toEqual(nine.history)
  })

  it('comes as often as was asked for', async () => {
    const steps = async (every: { epochs: number } | { iterations: number }) =>
      (await trained({ iterations: 13 }, every)).checkpoints.map((bytes) =>
        Number(readSafetensors(bytes).metadata.get('run.step')),
      )
    expect(await steps({ epochs: 2 })).toEqual([6, 12, 13])
    expect(await steps({ iterations: 4 })).toEqual([4, 8, 12, 13])
    expect(await steps({ iterations: 3 })).toEqual([3, 6, 9, 12, 13])
  })

  it('is written when training is told to stop', async () => {
    const net = await xor.create({ batch: 2, seed: 1 })
    const controller = new AbortController()
    const written: [Uint8Array, string][] = []
    const run = train(net, data, {
      epochs: 4,
      signal: controller.signal,
      onStep: ({ step }) => step === 5 && controller.abort(new Error('enough')),
      checkpoints: { write: (bytes, why) => void written.push([bytes, why]) },
    })
    await expect(run).rejects.toThrow('enough')
    expect(written.map(([, why]) => why)).toEqual(['aborted'])
    const whole = await trained({ epochs: 4 }, { epochs: 100 })
    expect((await trained({ epochs: 4, resume: written[0]![0] }, { epochs: 100 })).bytes).toEqual(whole.bytes)
  })

  it('keeps hyperparameters as they were', async () => {
    const net = await xor.create({ batch: 2, seed: 1 })
    net.hyperparameters['rate'] = 0.125
    const bytes: Uint8Array[] = []
    await train(net, data, { epochs: 1, checkpoints: { write: (each) => void bytes.push(each) } })
    const other = await xor.create({ batch: 2, seed: 1 })
    await train(other, data, { epochs: 1, resume: bytes[0]! })
    expect(other.hyperparameters['rate']).toBe(0.125)
  })

  it('is a file of weights as well', async () => {
    const { bytes, checkpoints } = await trained({ epochs: 2 }, { epochs: 2 })
    const net = await xor.create({ batch: 2, seed: 9 })
    net.load(checkpoints[0]!)
    expect(net.save({ optimizer: true })).toEqual(bytes)
  })

  it('of another run is refused, with every difference', async () => {
    const [resume] = (await trained({ epochs: 2, facts: { data: 'a' } }, { epochs: 2 })).checkpoints
    const net = await xor.create({ batch: 5, seed: 4 })
    const before = net.save({ optimizer: true })
    const less = { X: part(X, 0, 4), Y: part(Y, 0, 4) }
    const error = await train(net, less, {
      epochs: 3,
      resume: resume!,
      facts: { data: 'b' },
      shuffle: false,
      validation,
    }).catch((error: unknown) => error)
    expect(error).toBeInstanceOf(CheckpointError)
    expect((error as CheckpointError).differences).toEqual([
      'examples: 4 here, 5 in the checkpoint',
      'batch: 4 here, 2 in the checkpoint',
      'seed: 4 here, 1 in the checkpoint',
      'shuffle: false here, true in the checkpoint',
      'validation: 2 examples here, 0 examples in the checkpoint',
      'data: b here, a in the checkpoint',
    ])
    expect(net.save({ optimizer: true })).toEqual(before)
  })

  it('is no mere file of weights, and of no other network', async () => {
    const net = await xor.create({ batch: 5, seed: 4 })
    await expect(train(net, data, { epochs: 3, resume: net.save() })).rejects.toThrow(
      'the file has parameters, and nothing of a run',
    )
    const [resume] = (await trained({ epochs: 2 }, { epochs: 2 })).checkpoints
    const text = new TextDecoder('latin1').decode(resume).replace(xor.model.digest, '12345678')
    const other = Uint8Array.from(text, (character) => character.charCodeAt(0))
    await expect(train(net, data, { epochs: 3, resume: other })).rejects.toThrow(WeightsError)
  })
})

describe('early stopping', () => {
  it('ends with the best parameters', async () => {
    const net = await xor.create({ batch: 2, seed: 1 })
    const saved: Uint8Array[] = []
    const history = await train(net, data, {
      epochs: 200,
      validation: { X: part(X, 0, 2), Y: part(Y, 1, 3) },
      stopping: { patience: 3 },
      onEpoch: () => void saved.push(net.save()),
    })
    const losses = history.epochs.map((report) => report.validation!.loss)
    const smallest = Math.min(...losses)
    const epoch = losses.indexOf(smallest) + 1
    expect(history).toMatchObject({ stopped: true, best: { epoch, value: smallest } })
    expect(history.epochs).toHaveLength(epoch + 4)
    expect(net.save()).toEqual(saved[epoch - 1])
    expect(net.save()).not.toEqual(saved.at(-1))
  })

  it('takes the largest of a metric, unless told otherwise', async () => {
    const best = async (goal?: 'smallest') => {
      const net = await xor.create({ batch: 2, seed: 1 })
      const stopping = { patience: 100, monitor: 'accuracy', ...(goal && { goal }) }
      const { epochs, best } = await train(net, data, { epochs: 30, validation: data, stopping })
      const accuracies = epochs.map((report) => report.validation!['accuracy']!)
      expect(new Set(accuracies).size).toBeGreaterThan(1)
      return [best?.value, Math.max(...accuracies), Math.min(...accuracies)]
    }
    const [largest, most] = await best()
    expect(largest).toBe(most)
    const [smallest, , least] = await best('smallest')
    expect(smallest).toBe(least)
  })

  it('checks what it is told', async () => {
    const attempt = async (stopping: FitOptions['stopping'], more = {}) =>
      train(await xor.create({ batch: 2 }), data, { epochs: 1, stopping: stopping!, ...more })
    await expect(attempt({ patience: 0.5 })).rejects.toThrow('patience must be a whole number, not 0.5')
    await expect(attempt({ patience: 1, change: -1 })).rejects.toThrow('change must be a number of 0 or more')
    await expect(attempt({ patience: 1, monitor: 'accuracy' })).rejects.toThrow(
      'stopping watches `accuracy`, and what is measured is `loss`: metrics are of validation data, and there are none',
    )
    await expect(attempt({ patience: 1, monitor: 'f1' }, { validation })).rejects.toThrow(
      'stopping watches `f1`, and what is measured is `loss`, `accuracy`',
    )
  })
})
