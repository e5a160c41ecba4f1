import type { Finding } from '../diagnostics/report.ts'
import { ADVICE_ENDS, MOST_ADVISED } from '../diagnostics/suggest.ts'
import type { Scalar } from '../forms/document.ts'
import * as complaints from './complaints.ts'
import { type Elsewhere, entryNamed, isReported, type Place, placeAt } from './place.ts'
import type { Objection } from './validators.ts'

/** What ajv objects to in the data of a place, as complaints about the text. */
export function findingsOf(
  objections: readonly Objection[],
  start: Place,
  elsewhere: Elsewhere = () => undefined,
): readonly Finding[] {
  return [...byPath(objections)].flatMap(([path, there]) =>
    findingsAt(placeAt(path, start), there, elsewhere),
  )
}

/** The inner places first: of two that the same text would show, the inner one is told. */
function byPath(objections: readonly Objection[]): ReadonlyMap<string, readonly Objection[]> {
  const found = new Map<string, Objection[]>()
  for (const objection of objections) {
    const there = found.get(objection.instancePath)
    if (there) there.push(objection)
    else found.set(objection.instancePath, [objection])
  }
  const depth = (path: string) => path.split('/').length
  return new Map([...found].sort(([a], [b]) => depth(b) - depth(a)))
}

function findingsAt(
  place: Place,
  objections: readonly Objection[],
  elsewhere: Elsewhere,
): readonly Finding[] {
  if (isReported(place.node)) return []
  // What else is said of something of the wrong kind is said of what it is not.
  const wrongKind = objections.find(({ keyword }) => keyword === 'type')
  if (wrongKind) return [complaints.wrongKind(place, wrongKind.parentSchema) ?? []].flat()
  const required = objections.flatMap(({ params }) => params.missingProperty ?? [])
  const { parentSchema } = objections[0]!
  const missing = complaints.missingAmong(required, place, parentSchema)
  const findings = [
    ...objections
      .slice(0, MOST_ADVISED)
      .flatMap((objection) => findingOf(objection, place, missing, elsewhere) ?? []),
    ...withoutAdvice(objections.slice(MOST_ADVISED), place),
  ]
  if (missing.length === 0) return findings
  // A key that nobody knows may stand for one that is missing: said once.
  const isStrange = objections.some(
    ({ keyword, params }) =>
      keyword === 'additionalProperties' &&
      complaints.isStrange(keyIn(place, params.additionalProperty), parentSchema),
  )
  const lack = isStrange ? undefined : complaints.missingKeys(missing, place, parentSchema)
  return lack ? [...findings, lack] : findings
}

/** Of more keys than anybody asks about. */
function withoutAdvice(objections: readonly Objection[], place: Place): readonly Finding[] {
  return objections.flatMap((objection, index) => {
    const { params, parentSchema } = objection
    if (objection.keyword !== 'additionalProperties')
      return findingOf(objection, place, [], () => undefined) ?? []
    const key = keyIn(place, params.additionalProperty)
    return [complaints.plainlyUnknownKey(key, parentSchema, index === 0 ? [ADVICE_ENDS] : [])]
  })
}

function findingOf(
  objection: Objection,
  place: Place,
  missing: readonly string[],
  elsewhere: Elsewhere,
): Finding | undefined {
  const { keyword, params, parentSchema } = objection
  switch (keyword) {
    case 'const':
    case 'enum':
      return complaints.notAChoice(place, parentSchema)
    case 'pattern':
      // Of a key: `propertyNames` tells it.
      return objection.propertyName === undefined ? complaints.notOfForm(place, parentSchema) : undefined
    case 'minimum':
    case 'maximum':
    case 'exclusiveMinimum':
    case 'exclusiveMaximum':
      return complaints.outOfRange(place, parentSchema)
    case 'minItems':
    case 'minProperties':
      return complaints.tooFew(place, parentSchema)
    case 'maxProperties':
      return complaints.tooMany(place, parentSchema)
    case 'propertyNames':
      return complaints.notAName(keyIn(place, params.propertyName), parentSchema)
    case 'additionalProperties':
      return complaints.unknownKey(
        keyIn(place, params.additionalProperty),
        parentSchema,
        missing,
        elsewhere(params.additionalProperty ?? '', parentSchema),
      )
    case 'required':
      return undefined
    default:
      throw new Error(`invariant: \`${keyword}\` is a keyword of our schemas`)
  }
}

function keyIn({ node }: Place, name: string | undefined): Scalar {
  if (node.kind !== 'mapping') throw new Error('invariant: only a mapping has keys')
  return entryNamed(name, node).key
}
