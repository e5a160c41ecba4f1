import { readFileSync, writeFileSync } from 'node:fs'
import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { Document } from 'yaml'
import { read } from '../../compiler/1-read/read.ts'
import { networkEditorSchema, wordEditorSchema } from '../../compiler/2-check/schemas/editor.ts'
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
  const editorSchemas = [
    { path: 'specs/network.schema.json', schema: networkEditorSchema(words), paths: specsIn('specs/models') },
    {
      path: 'specs/word.schema.json',
      schema: wordEditorSchema(),
      paths: words.map(({ source }) => source.path),
    },
  ]

  it.each(editorSchemas)('$path is up to date', ({ path, schema }) => {
    const { UPDATE_SCHEMAS } = process.env
    // To write it anew: UPDATE_SCHEMAS=1 npx vitest run test/check/schemas.test.ts && npx biome check --write specs
    if (UPDATE_SCHEMAS) writeFileSync(path, `${JSON.stringify(schema, null, 2)}\n`)
    expect(JSON.parse(readFileSync(path, 'utf8'))).toEqual(JSON.parse(JSON.stringify(schema)))
  })

  it.each(editorSchemas)('$path accepts what is checked in', ({ schema, paths }) => {
    const isValid = new Ajv({ strict: false }).compile(schema)
    for (const path of paths) {
      const document = read(sourceAt(path)!, new Report())!
      expect([path, isValid(plainOf(document.root)), isValid.errors]).toEqual([path, true, null])
    }
  })

  it.each([
    ['a misspelt key', { layer: [] }],
    ['a wrong precision', { precision: 'float46' }],
    ['a number out of range', { layers: [{ dropout: { rate: 1 } }] }],
    ['an unknown attribute', { layers: [{ dense: { unit: 3 } }] }],
  ])('show %s', (_, wrong) => {
    const isValid = new Ajv({ strict: false }).compile(networkEditorSchema(words))
    const right = { loopless: 1, network: 'x', inputs: { X: [1, 'm'] }, layers: ['mine', { dense: 3 }] }
    expect(isValid(right)).toBe(true)
    expect(isValid({ ...right, ...wrong })).toBe(false)
  })
})

it('no schema needs to look at alternatives', () => {
  const keywords = (schema: Schema): string => JSON.stringify(schema)
  for (const { schema } of specs) expect(keywords(schema)).not.toMatch(/"(anyOf|oneOf|allOf|not|if)"/)
})
