import { readFileSync, writeFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { Document } from 'yaml'
import { read } from '../../compiler/1-read/read.ts'
import {
  anyWordEditorSchema,
  closedNetworkEditorSchema,
  networkEditorSchema,
  wordEditorSchema,
} from '../../compiler/2-check/schemas/editor/editor.ts'
import type { EditorSchema } from '../../compiler/2-check/schemas/editor/spelled.ts'
import { network } from '../../compiler/2-check/schemas/network.ts'
import type { Schema } from '../../compiler/2-check/schemas/schema.ts'
import { words as wordSchemas } from '../../compiler/2-check/schemas/word.ts'
import { validate } from '../../compiler/2-check/validate.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import { plainOf } from '../../compiler/forms/document.ts'
import { sourceOf } from '../../compiler/forms/source.ts'
import { WORD_KINDS, type Word } from '../../compiler/forms/spec.ts'
import { checked, libraryWith, sourceAt, specsIn } from './checked.ts'

const library = libraryWith()
const specs = [
  ...specsIn('specs/models').map((path) => ({ path, schema: network, source: sourceAt(path)! })),
  ...WORD_KINDS.flatMap((kind) =>
    library.names(kind).map((name) => ({
      path: `${kind} ${name}`,
      schema: wordSchemas[kind],
      source: library.word(kind, name)!,
    })),
  ),
]

/** ajv at its strictest, schemas held against the schema of schemas. */
const ajv = new Ajv({ strict: true, allowUnionTypes: true, allErrors: true })

describe('what ajv refuses is complained of, and nothing else', () => {
  // A fixed sequence of numbers: the same mutations on every run.
  let state = 1
  const random = (below: number) => {
    state = Math.imul(state, 48271) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
  const VALUES = [
    0,
    1,
    -1,
    2.5,
    32,
    'a',
    'all',
    'zeros',
    'A b',
    'float64',
    '',
    true,
    false,
    null,
    [],
    ['x'],
    [1, 'm'],
    {},
    { a: 1 },
  ]

  function mutated(data: unknown): unknown {
    if (Array.isArray(data) && data.length > 0 && random(4) > 0) {
      const at = random(data.length)
      return data.flatMap((item, i) => (i === at ? (random(5) === 0 ? [] : [mutated(item)]) : [item]))
    }
    const entries =
      typeof data === 'object' && data !== null && !Array.isArray(data) ? Object.entries(data) : []
    if (entries.length === 0 || random(6) === 0) return VALUES[random(VALUES.length)]
    const [key, value] = entries[random(entries.length)]!
    const rest = Object.fromEntries(entries.filter(([other]) => other !== key))
    if (random(6) === 0) return rest
    if (random(8) === 0) return { ...rest, [`${key} x`]: value }
    return { ...rest, [key]: mutated(value) }
  }

  it.each(specs)('$path and a hundred mutations of it', ({ schema, source }) => {
    const isValid = ajv.compile(schema)
    const original = plainOf(read(source, new Report())!.root)
    expect(isValid(original)).toBe(true)
    for (let i = 0; i < 100; i++) {
      const data = i % 3 === 0 ? mutated(mutated(original)) : mutated(original)
      const text = String(new Document(data, { aliasDuplicateObjects: false }))
      const document = read(sourceOf('mutated.yaml', text), new Report())
      if (document === undefined) continue
      const report = new Report()
      const valid = validate(document.root, schema, report)
      const places = report.diagnostics.map(({ at }) => text.slice(at.start, at.end))
      const isRight = isValid(plainOf(document.root))
      expect({ text, valid, complains: places.length > 0 }).toEqual({
        text,
        valid: isRight,
        complains: !isRight,
      })
      expect(places.filter((place) => place === '')).toEqual([])
    }
  })
})

describe('the schemas for editors', () => {
  const words = WORD_KINDS.flatMap((kind) =>
    library.names(kind).map((name) => checked(library.word(kind, name)!).spec as Word),
  )
  const ofKinds = WORD_KINDS.map((kind) => ({
    path: `specs/${kind}.schema.json`,
    schema: wordEditorSchema(kind, words),
    paths: words.filter((word) => word.kind === kind).map(({ source }) => source.path),
  }))
  const editorSchemas = [
    { path: 'specs/network.schema.json', schema: networkEditorSchema(words), paths: specsIn('specs/models') },
    ...ofKinds,
    {
      path: 'specs/word.schema.json',
      schema: anyWordEditorSchema(),
      paths: words.map(({ source }) => source.path),
    },
  ]

  /** As it is in JSON. Files that refer to each other are side by side. */
  const compiled = (schema: EditorSchema) => {
    const plain = (one: EditorSchema): EditorSchema => JSON.parse(JSON.stringify(one))
    const ajv = new Ajv({ strict: false })
    if (schema === editorSchemas.at(-1)!.schema)
      for (const { path, schema: other } of ofKinds) ajv.addSchema(plain(other), path.replace('specs/', ''))
    return ajv.compile(plain(schema))
  }

  it.each(editorSchemas)('$path is up to date', ({ path, schema }) => {
    const { UPDATE_SCHEMAS } = process.env
    // To write it anew: UPDATE_SCHEMAS=1 npx vitest run test/check/schemas.test.ts && npx biome check --write specs
    if (UPDATE_SCHEMAS) writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)))
  })

  it.each(editorSchemas)('$path accepts what is checked in', ({ schema, paths }) => {
    const isValid = compiled(schema)
    for (const path of paths) {
      const document = read(sourceAt(path)!, new Report())!
      expect([path, isValid(plainOf(document.root)), isValid.errors]).toEqual([path, true, null])
    }
  })

  const right = { loopless: 1, network: 'x', inputs: { X: [1, 'm'] }, layers: [{ dense: 3 }] }
  const own = { words: ['mine.yaml'], layers: ['mine', { own: 3 }, { dense: 3 }] }

  it('let a network use words of its own where it names their files', () => {
    const isValid = compiled(networkEditorSchema(words))
    expect(isValid(right)).toBe(true)
    expect(isValid({ ...right, ...own })).toBe(true)
    expect(isValid({ ...right, layers: own.layers })).toBe(false)
  })

  it('know own words by what these declare', () => {
    const mine = { ...words.find(({ name }) => name === 'dropout')!, name: 'mine' }
    const isValid = compiled(closedNetworkEditorSchema([...words, mine]))
    const using = (layer: unknown) => ({ ...right, words: ['mine.yaml'], layers: [layer] })
    expect(isValid(using({ mine: 0.5 }))).toBe(true)
    expect(isValid(using({ mine: 2 }))).toBe(false)
    expect(isValid(using({ own: 3 }))).toBe(false)
  })

  it.each([
    ['a misspelt key', { layer: [] }],
    ['a misspelt word', { loss: 'squared-eror' }],
    ['a misspelt word of a layer', { layers: [{ dens: 3 }] }],
    ['a misspelt word of an attribute', { layers: [{ dense: { units: 3, activation: 'rellu' } }] }],
    ['a wrong precision', { precision: 'float46' }],
    ['a number out of range', { layers: [{ dropout: { rate: 1 } }] }],
    ['a first attribute out of range', { layers: [{ dropout: 1 }] }],
    ['an unknown attribute', { layers: [{ dense: { unit: 3 } }] }],
    ['a missing attribute', { layers: [{ dense: { activation: 'relu' } }] }],
    ['a misspelt key beside a word', { layers: [{ dense: 3, form: 'X' }] }],
  ])('show %s', (_, wrong) => {
    const isValid = compiled(networkEditorSchema(words))
    expect(isValid({ ...right, ...wrong })).toBe(false)
  })

  it('tell something of every key', () => {
    // What is said elsewhere is looked at there.
    const isTold = ({ description, $ref }: EditorSchema) =>
      typeof $ref === 'string' || /\w/.test(String(description ?? ''))
    const silent = (schema: unknown, at: string): readonly string[] => {
      if (typeof schema !== 'object' || schema === null) return []
      return Object.entries(schema).flatMap(([key, value]) =>
        key === 'properties'
          ? Object.entries(value as Readonly<Record<string, EditorSchema>>).flatMap(([name, property]) => [
              ...(isTold(property) ? [] : [`${at} ${name}`]),
              ...silent(property, `${at} ${name}`),
            ])
          : silent(value, key === 'definitions' || at.endsWith('definitions') ? `${at} ${key}` : at),
      )
    }
    for (const { path, schema } of editorSchemas) expect(silent(schema, path)).toEqual([])
  })
})

it('no schema needs to look at alternatives', () => {
  const keywords = (schema: Schema): string => JSON.stringify(schema)
  for (const { schema } of specs) expect(keywords(schema)).not.toMatch(/"(anyOf|oneOf|allOf|not|if)"/)
})
