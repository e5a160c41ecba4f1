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
import { randomNetwork } from '../support/networks.ts'
import { Random } from '../support/random.ts'

const SEED = 5

/** Random small networks whose batch is a number, from 1 to 4: as many as are written in scalar code. */
const networks = Array.from({ length: 90 }, (_, seed) => {
  const batch = 1 + (seed % 4)
  const { text, files } = randomNetwork(seed)
  const fixed = compiled(text.replaceAll(/, m\]/g, `, ${batch}]`), files)
  return { name: `random-${seed}, batch ${batch}`, seed, batch, text, fixed, free: compiled(text, files) }
})
const written = networks.filter(({ fixed }) => fixed.select.code.training.form === 'scalars')

it('is what most of them are written in, and the others say why not', () => {
  expect(written.length).toBeGreaterThan(45)
  const reasons = networks.flatMap(({ fixed }) => {
    const { form, because } = fixed.select.code.training
    return form === 'kernels' ? [because.replace(/ \(.*/, '')] : []
  })
  expect([...new Set(reasons)].sort()).toMatchInlineSnapshot(`
    [
      "\`latest\` takes what is stored elsewhere",
      "\`normal\` has no scalar form",
      "\`uniform\` has no scalar form",
    ]
  `)
})

describe.each(written)('$name', ({ seed, batch, text, fixed, free }) => {
  const program = fixed.differentiate
  const data = [1, 2, 3].map((turn) => randomData(program, batch, new Random(seed * 10 + turn)))

  it('computes in float64 what its equations mean', async () => {
    const { net, judge } = await started(float64)
    for (const each of data) train(net, judge, each, 1e-9)
  })

  it('computes in float32 nearly the same', async () => {
    const { net, judge } = await started(float32)
    train(net, judge, data[0]!, 1e-3)
  })

  it('computes what kernels compute', async () => {
    const { net, judge } = await started(float64)
    const other = await (await loaded(free)).create({ batch, seed: SEED, precision: float64 })
    other.blocks['parameters']!.data.set(net.blocks['parameters']!.data)
    other.prepared = true
    for (const [name, members] of judge.members) other.matrices.get(name)!.data.set(members)
    for (const each of data) {
      close([net.step(...everything(each))], [other.step(...everything(each))], 1e-9, 'the loss')
      for (const name of Object.keys(net.blocks))
        close(net.blocks[name]!.data, other.blocks[name]!.data, 1e-9, `the block ${name}`)
    }
  })

  it('predicts one example as kernels do', async () => {
    expect(fixed.select.code.one.form).toBe('scalars')
    const { net } = await started(float64)
    const one = randomData(program, 1, new Random(seed))
    const ports = program.interface.inputs.map(({ name }) => matrix(one, name))
    const output = net.predictOne(...ports.map(({ data }) => data))
    close(output, net.predict(...ports).copy().data, 1e-12, 'the prediction')
  })

  /** The same parameters on both sides, fitted values among them; states start at zero. */
  async function started(precision: Precision) {
    const judge = new Interpreted(program, SEED, precision.name)
    const net = await (await loaded(fixed)).create({ batch, seed: SEED, precision })
    judge.store('initialize', data[0]!)
    judge.randomize(new Random(seed))
    for (const state of judge.states.values()) state.fill(0)
    judge.store('prepare', randomData(program, 11, new Random(seed)))
    for (const [name, members] of judge.members) {
      const { data } = net.matrices.get(name)!
      data.set(members)
      members.set(data)
    }
    return { net, judge }
  }

  function train(net: Net<number, Precision>, judge: Interpreted, data: Data, tolerance: number): void {
    const { loss, gradients } = judge.gradients(data)
    const J = net.step(...everything(data))
    close([J], [loss], tolerance, 'the loss')
    const actual = [...gradients.keys()].flatMap((name) => [...net.gradients[name]!.data])
    close(
      [...actual, loss],
      [...[...gradients.values()].flatMap((each) => [...each]), loss],
      tolerance,
      'the gradients',
    )
    judge.update()
    const names = [...judge.members.keys()]
    const members = names.flatMap((name) => [...judge.members.get(name)!])
    close(
      names.flatMap((name) => [...net.matrices.get(name)!.data]),
      members,
      tolerance,
      'the parameters',
    )
    for (const [name, state] of judge.states)
      close(net.blocks[name]!.data, state, tolerance, `the state ${name}`)
  }

  function close(
    actual: ArrayLike<number>,
    expected: ArrayLike<number>,
    tolerance: number,
    what: string,
  ): void {
    expect(gap(actual, expected), `${what} of\n${text}`).toBeLessThan(tolerance)
  }

  function everything(data: Data): Matrix[] {
    const { inputs, targets } = program.interface
    return [...inputs, ...targets].map(({ name }) => matrix(data, name))
  }
})

function matrix({ columns, ports }: Data, name: string): Matrix {
  const data = ports.get(name)!
  return Matrix.of(data.length / columns, columns, data)
}
