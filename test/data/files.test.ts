import { describe, expect, it } from 'vitest'
import { project } from '../commands/support/project.ts'
import { fixtures } from './fixtures.ts'

const bytes = (base64: string) => new Uint8Array(Buffer.from(base64, 'base64'))

const network = (data: string, rows: number, classes = '[a, b, c]') => `loopless: 1
network: small
data:
${data.replaceAll(/^/gm, '  ')}
inputs: { X: [${rows}, m] }
targets: { Y: { classes: ${classes} } }
layers: [standardize, { dense: { units: 3, activation: softmax } }]
loss: cross-entropy
metrics: [accuracy]
training: { optimizer: { adam: { rate: 0.1 } }, batch: 3, epochs: 40 }
`

const LABELS = 'kind\nc\na\nb\nc\n'

/** Four examples of NumPy, all in a row, of classes that no line parts: the same figures from whatever kind of file. */
describe.each([
  [
    'NPY beside CSV',
    'inputs: { X: { file: x.npy } }\ntargets: { Y: { file: y.csv, column: kind } }',
    { 'x.npy': bytes(fixtures.npyFloat32), 'y.csv': LABELS },
  ],
  [
    'NPZ',
    'file: data.npz\ninputs: { X: { column: images } }\ntargets: { Y: { column: labels } }',
    { 'data.npz': bytes(fixtures.npz) },
  ],
  [
    'JSON Lines',
    'file: data.jsonl\ninputs: { X: { column: pixels } }\ntargets: { Y: { column: kind } }',
    {
      'data.jsonl': [2, 0, 1, 2]
        .map((kind, i) =>
          JSON.stringify({ kind, pixels: Array.from({ length: 6 }, (_, j) => 6 * i + j + 1) }),
        )
        .join('\n'),
    },
  ],
  [
    'CSV with semicolons',
    'file: data.csv\nseparator: ";"\ninputs: { X: { columns: [a, b, c, d, e, f] } }\ntargets: { Y: { column: kind } }',
    {
      'data.csv': `kind;a;b;c;d;e;f\n${[2, 0, 1, 2].map((kind, i) => [kind, ...[1, 2, 3, 4, 5, 6].map((j) => 6 * i + j)].join(';')).join('\n')}`,
    },
  ],
])('%s', (_, data, files) => {
  it('trains and evaluates to the same figures', async () => {
    const { loopless } = project({ 'spec.yaml': network(data, 6), ...files })
    const { code, stdout, stderr } = await loopless(['train', 'spec.yaml'])
    expect([code, stderr]).toEqual([0, expect.not.stringContaining('error')])
    expect(stdout).toBe(
      "on the training data, 4 examples: the spec's data have no split\n  loss      1.10724\n  accuracy  0.25\n",
    )
    expect((await loopless(['evaluate', 'spec.yaml'])).stdout).toContain('  loss      1.10724\n')
  })
})

describe('files of parts', () => {
  const data =
    'inputs: { X: { file: { training: x.csv, test: tx.csv } } }\ntargets: { Y: { file: { training: y.csv, test: ty.csv } } }'
  const files = {
    'x.csv': 'u,v\n1,9\n2,8\n9,1\n8,2\n',
    'y.csv': 'k\na\na\nb\nb\n',
    'tx.csv': 'v,u\n7,1\n',
    'ty.csv': 'k\na\n',
  }

  it('are trained on and judged by', async () => {
    const { loopless } = project({ 'spec.yaml': network(data, 2), ...files })
    const { code, stdout } = await loopless(['train', 'spec.yaml'])
    expect([code, stdout]).toEqual([0, expect.stringContaining('on the held-out part, 1 of 5 examples')])
  })

  it('are equally long', async () => {
    const { loopless } = project({ 'spec.yaml': network(data, 2), ...files, 'ty.csv': 'k\na\nb\n' })
    const { code, stderr } = await loopless(['train', 'spec.yaml'])
    expect(code).toBe(1)
    expect(stderr).toContain('error[E514]: tx.csv has 1 examples, and ty.csv has more')
  })

  it('have their places in complaints, of text and of arrays', async () => {
    const { loopless, write } = project({ 'spec.yaml': network(data, 2), ...files, 'ty.csv': 'k\nd\n' })
    const { stderr } = await loopless(['train', 'spec.yaml'])
    expect(stderr).toMatch(/error\[E506\]: `d` is none of the classes of `Y`\n +--> ty\.csv:2:1/)
    const nan = Buffer.from(fixtures.npyFloat32, 'base64')
    nan.writeFloatLE(Number.NaN, nan.length - 4)
    write({
      'spec.yaml': network('inputs: { X: { file: x.npy } }\ntargets: { Y: { file: y.csv } }', 6),
      'x.npy': nan,
    })
    const array = await loopless(['train', 'spec.yaml'])
    expect(array.stderr).toMatch(/error\[E505\]: a number is missing\n +--> spec\.yaml:4:24/)
    expect(array.stderr).toContain('column `x`, example 4 of x.npy')
    write({
      'spec.yaml': network(
        'missing: drop\ninputs: { X: { file: x.npy } }\ntargets: { Y: { file: y.csv } }',
        6,
      ),
    })
    expect((await loopless(['train', 'spec.yaml'])).stderr).toContain('1 example without all values left out')
  })
})

it('pictures in folders are classes, and a picture of another size has its name told', async () => {
  const pictures = {
    'p/a/1.png': bytes(fixtures.pngRgb),
    'p/b/1.png': bytes(fixtures.pngBits),
    'p/b/2.png': bytes(fixtures.png16),
  }
  const data = 'file: p\ninputs: { X: { column: gray } }\ntargets: { Y: { column: folder } }'
  const { loopless, write } = project({ 'spec.yaml': network(data, 6), ...pictures })
  expect((await loopless(['train', 'spec.yaml'])).stdout).toContain('accuracy  1\n')
  const predicted = await loopless(['predict', 'spec.yaml', '--input', 'p'])
  expect(predicted.stdout.split('\n').map((line) => line[0])).toEqual(['c', 'a', 'b', 'b', undefined])
  write({ 'spec.yaml': network(data, 7) })
  expect((await loopless(['train', 'spec.yaml'])).stderr).toContain(
    'error[E507]: `X` has 7 rows, and 6 numbers of its column are there for them',
  )
})
