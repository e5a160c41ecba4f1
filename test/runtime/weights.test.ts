import { WeightsError } from 'loopless/runtime'
import { float64 } from 'loopless/runtime/float64'
import { describe, expect, it } from 'vitest'
import { readSafetensors, type TensorSource, writeSafetensors } from '../../runtime/safetensors.ts'
import * as xor from './support/xor.ts'

const X = xor.X([
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
])
const Y = xor.Y([0, 1, 1, 0])

/** What numpy would write: names and shapes, no metadata. */
const plain = (): TensorSource[] => [
  { name: 'W1', shape: [4, 2], data: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
  { name: 'b1', shape: [4, 1], data: Float64Array.of(0.1, 0.2, 0.3, 0.4) },
  { name: 'W2', shape: [1, 4], data: Float32Array.of(1, 2, 3, 4) },
  { name: 'b2', shape: [1, 1], data: Float32Array.of(5) },
]

const mismatchesOf = async (tensors: TensorSource[], metadata = {}): Promise<readonly string[]> => {
  const net = await xor.create({ batch: 4, seed: 1 })
  const before = net.save({ optimizer: true })
  try {
    net.load(writeSafetensors(tensors, metadata))
  } catch (error) {
    expect(net.save({ optimizer: true })).toEqual(before)
    if (error instanceof WeightsError) return error.mismatches
    throw error
  }
  return []
}

describe('save', () => {
  it('writes the same bytes for the same parameters', async () => {
    const one = await xor.create({ batch: 4, seed: 1 })
    const two = await xor.create({ batch: 9, seed: 1 })
    expect(one.save()).toEqual(two.save())
  })

  it('says what the parameters are of', async () => {
    const net = await xor.create({ batch: 4 })
    expect(Object.fromEntries(readSafetensors(net.save()).metadata)).toEqual({
      'loopless.network': 'xor',
      'loopless.abi': '2',
      'loopless.digest': '0f1e2d3c',
      'loopless.kernels': xor.model.kernels.join(','),
      'loopless.parameter.W1': 'dense, layer 1',
      'loopless.parameter.b1': 'dense, layer 1',
      'loopless.parameter.W2': 'dense, layer 2',
      'loopless.parameter.b2': 'dense, layer 2',
    })
  })
})

describe('load', () => {
  it('continues where training stopped', async () => {
    const net = await xor.create({ batch: 4, seed: 1 })
    for (let i = 0; i < 5; i++) net.step(X, Y)
    const bytes = net.save({ optimizer: true })
    const losses = [net.step(X, Y), net.step(X, Y)]

    const other = await xor.create({ batch: 7, seed: 2 })
    other.load(bytes)
    expect([other.seed, other.stepNumber]).toEqual([1, 6])
    expect([other.step(X, Y), other.step(X, Y)]).toEqual(losses)
  })

  it('without optimizer state leaves the optimizer alone', async () => {
    const net = await xor.create({ batch: 4, seed: 1 })
    net.step(X, Y)
    const v = net.blocks.v.toArray()
    net.load((await xor.create({ batch: 4, seed: 2 })).save())
    expect(net.blocks.v.toArray()).toEqual(v)
    expect(net.stepNumber).toBe(2)
  })

  it('takes both precisions into either', async () => {
    const single = await xor.create({ batch: 4, seed: 1 })
    const double = await xor.create({ batch: 4, precision: float64 })
    double.load(single.save())
    expect(double.parameters.W1.toArray()).toEqual(single.parameters.W1.toArray())
    double.W1.data[0] = 0.1
    single.load(double.save())
    expect(single.W1.at(0, 0)).toBe(Math.fround(0.1))
  })

  it('takes files without metadata', async () => {
    const net = await xor.create({ batch: 4 })
    net.load(writeSafetensors(plain(), {}))
    expect(net.W1.toArray()).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
      [7, 8],
    ])
    expect(net.b2.value).toBe(5)
  })

  it('in a predictor passes over optimizer state', async () => {
    const net = await xor.create({ batch: 4, seed: 1 })
    const predictor = await xor.predictor(net.save({ optimizer: true }))
    expect(predictor.W1.toArray()).toEqual(net.W1.toArray())
  })

  it('lists every mismatch and changes nothing', async () => {
    const [W1, , W2, b2] = plain()
    const wrong = { name: 'W2', shape: [4, 1], data: W2!.data }
    const more = { name: 'W3', shape: [1], data: Float32Array.of(0) }
    expect(
      await mismatchesOf([W1!, wrong, b2!, more], { 'loopless.digest': 'ffff', 'loopless.network': 'or' }),
    ).toEqual([
      'the file is of another architecture: `or` with digest ffff, not 0f1e2d3c',
      '`b1` [4, 1] is missing',
      '`W2` has shape [4, 1], not [1, 4]',
      '`W3` [1] is unexpected',
    ])
  })

  it('is not deceived by equal shapes', async () => {
    expect(
      await mismatchesOf(plain(), { 'loopless.digest': 'ffff', 'loopless.parameter.W1': 'gate, layer 1' }),
    ).toEqual([
      'the file is of another architecture: `?` with digest ffff, not 0f1e2d3c',
      '`W1` is of gate, layer 1, not of dense, layer 1',
    ])
  })

  it('wants all of the optimizer state or none', async () => {
    const state = { name: 'optimizer.u', shape: [17], data: new Float32Array(17) }
    expect(await mismatchesOf([...plain(), state], { 'loopless.step': 'six' })).toEqual([
      '`optimizer.v` [17] is missing',
      '`optimizer.u` [17] is unexpected',
      'metadata `loopless.step` is `six`, no whole number',
    ])
  })

  it('names what it does not read', async () => {
    const bytes = writeSafetensors(plain(), {})
    const text = new TextDecoder('latin1').decode(bytes).replace('"F32"', '"I32"')
    const net = await xor.create({ batch: 4 })
    expect(() => net.load(Uint8Array.from(text, (c) => c.charCodeAt(0)))).toThrow(
      'the file does not fit `xor`:\n  `W2` has dtype I32, not F32 or F64',
    )
  })

  it('refuses a truncated file', async () => {
    const net = await xor.create({ batch: 4, seed: 1 })
    const bytes = net.save()
    expect(() => net.load(bytes.subarray(0, bytes.length - 1))).toThrow('it is truncated: `b2` ends at')
  })
})
