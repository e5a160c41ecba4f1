import { isWithinUse, WORD_KINDS, type Word, type WordKind } from '../../../forms/spec.ts'
import { attributeSchema, attributesSchema } from '../attributes.ts'
import type { Schema } from '../schema.ts'
import { type EditorSchema, type Uses, usually } from './spelled.ts'

/*
 * Words where they are used. There are no alternatives to be chosen from but
 * one, a name or a mapping, and what is in the mapping is said beside it: so a
 * complaint is about what was written. A `oneOf` of names and all other things
 * is always kept; it is there for completion, which looks for names in it.
 */

/** How `{ $ref: … }` calls the definitions: where other names than the library's may stand, and where not. */
export interface Scope {
  readonly prefix: string
  readonly isOpen: boolean
  /** One beside it, where words that take no other words are the same. */
  readonly beside?: Scope
}

export const REFERENCE = '#/definitions/'

export function refer({ prefix }: Scope, name: string): EditorSchema {
  return { $ref: `${REFERENCE}${prefix}${name}` }
}

export function usesOf(scope: Scope): Uses {
  return (kinds, several) => refer(scope, `${kinds.join('-or-')}${several ? '-list' : ''}`)
}

/** `relu`, or `{ leaky-relu: … }`; and lists of them. */
export function useDefinitions(
  kinds: readonly WordKind[],
  all: readonly Word[],
  scope: Scope,
): Readonly<Record<string, EditorSchema>> {
  const words = kinds.flatMap((kind) => all.filter((word) => word.kind === kind))
  const name = kinds.join('-or-')
  const names = refer(scope, `${name}-name`)
  const title = kinds.map((kind) => `${/^[aio]/.test(kind) ? 'an' : 'a'} ${kind}`).join(' or ')
  const mapping = {
    properties: wordProperties(words, scope),
    minProperties: 1,
    maxProperties: 1,
    ...(!scope.isOpen && { additionalProperties: false }),
  }
  const properties = kinds.length === 1 ? wordsWhole(words, scope) : mapping.properties
  const others = scope.isOpen ? { type: ['string', 'object'], not: names } : { type: 'object' }
  const listed = { ...others, type: [others.type, 'array'].flat() }
  return {
    [`${name}-name`]: namesOf(words),
    [name]: { title, oneOf: [names, others], ...mapping, properties },
    [`${name}-list`]: {
      title: `${title}, or a list`,
      oneOf: [names, listed],
      ...mapping,
      items: refer(scope, name),
    },
  }
}

/** What words are called, each with its summary. */
export function namesOf(words: readonly Word[]): EditorSchema {
  return { enum: words.map(({ name }) => name), enumDescriptions: words.map(({ summary }) => summary) }
}

/** A key for each word, with what may be said to it: as it stands in the definition of its kind. */
export function wordProperties(words: readonly Word[], scope: Scope): EditorSchema {
  return Object.fromEntries(words.map((word) => [word.name, wordIn(scope, word)]))
}

function wordIn(scope: Scope, { kind, name }: Word): EditorSchema {
  return refer(scope, `${kind}/properties/${name}`)
}

function wordsWhole(words: readonly Word[], scope: Scope): EditorSchema {
  const { beside } = scope
  return Object.fromEntries(
    words.map((word) => {
      const takesWords = word.attributes.some(({ type }) => kindOf(type) !== undefined)
      const whole = { description: word.summary, ...givenTo(word, scope) }
      return [word.name, beside && !takesWords ? wordIn(beside, word) : whole]
    }),
  )
}

/** A mapping of attributes, or the first of them alone. */
function givenTo(word: Word, scope: Scope): EditorSchema {
  const { attributes } = word
  const mapping: EditorSchema = {
    ...attributesSchema(word),
    properties: Object.fromEntries(
      attributes.map((attribute) => [attribute.name, attributeOf(word, attribute, scope)]),
    ),
  }
  const [first] = attributes
  if (first === undefined) return mapping
  const kind = kindOf(first.type)
  if (kind === undefined) {
    // Keywords are for values of one type each, and those of the two are different.
    const { title, type, ...rest } = sized(attributeSchema(first))
    return { ...mapping, type: ['object', type].flat(), ...rest }
  }
  const names = refer(scope, `${kind}-name`)
  return {
    title: mapping['title'],
    oneOf: [names, { not: names }],
    if: { type: 'object', propertyNames: { enum: attributes.map(({ name }) => name) } },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: mapping,
    else: refer(scope, kind),
  }
}

type Attribute = Word['attributes'][number]

function attributeOf(word: Word, attribute: Attribute, scope: Scope): EditorSchema {
  const { name, type, default: given } = attribute
  const { title, ...schema } = sized(attributeSchema(attribute))
  const kind = kindOf(type)
  const of = `\`${name}\` of ${word.kind} \`${word.name}\`, ${title}.`
  const value = plainOf(given)
  return {
    ...(kind ? { allOf: [refer(scope, kind)] } : { title, ...schema, errorMessage: `Expected ${title}.` }),
    description: `${of} ${given ? usually(value ?? textOf(given)) : 'It has to be said.'}`,
    ...(value !== undefined && { default: value }),
  }
}

/** A size that is a number is one from 1 on. */
function sized(schema: Schema): Schema {
  const isSize = schema === attributeSchema({ type: 'size' })
  return isSize
    ? { ...schema, title: 'a whole number from 1 on, or an expression of sizes', minimum: 1 }
    : schema
}

function kindOf(type: string): WordKind | undefined {
  return WORD_KINDS.find((kind) => kind === type)
}

type Given = NonNullable<Attribute['default']>

function plainOf(given: Attribute['default']): string | number | boolean | undefined {
  if (given?.kind === 'number' || given?.kind === 'boolean') return given.value
  if (given?.kind !== 'word') return undefined
  const { use } = given
  const says = [...use.attributes.values()].some((value) => isWithinUse(value.span, use))
  return says ? undefined : use.word.name
}

function textOf({ span }: Given): string {
  return span.source.text.slice(span.start, span.end)
}
