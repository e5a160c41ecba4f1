import { describe, expect, it } from 'vitest'
import { read } from '../../compiler/1-read/read.ts'
import { precompile, precompileFor } from '../../compiler/2-check/precompile.ts'
import { knownSchemas } from '../../compiler/2-check/schemas/known.ts'
import { keyOf, type Validator, validatorFor } from '../../compiler/2-check/validators.ts'
import { WORD_KINDS, type Word } from '../../compiler/forms/spec.ts'
import { root } from '../commands/support/built.ts'
import { project } from '../commands/support/project.ts'
import { checked, complaints, libraryWith } from './checked.ts'

const library = libraryWith()
const words = WORD_KINDS.flatMap((kind) =>
  library.names(kind).map((name) => checked(library.word(kind, name)!).spec as Word),
)

describe('precompiled validators', async () => {
  const url = `data:text/javascript,${encodeURIComponent(precompileFor(library, read))}`
  const { precompiled } = (await import(/* @vite-ignore */ url)) as {
    readonly precompiled: ReadonlyMap<string, Validator>
  }

  const VALUES = [
    null,
    'A b',
    -1,
    Number.NaN,
    [],
    [null, 1, 'x'],
    {},
    { 'a b': 1 },
    { loopless: 2, network: 'A', layers: [], inputs: { 'X 1': {}, Y: { shape: 3 } }, training: { batch: 0 } },
    {
      attributes: { a: { type: 'x' } },
      equations: {},
      output: { a: [], b: [] },
      update: 1,
      as: '1',
      times: 0,
    },
  ]

  const told = ({ errors }: Validator) =>
    errors?.map(({ instancePath, keyword, params, propertyName, parentSchema }) => {
      const { properties, additionalProperties, items, ...rest } = parentSchema
      const isOpen = additionalProperties === undefined
      return {
        instancePath,
        keyword,
        params,
        propertyName,
        keys: Object.keys(properties ?? {}),
        isOpen,
        rest,
      }
    })

  it.each(knownSchemas(words).map((schema) => ({ schema, title: schema.title })))(
    'object to what ajv objects to: $title',
    ({ schema }) => {
      const built = precompiled.get(keyOf(schema))!
      const compiled = validatorFor(schema)
      expect(built).not.toBe(compiled)
      for (const value of VALUES) {
        expect(built(value)).toBe(compiled(value))
        expect(told(built)).toEqual(told(compiled))
      }
    },
  )

  it('are the same code in whatever order they are known', () => {
    const schemas = knownSchemas(words)
    expect(precompile(schemas.toReversed())).toBe(precompile(schemas))
  })
})

describe('names that every object has', () => {
  const named = (name: string) => ({
    title: 'a thing',
    type: 'object' as const,
    properties: { [name]: { type: 'integer' as const } },
    required: [name],
    additionalProperties: false,
  })

  it.each(['constructor', 'toString', 'hasOwnProperty'])('%s is missing where nobody wrote it', (name) => {
    expect(validatorFor(named(name))({})).toBe(false)
    expect(validatorFor(named(name))({ [name]: 1 })).toBe(true)
  })

  it('are what a word may call its attributes', () => {
    const word = `loopless: 1
layer: own
attributes: { constructor: { type: number } }
input: { A: [n, m] }
equations: { out: constructor * A }
output: { out: [n, m] }
`
    const using = (use: string) =>
      `loopless: 1\nnetwork: small\nwords: [own.yaml]\ninputs: { X: [2, m] }\nlayers: [${use}]\n`
    expect(complaints(using('own: 3'), { 'own.yaml': word })).toBe('')
    expect(complaints(using('own'), { 'own.yaml': word })).toMatchInlineSnapshot(`
      "error[E204]: layer \`own\` needs \`constructor\`
        --> spec.yaml:5:10
         |
       5 | layers: [own]
         |          ^^^
      "
    `)
  })
})

describe('the built command line', () => {
  const SPEC = `loopless: 1
network: small
words: [./own.yaml]
inputs: { X: [2, m] }
layers:
  - own: { times: two }
  - dense: 1
`
  const OWN = `loopless: 1
layer: own
attributes: { times: { type: number, default: 3 } }
input: { A: [n, m] }
equations: { out: times * A }
output: { out: [n, m] }
`
  const RECORD = `process.on('exit', () => {
  require('node:fs').writeFileSync(__dirname + '/loaded.json', JSON.stringify(Object.keys(require.cache)))
})
`

  async function checking(files: Readonly<Record<string, string>>, ...paths: readonly string[]) {
    const { loopless, path, read } = project({ ...files, 'record.cjs': RECORD })
    const ran = await loopless(['check', ...paths], {
      env: { NODE_OPTIONS: `--require=${path('record.cjs')}` },
    })
    const loaded: readonly string[] = JSON.parse(read('loaded.json'))
    return { ...ran, loadsAjv: loaded.some((file) => /[\\/]ajv[\\/]/.test(file)) }
  }

  it('loads no ajv for all of ours', async () => {
    const { code, loadsAjv } = await checking({}, `${root}/specs/models`, `${root}/specs/library`)
    expect({ code, loadsAjv }).toEqual({ code: 0, loadsAjv: false })
  })

  it('loads no ajv for a project that has settings and uses our words', async () => {
    const spec = SPEC.replace(/.*own.*\n/g, '')
    const { code, loadsAjv } = await checking({ 'loopless.yaml': 'out: made\n', 'specs/small.yaml': spec })
    expect({ code, loadsAjv }).toEqual({ code: 0, loadsAjv: false })
  })

  it("loads it for a word of the user's own", async () => {
    const { code, stdout, loadsAjv } = await checking({ 'specs/small.yaml': SPEC, 'specs/own.yaml': OWN })
    expect({ code, loadsAjv }).toEqual({ code: 1, loadsAjv: true })
    expect(stdout).toContain('error[E205]: `times` is a number, not text\n  --> specs/small.yaml:6:19')
  })
})
