import { describe, expect, it } from 'vitest'
import { sourceOf } from '../../compiler/forms/source.ts'
import { checked } from './checked.ts'

const told = (data: string) => {
  const text = `loopless: 1
network: small
data:
${data.replaceAll(/^/gm, '  ')}
inputs: { X: [6, m], V: [2, m] }
targets: { Y: { classes: [a, b] } }
layers: [{ dense: { units: 2, activation: softmax }, from: X }]
`
  const { spec, report } = checked(sourceOf('spec.yaml', text))
  const messages = report.diagnostics.map(({ code, message }) => `${code} ${message}`)
  return { messages, data: spec?.kind === 'network' ? spec.data : undefined }
}

const PORTS = 'inputs: { X: { column: gray }, V: { columns: [u, v] } }\ntargets: { Y: { column: kind } }'

describe('files of data', () => {
  it('are one for all ports, or some have their own', () => {
    const { messages, data } = told(
      'file: a.csv\ninputs: { X: { file: x.npy }, V: { columns: [u, v] } }\ntargets: { Y: { column: kind } }',
    )
    expect(messages).toEqual([])
    expect(data).toMatchObject({
      files: { training: { name: 'a.csv' } },
      inputs: [
        { files: { training: { name: 'x.npy' } }, columns: 'all' },
        { columns: [{ name: 'u' }, { name: 'v' }] },
      ],
    })
  })

  it('are there for every port', () => {
    expect(told(PORTS).messages).toEqual(['E204 `X` is in no file'])
    expect(told(`fiel: a.csv\n${PORTS}`).messages).toEqual(['E203 `fiel` is not a key of a data section'])
  })

  it('may be files of parts, the same parts everywhere', () => {
    expect(told(`file: { training: a.csv, test: b.csv }\n${PORTS}`).messages).toEqual([])
    expect(told(`file: { test: b.csv }\n${PORTS}`).messages).toEqual([
      'E204 a file, or a file for `training` and others for `test` and `validation` needs `training`',
    ])
    expect(
      told(
        'file: { training: a.csv, test: b.csv }\ninputs: { X: { file: x.npy }, V: { columns: [u, v] } }\ntargets: { Y: { column: kind } }',
      ).messages,
    ).toEqual(['E204 a file for `test` is missing here'])
    expect(
      told(
        'file: a.csv\ninputs: { X: { file: { training: x.npy, validation: v.npy } }, V: { columns: [u, v] } }\ntargets: { Y: { column: kind } }',
      ).messages,
    ).toEqual(['E204 a file for `validation` is missing here'])
  })

  it('hold examples out, or a split does', () => {
    const files = 'file: { training: a.csv, test: b.csv }'
    expect(told(`${files}\nsplit: { validation: 0.1 }\n${PORTS}`).messages).toEqual([])
    for (const split of ['{ test: 0.2 }', '{ column: set, validation: dev }'])
      expect(told(`${files}\nsplit: ${split}\n${PORTS}`).messages).toEqual([
        'E217 the examples for `test` are in a file of their own, and `split` parts them too',
      ])
  })

  it('have one character between fields', () => {
    expect(told(`file: a.csv\nseparator: ";"\n${PORTS}`).data?.separator).toBe(';')
    expect(told(`file: a.csv\nseparator: "\\t"\n${PORTS}`).data?.separator).toBe('\t')
    expect(told(`file: a.csv\nseparator: ", "\n${PORTS}`).messages).toEqual([
      'E206 `separator` is one character, and no quote, not `, `',
    ])
  })
})
