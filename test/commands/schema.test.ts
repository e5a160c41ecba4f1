import { cpSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { root } from './support/built.ts'
import { project } from './support/project.ts'

const BENT = `loopless: 1
layer: bent
summary: Bends what is large.
attributes: { most: { type: number, range: "(0, inf)" }, curve: { type: activation, default: wave } }
input: { A: [n, m] }
equations: { out: most * curve(A / most) }
output: { out: [n, m] }
`
/** An own word that another one uses. */
const WAVE = `loopless: 1
activation: wave
summary: Goes up and down.
input: { Z: [k, m] }
equations: { out: Z * exp(-Z^2) }
output: { out: [k, m] }
`
const NETWORK = `loopless: 1
network: small
words: [../layers/bent.yaml, ../layers/wave.yaml, ../layers/missing.yaml]
inputs: { X: [5, m] }
layers: [{ bent: 2 }]
`
const using = (layer: unknown) => ({ loopless: 1, network: 'x', inputs: { X: [5, 'm'] }, layers: [layer] })

function judge(schema: string): (data: unknown) => boolean {
  return new Ajv({ strict: false }).compile(JSON.parse(schema))
}

describe('loopless schema', () => {
  it('knows the words of the files it is given, and no others', async () => {
    const { loopless } = project({ 'layers/bent.yaml': BENT, 'layers/wave.yaml': WAVE })
    const { code, stdout, stderr } = await loopless([
      'schema',
      '--words',
      'layers/bent.yaml',
      'layers/wave.yaml',
    ])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    const isValid = judge(stdout)
    expect(isValid(using({ bent: { most: 2, curve: 'wave' } }))).toBe(true)
    expect(isValid(using({ bent: 2 }))).toBe(true)
    expect(isValid(using({ bent: 0 }))).toBe(false)
    expect(isValid(using({ bent: { most: 2, curve: 'wav' } }))).toBe(false)
    expect(isValid(using({ bend: 2 }))).toBe(false)
    expect(isValid(using({ dense: 2 }))).toBe(true)
  })

  it('knows the words that networks of the project name, wherever they lie, and those among its specs', async () => {
    const { loopless } = project({
      'specs/small.yaml': NETWORK,
      'specs/own/wave.yaml': WAVE.replace('wave', 'swell'),
      'layers/bent.yaml': BENT,
      'layers/wave.yaml': WAVE,
    })
    const { code, stdout } = await loopless(['schema'])
    expect(code).toBe(0)
    const isValid = judge(stdout)
    expect(isValid(using({ bent: { most: 2, curve: 'wave' } }))).toBe(true)
    expect(isValid(using({ activation: 'swell' }))).toBe(true)
    expect(isValid(using({ activation: 'missing' }))).toBe(false)
  })

  it('writes the schema of the package where there are no own words, but for other names', async () => {
    const { loopless } = project({
      'specs/small.yaml': NETWORK.replace(/words.*\n/, '').replace('bent', 'dense'),
    })
    const { stdout } = await loopless(['schema'])
    expect(judge(stdout)(using({ dense: 2 }))).toBe(true)
    expect(judge(stdout)({ ...using({ own: 2 }), words: ['own.yaml'] })).toBe(false)
  })

  it('takes no copy of the library for own words', async () => {
    const { loopless, folder } = project({
      'specs/small.yaml': NETWORK,
      'layers/bent.yaml': BENT,
      'layers/wave.yaml': WAVE,
    })
    cpSync(`${root}/specs/library`, `${folder}/specs/library`, { recursive: true })
    const { code, stdout, stderr } = await loopless(['schema'])
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
    expect(judge(stdout)(using({ bent: 2 }))).toBe(true)
  })

  it('writes one for words of a kind, to a file', async () => {
    const { loopless, read } = project({ 'layers/wave.yaml': WAVE })
    const ran = await loopless([
      'schema',
      '--words',
      'layers',
      '--kind',
      'activation',
      '--out',
      'made/a.json',
    ])
    expect(ran).toEqual({ code: 0, stdout: '', stderr: 'wrote made/a.json\n' })
    const isValid = judge(read('made/a.json'))
    const word = {
      loopless: 1,
      activation: 'x',
      input: { Z: ['k', 'm'] },
      equations: { out: 'Z' },
      output: { out: ['k', 'm'] },
    }
    expect(isValid(word)).toBe(true)
    expect(isValid({ ...word, parameters: {} })).toBe(false)
  })

  it('shows what is wrong with a word, and writes nothing', async () => {
    const { loopless, has } = project({ 'layers/bent.yaml': BENT.replace('type: number', 'type: nmber') })
    const { code, stdout, stderr } = await loopless(['schema', '--words', 'layers', '--out', 'a.json'])
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' })
    expect(stderr).toContain('  --> layers/bent.yaml:4:29\n')
    expect(stderr).toContain('help: did you mean `number`?')
    expect(has('a.json')).toBe(false)
  })

  it.each([
    [
      'a network among the words',
      ['--words', 'specs/small.yaml'],
      1,
      '`specs/small.yaml` is a network, not a word',
    ],
    ['a file that is not there', ['--words', 'no.yaml'], 2, 'there is no file or folder `no.yaml`'],
    ['a kind that is none', ['--kind', 'lyer'], 2, 'there is no kind `lyer`\n  help: did you mean `layer`?'],
    [
      'two words of one name',
      ['--words', 'one.yaml', 'two.yaml'],
      1,
      'there is already an activation `wave`',
    ],
    [
      'a word without a name',
      ['--words', 'unnamed.yaml'],
      1,
      '`activation` is a name in lower case, with hyphens, not a list',
    ],
    ['a name that the library has', ['--words', 'tanh.yaml'], 1, 'the library has an activation `tanh`'],
  ])('refuses %s', async (_, words, code, message) => {
    const { loopless } = project({
      'specs/small.yaml': NETWORK,
      'one.yaml': WAVE,
      'two.yaml': WAVE,
      'tanh.yaml': WAVE.replace('wave', 'tanh'),
      'unnamed.yaml': WAVE.replace('wave', '[wave]'),
    })
    const ran = await loopless(['schema', ...words])
    expect(ran).toEqual({ code, stdout: '', stderr: expect.stringContaining(message) })
  })
})
