import type { Finding } from '../diagnostics/report.ts'
import { calledHere, didYouMean, nameHere, suggest } from '../diagnostics/suggest.ts'
import type { Entry, Node, Scalar } from '../forms/document.ts'
import { otherNames } from './other-names.ts'
import type { Place } from './place.ts'
import { quantityMeant } from './quantities.ts'
import type { Schema, SchemaType } from './schemas/schema.ts'
import { wordAsValue } from './word-as-value.ts'

/** `units`, or an item of `columns`. */
function subject({ entry, inList }: Place): string {
  if (entry === undefined) return 'this'
  return inList ? `an item of \`${entry.key.text}\`` : `\`${entry.key.text}\``
}

/** As it was written; of long texts the beginning. */
function written({ node }: Place): string {
  const text = node.kind === 'scalar' ? node.text : ''
  return text.length > 40 ? `${text.slice(0, 39)}…` : text
}

/** Of YAML's kinds, by the names the user has for them. */
function kindOf(node: Node): string {
  if (node.kind === 'sequence') return 'a list'
  if (node.kind === 'mapping') return 'a mapping'
  return typeof node.value === 'string' ? 'text' : `\`${node.text}\``
}

function titleOf({ title = 'something else' }: Schema): string {
  return title
}

export function wrongKind(place: Place, schema: Schema): Finding | undefined {
  const { node, at } = place
  if (node.kind === 'scalar' && node.value === null) return withoutValue(place, schema)
  const help = isNamedByKey(place, schema)
    ? keysOf(schema)
    : node.kind === 'scalar'
      ? wayToWrite(node, schema)
      : undefined
  return {
    code: 'E205',
    at,
    message: `${subject(place)} is ${kindWanted(place, schema)}, not ${kindOf(node)}`,
    help,
  }
}

/** That a `budget` is a budget tells nobody how it is written. */
function isNamedByKey({ entry, inList }: Place, { type, title = '', properties }: Schema): boolean {
  return (
    type === 'object' &&
    properties !== undefined &&
    !inList &&
    /^an? (.*)/.exec(title)?.[1] === entry?.key.text
  )
}

function kindWanted(place: Place, schema: Schema): string {
  return isNamedByKey(place, schema) ? 'a mapping' : titleOf(schema)
}

function keysOf({ properties = {} }: Schema): string {
  return `its keys are ${listOf(Object.keys(properties))}`
}

/** A scalar of another kind, as one of this kind. */
function wayToWrite({ value, text }: Scalar, schema: Schema): string | undefined {
  const { type, title = '' } = schema
  const takes = (kind: string) => type === kind || type.includes(kind as SchemaType)
  if (takes('string'))
    // Of words, sizes and names none is called so in quotes either.
    return !/\b(text|class|column|category|path|reason)\b/.test(title)
      ? undefined
      : Number.isFinite(value) || typeof value === 'boolean'
        ? `put quotes around it: \`"${text}"\``
        : undefined
  if (takes('boolean')) {
    if (/^(yes|on)$/i.test(text)) return 'write `true`'
    return /^(no|off)$/i.test(text) ? 'write `false`' : undefined
  }
  if (takes('array') && (schema.minItems ?? 1) < 2 && /^[\w-]+$/.test(text)) return `write \`[${text}]\``
  // A product or a quotient of numbers, and no size: it is not computed here.
  const [, left = '', sign, right = ''] = /^([-\d.e]+)\s*([*/])\s*([-\d.e]+)$/.exec(text) ?? []
  const number = sign === '/' ? Number(left) / Number(right) : Number(left) * Number(right)
  return takes('number') && sign !== undefined && Number.isFinite(number)
    ? `write \`${number}\`: a number is written out`
    : undefined
}

function withoutValue(place: Place, schema: Schema): Finding | undefined {
  const { entry, inList, at } = place
  if (entry === undefined || inList)
    return { code: 'E109', at, message: `${titleOf(schema)} is missing here` }
  const { text, span } = entry.key
  // Of `{ hidden:16 }` it is told that it is no name.
  if (gluedColon(text) !== undefined) return undefined
  return {
    code: 'E109',
    at: span,
    message: `\`${text}\` has no value`,
    help: isNamedByKey(place, schema) ? keysOf(schema) : `it needs ${titleOf(schema)}`,
  }
}

/** `{ units:3 }` is one key to YAML. */
export function gluedColon(key: string): string | undefined {
  const [, name, value] = /^([^:]+):(\S+)$/.exec(key) ?? []
  return value === undefined ? undefined : `a blank stands after a colon: \`${name}: ${value}\``
}

/** Keys that the language has, and this version has not. */
const PLANNED: Readonly<Record<string, readonly string[]>> = {
  'a network': ['outputs', 'losses', 'scan'],
  'a layer': ['share', 'trainable', 'scan'],
  'a layer word': ['state', 'network'],
  'an optimizer word': ['network'],
}

/** Without a word of what may have been meant. */
export function plainlyUnknownKey(
  { text, span }: Scalar,
  schema: Schema,
  notes: readonly string[] = [],
): Finding {
  const title = titleOf(schema)
  return PLANNED[title]?.includes(text)
    ? { code: 'E299', at: span, message: `\`${text}\` is not supported yet` }
    : { code: 'E203', at: span, message: `\`${text}\` is not a key of ${title}`, notes }
}

/**
 * @param missing keys that should be there, one of which it may stand for
 * @param elsewhere help where it would be right in another place
 */
export function unknownKey(
  key: Scalar,
  schema: Schema,
  missing: readonly string[],
  elsewhere?: string,
): Finding {
  const { text } = key
  const title = titleOf(schema)
  const finding = plainlyUnknownKey(key, schema)
  if (finding.code === 'E299') return finding
  const keys = Object.keys(schema.properties ?? {})
  const advice = missing.length > 0 ? `${title} needs ${listOf(missing)}` : keysOf(schema)
  return {
    ...finding,
    help:
      gluedColon(text) ??
      decimalComma(key) ??
      calledHere(text, otherNames(schema)) ??
      elsewhere ??
      didYouMean(text, keys) ??
      advice,
  }
}

/** Of `rate: 0,1` in braces the comma ends the value, and `1` is a key. */
function decimalComma({ text, span }: Scalar): string | undefined {
  const whole = /^\d+$/.test(text)
    ? /-?\d+(?=,$)/.exec(span.source.text.slice(Math.max(0, span.start - 40), span.start))?.[0]
    : undefined
  return whole === undefined ? undefined : `decimals stand behind a point: \`${whole}.${text}\``
}

/** No key of the language, nor nearly one, nor what others call one. */
export function isStrange({ text }: Scalar, schema: Schema): boolean {
  return !PLANNED[schema.title ?? '']?.includes(text) && keyMeant(text, schema) === undefined
}

function keyMeant(written: string, schema: Schema): string | undefined {
  const name = withoutColon(written)
  return nameHere(name, otherNames(schema)) ?? suggest(name, Object.keys(schema.properties ?? {}))
}

function withoutColon(key: string): string {
  return key.replace(/:.*/, '')
}

const MISSING_HELP: ReadonlyMap<string, string> = new Map([
  ['loopless', 'a spec begins with `loopless: 1`'],
  ['network', 'give it a name: `network: my-network`'],
])

/** What a mapping lacks; nothing that a misspelt key of it was meant to be, for that is already said. */
export function missingAmong(
  required: readonly string[],
  { node }: Place,
  schema: Schema,
): readonly string[] {
  const { properties = {} } = schema
  const given = new Set(entriesOf(node).map(({ key }) => key.text))
  const lacking = required.filter((key) => !given.has(key))
  if (lacking.length === 0) return []
  const meant = new Set(
    [...given].map((key) => (Object.hasOwn(properties, key) ? key : keyMeant(key, schema))),
  )
  return lacking.filter((key) => !meant.has(key))
}

/** One complaint for all of them. */
export function missingKeys(
  missing: readonly string[],
  { node, entry, at }: Place,
  schema: Schema,
): Finding | undefined {
  const [first] = missing
  if (first === undefined) return undefined
  // A mapping is long: its key, or its first one, stands for it.
  const place = entry?.key.span ?? (at === node.span ? entriesOf(node)[0]?.key.span : at) ?? at
  const message = `${titleOf(schema)} needs ${listOf(missing)}`
  return { code: 'E204', at: place, message, help: MISSING_HELP.get(first) }
}

function entriesOf(node: Node): readonly Entry[] {
  return node.kind === 'mapping' ? node.entries : []
}

function listOf(keys: readonly string[]): string {
  return keys.map((key) => `\`${key}\``).join(', ')
}

export function notAName({ text, span }: Scalar, { propertyNames }: Schema): Finding {
  return {
    code: 'E208',
    at: span,
    message: `\`${text}\` is not ${propertyNames?.title ?? 'a name'}`,
    help: gluedColon(text) ?? nameLike(text, propertyNames?.pattern),
  }
}

/** `my-layer` as a name of this form: `my_layer`; or `MyNet` as `my-net`. */
function nameLike(text: string, pattern: string | undefined): string | undefined {
  const form = new RegExp(pattern ?? '', 'u')
  const candidates = [
    text.replaceAll(/[^\p{ID_Continue}]+/gu, '_').replaceAll(/^_|_$/g, ''),
    text
      .replaceAll(/(?<=[a-z\d])(?=[A-Z])/g, '-')
      .toLowerCase()
      .replaceAll(/[^a-z\d]+/g, '-')
      .replaceAll(/^-|-$/g, ''),
  ]
  const fitting = candidates.find((each) => each !== '' && form.test(each))
  return fitting === undefined ? undefined : `write \`${fitting}\``
}

export function notOfForm(place: Place, schema: Schema): Finding {
  const title = titleOf(schema)
  if (title.startsWith('a name '))
    return {
      code: 'E208',
      at: place.at,
      message: `\`${written(place)}\` is not ${title}`,
      help: nameLike(written(place), schema.pattern),
    }
  if (written(place) === '')
    return { code: 'E206', at: place.at, message: `${subject(place)} is empty`, help: `it is ${title}` }
  const meant = quantityMeant(written(place), schema.pattern)
  return {
    code: 'E206',
    at: place.at,
    message: `${subject(place)} is ${title}, not \`${written(place)}\``,
    help: meant && `did you mean \`${meant}\`?`,
  }
}

export function notAChoice(place: Place, schema: Schema): Finding {
  const choices = schema.enum ?? [String(schema.const)]
  if (place.entry?.key.text === 'loopless')
    return {
      code: 'E202',
      at: place.at,
      message: `version \`${written(place)}\` of the language is not known here`,
      help: `this compiler reads version ${choices.join(' or ')}: write \`loopless: ${choices[0]}\``,
    }
  return {
    code: 'E206',
    at: place.at,
    message: `${subject(place)} cannot be \`${written(place)}\``,
    help:
      didYouMean(written(place), choices) ?? `it is ${choices.map((choice) => `\`${choice}\``).join(' or ')}`,
  }
}

export function outOfRange(place: Place, schema: Schema): Finding {
  const message = `${subject(place)} is ${titleOf(schema)}, not \`${written(place)}\``
  return { code: 'E209', at: place.at, message }
}

const WORD_FORM = 'a word is written `name` or `{ name: { key: value } }`'

export function tooFew(place: Place, schema: Schema): Finding {
  const least = schema.minProperties ?? schema.minItems ?? 1
  const message = least === 1 ? `${subject(place)} is empty` : `${subject(place)} has at least ${least} items`
  return { code: 'E209', at: place.at, message, help: `it is ${titleOf(schema)}` }
}

export function tooMany(place: Place, schema: Schema): Finding {
  const at = entriesOf(place.node)[schema.maxProperties ?? 0]?.key.span ?? place.at
  const title = titleOf(schema)
  if (schema.additionalProperties === undefined) {
    const before = place.entry && !place.inList ? `${place.entry.key.text}: ` : ''
    const named = wordAsValue(entriesOf(place.node), (text) => text !== '', before)
    if (named) return named
    return {
      code: 'E214',
      at,
      message: `${subject(place)} is ${title}, and this is a second one`,
      help: WORD_FORM,
    }
  }
  return { code: 'E209', at, message: `${subject(place)} is ${title}: this is a second one` }
}
