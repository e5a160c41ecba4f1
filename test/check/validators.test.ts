import { Ajv } from 'ajv'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { objectionsTo, objectionsToGiven } from '../../compiler/2-check/given.ts'
import { precompile } from '../../compiler/2-check/precompile.ts'
import {
  ATTRIBUTE_TYPES,
  attributeSchema,
  attributesSchema,
} from '../../compiler/2-check/schemas/attributes.ts'
import { schemasOfNetworks, schemasOfWords } from '../../compiler/2-check/schemas/known.ts'
import { ABOUT, ALSO } from '../../compiler/2-check/schemas/schema.ts'
import {
  keyOf,
  type Objection,
  OPTIONS,
  type Validator,
  validatorFor,
} from '../../compiler/2-check/validators.ts'
import { WORD_KINDS, type Word } from '../../compiler/forms/spec.ts'
import { root } from '../commands/support/built.ts'
import { project } from '../commands/support/project.ts'
import { checked, complaints, libraryWith } from './checked.ts'

const knownSchemas = [...schemasOfNetworks, ...schemasOfWords]
const library = libraryWith()
const words = WORD_KINDS.flatMap((kind) =>
  library.names(kind).map((name) => checked(library.word(kind, name)!).spec as Word),
)

describe('precompiled validators', async () => {
  const url = `data:text/javascript,${encodeURIComponent(precompile(knownSchemas))}`
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
      const { properties, additionalProperties, items, [ABOUT]: _, [ALSO]: __, ...rest } = parentSchema
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

  it.each(knownSchemas.map((schema) => ({ schema, title: schema.title })))(
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
    expect(precompile(knownSchemas.toReversed())).toBe(precompile(knownSchemas))
  })
})

describe('what words are given is judged as ajv judges it by the schemas', () => {
  const ajv = new Ajv(OPTIONS)
  const judged = (objections: readonly Objection[] | null | undefined) =>
    (objections ?? [])
      .map(({ instancePath, keyword, params, parentSchema }) => {
        const { missingProperty, additionalProperty } = params
        const key = missingProperty ?? additionalProperty ?? ''
        return `${instancePath} ${keyword} ${key} ${parentSchema.title}`
      })
      .sort()

  const value = fc.oneof(
    fc.constantFrom(
      0,
      1,
      -1,
      0.5,
      2,
      3,
      1e300,
      1e-9,
      Number.NaN,
      Infinity,
      -Infinity,
      null,
      true,
      false,
      '',
      'a',
    ),
    fc.double(),
    fc.array(fc.oneof(fc.double(), fc.constantFrom(null, 'x', 1, true)), { maxLength: 3 }),
    fc.dictionary(fc.constantFrom('relu', 'slope', 'constructor', '__proto__'), fc.integer(), { maxKeys: 3 }),
  )

  it.each(words.filter(({ attributes }) => attributes.length > 0))('$kind $name', (word) => {
    const isValid = ajv.compile(attributesSchema(word))
    const names = word.attributes.map(({ name }) => name)
    const given = fc.dictionary(fc.constantFrom(...names, 'other', 'toString'), value)
    fc.assert(
      fc.property(given, (data) => {
        const objections = objectionsToGiven(data, word)
        expect(isValid(data)).toBe(objections.length === 0)
        expect(judged(objections)).toEqual(judged(isValid.errors as Objection[] | null))
      }),
      { numRuns: 200, seed: 1 },
    )
  })

  const ends = fc.constantFrom(-Infinity, -1, 0, 0.5, 1, Infinity)
  const range = fc
    .tuple(ends, fc.boolean(), ends, fc.boolean())
    .filter(([low, , high]) => low < high)
    .map(([low, lowOpen, high, highOpen]) => ({ text: 'the range', low, lowOpen, high, highOpen }))

  it.each(ATTRIBUTE_TYPES)('%s, of any range', (type) => {
    fc.assert(
      fc.property(fc.option(range, { nil: undefined }), fc.array(value), (within, values) => {
        const declared = { type, ...(within && { range: within }) }
        const schema = attributeSchema(declared)
        const isValid = ajv.compile(schema)
        for (const data of values) {
          isValid(data)
          expect(judged(objectionsTo(data, declared, schema, ''))).toEqual(
            judged(isValid.errors as Objection[] | null),
          )
        }
      }),
      { numRuns: 100, seed: 1 },
    )
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

  it("loads none for a word of the user's own", async () => {
    const { code, stdout, loadsAjv } = await checking({ 'specs/small.yaml': SPEC, 'specs/own.yaml': OWN })
    expect({ code, loadsAjv }).toEqual({ code: 1, loadsAjv: false })
    expect(stdout).toContain('error[E205]: `times` is a number, not text\n  --> specs/small.yaml:6:19')
  })
})
