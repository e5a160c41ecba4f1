import type { Report } from '../diagnostics/report.ts'
import { type Entry, type Mapping, plainOf } from '../forms/document.ts'
import { isWithin } from '../forms/range.ts'
import type { Span } from '../forms/source.ts'
import type { AttributeSpec, Word } from '../forms/spec.ts'
import { findingsOf } from './objections.ts'
import { type Elsewhere, isReported, type Place, placeOf } from './place.ts'
import { attributeSchema, attributesSchema } from './schemas/attributes.ts'
import type { Schema } from './schemas/schema.ts'
import type { Objection } from './validators.ts'

/*
 * What words are given, judged by what they declare. A word may be the user's own, which no build has compiled a
 * validator for, and compiling one takes longer than all the rest of a check. So here is one function for all of them;
 * a test holds it against ajv and the schemas that editors read.
 */

type Declared = Pick<AttributeSpec, 'type' | 'range'>

/**
 * Reports whatever in `given` the attributes of the word forbid; at `at` what it lacks.
 *
 * @param elsewhere where a key would be right that is none of them
 */
export function validateGiven(
  given: Mapping,
  word: Word,
  report: Report,
  at: Span,
  elsewhere: Elsewhere,
): boolean {
  const place: Place = { node: given, entry: undefined, inList: false, at }
  return told(objectionsToGiven(plainOf(given) as Given, word), place, report, elsewhere)
}

/** The same for the default of an attribute. */
export function validateDefault(entry: Entry, attribute: Declared, report: Report): boolean {
  const place = placeOf(entry)
  if (isReported(place.node)) return false
  return told(objectionsTo(plainOf(place.node), attribute, attributeSchema(attribute), ''), place, report)
}

function told(
  objections: readonly Objection[],
  place: Place,
  report: Report,
  elsewhere?: Elsewhere,
): boolean {
  if (objections.length === 0) return true
  const findings = findingsOf(objections, place, elsewhere)
  for (const finding of findings) report.add(finding)
  return findings.length === 0
}

type Given = Readonly<Record<string, unknown>>

/** In the words of JSON Schema: the same objections that ajv has by `attributesSchema`. */
export function objectionsToGiven(given: Given, word: Word): readonly Objection[] {
  const parentSchema = schemaOf(word)
  const objection = (keyword: string, params: Objection['params']): Objection => ({
    instancePath: '',
    keyword,
    params,
    parentSchema,
  })
  const declared = new Map(word.attributes.map((attribute) => [attribute.name, attribute]))
  const missing = (parentSchema.required ?? [])
    .filter((name) => !Object.hasOwn(given, name))
    .map((missingProperty) => objection('required', { missingProperty }))
  const unknown = Object.keys(given)
    .filter((name) => !declared.has(name))
    .map((additionalProperty) => objection('additionalProperties', { additionalProperty }))
  const wrong = word.attributes.flatMap((attribute) =>
    Object.hasOwn(given, attribute.name)
      ? objectionsTo(
          given[attribute.name],
          attribute,
          parentSchema.properties![attribute.name]!,
          `/${attribute.name}`,
        )
      : [],
  )
  return [...missing, ...unknown, ...wrong]
}

const schemas = new WeakMap<Word, Schema>()

function schemaOf(word: Word): Schema {
  const schema = schemas.get(word) ?? attributesSchema(word)
  schemas.set(word, schema)
  return schema
}

/** To one value, by the type of its attribute. */
export function objectionsTo(
  value: unknown,
  { type, range }: Declared,
  schema: Schema,
  instancePath: string,
): readonly Objection[] {
  const objection = (keyword: string): readonly Objection[] => [
    { instancePath, keyword, params: {}, parentSchema: schema },
  ]
  const unless = (isRight: boolean, keyword: string) => (isRight ? [] : objection(keyword))
  const number = () =>
    range && !isWithin(value as number, range) ? objection(endPassed(value as number, schema)) : []
  switch (type) {
    case 'size':
      return unless(typeof value === 'string' || isNumber(value), 'type')
    case 'boolean':
      return unless(typeof value === 'boolean', 'type')
    case 'number':
      return isNumber(value) ? number() : objection('type')
    case 'target':
      if (typeof value === 'string') return []
      return isNumber(value) ? number() : objection('type')
    case 'numbers': {
      if (!Array.isArray(value)) return isNumber(value) ? number() : objection('type')
      if (value.length === 0) return objection('minItems')
      const one: Declared = { type: 'number', ...(range && { range }) }
      return value.flatMap((item, index) =>
        objectionsTo(item, one, schema.items!, `${instancePath}/${index}`),
      )
    }
    case 'activation':
    case 'initializer':
    case 'schedule': {
      if (typeof value === 'string') return []
      if (typeof value !== 'object' || value === null || Array.isArray(value)) return objection('type')
      const { length } = Object.keys(value)
      return length === 1 ? [] : objection(length === 0 ? 'minProperties' : 'maxProperties')
    }
  }
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && Number.isFinite(value)
}

/** Which keyword says it: a number cannot pass both ends. */
function endPassed(value: number, schema: Schema): string {
  const { minimum = -Infinity, exclusiveMinimum = -Infinity, maximum = Infinity } = schema
  if (value < minimum) return 'minimum'
  if (value <= exclusiveMinimum) return 'exclusiveMinimum'
  return value > maximum ? 'maximum' : 'exclusiveMaximum'
}
