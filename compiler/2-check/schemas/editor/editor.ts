import { CODES, WARNINGS } from '../../../diagnostics/codes.ts'
import { WORD_KINDS, type Word, type WordKind } from '../../../forms/spec.ts'
import { layer, network, repeat, siblings } from '../network.ts'
import { allowances, reason } from '../pieces.ts'
import { ABOUT, type Schema } from '../schema.ts'
import { words as wordSchemas } from '../word.ts'
import { withDefinitions } from './definitions.ts'
import { type EditorSchema, type Known, spelled } from './spelled.ts'
import { refer, type Scope, useDefinitions, usesOf, wordProperties } from './words.ts'

/**
 * What editors read from `specs/*.schema.json`: the same schemas, with what
 * there is to say about each key, and the library's words filled in.
 */

const DIALECT = 'http://json-schema.org/draft-07/schema#'

/** Only the library's words, and those that were given, may stand here. */
const CLOSED: Scope = { prefix: '', isOpen: false }
/** Here words of other files too, of which an editor knows nothing. */
const OPEN: Scope = { prefix: '', isOpen: true }
/** Both in one file. */
const OPEN_TOO: Scope = { prefix: 'open-', isOpen: true, beside: CLOSED }

/** Of a network that names no files of its own words: an editor knows all that it may use. */
const NAMES_NO_WORDS = { type: 'object', not: { required: ['words'] } }

/** For all networks. `check` knows better what those of own words may say. */
export function networkEditorSchema(words: readonly Word[]): EditorSchema {
  const schema: EditorSchema = {
    $schema: DIALECT,
    title: 'A Loopless network',
    if: NAMES_NO_WORDS,
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: networkIn(CLOSED),
    else: networkIn(OPEN_TOO),
  }
  return withDefinitions(schema, { ...definitions(words, CLOSED), ...definitions(words, OPEN_TOO) })
}

/** For networks that use no words but these. */
export function closedNetworkEditorSchema(words: readonly Word[]): EditorSchema {
  const schema = { $schema: DIALECT, ...networkIn(CLOSED), title: 'A Loopless network' }
  return withDefinitions(schema, definitions(words, CLOSED))
}

/** For words of a kind; in their examples words are open, for one of them is the word itself. */
export function wordEditorSchema(kind: WordKind, words: readonly Word[]): EditorSchema {
  const schema = { $schema: DIALECT, ...spelledIn(OPEN)(wordSchemas[kind]) }
  return withDefinitions(schema, definitions(words, OPEN))
}

/** For words of all kinds: the key that names a word tells which of the others to read. */
export function anyWordEditorSchema(): EditorSchema {
  const keys = WORD_KINDS.map((kind) => [kind, { description: wordSchemas[kind][ABOUT]?.[kind] }] as const)
  return {
    $schema: DIALECT,
    title: 'A word of Loopless',
    type: 'object',
    allOf: WORD_KINDS.map((kind) => ({
      if: { required: [kind] },
      // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
      then: { $ref: `${kind}.schema.json` },
    })),
    if: { anyOf: WORD_KINDS.map((kind) => ({ required: [kind] })) },
    else: { properties: Object.fromEntries(keys), minProperties: WORD_KINDS.length },
  }
}

function networkIn(scope: Scope): EditorSchema {
  return spelledIn(scope)(network)
}

function spelledIn(scope: Scope): (schema: Schema) => EditorSchema {
  const known: Known = new Map([
    [layer, refer(scope, 'layer-item')],
    [allowances, refer(scope, 'allow')],
  ])
  return (schema) => spelled(schema, known, usesOf(scope))
}

function definitions(words: readonly Word[], scope: Scope): EditorSchema {
  const uses = [...WORD_KINDS.map((kind) => [kind]), ['metric', 'loss'] as const]
  const all = {
    ...Object.assign({}, ...uses.map((kinds) => useDefinitions(kinds, words, scope))),
    'layer-item': layerItem(
      words.filter(({ kind }) => kind === 'layer'),
      scope,
    ),
    allow: ALLOW,
  }
  return Object.fromEntries(Object.entries(all).map(([name, schema]) => [`${scope.prefix}${name}`, schema]))
}

/** The codes of all warnings, each with its title. */
const ALLOW: EditorSchema = {
  title: allowances.title,
  type: allowances.type,
  properties: Object.fromEntries(
    WARNINGS.map((code) => [
      code,
      { ...reason, errorMessage: `Expected ${reason.title}.`, description: CODES[code] },
    ]),
  ),
  additionalProperties: false,
  minProperties: allowances.minProperties,
}

/** A word, with what may stand beside it; or a repeat. */
function layerItem(words: readonly Word[], scope: Scope): EditorSchema {
  const names = refer(scope, 'layer-name')
  const spell = spelledIn(scope)
  const beside = (schema: Schema) => spell(schema)['properties'] as EditorSchema
  return {
    title: layer.title,
    oneOf: [names, scope.isOpen ? { type: ['string', 'object'], not: names } : { type: 'object' }],
    properties: {
      ...wordProperties(words, scope),
      repeat: { ...spell(repeat), description: 'Writes layers several times.' },
      ...beside(siblings),
    },
    minProperties: layer.minProperties,
    ...(!scope.isOpen && { additionalProperties: false }),
  }
}
