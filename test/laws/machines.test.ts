import { readFileSync } from 'node:fs'
import type { Matrix, Net, Options, Precision } from 'loopless/runtime'
import { float32 } from 'loopless/runtime'
import { float64 } from 'loopless/runtime/float64'
import { float32Reference, float64Reference } from 'loopless/runtime/reference'
import { float32Relaxed } from 'loopless/runtime/relaxed'
import { describe, expect, it } from 'vitest'
import * as churn from '../../generated/churn.ts'
import * as digits from '../../generated/digits.ts'
import * as planar from '../../generated/planar.ts'
import { Random } from '../support/random.ts'

interface Module {
  readonly create: (options: Options<number, Precision>) => Promise<Net<number, Precision>>
  readonly X: (examples: readonly number[][]) => Matrix
  readonly Y: (labels: readonly number[]) => Matrix
}

const networks = {
  digits: [digits, 64, 10],
  planar: [planar, 2, 2],
  churn: [churn, 7, 3],
} as unknown as Readonly<Record<string, readonly [module: Module, inputs: number, classes: number]>>

/** A hundred steps on batches of four sizes, in a net made for the largest: parameters, gradients, predictions. */
async function trained(network: string, precision: Precision, options: object = {}) {
  const [module, inputs, classes] = networks[network]!
  const random = new Random(7)
  const batches = [33, 7, 1, 20].map((size) => ({
    X: module.X(Array.from({ length: size }, () => [...random.array(inputs, -2, 2)])),
    Y: module.Y(Array.from({ length: size }, () => random.integer(0, classes - 1))),
  }))
  const net = await module.create({ batch: 33, seed: 5, precision, ...options })
  net.prepare(batches[0]!.X)
  const losses = Array.from({ length: 100 }, (_, step) => {
    const { X, Y } = batches[step % 4]!
    return net.step(X, Y)
  })
  const predictions = batches.map(({ X, Y }) => [
    net.predict(X).copy().data,
    net.predictorFor(X.columns).predict(X).copy().data,
    net.predictor.evaluate(X, Y),
  ])
  return { losses, blocks: Object.values(net.blocks).map((block) => block.copy().data), predictions }
}

describe.each(Object.keys(networks))('a hundred steps of %s', (network) => {
  it.each([
    ['float32', float32, float32Reference],
    ['float64', float64, float64Reference],
  ] as const)('are the same bits with SIMD and with the reference kernels, in %s', async (_, fast, plain) => {
    expect(await trained(network, fast)).toEqual(await trained(network, plain))
  })

  it('go nearly the same way with relaxed SIMD', async () => {
    const [relaxed, strict] = [await trained(network, float32Relaxed), await trained(network, float32)]
    for (const [step, loss] of relaxed.losses.slice(0, 20).entries())
      expect(Math.abs(loss / strict.losses[step]! - 1)).toBeLessThan(1e-3)
  })

  it('are the same bits with a module compiled elsewhere', async () => {
    const wasm = await WebAssembly.compile(readFileSync('runtime/kernels/simd/embedded/float32.wasm'))
    expect(await trained(network, float32, { wasm })).toEqual(await trained(network, float32))
  })
})
