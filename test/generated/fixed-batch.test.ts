import { describe, expect, it } from 'vitest'
import * as xor from '../../generated/xor.ts'
import { fit as train } from '../../runtime/fit.ts'
import { Matrix } from '../../runtime/tensor.ts'

const corners = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
]
const X = xor.X(corners)
const Y = xor.Y([0, 1, 1, 0])

describe('a net whose spec writes the batch as a number', () => {
  it('needs no batch, and takes no other', async () => {
    expect((await xor.create()).batch).toBe(4)
    expect((await xor.create({ batch: 4, seed: 1 })).m).toBe(4)
    await expect(xor.create({ batch: 5 })).rejects.toThrow('`xor` is made for batches of 4, not 5')
    const net = await xor.create({ seed: 1 })
    expect(() => net.step(xor.X(corners.slice(1)), xor.Y([1, 1, 0]))).toThrow(
      '`xor` trains on 4 columns at once, not on 3',
    )
  })

  it('steps as forward, backward and update do, and its views show it', async () => {
    const [one, other] = await Promise.all([xor.create({ seed: 3 }), xor.create({ seed: 3 })])
    const { W1 } = one.parameters
    const before = W1.copy().data
    for (let step = 0; step < 20; step++) {
      const J = other.forward(X, Y)
      other.backward()
      other.update()
      expect(one.step(X, Y)).toBe(J)
    }
    expect(one.blocks.parameters.data).toEqual(other.blocks.parameters.data)
    expect(W1.data).not.toEqual(before)
    expect(one.stepNumber).toBe(21)
  })

  it('has the slopes that differences of the loss show', async () => {
    const { float64 } = await import('../../runtime/float64.ts')
    const net = await xor.create({ seed: 2, precision: float64 })
    net.forward(X, Y)
    net.backward()
    const gradients = net.blocks.gradients.data.slice()
    const { data } = net.blocks.parameters
    const h = 1e-5
    for (const [at, parameter] of data.entries()) {
      data[at] = parameter + h
      const above = net.forward(X, Y)
      data[at] = parameter - h
      const below = net.forward(X, Y)
      data[at] = parameter
      expect((above - below) / (2 * h)).toBeCloseTo(gradients[at]!, 8)
    }
  })

  it('predicts and evaluates any number of examples', async () => {
    const net = await xor.create({ seed: 1 })
    const three = xor.X(corners.slice(1))
    expect(net.predict(three).copy().data).toEqual(net.predict(X).copy().data.subarray(1))
    expect(net.predictorFor(9).predict(xor.X([...corners, ...corners, [1, 0]])).columns).toBe(9)
    expect(() => net.predict(xor.X([...corners, [1, 0]]))).toThrow('5 columns are too many')
    const restored = await xor.predictor(net.save())
    for (const [at, corner] of corners.entries()) {
      expect(net.predictOne(corner)[0]).toBeCloseTo(net.predict(X).at(0, at), 6)
      expect(restored.predictOne(corner)).toEqual(net.predictOne(corner))
    }
    expect(() => net.predictOne([1])).toThrow('`X` needs 2 numbers, not 1')
  })

  it('fits what its batch divides', async () => {
    const net = await xor.create({ seed: 1 })
    const twice = { X: xor.X([...corners, ...corners]), Y: xor.Y([0, 1, 1, 0, 0, 1, 1, 0]) }
    expect((await train(net, twice, { epochs: 2 })).steps).toBe(4)
    const five = { X: xor.X([...corners, [1, 0]]), Y: xor.Y([0, 1, 1, 0, 1]) }
    await expect(train(net, five, { epochs: 1 })).rejects.toThrow('`xor` trains on 4 examples at once')
    await expect(train(net, twice, { epochs: 1, batch: 2 })).rejects.toThrow(
      '`xor` trains on 4 columns at once, not on 2',
    )
  })

  it('reads matrices whose rows lie apart', async () => {
    const [one, other] = await Promise.all([xor.create({ seed: 5 }), xor.create({ seed: 5 })])
    const apart = new Matrix(2, 4, 7, Float64Array.of(0, 0, 1, 1, 9, 9, 9, 0, 1, 0, 1))
    expect(one.step(apart, Y)).toBe(other.step(X, Y))
  })
})
