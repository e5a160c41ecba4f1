import type { OtherNames } from '../../diagnostics/suggest.ts'
import type { WordKind } from '../../forms/spec.ts'

/**
 * The part of JSON Schema that specs need. No `anyOf`: where a value has two
 * forms, their types differ, and `properties` speaks of mappings only, `items`
 * of lists only. So every complaint is about what was written.
 */
export interface Schema {
  /** How messages name it: `a whole number`. */
  readonly title?: string
  readonly type: SchemaType | readonly SchemaType[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly required?: readonly string[]
  readonly additionalProperties?: boolean | Schema
  readonly propertyNames?: { readonly title: string; readonly pattern: string }
  readonly minProperties?: number
  readonly maxProperties?: number
  readonly items?: Schema
  readonly minItems?: number
  readonly enum?: readonly string[]
  readonly const?: string | number
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly exclusiveMinimum?: number
  readonly exclusiveMaximum?: number
  readonly [ABOUT]?: Readonly<Record<string, About>>
  readonly [ALSO]?: OtherNames
}

/**
 * What editors tell of the keys of a mapping. Under a symbol, since it is not
 * for validating: neither ajv nor a schema's key sees it, and no validator
 * that a build makes holds a word of it.
 */
export const ABOUT = Symbol('about')

/** What others call the keys of a mapping: for advice to who writes that. Under a symbol for the same reason. */
export const ALSO = Symbol('also')

/** A sentence or two about a key; with what holds where it is not written, and how it may look, as YAML. */
export type About =
  | string
  | {
      readonly says: string
      readonly otherwise?: string | number | boolean
      readonly example?: string
      /** The value is words of these kinds. */
      readonly words?: readonly WordKind[]
      /** What others call the key. */
      readonly also?: readonly string[]
    }

export type SchemaType = 'object' | 'array' | 'string' | 'number' | 'integer' | 'boolean'

/** A mapping with these keys and no others, each with what there is to say about it. */
export function mapping<Key extends string>(
  title: string,
  properties: Readonly<Record<Key, Schema>>,
  about: Readonly<Record<NoInfer<Key>, About>>,
  required: readonly NoInfer<Key>[] = [],
): Schema {
  const also = Object.entries<About>(about).flatMap(([key, told]) =>
    typeof told === 'string' || !told.also ? [] : [[key, told.also] as const],
  )
  return {
    title,
    type: 'object',
    properties,
    required,
    additionalProperties: false,
    [ABOUT]: about,
    ...(also.length > 0 && { [ALSO]: also }),
  }
}

/** A mapping from names of the user's choice. */
export function named(title: string, value: Schema, most?: number): Schema {
  return {
    title,
    type: 'object',
    propertyNames: NAME,
    additionalProperties: value,
    minProperties: 1,
    ...(most !== undefined && { maxProperties: most }),
  }
}

export function list(title: string, items: Schema, rest: Partial<Schema> = {}): Schema {
  return { title, type: 'array', items, ...rest }
}

const NAME = {
  title: 'a name of letters, digits and _',
  pattern: '^[\\p{ID_Start}_](?:(?![·ᵀ])\\p{ID_Continue})*$',
}
const KEBAB = { title: 'a name in lower case, with hyphens', pattern: '^[a-z][a-z0-9]*(-[a-z0-9]+)*$' }

/** `encoder`, or the number of a layer that has no name. */
export const NAME_OR_NUMBER = `${NAME.pattern}|^[1-9][0-9]*$`

/** In equations. */
export const name: Schema = { ...NAME, type: 'string' }

/** Of a word or a network, which name files. */
export const kebabName: Schema = { ...KEBAB, type: 'string' }

export const text: Schema = { title: 'text', type: 'string' }
/** What the runtime has for seeds and counts: 32 bits. */
export const MOST = 2 ** 32 - 1
export const wholeNumber: Schema = wholeFrom(0)
export const count: Schema = wholeFrom(1)

function wholeFrom(minimum: number): Schema {
  return { title: `a whole number from ${minimum} to ${MOST}`, type: 'integer', minimum, maximum: MOST }
}
