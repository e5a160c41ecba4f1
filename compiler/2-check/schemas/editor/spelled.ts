import { parse } from 'yaml'
import type { WordKind } from '../../../forms/spec.ts'
import { ABOUT, type About, type Schema } from '../schema.ts'

/** JSON Schema, draft 7, with what the YAML language server adds to it. */
export interface EditorSchema {
  readonly [keyword: string]: unknown
}

/** What stands for a schema that editors can know more about. */
export type Known = ReadonlyMap<Schema, EditorSchema>

/** A reference to the words of these kinds, of which there may be several. */
export type Uses = (kinds: readonly WordKind[], several: boolean) => EditorSchema

/** One of our schemas in the words of editors: with what there is to say about each key, and the library's words. */
export function spelled(schema: Schema, known: Known, uses: Uses): EditorSchema {
  const replaced = known.get(schema)
  if (replaced) return replaced
  const { properties, additionalProperties, items, propertyNames, title, type, ...rest } = schema
  const inner = (part: Schema) => spelled(part, known, uses)
  const keys = Object.entries(properties ?? {}).map(([key, value]) => {
    const about = schema[ABOUT]?.[key]
    return [key, about === undefined ? inner(value) : property(value, about, inner, uses)] as const
  })
  // Of a choice its message tells the choices, and the type is no second complaint.
  const isChoice = rest.enum !== undefined || rest.const !== undefined
  return {
    ...(title !== undefined && { title }),
    ...(!isChoice && { type }),
    ...rest,
    ...(!isChoice && !properties && title !== undefined && { errorMessage: `Expected ${title}.` }),
    ...(properties && { properties: Object.fromEntries(keys) }),
    ...(additionalProperties !== undefined && {
      additionalProperties:
        typeof additionalProperties === 'boolean' ? additionalProperties : inner(additionalProperties),
    }),
    ...(propertyNames && {
      propertyNames: {
        ...propertyNames,
        errorMessage: `Expected ${propertyNames.title}.`,
        doNotSuggest: true,
      },
    }),
    ...(items && { items: inner(items) }),
  }
}

function property(
  schema: Schema,
  about: About,
  inner: (part: Schema) => EditorSchema,
  uses: Uses,
): EditorSchema {
  const { says, otherwise, example, words } = typeof about === 'string' ? { says: about } : about
  const written: unknown = example === undefined ? undefined : parse(example)
  return {
    ...(words ? usesIn(schema, words, uses) : inner(schema)),
    description: [says, usually(otherwise), example && `For example \`${example}\`.`]
      .filter(Boolean)
      .join(' '),
    ...(otherwise !== undefined && { default: otherwise }),
    ...(written !== undefined && typeof written !== 'object' && { examples: [written] }),
  }
}

/** Words where the schema says only that some stand there; in a list, a word or either. */
function usesIn(
  { title, type, items, ...rest }: Schema,
  kinds: readonly WordKind[],
  uses: Uses,
): EditorSchema {
  return type === 'array'
    ? { title, type, ...rest, errorMessage: `Expected ${title}.`, items: uses(kinds, false) }
    : { type: ANY_TYPE, allOf: [uses(kinds, items !== undefined)] }
}

/** A key that has to be there is written by an editor with the mapping around it, if its type is known: this refuses nothing. */
const ANY_TYPE = ['string', 'number', 'boolean', 'null', 'object', 'array']

/** What holds where a key is not written, for people. */
export function usually(value: unknown): string | undefined {
  return value === undefined ? undefined : `If nothing is said: \`${String(value)}\`.`
}
