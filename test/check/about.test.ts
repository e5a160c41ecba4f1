import { Ajv } from 'ajv'
import { describe, expect, it } from 'vitest'
import { Document, parse } from 'yaml'
import { schemasOfNetworks, schemasOfWords } from '../../compiler/2-check/schemas/known.ts'
import { ABOUT, type About, type Schema } from '../../compiler/2-check/schemas/schema.ts'
import { network } from './checked.ts'

/* What editors tell of keys is true: examples keep the schema, and where a key is not written the same holds as is told. */

interface Key {
  /** From the root: `training stopping monitor`. */
  readonly path: string
  readonly schema: Schema
  readonly about: Exclude<About, string>
}

const keys = [...schemasOfNetworks, ...schemasOfWords].flatMap((schema) => keysIn(schema, schema.title ?? ''))

function keysIn(schema: Schema, path: string): readonly Key[] {
  const { properties = {}, additionalProperties, items } = schema
  const inner = [additionalProperties, items].flatMap((part) =>
    typeof part === 'object' ? keysIn(part, path) : [],
  )
  return [
    ...inner,
    ...Object.entries(properties).flatMap(([key, value]) => {
      const about = schema[ABOUT]?.[key]
      const own = typeof about === 'object' ? [{ path: `${path} ${key}`, schema: value, about }] : []
      return [...own, ...keysIn(value, `${path} ${key}`)]
    }),
  ]
}

describe('the example of', () => {
  const ajv = new Ajv({ strict: true, allowUnionTypes: true })
  const examples = keys.filter(({ about }) => about.example !== undefined)

  it.each(examples)('$path', ({ schema, about }) => {
    expect(ajv.validate(schema, parse(about.example!))).toBe(true)
  })

  it('is there for what is no plain word', () => expect(examples.length).toBeGreaterThan(30))
})

describe('without it, the same as with what is told of', () => {
  const WHOLE = {
    loopless: 1,
    network: 'whole',
    data: {
      file: 'a.csv',
      inputs: { X: { columns: ['a', 'b'] } },
      targets: { Y: { column: 'c' } },
      split: { test: 0.2 },
    },
    inputs: { X: [2, 'm'] },
    targets: { Y: { classes: ['no', 'yes', 'perhaps'] } },
    layers: [{ dense: { units: 3, activation: 'softmax' } }],
    loss: 'cross-entropy',
    metrics: ['accuracy'],
    training: { optimizer: 'adam', epochs: 5, stopping: { patience: 2 } },
  }

  /** The network with a value at a path, or without any there. */
  function meant(path: readonly string[], value?: unknown): unknown {
    const document = new Document(WHOLE)
    if (value !== undefined) document.setIn(path, value)
    else document.deleteIn(path)
    return withoutPlaces(network(String(document)))
  }

  const told = keys.filter(
    ({ path, about }) => about.otherwise !== undefined && path.startsWith('a network '),
  )

  it.each(told)('$path', ({ path, about, schema }) => {
    const keys = path.replace('a network ', '').split(' ')
    expect(meant(keys, about.otherwise)).toEqual(meant(keys))
    // And it says something: another value is another network.
    expect(meant(keys, otherThan(about.otherwise, schema))).not.toEqual(meant(keys))
  })

  it('are these', () => {
    expect(told.map(({ path }) => path.replace('a network ', '')).sort()).toEqual([
      'data missing',
      'data split seed',
      'data split stratify',
      'precision',
      'training batch',
      'training seed',
      'training shuffle',
      'training stopping change',
      'training stopping monitor',
    ])
  })
})

function otherThan(value: unknown, schema: Schema): unknown {
  if (typeof value === 'number') return value + 1
  if (typeof value === 'boolean') return !value
  return schema.enum?.find((each) => each !== value) ?? 'accuracy'
}

/** What is said, and not where. */
function withoutPlaces(spec: unknown): unknown {
  const plain = JSON.stringify(spec, (key, value: unknown) => {
    if (key === 'span' || key === 'batchSpan' || key === 'source') return undefined
    return value instanceof Map ? [...value] : value
  })
  return JSON.parse(plain)
}
