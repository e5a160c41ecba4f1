import { fit } from 'loopless/runtime'
import { expect, it } from 'vitest'
import * as xor from './support/xor.ts'

it('learns', async () => {
  const net = await xor.create({ batch: 4, seed: 1 })
  const X = xor.X([
    [0, 0],
    [0, 1],
    [1, 0],
    [1, 1],
  ])
  const Y = xor.Y([0, 1, 1, 0])
  const h = await fit(net, { X, Y }, { iterations: 2000 })
  console.log(h.epochs[0], h.epochs.at(-1), net.classify(X), net.predictOne([0, 1]), net.evaluate(X, Y))
  const p = await xor.predictor(net.save())
  expect(p.predictOne([0, 1])).toEqual(net.predictOne([0, 1]))
})
