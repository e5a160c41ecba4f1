import type { Finding, Report } from '../diagnostics/report.ts'
import type { Entry, Mapping, Node, Scalar, Sequence } from '../forms/document.ts'
import type { Span } from '../forms/source.ts'
import type { Place } from './complaints.ts'
import * as complaints from './complaints.ts'
import type { Schema, SchemaType } from './schemas/schema.ts'

/**
 * Reports whatever in `node` its schema forbids, each mistake once and at its
 * own place; at `at` what `node` as a whole lacks.
 *
 * This is JSON Schema, as much of it as our schemas use. Reading schemas takes
 * nothing at start, where compiling them takes longer than all the rest of a
 * check; tests hold this against ajv.
 */
export function validate(node: Node, schema: Schema, report: Report, at: Span = node.span): boolean {
  return validatePlace({ node, entry: undefined, inList: false, at }, schema, report)
}

/** The value of a key, which complaints then name. */
export function validateEntry(entry: Entry, schema: Schema, report: Report): boolean {
  return validatePlace({ node: entry.value, entry, inList: false, at: entry.value.span }, schema, report)
}

function validatePlace(place: Place, schema: Schema, report: Report): boolean {
  const findings = [...findingsIn(place, schema)]
  for (const finding of findings) report.add(finding)
  return findings.length === 0 && !isReported(place.node)
}

function* findingsIn(place: Place, schema: Schema): Generator<Finding> {
  const { node } = place
  if (isReported(node)) return
  if (!typesOf(schema).some((type) => isOfType(node, type))) {
    yield complaints.wrongKind(place, schema)
    return
  }
  switch (node.kind) {
    case 'scalar':
      yield* inScalar(node, place, schema)
      break
    case 'sequence':
      yield* inSequence(node, place, schema)
      break
    case 'mapping':
      yield* inMapping(node, place, schema)
  }
}

function* inScalar({ value }: Scalar, place: Place, schema: Schema): Generator<Finding> {
  const choices: readonly unknown[] | undefined = schema.const === undefined ? schema.enum : [schema.const]
  if (choices !== undefined && !choices.includes(value)) yield complaints.notAChoice(place, schema)
  if (typeof value === 'string' && schema.pattern !== undefined && !matches(value, schema.pattern))
    yield complaints.notOfForm(place, schema)
  if (typeof value === 'number' && !isWithin(value, schema)) yield complaints.outOfRange(place, schema)
}

function* inSequence({ items }: Sequence, place: Place, schema: Schema): Generator<Finding> {
  if (items.length < (schema.minItems ?? 0)) yield complaints.tooFew(place, schema)
  if (schema.items === undefined) return
  for (const node of items) yield* findingsIn({ ...place, node, inList: true, at: node.span }, schema.items)
}

function* inMapping(node: Mapping, place: Place, schema: Schema): Generator<Finding> {
  const { properties = {}, propertyNames, additionalProperties } = schema
  if (node.entries.length < (schema.minProperties ?? 0)) yield complaints.tooFew(place, schema)
  if (node.entries.length > (schema.maxProperties ?? Infinity)) yield complaints.tooMany(node, place, schema)
  for (const entry of node.entries) {
    const { key, value } = entry
    if (propertyNames && !matches(key.text, propertyNames.pattern))
      yield complaints.notAName(key, propertyNames.title)
    const property = Object.hasOwn(properties, key.text) ? properties[key.text] : additionalProperties
    if (property === false) yield complaints.unknownKey(key, schema)
    else if (typeof property === 'object')
      yield* findingsIn({ node: value, entry, inList: false, at: value.span }, property)
  }
  yield* complaints.missingKeys(node, place, schema)
}

const patterns = new Map<string, RegExp>()

function matches(text: string, pattern: string): boolean {
  const known = patterns.get(pattern) ?? new RegExp(pattern, 'u')
  patterns.set(pattern, known)
  return known.test(text)
}

function typesOf({ type }: Schema): readonly SchemaType[] {
  return typeof type === 'string' ? [type] : type
}

function isOfType(node: Node, type: SchemaType): boolean {
  if (type === 'object') return node.kind === 'mapping'
  if (type === 'array') return node.kind === 'sequence'
  if (node.kind !== 'scalar') return false
  if (type === 'integer') return Number.isInteger(node.value)
  if (type === 'number') return Number.isFinite(node.value)
  return typeof node.value === type
}

function isWithin(value: number, schema: Schema): boolean {
  const { minimum = -Infinity, maximum = Infinity, exclusiveMinimum, exclusiveMaximum } = schema
  return (
    minimum <= value &&
    value <= maximum &&
    (exclusiveMinimum === undefined || exclusiveMinimum < value) &&
    (exclusiveMaximum === undefined || value < exclusiveMaximum)
  )
}

/** An alias or a tag: stage 1 has complained, and left an empty scalar that still has its text. */
function isReported(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null && !/^(~|null)?$/i.test(node.text)
}
