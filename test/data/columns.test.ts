import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { dataOf } from '../../compiler/commands/data/data.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import * as churn from '../../generated/churn.ts'
import type { Matrix } from '../../runtime/tensor.ts'
import { project } from '../commands/support/project.ts'
import { churn as churnText } from '../support/churn.ts'
import { compiled } from '../support/generate.ts'
import { matricesOf } from '../support/matrices-of.ts'
import { trained } from '../support/trained.ts'

const spec = (data: string, rows = 3) => `loopless: 1
network: small
data:
  file: small.csv
  inputs: { X: { columns: [age, { plan: [free, pro] }] } }
  targets: { Y: { column: kind } }
${data.replaceAll(/^/gm, '  ')}
inputs: { X: [${rows}, m] }
targets: { Y: { classes: [a, b] } }
layers: [{ dense: { units: 2, activation: softmax } }]
loss: cross-entropy
metrics: [accuracy]
training: { optimizer: adam, batch: 4, epochs: 1 }
`

const TABLE = `age,plan,kind,set
31,free,a,train
 42 ,pro,b,train
,free,a,train
57,"pro",b,dev
18,free,a,test
63,pro,b,test
`

async function read(data: string, table = TABLE) {
  const { path } = project({ 'small.yaml': spec(data), 'small.csv': table })
  const file = path('small.yaml')
  const { check, simplify } = compiled(file, readFileSync(file, 'utf8'))
  const report = new Report()
  const found = await dataOf({ ...check, data: check.data! }, simplify, report)
  return {
    found,
    messages: report.diagnostics.map(({ code, message }) => `${code} ${message}`),
    notes: report.diagnostics.flatMap(({ notes }) => notes),
  }
}

describe('columns', () => {
  it('of names are a row for each name, and incomplete examples are dropped', async () => {
    const { found, messages } = await read('missing: drop')
    expect(messages).toEqual([])
    expect(found?.dropped).toBe(1)
    const [X, Y] = matricesOf(found!.store, [3, 2])
    expect(X).toEqual([
      [31, 42, 57, 18, 63],
      [1, 0, 0, 1, 0],
      [0, 1, 1, 0, 1],
    ])
    expect(Y).toEqual([
      [1, 0, 0, 1, 0],
      [0, 1, 1, 0, 1],
    ])
  })

  it('are read as they are where nothing is dropped, and each mistake has its place', async () => {
    const { loopless } = project({
      'small.yaml': spec('missing: error'),
      'small.csv': TABLE.replace('18,free', '18,fre'),
    })
    const { code, stderr } = await loopless(['train', 'small.yaml'])
    expect(code).toBe(1)
    expect(stderr).toContain('small.csv:4:1')
    expect(stderr).toContain('a number is missing')
    expect(stderr).toMatch(/`fre` is none of the categories of column `plan`\n +--> small.csv:6:4/)
    expect(stderr).toContain('did you mean `free`?')
  })

  it('parts by a column', async () => {
    const { found } = await read('missing: drop\nsplit: { column: set, test: test, validation: [dev] }')
    const { training, validation, test } = found!.split
    expect([[...training], [...validation!], [...test!]]).toEqual([[0, 1], [2], [3, 4]])
  })

  it('is told which value of a split no example has', async () => {
    const { messages } = await read('missing: drop\nsplit: { column: set, test: [test, dex] }')
    expect(messages).toEqual(['E515 no example has `dex` in column `set`'])
  })

  it('lacks a value where a table says so, unless that is a name', async () => {
    const table = TABLE.replace('57,"pro"', 'NA,"pro"').replace('63,pro', 'NaN,pro')
    expect((await read('missing: drop', table)).found?.dropped).toBe(3)
    const { messages, notes } = await read('missing: error', table)
    expect(messages).toEqual(['E505 a number is missing'])
    expect(notes).toEqual(['this is so in 3 examples'])
  })

  it('says once that something else may stand between the columns', async () => {
    const { messages } = await read('missing: error', TABLE.replaceAll(',', ';').replaceAll('"', ''))
    expect(messages).toEqual([expect.stringMatching(/^E504 .*small\.csv has no column `age`$/)])
  })

  it('parts every class alike where it is told to', async () => {
    const rows = Array.from({ length: 100 }, (_, at) => `${at},free,${at % 5 === 0 ? 'b' : 'a'},x`)
    const table = ['age,plan,kind,set', ...rows, ''].join('\n')
    const { found } = await read('split: { test: 0.2, validation: 0.1, stratify: true, seed: 3 }', table)
    const { training, validation, test } = found!.split
    const ofB = (part: Uint32Array) => [...part].filter((at) => at % 5 === 0).length
    expect([training, validation!, test!].map((part) => [part.length, ofB(part)])).toEqual([
      [70, 14],
      [10, 2],
      [20, 4],
    ])
    expect(new Set([...training, ...validation!, ...test!]).size).toBe(100)
  })
})

describe('churn', () => {
  it('is the text of its maker', () => {
    expect(readFileSync('specs/data/churn.csv', 'utf8')).toBe(churnText())
  })

  it('is learned by nothing but its spec; the module says of raw rows what evaluation says of them', async () => {
    const { net, accuracy, test } = await trained('churn', churn)
    // One status in thirty is drawn by chance.
    expect(accuracy).toBeGreaterThan(0.88)
    const served = await churn.predictor(net.save(), { batch: 300 })
    const text = readFileSync('specs/data/churn.csv', 'utf8').trim().split('\n').slice(1)
    const complete = text.map((line) => line.split(',')).filter((cells) => cells.every((cell) => cell !== ''))
    const encoded = complete.map(([age, income, months, calls, plan]) =>
      churn.encode({
        age: Number(age),
        income: Number(income),
        months: Number(months),
        calls: Number(calls),
        plan: plan as churn.ChurnRow['plan'],
      }),
    )
    const held = test['X'] as Matrix<7>
    const column = (at: number) => Array.from({ length: held.rows }, (_, row) => held.at(row, at))
    const examples = Array.from({ length: held.columns }, (_, at) => column(at))
    const found = examples.map((numbers) =>
      encoded.findIndex((each) => each.every((value, row) => value === numbers[row])),
    )
    expect(found.every((at) => at >= 0)).toBe(true)
    const rows = found.map((at) => encoded[at]!)
    expect(served.classify(churn.X(rows))).toEqual(served.classify(held))
    const truth = churn.Y(found.map((at) => complete[at]![5]!))
    expect(served.evaluate(churn.X(rows), truth)).toEqual(served.evaluate(held, test['Y'] as Matrix<3>))
  })

  it('refuses rows that are no examples', () => {
    const row = { age: 31, income: 5e4, months: 3, calls: 1, plan: 'pro' } as const
    expect([...churn.encode(row)]).toEqual([31, 50000, 3, 1, 0, 1, 0])
    expect(() => churn.encode({ ...row, plan: 'gold' as 'pro' })).toThrow('`gold` is no `plan` of X')
    expect(() => churn.encode({ ...row, age: Number.NaN })).toThrow(
      'X needs a finite number in `age`, not NaN',
    )
    const { age: _age, ...rest } = row
    expect(() => churn.encode(rest as churn.ChurnRow)).toThrow('X needs the column `age`')
  })
})
