import { describe, expect, it } from 'vitest'
import { float32 } from '../../runtime/float32.ts'
import { float64 } from '../../runtime/float64.ts'
import type { Net } from '../../runtime/net.ts'
import type { Precision } from '../../runtime/precision.ts'
import { Matrix } from '../../runtime/tensor.ts'
import { gap } from '../support/close.ts'
import { compiled } from '../support/compiled.ts'
import { type Data, Interpreted, randomData } from '../support/interpreted.ts'
import { loaded } from '../support/loaded.ts'
import { ownWords } from '../support/own-words.ts'
import { Random } from '../support/random.ts'
import { randomNetworks, randomWords } from '../support/random-networks.ts'

const CAPACITY = 7
const SEED = 5

describe.each([...randomNetworks(45), ...randomWords(45)])(
  '$name',
  ({ seed, text, files, forms, sample }) => {
    const program = forms.differentiate
    const random = new Random(seed)
    const [fitting, full, fewer, single] = [11, CAPACITY, 3, 1].map((columns) =>
      randomData(program, columns, random, sample),
    ) as [Data, Data, Data, Data]

    it('computes in float64 what its equations mean', async () => {
      const judge = new Interpreted(program, SEED, 'float64')
      const module = await loaded(forms)
      const net = await module.create({ batch: CAPACITY, seed: SEED, precision: float64 })
      judge.store('initialize', full)
      compareMembers(net, judge, 1e-12)

      start(net, judge)
      net.prepare(...inputs(fitting))
      judge.store('prepare', fitting)
      compareMembers(net, judge, 1e-10)
      for (const data of [full, fewer, full, single]) train(net, judge, data, 1e-10)
      for (const data of [full, fewer, single]) serve(net, judge, data, 1e-10)
    })

    it('computes in float32 nearly the same', async () => {
      const judge = new Interpreted(program, SEED, 'float32')
      const module = await loaded(forms)
      const net = await module.create({ batch: CAPACITY, seed: SEED, precision: float32 })
      judge.store('initialize', full)
      compareMembers(net, judge, 1e-5)

      start(net, judge)
      net.prepare(...inputs(fitting))
      judge.store('prepare', fitting)
      train(net, judge, fewer, 1e-3)
      serve(net, judge, fewer, 1e-3)
    })

    /** The same parameters on both sides; states start at zero. */
    function start(net: Net<number, Precision>, judge: Interpreted): void {
      net.reset()
      judge.randomize(new Random(seed), sample)
      for (const state of judge.states.values()) state.fill(0)
      for (const [name, matrix] of Object.entries(net.parameters)) {
        // What the net can hold, both start from.
        matrix.data.set(judge.members.get(name)!)
        judge.members.get(name)!.set(matrix.data)
      }
    }

    /** One step of training: loss, kept values, gradients, then parameters and states. */
    function train(net: Net<number, Precision>, judge: Interpreted, data: Data, tolerance: number): void {
      const kept = program.results.filter(({ role }) => role === 'kept')
      const values = kept.map(({ name }) => judge.result('kept', 'forward', data, name))
      const { loss, gradients } = judge.gradients(data)
      const J = net.step(...everything(data))
      close([J], [loss], tolerance, 'the loss')
      for (const [at, { name }] of kept.entries())
        close(net.values[name]!.copy().data, values[at]!, tolerance, `the kept ${name}`)
      // In units of the loss, where the gradient is nothing but rounding.
      const actual = [...gradients.keys()].flatMap((name) => [...net.gradients[name]!.copy().data])
      const expected = [...gradients.values()].flatMap((each) => [...each])
      close([...actual, loss], [...expected, loss], tolerance, 'the gradients')
      judge.update()
      expect(net.stepNumber).toBe(judge.step)
      compareMembers(net, judge, tolerance)
      for (const [name, state] of judge.states)
        close(net.blocks[name]!.data, state, tolerance, `the state ${name}`)
    }

    function serve(net: Net<number, Precision>, judge: Interpreted, data: Data, tolerance: number): void {
      const output = net.predict(...inputs(data)).copy().data
      close(output, judge.result('output', 'predict', data), tolerance, 'the prediction')
      const evaluation = net.evaluate(...everything(data))
      for (const { role, phase, name } of program.results) {
        if (phase !== 'evaluate' || (role !== 'loss' && role !== 'metric')) continue
        const expected = judge.result(role, 'evaluate', data, name)
        const found = evaluation[role === 'loss' ? 'loss' : name]!
        const numbers = typeof found === 'number' ? [found] : found.copy().data
        close(numbers, expected, tolerance, `the ${role} ${name}`)
      }
    }

    function compareMembers(net: Net<number, Precision>, judge: Interpreted, tolerance: number): void {
      const names = [...judge.members.keys()]
      const actual = names.flatMap((name) => [...net.matrices.get(name)!.copy().data])
      const expected = names.flatMap((name) => [...judge.members.get(name)!])
      close(actual, expected, tolerance, 'parameters and fitted values')
    }

    function close(
      actual: ArrayLike<number>,
      expected: ArrayLike<number>,
      tolerance: number,
      what: string,
    ): void {
      expect(gap(actual, expected), `${what} of\n${text}${files['mine.yaml'] ?? ''}`).toBeLessThan(tolerance)
    }

    function inputs(data: Data): Matrix[] {
      return program.interface.inputs.map(({ name }) => matrix(data, name))
    }

    function everything(data: Data): Matrix[] {
      return [...inputs(data), ...program.interface.targets.map(({ name }) => matrix(data, name))]
    }
  },
)

function matrix({ columns, ports }: Data, name: string): Matrix {
  const data = ports.get(name)!
  return Matrix.of(data.length / columns, columns, data)
}

it('keeps under its name what has become another value', async () => {
  // A gate between a value and itself is that value.
  const text = `loopless: 1
network: same
words: [blend.yaml]
inputs: { X: [3, m] }
targets: { Y: [2, m] }
layers:
  - blend: {}
    from: [X, X]
  - dense: { units: 2, activation: tanh }
loss: squared-error
keep: [A1, A2]
`
  const net = await (await loaded(compiled(text, ownWords))).create({ batch: 5 })
  const X = Matrix.of(3, 5, new Random(1).array(15, -1, 1))
  net.forward(X, Matrix.zeros(2, 5))
  expect(net.values['A1']!.toArray()).toEqual(X.toArray().map((row) => row.map(Math.fround)))
  expect(net.values['A2']!.rows).toBe(2)
})
