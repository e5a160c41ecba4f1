import { describe, expect, it } from 'vitest'
import { fit as train } from '../../runtime/fit.ts'
import { float64 } from '../../runtime/float64.ts'
import { Matrix } from '../../runtime/tensor.ts'
import { compiled, understood } from '../support/compiled.ts'
import { Interpreted } from '../support/interpreted.ts'
import { loaded } from '../support/loaded.ts'
import { Random } from '../support/random.ts'

const RATE = 0.5

function spec(training: string): string {
  return [
    'loopless: 1',
    'network: scheduled',
    'inputs: { X: [3, m] }',
    'targets: { Y: [2, m] }',
    'layers: [{ dense: { units: 4, activation: tanh } }, { dense: 2 }]',
    'loss: squared-error',
    'regularization: [{ l2: 0.3 }, { l1: 0.05 }]',
    `training: { ${training}, batch: all, epochs: 3 }`,
    '',
  ].join('\n')
}

/** The rate in each epoch, or in each step; and what schedules see of the epochs before. */
function rates(
  schedule: string,
  times: readonly number[],
  unit: 'epoch' | 'step',
  losses?: readonly number[],
) {
  const judge = new Interpreted(
    compiled(spec(`optimizer: { gradient-descent: { rate: ${RATE} } }, schedule: ${schedule}`)).simplify,
  )
  judge.randomize(new Random(1))
  return times.map((time) => {
    judge[unit] = time
    judge.epochLoss = losses?.[time - 2] ?? 0
    const { values, stores } = judge.run('update', { columns: 1, ports: new Map() })
    const scheduled = judge.program.values.find(({ name }) => name === 'scheduledRate')
    for (const [name, contents] of stores) if (judge.memory.has(name)) judge.memory.set(name, contents)
    return scheduled ? values.get(scheduled.id)!.data[0]! : RATE
  })
}

const wave = (share: number) => (1 + Math.cos(Math.PI * share)) / 2

describe('a schedule by epochs', () => {
  it.each([
    ['constant', [1, 2, 9], [1, 1, 1]],
    ['{ step-decay: { every: 3, factor: 0.1 } }', [1, 3, 4, 6, 7], [1, 1, 0.1, 0.1, 0.01]],
    ['{ exponential: 0.9 }', [1, 2, 4], [1, 0.9, 0.9 ** 3]],
    ['{ inverse-time: 0.5 }', [1, 2, 5], [1, 1 / 1.5, 1 / 3]],
    ['{ polynomial: { length: 4, power: 2 } }', [1, 2, 4, 5, 9], [1, 9 / 16, 1 / 16, 0, 0]],
    ['{ polynomial: { length: 4, final: 0.25 } }', [1, 3, 5], [1, 0.75, 0.5]],
    ['{ cosine: 4 }', [1, 2, 3, 5, 8], [1, wave(0.25), 0.5, 0, 0]],
    [
      '{ cosine-restarts: { length: 2, factor: 2 } }',
      [1, 2, 3, 4, 6, 7, 11, 15],
      [1, 0.5, 1, wave(0.25), wave(0.75), 1, 0.5, 1],
    ],
    ['{ cosine-restarts: { length: 3 } }', [1, 2, 4, 6], [1, wave(1 / 3), 1, wave(2 / 3)]],
    [
      '{ warm-up: { length: 4, from: 0.2, then: { exponential: 0.5 } } }',
      [1, 3, 5, 6, 7],
      [0.2, 0.6, 1, 0.5, 0.25],
    ],
    ['{ one-cycle: { length: 10, warm: 0.5, start: 0.1, final: 0 } }', [1, 6, 11], [0.1, 1, 0]],
  ])('%s', (schedule, epochs, shares) => {
    for (const [at, rate] of rates(schedule, epochs, 'epoch').entries())
      expect(rate).toBeCloseTo(RATE * shares[at]!, 12)
  })

  it('counts steps where it is told to', () => {
    const [first, , third] = rates('{ exponential: { factor: 0.5, perStep: true } }', [1, 2, 3], 'step')
    expect([first, third]).toEqual([RATE, RATE / 4])
  })

  it('waits for a plateau, and as long again for the next', () => {
    // The losses of epochs 1 to 9: the best is the second; with patience 2 the third bad one reduces.
    const losses = [5, 4, 4.1, 4.2, 4.3, 4.4, 4.5, 4.6, 4.7]
    const found = rates(
      '{ reduce-on-plateau: { patience: 2, factor: 0.5 } }',
      [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      'epoch',
      losses,
    )
    expect(found.map((rate) => rate / RATE)).toEqual([1, 1, 1, 1, 1, 0.5, 0.5, 0.5, 0.25, 0.25])
  })
})

describe('training with everything that is remembered', () => {
  const training =
    'optimizer: nadam, clipping: [{ by-norm: 0.7 }, { by-value: 0.4 }], ' +
    'schedule: { warm-up: { length: 2, then: { reduce-on-plateau: { patience: 0 } }, perStep: false } }'
  const random = new Random(4)
  const X = Matrix.of(3, 5, [...random.array(15, -1, 1)])
  const Y = Matrix.of(2, 5, [...random.array(10, -1, 1)])

  it('goes on with the same bits after a save and a load', async () => {
    const { create } = await loaded(compiled(spec(training)))
    const whole = await create({ batch: 5, seed: 3, precision: float64 })
    const parts = await create({ batch: 5, seed: 3, precision: float64 })
    const epoch = (net: typeof whole) => {
      net.epochLoss = net.step(X, Y)
      net.epoch += 1
    }
    for (let count = 0; count < 8; count++) epoch(whole)
    for (let count = 0; count < 5; count++) epoch(parts)
    const resumed = await create({ batch: 5, seed: 9, precision: float64 })
    resumed.load(parts.save({ optimizer: true }))
    for (let count = 0; count < 3; count++) epoch(resumed)
    expect(resumed.memory).toEqual(whole.memory)
    expect([...resumed.blocks['parameters']!.data]).toEqual([...whole.blocks['parameters']!.data])
    expect(whole.memory['schedule_then_seen']).toBe(6)
  })

  it('tells the rate that the last update of each epoch used, from a checkpoint too', async () => {
    const { create } = await loaded(
      compiled(
        spec(
          'optimizer: { gradient-descent: { rate: 0.5 } }, schedule: { exponential: { factor: 0.5, perStep: true } }',
        ),
      ),
    )
    const begin = () => create({ batch: 2, seed: 3, precision: float64 })
    let last = new Uint8Array()
    const write = (bytes: Uint8Array<ArrayBuffer>) => {
      last = bytes
    }
    // Five examples in batches of two: epochs end with updates 3 and 6, and the run in the middle of the next.
    const { epochs } = await train(await begin(), { X, Y }, { iterations: 8, checkpoints: { write } })
    expect(epochs.map(({ rate }) => rate)).toEqual([0.5 ** 3, 0.5 ** 6, 0.5 ** 8])
    const again = await begin()
    expect((await train(again, { X, Y }, { iterations: 8, resume: last })).epochs).toEqual(epochs)
    again.reset()
    expect(again.memory).toEqual({ schedule_rate: 0.5 })
  })

  it('tells the rate where nothing schedules it, as it is changed by hand', async () => {
    const { create } = await loaded(compiled(spec('optimizer: { gradient-descent: { rate: 0.5 } }')))
    const net = await create({ batch: 2, seed: 3, precision: float64 })
    const { epochs } = await train(
      net,
      { X, Y },
      { epochs: 3, onEpoch: ({ epoch }) => Object.assign(net.hyperparameters, { rate: 0.5 / (epoch + 1) }) },
    )
    expect(epochs.map(({ rate }) => rate)).toEqual([0.5, 0.25, 0.5 / 3])
  })

  it('keeps the norm of what the optimizer sees', async () => {
    const { create } = await loaded(
      compiled(spec('optimizer: { gradient-descent: { rate: 1 } }, clipping: { by-norm: 0.01 }')),
    )
    const net = await create({ batch: 5, seed: 3, precision: float64 })
    const before = net.blocks['parameters']!.data.slice()
    net.step(X, Y)
    const moved = net.blocks['parameters']!.data.map((value, at) => value - before[at]!)
    expect(Math.hypot(...moved)).toBeCloseTo(0.01, 12)
    expect(Math.hypot(...net.blocks['gradients']!.data)).toBeGreaterThan(0.02)
  })
})

describe('a word of one’s own', () => {
  it('may need a schedule to be said', () => {
    const { complaints } = understood(
      'loopless: 1\nschedule: halved\nattributes: { then: { type: schedule } }\n' +
        'equations: { out: "then(rate, step, epoch) / 2" }\nexample: { halved: { then: constant } }\n',
    )
    expect(complaints).toEqual([])
  })

  it.each([
    ['{ type: numbers, default: 1 }', 'E204 attribute `by` needs `shape`'],
    ['{ type: target, default: 1 }', 'E204 attribute `by` needs `shape`'],
    ['{ type: number, default: 1, shape: [k, 1] }', 'E218 an attribute of type `number` has no `shape`'],
  ])('with an attribute %s is refused', (attribute, complaint) => {
    const { complaints } = understood(
      `loopless: 1\nloss: odd\nattributes: { by: ${attribute} }\ninput: { A: [k, m] }\ntarget: { Y: [k, m] }\n` +
        'equations: { J: "mean(sum(by * (A - Y)^2, over=k), over=m)" }\nexample: odd\n',
    )
    expect(complaints[0]).toBe(complaint)
  })
})
