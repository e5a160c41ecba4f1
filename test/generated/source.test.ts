import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { offencesIn } from '../../compiler/commands/proving/offences.ts'
import { generated } from '../support/generate.ts'
import { type Choices, typeChecked, withDeclarations } from '../support/tsc.ts'

const names = readdirSync('specs/models')
  .filter((file) => file.endsWith('.yaml'))
  .map((file) => file.slice(0, -'.yaml'.length))
  .sort()

const committed = (name: string) => readFileSync(`generated/${name}.ts`, 'utf8')
const errorsIn = async (files: Record<string, string>, choices: Choices) =>
  (await typeChecked(files, choices)).errors
const modules = () => Object.fromEntries(names.map((name) => [`${name}.ts`, committed(name)]))

describe('generated/', () => {
  it('has one module for each model and nothing else', () => {
    expect(readdirSync('generated').sort()).toEqual(names.map((name) => `${name}.ts`).sort())
  })

  it.each(names)('%s is what the compiler makes of its spec', async (name) => {
    const spec = `specs/models/${name}.yaml`
    expect(committed(name)).toBe(await generated(spec, readFileSync(spec, 'utf8')))
  })

  it.each(names)('%s has no loop, no recursion, no callback, no any, no code made at run time', (name) => {
    expect(offencesIn(committed(name))).toEqual([])
  })

  it('passes the strictest tsc on the sources of the runtime', { timeout: 60_000 }, async () => {
    expect(await errorsIn(modules(), { types: ['node'] })).toEqual([])
    expect(await errorsIn(modules(), { lib: ['es2023', 'dom'] })).toEqual([])
  })

  it(
    'passes it on the declarations that are shipped, with neither DOM nor Node and with both',
    {
      timeout: 60_000,
    },
    () =>
      withDeclarations(async (runtime) => {
        expect(await errorsIn(modules(), { runtime, lib: ['es2022'] })).toEqual([])
        expect(await errorsIn(modules(), { runtime, lib: ['es2023', 'dom'], types: ['node'] })).toEqual([])
      }),
  )
})

// The search above must be able to find something: each offence, planted in a sound module, is found.
describe('an offence is found:', () => {
  const sound = committed('planar')
  const planted = (statement: string) => {
    const place = '    this.kernels.descend('
    expect(sound.split(place)).toHaveLength(2)
    return offencesIn(sound.replace(place, () => `    ;${statement}\n${place}`)).map(({ what }) => what)
  }

  it.each([
    ['for (let i = 0; i < 3; i++) this.backward()', ['loop']],
    ['for (const name of []) this.backward()', ['loop']],
    ['for (const name in {}) this.backward()', ['loop']],
    ['while (this.m < 3) this.backward()', ['loop']],
    ['do this.backward(); while (this.m < 3)', ['loop']],
    ['again: { break again }', ['label']],
    ['this.update()', ['recursion: Planar.update → Planar.update']],
    ['this.step(this.X, this.Y)', ['recursion: Planar.update → Planar.step → Planar.update']],
    ['[1, 2].forEach(() => this.backward())', ['callback', 'call of [1, 2].forEach']],
    ['[1, 2].map(this.backward)', ['call of [1, 2].map']],
    ['const twice = () => this.backward()', ['callback']],
    ['Math.max(...[1, 2])', ['iteration', 'call of Math.max']],
    ['const x: any = 1', ['any']],
    ['const x = 1 as any', ['any']],
    ["eval('1')", ['call of eval', 'eval']],
    ["new Function('1')", ['Function']],
    ["import('node:fs')", ['call of import']],
    ['// @ts-expect-error', ['@ts-expect-error']],
  ])('%s', (statement, expected) => {
    expect(planted(statement).toSorted()).toEqual(expected.toSorted())
  })

  it('by tsc, a value that is not used', async () => {
    const text = sound.replace('    const { rate } = this', '    const unused = 1\n    const { rate } = this')
    const errors = await errorsIn({ 'planar.ts': text }, { types: ['node'] })
    expect(errors.map(({ message }) => message)).toEqual([
      expect.stringContaining("'unused' is declared but its value is never read"),
    ])
  })
})
