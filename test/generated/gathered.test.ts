import { describe, expect, it } from 'vitest'
import { type DataSource, sourceOf } from '../../runtime/data.ts'
import { evaluate } from '../../runtime/evaluate.ts'
import { prepare } from '../../runtime/prepare.ts'
import { Matrix } from '../../runtime/tensor.ts'
import { compiled } from '../support/compiled.ts'
import { loaded } from '../support/loaded.ts'
import { Random } from '../support/random.ts'

const network = `
loopless: 1
network: ranked
precision: float64
words: [middle.yaml]
inputs: { X: [500, m] }
targets: { Y: { shape: [1, m], classes: [no, yes] } }
layers:
  - middle
  - dense: { units: 70, activation: tanh }
  - dense: { units: 1, activation: sigmoid }
loss: binary-cross-entropy
metrics: [auc, binary-accuracy]
training: { optimizer: adam, batch: 8, epochs: 1 }
`
const middle = `
loopless: 1
layer: middle
summary: Takes away what is no sum over examples, of the first row.
input: { A: [n, m] }
fitted:
  high: { shape: [1, 1], equation: "logSumExp(mean(A, over=n), over=m)" }
equations:
  out: A - high
output: { out: [n, m] }
`
const module = await loaded(compiled(network, { 'middle.yaml': middle }))
const EXAMPLES = 700
const random = new Random(3)
const X = Matrix.of(500, EXAMPLES, random.array(500 * EXAMPLES, -1, 1))
const Y = Matrix.of(1, EXAMPLES, random.array(EXAMPLES, 0, 1).map(Math.round))
/** So many that no memory could gather them. */
const endless: DataSource = { examples: 2 ** 40, gather: () => expect.unreachable('is never read') }

describe('a metric that needs all examples at once', () => {
  it('is what it is in one batch', async () => {
    const [small, whole] = [await module.create({ batch: 3 }), await module.create({ batch: EXAMPLES })]
    for (const net of [small, whole]) prepare(net, sourceOf([X, Y]))
    expect(small.blocks['fitted']!.data).toEqual(whole.blocks['fitted']!.data)
    const [found, expected] = [evaluate(small, { X, Y }), whole.evaluate(X, Y)]
    expect(found['auc']).toBe(expected['auc'])
    expect(found['auc']).toBeGreaterThan(0)
    expect(found.loss).toBeCloseTo(expected.loss, 13)
  })

  it('gathers what it reads, and no more', async () => {
    const { gathered, serving } = (await module.create({ batch: 3 })).model
    expect(gathered!.perColumn).toBeLessThanOrEqual(4)
    expect(serving.perColumn).toBeGreaterThan(1000)
  })

  it('is named where memory for all is lacking', async () => {
    const net = await module.create({ batch: 3 })
    expect(() => evaluate(net, endless)).toThrow(
      /^to evaluate `ranked`, `auc` needs all 1099511627776 examples at once: [\d,]+ bytes needed/,
    )
    expect(() => prepare(net, endless)).toThrow(
      /^to prepare `ranked`, `middle_high` needs all 1099511627776 examples at once: [\d,]+ bytes needed/,
    )
  })
})
