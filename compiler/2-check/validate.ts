import type { Report } from '../diagnostics/report.ts'
import { type Entry, type Node, plainOf } from '../forms/document.ts'
import type { Span } from '../forms/source.ts'
import { findingsOf } from './objections.ts'
import { type Elsewhere, isReported, type Place, placeOf } from './place.ts'
import type { Schema } from './schemas/schema.ts'
import { validatorFor } from './validators.ts'

/**
 * Reports whatever in `node` its schema forbids, each mistake once and at its
 * own place; at `at` what `node` as a whole lacks.
 *
 * ajv is the judge, and knows data alone. What it objects to is looked up in
 * the document and said there, in the user's words.
 */
export function validate(
  node: Node,
  schema: Schema,
  report: Report,
  at: Span = node.span,
  elsewhere?: Elsewhere,
): boolean {
  return validatePlace({ node, entry: undefined, inList: false, at }, schema, report, elsewhere)
}

/** The value of a key, which complaints then name. */
export function validateEntry(entry: Entry, schema: Schema, report: Report): boolean {
  return validatePlace(placeOf(entry), schema, report)
}

function validatePlace(place: Place, schema: Schema, report: Report, elsewhere?: Elsewhere): boolean {
  if (isReported(place.node)) return false
  const validator = validatorFor(schema)
  if (validator(plainOf(place.node))) return true
  const findings = findingsOf(validator.errors ?? [], place, elsewhere)
  for (const finding of findings) report.add(finding)
  return findings.length === 0
}
