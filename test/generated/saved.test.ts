import { CheckpointError, Matrix, fit as train } from 'loopless/runtime'
import { describe, expect, it } from 'vitest'
import { savedOf } from '../../compiler/commands/breaking/saved.ts'
import { readSafetensors, type TensorSource, writeSafetensors } from '../../runtime/safetensors.ts'
import { save, WeightsError } from '../../runtime/weights.ts'
import { compiled } from '../support/generate.ts'
import { loaded } from '../support/loaded.ts'
import { models } from '../support/models.ts'

const NET = `loopless: 1
network: small
inputs: { X: [2, m] }
targets: { Y: [1, m] }
layers:
  - standardize
  - dense: { units: 3, activation: tanh }
    as: encoder
  - repeat: { times: 2, layers: [{ dense: { units: 4, activation: tanh } }] }
    as: middle
  - dense: { units: 1, bias: false }
loss: squared-error
training: { optimizer: adam, epochs: 1 }
`

const net = async (text: string) => (await loaded(compiled('small.yaml', text))).create({ batch: 2, seed: 7 })

const renamed = (text: string, ...names: readonly (readonly [string, string])[]) =>
  `${names.reduce((all, [from, to]) => all.replace(`as: ${from}`, `as: ${to}`), text)}renamed: { ${names.map(([from, to]) => `${from}: ${to}`).join(', ')} }\n`

/** What a file says, its numbers apart. */
function told(bytes: Uint8Array) {
  const { metadata, tensors } = readSafetensors(bytes)
  const said = Object.fromEntries(metadata)
  delete said['loopless.kernels']
  delete said['loopless.seed']
  return { said, shapes: [...tensors].map(([name, { shape }]) => [name, shape]) }
}

function numbers(bytes: Uint8Array) {
  return [...readSafetensors(bytes).tensors.values()].map(({ data }) =>
    Buffer.from(new Uint8Array(data.buffer, data.byteOffset, data.byteLength)).toString('hex'),
  )
}

describe('what the compiler knows of saved files', () => {
  it.each(models().filter(({ forms }) => forms.check.training))(
    'is what the module of $name saves',
    async ({ forms }) => {
      const real = await (await loaded(forms))
        .create({ batch: forms.check.batch ?? 2, seed: 1 })
        .catch(() => undefined)
      for (const optimizer of [false, true])
        expect(told(save(savedOf(forms), { optimizer }))).toEqual(told(real!.save({ optimizer })))
    },
  )
})

describe('a module whose spec says `renamed`', () => {
  const names = [
    ['encoder', 'features'],
    ['middle', 'body'],
  ] as const

  it('loads what was saved under the old names, with the optimizer’s state, and saves under the new', async () => {
    const old = await net(NET)
    const bytes = old.save({ optimizer: true })
    const young = await net(renamed(NET, ...names))
    young.load(bytes)
    const again = young.save({ optimizer: true })
    expect(numbers(again)).toEqual(numbers(bytes))
    expect([...readSafetensors(again).tensors.keys()]).toEqual(
      expect.arrayContaining(['features_W', 'body_1_W', 'body_2_b', 'standardize_mean']),
    )
    await expect(net(NET).then((each) => each.load(again))).rejects.toThrow(WeightsError)
    young.load(again)
  })

  it('loads by old names alone, from a file that says nothing else', async () => {
    const { tensors } = readSafetensors((await net(NET)).save())
    const sources: TensorSource[] = [...tensors].map(([name, { shape, data }]) => ({
      name,
      shape,
      data: Float32Array.from({ length: data.byteLength / 4 }, (_, i) => data.getFloat32(4 * i, true)),
    }))
    const young = await net(renamed(NET, ...names))
    const bytes = writeSafetensors(sources, {})
    young.load(bytes)
    expect(numbers(young.save())).toEqual(numbers(bytes))
  })

  it('tells names apart that were exchanged', async () => {
    const two = NET.replace('    as: encoder', '    as: a').replace(
      '  - repeat: { times: 2, layers: [{ dense: { units: 4, activation: tanh } }] }\n    as: middle',
      '  - dense: { units: 3, activation: tanh }\n    as: b',
    )
    const exchanged = `${two.replace('as: a', 'as: c').replace('as: b', 'as: a').replace('as: c', 'as: b')}renamed: { a: b, b: a }\n`
    const bytes = (await net(two)).save()
    const young = await net(exchanged)
    young.load(bytes)
    expect(numbers(young.save())).toEqual(numbers(bytes))
    young.load(young.save())
    expect(numbers(young.save())).toEqual(numbers(bytes))
  })

  it('goes on from a checkpoint of before, and from none of another run', async () => {
    const data = {
      X: Matrix.fromRows([
        [0, 1, 2, 3, 4],
        [2, 0, 1, 4, 3],
      ]),
      Y: Matrix.fromRows([[1, 0, 2, 1, 5]]),
    }
    let latest: Uint8Array | undefined
    const old = await net(NET)
    const checkpoints = {
      epochs: 2,
      write: (bytes: Uint8Array) => {
        latest ??= bytes
      },
    }
    await train(old, data, { epochs: 4, checkpoints })
    const young = await net(renamed(NET, ...names))
    await train(young, data, { epochs: 4, resume: latest! })
    expect(numbers(young.save())).toEqual(numbers(old.save()))
    const shorter = {
      X: Matrix.fromRows([
        [0, 1, 2],
        [2, 0, 1],
      ]),
      Y: Matrix.fromRows([[1, 0, 2]]),
    }
    const another = await net(renamed(NET, ...names))
    await expect(train(another, shorter, { epochs: 4, resume: latest! })).rejects.toThrow(CheckpointError)
  })

  it('loads nothing of another architecture, and nothing of another word', async () => {
    const young = await net(renamed(NET, ...names))
    const other = await net(NET.replace('tanh }\n    as: encoder', 'sigmoid }\n    as: encoder'))
    expect(() => young.load(other.save())).toThrow('is of another architecture')
    const { metadata, tensors } = readSafetensors((await net(NET)).save())
    const sources = [...tensors].map(([name, { shape, data }]) => ({
      name,
      shape,
      data: new Float32Array(data.byteLength / 4),
    }))
    const lied = { ...Object.fromEntries(metadata), 'loopless.parameter.encoder_W': 'conv, Encoder' }
    expect(() => young.load(writeSafetensors(sources, lied))).toThrow('`features_W` is of conv, Encoder')
  })
})
