import type { Schema } from './schemas/schema.ts'
import { keyOf } from './validators.ts'

/** A schema by a name that `$ref` may use. */
export interface NamedSchema {
  readonly name: string
  readonly schema: object
}

/**
 * The schemas, and whatever occurs in them more than once, by `keyOf` each. A
 * shape, say, may stand in thirty places: so one function is compiled for it and
 * not thirty.
 *
 *     { items: { type: 'string' } }    becomes    { items: { $ref: 'part7' } }
 */
export function shared(schemas: readonly Schema[]): ReadonlyMap<string, NamedSchema> {
  const counts = new Map<string, number>()
  const count = (schema: Schema) => {
    const key = keyOf(schema)
    const earlier = counts.get(key) ?? 0
    counts.set(key, earlier + 1)
    if (earlier === 0) mapParts(schema, count)
  }
  for (const schema of schemas) count(schema)
  const names = new Map(schemas.map((schema, index) => [keyOf(schema), `validator${index}`]))
  for (const [key, times] of counts) if (times > 1 && !names.has(key)) names.set(key, `part${names.size}`)

  const reference = (part: Schema): object => {
    const name = names.get(keyOf(part))
    return name === undefined ? mapParts(part, reference) : { $ref: name }
  }
  const named = ([key, name]: readonly [string, string]) =>
    [key, { name, schema: mapParts(JSON.parse(key) as Schema, reference) }] as const
  return new Map([...names].map(named))
}

/** The schema with something else in the place of each schema in it. */
function mapParts(schema: Schema, map: (part: Schema) => unknown): object {
  const { properties, additionalProperties, items } = schema
  const mapped =
    properties && Object.entries(properties).map(([key, property]) => [key, map(property)] as const)
  return {
    ...schema,
    ...(mapped && { properties: Object.fromEntries(mapped) }),
    ...(typeof additionalProperties === 'object' && { additionalProperties: map(additionalProperties) }),
    ...(items && { items: map(items) }),
  }
}
