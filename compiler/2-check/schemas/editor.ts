import { CODES, WARNINGS } from '../../diagnostics/codes.ts'
import { WORD_KINDS, type Word, type WordKind } from '../../forms/spec.ts'
import { attributeSchema, attributesSchema } from './attributes.ts'
import { layers, metrics, network, repeat, repeatSiblings, siblings, training } from './network.ts'
import { allowances, reason } from './pieces.ts'
import type { Schema } from './schema.ts'
import { words as wordSchemas } from './word.ts'

/**
 * What editors read from `specs/*.schema.json`: the same schemas, with the
 * library's words filled in for completion. An editor cannot see the user's own
 * words, so here other names pass; `check` knows better.
 */
export interface EditorSchema {
  readonly [keyword: string]: unknown
}

const LAYERS: EditorSchema = { ...layers, items: { $ref: '#/definitions/layerItem' } }

/** The codes of all warnings, each with its title. */
const ALLOW: EditorSchema = {
  ...allowances,
  properties: Object.fromEntries(WARNINGS.map((code) => [code, { ...reason, description: CODES[code] }])),
  additionalProperties: false,
}

const DIALECT = 'http://json-schema.org/draft-07/schema#'

export function networkEditorSchema(words: readonly Word[]): EditorSchema {
  return {
    $schema: DIALECT,
    title: 'A Loopless network',
    ...network,
    definitions: definitions(words),
    properties: {
      ...network.properties,
      layers: LAYERS,
      allow: ALLOW,
      loss: use('loss'),
      metrics: { ...metrics, items: { anyOf: [use('metric'), use('loss')] } },
      regularization: oneOrMore('regularizer'),
      training: {
        ...training,
        properties: {
          ...training.properties,
          optimizer: use('optimizer'),
          schedule: use('schedule'),
          clipping: oneOrMore('clipping'),
        },
      },
    },
  }
}

function use(kind: WordKind): EditorSchema {
  return { $ref: `#/definitions/${kind}` }
}

function oneOrMore(kind: WordKind): EditorSchema {
  return { anyOf: [use(kind), { type: 'array', items: use(kind) }] }
}

/** One kind after the other: the key that names a word tells which. */
export function wordEditorSchema(): EditorSchema {
  return {
    $schema: DIALECT,
    title: 'A word of Loopless',
    type: 'object',
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    allOf: WORD_KINDS.map((kind) => ({ if: { required: [kind] }, then: wordSchemas[kind] })),
    anyOf: WORD_KINDS.map((kind) => ({ required: [kind] })),
  }
}

function definitions(words: readonly Word[]): EditorSchema {
  const kinds = WORD_KINDS.map((kind) => [kind, useSchema(words.filter((word) => word.kind === kind))])
  return { ...Object.fromEntries(kinds), layerItem: layerItem(words.filter((word) => word.kind === 'layer')) }
}

/** `relu`, or `{ leaky-relu: … }`. */
function useSchema(words: readonly Word[]): EditorSchema {
  return {
    anyOf: [
      { enum: words.map(({ name }) => name) },
      { type: 'string' },
      { type: 'object', properties: properties(words), minProperties: 1, maxProperties: 1 },
    ],
  }
}

/** The same, with what may stand beside a layer's word. */
function layerItem(words: readonly Word[]): EditorSchema {
  return {
    anyOf: [
      { enum: words.map(({ name }) => name) },
      { type: 'string' },
      {
        type: 'object',
        properties: {
          ...properties(words),
          ...siblings.properties,
          regularization: oneOrMore('regularizer'),
          ...repeatSiblings.properties,
          allow: ALLOW,
          repeat: { ...repeat, properties: { ...repeat.properties, layers: LAYERS } },
        },
      },
    ],
  }
}

function properties(words: readonly Word[]): EditorSchema {
  return Object.fromEntries(words.map((word) => [word.name, { description: word.summary, ...givenTo(word) }]))
}

/** A mapping of attributes, or the first of them alone. */
function givenTo(word: Word): EditorSchema {
  const described = word.attributes.map((attribute) => [attribute.name, attributeOf(attribute)] as const)
  const mapping = { ...attributesSchema(word), properties: Object.fromEntries(described) }
  const [first] = described
  return first === undefined ? { ...mapping } : { anyOf: [mapping, first[1]] }
}

function attributeOf(attribute: Word['attributes'][number]): EditorSchema {
  const { type } = attribute
  if (WORD_KINDS.some((kind) => kind === type)) return { $ref: `#/definitions/${type}` }
  const schema: Schema = attributeSchema(attribute)
  const given = attribute.default
  return given?.kind === 'number' || given?.kind === 'boolean'
    ? { ...schema, default: given.value }
    : { ...schema }
}
