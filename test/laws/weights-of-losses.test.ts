import { describe, expect, it } from 'vitest'
import { float64 } from '../../runtime/float64.ts'
import { Matrix } from '../../runtime/tensor.ts'
import { compiled } from '../support/compiled.ts'
import { loaded } from '../support/loaded.ts'
import { Random } from '../support/random.ts'

const random = new Random(8)
const X = Matrix.of(3, 5, [...random.array(15, -1, 1)])
const labels = [2, 0, 1, 1, 2]
const Y = Matrix.of(
  3,
  5,
  [0, 1, 2].flatMap((row) => labels.map((label) => (label === row ? 1 : 0))),
)
const S = Matrix.of(1, 5, [0.5, 2, 0, 1, 3])

async function losses(loss: string, targets: string, ...ports: readonly Matrix[]) {
  const { create } = await loaded(
    compiled(
      [
        'loopless: 1',
        'network: weighed',
        'inputs: { X: [3, m] }',
        `targets: { Y: { classes: [a, b, c] }${targets} }`,
        'layers: [{ dense: { units: 3, activation: softmax } }]',
        `loss: ${loss}`,
        '',
      ].join('\n'),
    ),
  )
  const net = await create({ batch: 5, seed: 2, precision: float64 })
  const loss_ = net.forward(X, Y, ...ports)
  const probabilities = net.predict(X).copy()
  return { loss: loss_, log: (row: number, column: number) => Math.log(probabilities.at(row, column)) }
}

const mean = (parts: readonly number[]) => parts.reduce((sum, part) => sum + part, 0) / parts.length

describe('cross-entropy', () => {
  it('weighs examples by a second target', async () => {
    const { loss, log } = await losses('{ cross-entropy: { weight: S } }', ', S: [1, m]', S)
    expect(loss).toBeCloseTo(mean(labels.map((label, at) => -S.at(0, at) * log(label, at))), 12)
  })

  it('weighs classes', async () => {
    const weights = [1, 2.5, 4]
    const { loss, log } = await losses(`{ cross-entropy: { classWeights: [${weights}] } }`, '')
    expect(loss).toBeCloseTo(mean(labels.map((label, at) => -weights[label]! * log(label, at))), 12)
  })

  it('smooths labels', async () => {
    const { loss, log } = await losses('{ cross-entropy: { smoothing: 0.3 } }', '')
    const smooth = (label: number, at: number) =>
      [0, 1, 2].reduce((sum, row) => sum - (0.7 * Number(row === label) + 0.1) * log(row, at), 0)
    expect(loss).toBeCloseTo(mean(labels.map(smooth)), 12)
  })

  it('does all of it at once, and has gradients that differences show', async () => {
    const spec = '{ cross-entropy: { smoothing: 0.3, classWeights: [1, 2.5, 4], weight: S } }'
    const { create } = await loaded(
      compiled(
        `loopless: 1\nnetwork: weighed\ninputs: { X: [3, m] }\ntargets: { Y: { classes: [a, b, c] }, S: [1, m] }\n` +
          `layers: [{ dense: { units: 3, activation: softmax } }]\nloss: ${spec}\n`,
      ),
    )
    const net = await create({ batch: 5, seed: 2, precision: float64 })
    net.forward(X, Y, S)
    net.backward()
    const W = net.parameters['W1']!
    for (let at = 0; at < W.data.length; at++) {
      const slope = net.gradients['W1']!.data[at]!
      const here = W.data[at]!
      const [up, down] = [1e-6, -1e-6].map((change) => {
        W.data[at] = here + change
        return net.forward(X, Y, S)
      })
      W.data[at] = here
      expect(slope).toBeCloseTo((up! - down!) / 2e-6, 7)
    }
  })
})

describe('metrics of classes', () => {
  // As scikit-learn's precision_score, recall_score and f1_score (macro, zero_division 0), top_k and roc_auc_score.
  it('are what they are by hand', async () => {
    const { create } = await loaded(
      compiled(
        [
          'loopless: 1',
          'network: judged',
          'precision: float64',
          'inputs: { X: [3, m] }',
          'targets: { Y: { classes: [a, b, c] } }',
          'layers: [linear-copy]',
          'words: [linear-copy.yaml]',
          'metrics: [precision, recall, f1, { top-k-accuracy: 2 }, auc, r-squared]',
          'loss: squared-error',
          '',
        ].join('\n'),
        {
          'linear-copy.yaml':
            'loopless: 1\nlayer: linear-copy\ninput: { A: [n, m] }\nequations: { out: 1 * A }\noutput: { out: [n, m] }\n',
        },
      ),
    )
    const net = await create({ batch: 6, seed: 1 })
    // Said: a b b c c a; true: a b c c a a.
    const scores = Matrix.of(
      3,
      6,
      [0.8, 0.1, 0.3, 0.2, 0.3, 0.6, 0.1, 0.7, 0.4, 0.1, 0.2, 0.1, 0.1, 0.2, 0.3, 0.7, 0.5, 0.3],
    )
    const truth = Matrix.of(3, 6, [1, 0, 0, 0, 1, 1, 0, 1, 0, 0, 0, 0, 0, 0, 1, 1, 0, 0])
    const found = net.evaluate(scores, truth)
    expect(found['precision']).toBeCloseTo((1 + 0.5 + 0.5) / 3, 12)
    expect(found['recall']).toBeCloseTo((2 / 3 + 1 + 0.5) / 3, 12)
    expect(found['f1']).toBeCloseTo((4 / 5 + 2 / 3 + 0.5) / 3, 12)
    expect(found['topKAccuracy']).toBeCloseTo(1, 12)
    // a: 0.8 0.3 0.6 against 0.1 0.3 0.2; b: 0.7 against five below; c: 0.3 0.7 against 0.1 0.2 0.5 0.3.
    expect(found['auc']).toBeCloseTo((8.5 / 9 + 1 + 6.5 / 8) / 3, 12)
    expect(found['rSquared']).toBeLessThan(1)
  })
})
