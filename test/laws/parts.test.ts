import { readdirSync, readFileSync } from 'node:fs'
import { float64 } from 'loopless/runtime/float64'
import { describe, expect, it } from 'vitest'
import { operations } from '../../compiler/operations/index.ts'
import type { Operation, Tensor } from '../../compiler/operations/operation.ts'
import type { Net } from '../../runtime/net.ts'
import { Matrix } from '../../runtime/tensor.ts'
import { columnsOf } from '../../runtime/workers/protocol.ts'
import { compiled } from '../support/compiled.ts'
import { compiled as compiledModel } from '../support/generate.ts'
import { loaded } from '../support/loaded.ts'

/** Columns `from` … of a matrix. */
function slice({ rows, data, stride }: Matrix, from: number, columns: number): Matrix {
  const part = Matrix.zeros(rows, columns)
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) part.data[r * columns + c] = data[r * stride + from + c]!
  return part
}

/** Loss and gradients as so many workers make them, one after the other. */
function inParts(net: Net, ports: readonly Matrix[], parts: number) {
  const { columns } = ports[0]!
  const sum = new Float64Array(net.blocks['gradients']!.data.length)
  let loss = 0
  for (let part = 0, first = 0; part < parts; part++) {
    const share = columnsOf(part, parts, columns)
    if (share === 0) break
    Object.assign(net.part, { first, once: part === 0 ? 1 : 0, whole: columns })
    loss += net.forward(...ports.map((port) => slice(port, first, share)))
    net.backward()
    net.blocks['gradients']!.data.forEach((x, i) => {
      sum[i]! += x
    })
    first += share
  }
  Object.assign(net.part, { first: 0, once: 1, whole: 0 })
  return { loss, sum }
}

/** Examples that every loss can take: inputs of some spread, targets that are one class each, or numbers from 0 to 1. */
function portsOf(net: Net, columns: number): readonly Matrix[] {
  const random = (i: number) => (Math.sin(i * 12.9898 + 3) * 43758.5453) % 1
  return [...net.model.inputs, ...net.model.targets].map((name, at) => {
    const { rows } = net.matrices.get(name)!
    const port = Matrix.zeros(rows, columns)
    const isTarget = at >= net.model.inputs.length
    port.data.forEach((_, i) => {
      const [r, c] = [Math.floor(i / columns), i % columns]
      port.data[i] = !isTarget ? 2 * random(i + at) : rows > 1 ? Number(c % rows === r) : Math.abs(random(i))
    })
    return port
  })
}

async function expectSum(net: Net, columns: number) {
  const ports = portsOf(net, columns)
  net.prepare(...ports.slice(0, net.model.inputs.length))
  net.resize(columns)
  const whole = net.forward(...ports)
  net.backward()
  const gradients = [...net.blocks['gradients']!.data]
  const largest = gradients.reduce((most, x) => Math.max(most, Math.abs(x)), 0)
  expect(largest).toBeGreaterThan(0)
  for (const parts of [2, 3, columns + 4]) {
    const { loss, sum } = inParts(net, ports, parts)
    expect(Math.abs(loss - whole) / Math.abs(whole)).toBeLessThan(1e-12)
    const apart = gradients.reduce((most, x, i) => Math.max(most, Math.abs(sum[i]! - x)), 0)
    expect(apart / largest).toBeLessThan(1e-12)
  }
}

const models = readdirSync('specs/models').filter(
  (file) => file.endsWith('.yaml') && readFileSync(`specs/models/${file}`, 'utf8').includes('\ntraining:'),
)

describe.each(models)('%s', (file) => {
  it('has a loss and gradients that parts of a batch add up to', async () => {
    // Where the batch is a number there are no parts of it; of any number there are.
    const text = readFileSync(`specs/models/${file}`, 'utf8').replaceAll(/\[(\d+), 4\]/g, '[$1, m]')
    const forms = compiledModel(`specs/models/${file}`, text)
    expect(forms.simplify.addsUp).toBe(true)
    const { create } = await loaded(forms)
    await expectSum(await create({ batch: 7, seed: 3, precision: float64 }), 7)
  })
})

const network = (rest: string) => `loopless: 1
network: small
precision: float64
inputs: { X: [3, m] }
targets: { Y: [1, m] }
${rest}
training: { optimizer: gradient-descent, batch: 5, epochs: 1 }
`

describe('parts of a batch', () => {
  it.each([
    [
      'l2 of a network',
      'layers: [{ dense: 4 }, { dense: 1 }]\nloss: squared-error\nregularization: { l2: 0.3 }',
    ],
    [
      'l1 of a network',
      'layers: [{ dense: 4 }, { dense: 1 }]\nloss: squared-error\nregularization: { l1: 0.3 }',
    ],
    ['dropout', 'layers: [{ dense: 4 }, { dropout: 0.5 }, { dense: 1 }]\nloss: squared-error'],
    ['noise', 'layers: [{ gaussian-noise: 0.4 }, { dense: 4 }, { dense: 1 }]\nloss: squared-error'],
  ])('add up with %s', async (_what, rest) => {
    const { create } = await loaded(compiled(network(rest)))
    await expectSum(await create({ batch: 5, seed: 2 }), 5)
  })

  const lossOf = (equations: string) => ({
    'mine.yaml': `loopless: 1\nloss: mine\ninput: { A: [k, m] }\ntarget: { Y: [k, m] }\nequations:\n${equations}`,
  })
  const withLoss = network('words: [mine.yaml]\nlayers: [{ dense: 1 }]\nloss: mine')

  it.each([
    [
      'a mean that examples are compared with',
      '  center: mean(A, over=m)\n  J: mean(sum((A - center)^2, over=k), over=m)',
      'center = ',
    ],
    ['a maximum over the batch', '  J: max(sum((A - Y)^2, over=k), over=m)', 'J = '],
    [
      'a quotient of sums',
      '  J: sum(sum((A - Y)^2, over=k), over=m) / sum(sum(Y^2, over=k), over=m)',
      'J = ',
    ],
    ['a root of a mean', '  J: sqrt(mean(sum((A - Y)^2, over=k), over=m))', 'J = '],
  ])('do not add up with %s', async (_what, equations, blamed) => {
    const forms = compiled(withLoss, lossOf(equations))
    const { addsUp } = forms.simplify
    if (typeof addsUp !== 'object') throw new Error(`addsUp is ${addsUp}`)
    expect(addsUp.equation).toContain(blamed)
  })

  it('add up where a sum is not a mean, and constants stand beside it', async () => {
    const { create } = await loaded(
      compiled(withLoss, lossOf('  J: sum(sum((A - Y)^2, over=k), over=m) + 7')),
    )
    await expectSum(await create({ batch: 5, seed: 2 }), 5)
  })
})

describe.each(operations.filter(({ linear }) => linear !== undefined))('$name', (operation) => {
  it.each(operation.examples)('is linear as it says, at %o', (example) => {
    const tensors = (seed: number): Tensor[] =>
      example.shapes.map((dimensions, at) => ({
        dimensions,
        data: Float64Array.from(
          { length: dimensions.reduce((a, b) => a * b, 1) },
          (_, i) => 1.5 + Math.sin(seed + 3 * at + i),
        ),
      }))
    const [a, b] = [tensors(1), tensors(2)]
    const plus = (x: Tensor, y: Tensor): Tensor => ({ ...x, data: x.data.map((v, i) => v + y.data[i]!) })
    const varied = {
      jointly: [a.map(() => true)],
      each: a.map((_, at) => a.map((_, i) => i === at)),
      first: [a.map((_, i) => i === 0)],
    }[operation.linear!]
    for (const moves of varied) {
      const other = a.map((x, i) => (moves[i] ? b[i]! : x))
      const both = a.map((x, i) => (moves[i] ? plus(x, b[i]!) : x))
      const [fa, fb, fboth] = [a, other, both].map((x) => meaning(operation, x, example.attributes ?? {}))
      for (const [i, x] of fboth!.entries()) expect(x).toBeCloseTo(fa![i]! + fb![i]!, 10)
    }
  })
})

/** Element by element operands are numbers here, one after the other. */
function meaning({ meaning }: Operation, operands: readonly Tensor[], attributes: object): Float64Array {
  if (meaning.kind === 'whole') return meaning.of(operands, attributes, [])
  if (meaning.kind === 'draw') throw new Error('draws are not linear')
  return Float64Array.from(operands[0]!.data, (_, i) =>
    meaning.of(...operands.map(({ data }) => data[i % data.length]!)),
  )
}
