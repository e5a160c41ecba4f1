import { describe, expect, it } from 'vitest'
import { evaluate } from '../../runtime/evaluate.ts'
import { fit as train } from '../../runtime/fit.ts'
import { float32 } from '../../runtime/float32.ts'
import { float64 } from '../../runtime/float64.ts'
import { Matrix } from '../../runtime/tensor.ts'
import { compiled, understood } from '../support/compiled.ts'
import { loaded } from '../support/loaded.ts'
import { Random } from '../support/random.ts'

const EXAMPLES = 23
const random = new Random(11)

function spec(rows: number, target: string, activation: string, loss: string): string {
  return [
    'loopless: 1',
    'network: judged',
    `inputs: { X: [${rows}, m] }`,
    `targets: { Y: ${target} }`,
    `layers: [{ dense: { units: ${rows}, activation: ${activation} } }]`,
    `loss: ${loss}`,
    'metrics: [confusion, binary-accuracy]',
    'training: { optimizer: adam, batch: 4, epochs: 2 }',
    '',
  ].join('\n')
}

/** Classes of examples as a target: a row for each, or one row for two. */
function targetOf(classes: readonly number[], rows: number): Matrix {
  const numbers = Array.from({ length: rows }, (_, row) =>
    classes.map((each) => (rows === 1 ? each : Number(each === row))),
  )
  return Matrix.of(rows, classes.length, numbers.flat())
}

describe.each([
  ['a row for each of four classes', 4, 4, spec(4, '[4, m]', 'softmax', 'squared-error')],
  ['a row for each of two', 2, 2, spec(2, '{ classes: [a, b] }', 'softmax', 'cross-entropy')],
  ['one row for two', 1, 2, spec(1, '{ shape: [1, m], classes: [a, b] }', 'sigmoid', 'binary-cross-entropy')],
])('confusions of %s', (_, rows, count, text) => {
  const forms = compiled(text)
  const X = Matrix.of(rows, EXAMPLES, [...random.array(rows * EXAMPLES, -2, 2)])
  const truths = [...random.array(EXAMPLES, 0, count)].map(Math.floor)
  const Y = targetOf(truths, rows)

  it.each([float32, float64])('are the counts of what `classify` says, in $name', async (precision) => {
    const net = await (await loaded(forms)).create({ batch: EXAMPLES, seed: 5, precision })
    const output = net.predict(X).copy()
    const classOf = (column: number): number => {
      const numbers = Array.from({ length: rows }, (_, row) => output.at(row, column))
      return rows === 1 ? Number(numbers[0]! >= 0.5) : numbers.indexOf(Math.max(...numbers))
    }
    const counts = Array.from({ length: count }, () => Array.from({ length: count }, () => 0))
    for (const [column, truth] of truths.entries()) counts[truth]![classOf(column)]! += 1
    const { confusion, loss } = evaluate(net, { X, Y })
    expect((confusion as Matrix).toArray()).toEqual(counts)
    expect(loss).toBeGreaterThan(0)
  })

  it('are no part of curves, nor of what a checkpoint holds', async () => {
    const { create } = await loaded(forms)
    let last = new Uint8Array()
    const options = {
      epochs: 2,
      validation: { X, Y },
      checkpoints: {
        write: (bytes: Uint8Array<ArrayBuffer>) => {
          last = bytes
        },
      },
    }
    const { epochs } = await train(await create({ batch: 4 }), { X, Y }, options)
    expect(epochs.map(({ validation }) => Object.keys(validation!))).toEqual([
      ['loss', 'binaryAccuracy'],
      ['loss', 'binaryAccuracy'],
    ])
    const resumed = await train(await create({ batch: 4 }), { X, Y }, { ...options, resume: last })
    expect(resumed.epochs).toEqual(epochs)
  })
})

describe('a metric that declares what it makes', () => {
  const metric = (shape: string, equation: string) =>
    `loopless: 1\nmetric: odd\ninput: { A: [k, m] }\ntarget: { Y: [k, m] }\nequations: { out: "${equation}" }\noutput: { out: ${shape} }\nexample: odd\n`

  it.each([
    ['[k, k]', 'A @ Y.T', []],
    ['[k, 1]', 'mean(A - Y, over=m)', []],
    ['[classes, 1]', '0', []],
    ['[k, m]', 'A - Y', ['E305 `out` would grow with the batch']],
    ['[k]', 'mean(A - Y, over=m)', ['E301 `out` is (k, 1), declared as (k)']],
    ['[k, k]', 'A.T @ Y', ['E302 `out` is (m, m), declared as (k, k); refuted by k=5, m=10: 10 ≠ 5']],
  ])('as %s, `%s`, is proved for all sizes', (shape, equation, complaints) => {
    expect(understood(metric(shape, equation)).complaints).toEqual(complaints)
  })
})
