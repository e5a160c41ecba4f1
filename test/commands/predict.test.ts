import { describe, expect, it } from 'vitest'
import { project } from './support/project.ts'
import { CSV, TRAINABLE } from './support/specs.ts'

const IRIS = `loopless: 1
network: flowers
data:
  file: data.csv
  inputs: { X: { columns: [width, length] } }
  targets: { Y: { column: kind } }
inputs: { X: [2, m] }
targets: { Y: { classes: [rose, "tulip, red", 7] } }
layers: [standardize, { dense: { units: 3, activation: softmax } }]
loss: cross-entropy
metrics: [accuracy]
training: { optimizer: { adam: { rate: 0.1 } }, batch: all, epochs: 60 }
`
const ROWS = ['1,9,rose', '9,1,"tulip, red"', '5,5,7', '2,8,rose', '8,2,"tulip, red"', '5,5,7', '5,5,rose']
const DATA = `width,length,kind\n${ROWS.join('\n')}\n`

const trained = async (spec: string, csv: string) => {
  const made = project({ 'spec.yaml': spec, 'data.csv': csv })
  expect((await made.loopless(['train', 'spec.yaml'])).code).toBe(0)
  return made
}

describe('loopless predict', () => {
  it('gives classes with their probabilities, as CSV and as JSON Lines', async () => {
    const { loopless, write, read } = await trained(IRIS, DATA)
    write({ 'new.csv': 'length,width\n9,1\n1,9\n5,5\n' })
    const csv = await loopless(['predict', 'spec.yaml', '--input', 'new.csv'])
    expect({ code: csv.code, stderr: csv.stderr }).toEqual({ code: 0, stderr: '' })
    const [head, ...lines] = csv.stdout.trimEnd().split('\n')
    expect(head).toBe('class,p(rose),"p(tulip, red)",p(7)')
    expect(lines.map((line) => /^("[^"]*"|[^,]*),/.exec(line)?.[1])).toEqual(['rose', '"tulip, red"', '7'])
    const { code, stdout, stderr } = await loopless([
      ...['predict', 'spec.yaml', '--input', 'new.csv', '--format', 'jsonl', '--out', 'p.jsonl'],
    ])
    expect({ code, stdout, stderr }).toEqual({ code: 0, stdout: '', stderr: 'wrote p.jsonl, 3 examples\n' })
    const objects = read('p.jsonl')
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as { class: string; probabilities: Record<string, number> })
    expect(objects.map((object) => object.class)).toEqual(['rose', 'tulip, red', '7'])
    for (const [i, { class: name, probabilities }] of objects.entries()) {
      const all = Object.values(probabilities)
      expect(all.reduce((sum, p) => sum + p)).toBeCloseTo(1, 6)
      expect(probabilities[name]).toBe(Math.max(...all))
      for (const p of all) expect(lines[i]).toContain(String(p))
    }
  })

  it('gives numbers under the names of their columns, and two classes of one row', async () => {
    const numbers = await trained(TRAINABLE, CSV)
    const { stdout } = await numbers.loopless(['predict', 'spec.yaml', '--input', 'data.csv'])
    expect(stdout).toMatch(/^y\n(-?[\d.e-]+\n){4}$/)
    const binary = await trained(
      TRAINABLE.replace('{ Y: [1, m] }', '{ Y: { shape: [1, m], classes: [low, high] } }')
        .replace('- dense: 1', '- dense: { units: 1, activation: sigmoid }')
        .replace('squared-error', 'binary-cross-entropy'),
      'a,b,y\n1,2,low\n2,1,high\n',
    )
    const lines = await binary.loopless([
      ...['predict', 'spec.yaml', '--input', 'data.csv', '--format', 'jsonl'],
    ])
    for (const line of lines.stdout.trimEnd().split('\n')) {
      const { class: name, probabilities: p } = JSON.parse(line)
      expect(p.low + p.high).toBeCloseTo(1, 6)
      expect(name).toBe(p.high >= 0.5 ? 'high' : 'low')
    }
  })

  it('says nothing of examples that lack a value, where the spec drops them', async () => {
    const { loopless, write } = await trained(
      TRAINABLE.replace('  inputs: {', '  missing: drop\n  inputs: {'),
      CSV,
    )
    write({ 'new.csv': 'a,b\n1,2\n,3\n3,4\n' })
    const csv = await loopless(['predict', 'spec.yaml', '--input', 'new.csv'])
    expect(csv.stderr).toBe('1 example without all values not predicted\n')
    expect(csv.stdout).toMatch(/^y\n-?[\d.e-]+\n\n-?[\d.e-]+\n$/)
    const jsonl = await loopless(['predict', 'spec.yaml', '--input', 'new.csv', '--format', 'jsonl'])
    expect(jsonl.stdout).toMatch(/^\{"y":.*\}\nnull\n\{"y":.*\}\n$/)
  })

  it('takes the very file it was trained on, where the inputs are all columns that are left', async () => {
    const { loopless } = await trained(IRIS.replace('columns: [width, length]', 'columns: all'), DATA)
    const { code, stdout } = await loopless(['predict', 'spec.yaml', '--input', 'data.csv'])
    expect([code, stdout.trimEnd().split('\n').length]).toEqual([0, 1 + ROWS.length])
  })

  it('says what is missing, and where', async () => {
    const { loopless, write, remove } = await trained(TRAINABLE, CSV)
    write({ 'new.csv': 'a,c\n1,2\n', 'wrong.csv': 'a,b\n1,2\n3,x\n' })
    const column = await loopless(['predict', 'spec.yaml', '--input', 'new.csv'])
    expect(column.code).toBe(1)
    expect(column.stderr).toMatch(/error\[E504\]: .*new\.csv has no column `b`/)
    const cell = await loopless(['predict', 'spec.yaml', '--input', 'wrong.csv'])
    expect(cell.stderr).toMatch(/error\[E505\]: `x` is not a number\n +--> wrong\.csv:3:3/)
    expect((await loopless(['predict', 'spec.yaml', '--input', 'none.csv'])).code).toBe(2)
    remove('weights')
    const weights = await loopless(['predict', 'spec.yaml', '--input', 'data.csv'])
    expect(weights.stderr).toMatch(/^error: there are no weights weights\/small\.safetensors\n/)
  })
})

describe('loopless evaluate', () => {
  it('shows which classes were taken for which', async () => {
    const { loopless } = await trained(IRIS, DATA)
    const { stdout } = await loopless(['evaluate', 'spec.yaml'])
    expect(stdout).toMatch(
      /\n {2}accuracy {2}0\.857143\nof each true class, what was predicted\n +rose +tulip, red +7\n {2}rose +2 +0 +1\n {2}tulip, red +0 +2 +0\n {2}7 +0 +0 +2\n$/,
    )
    const { confusion, accuracy } = JSON.parse(
      (await loopless(['evaluate', 'spec.yaml', '--format', 'json'])).stdout,
    )
    expect(confusion).toEqual({
      classes: ['rose', 'tulip, red', '7'],
      counts: [
        [2, 0, 1],
        [0, 2, 0],
        [0, 0, 2],
      ],
    })
    expect(accuracy).toBeCloseTo(6 / 7, 6)
  })

  it('shows a metric that is such a table instead', async () => {
    const spec = IRIS.replace('[accuracy]', '[confusion, accuracy]')
    const { loopless } = await trained(spec, DATA)
    const { stdout } = await loopless(['evaluate', 'spec.yaml'])
    expect(stdout).toMatch(
      /\n {2}accuracy {2}0\.857143\nconfusion\n +rose +tulip, red +7\n {2}rose +2 +0 +1\n {2}tulip, red +0 +2 +0\n {2}7 +0 +0 +2\n$/,
    )
    const json = JSON.parse((await loopless(['evaluate', 'spec.yaml', '--format', 'json'])).stdout)
    expect(json.confusion).toEqual([
      [2, 0, 1],
      [0, 2, 0],
      [0, 0, 2],
    ])
  })
})
