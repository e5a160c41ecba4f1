import type { OtherNames } from '../diagnostics/suggest.ts'
import { schemasOfNetworks, schemasOfWords } from './schemas/known.ts'
import { ALSO, type Schema } from './schemas/schema.ts'

/**
 * What others call the keys of a mapping. A validator that a build makes has no such names in its schemas: they are
 * found by title, when somebody has written a key that nobody knows.
 */
export function otherNames(schema: Schema): OtherNames {
  return schema[ALSO] ?? byTitle().get(schema.title ?? '') ?? []
}

let known: ReadonlyMap<string, OtherNames> | undefined

function byTitle(): ReadonlyMap<string, OtherNames> {
  known ??= new Map([...schemasOfNetworks, ...schemasOfWords].flatMap((schema) => [...namesWithin(schema)]))
  return known
}

function* namesWithin(schema: Schema): Iterable<readonly [title: string, OtherNames]> {
  if (schema.title !== undefined && schema[ALSO]) yield [schema.title, schema[ALSO]]
  for (const inner of Object.values(schema.properties ?? {})) yield* namesWithin(inner)
  if (schema.items) yield* namesWithin(schema.items)
  if (typeof schema.additionalProperties === 'object') yield* namesWithin(schema.additionalProperties)
}
