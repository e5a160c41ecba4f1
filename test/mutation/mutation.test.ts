import { readdirSync } from 'node:fs'
import { Ajv, type ValidateFunction } from 'ajv'
import { describe, expect, it } from 'vitest'
import { networkEditorSchema, wordEditorSchema } from '../../compiler/2-check/schemas/editor/editor.ts'
import { compile } from '../../compiler/compile.ts'
import { renderAll } from '../../compiler/diagnostics/render.ts'
import { type Diagnostic, Report } from '../../compiler/diagnostics/report.ts'
import { fieldOf, type Node, plainOf } from '../../compiler/forms/document.ts'
import { type Source, sourceOf } from '../../compiler/forms/source.ts'
import type { LayerUse, Library, NetworkSpec, Word, WordKind } from '../../compiler/forms/spec.ts'
import { type Understood, understand } from '../../compiler/front-end.ts'
import { readSource } from '../../compiler/library.ts'
import { verify } from '../../compiler/verify.ts'
import { library } from '../support/compiled.ts'
import { networkWith } from '../support/words.ts'
import { MUTATIONS, type Mutant, type MutationKind, mutantsOf } from './mutants.ts'

/**
 * Every spec of the project with one mistake in it, in every place: it ends in a complaint about the file that was
 * changed, or compiles through all stages. What compiles is no mistake: editors' schemas take it too, every layer that is
 * written is there, and what was changed says something else, but for keys with a usual value.
 * One in so many is tried each time; `npm run test:mutations` tries all.
 */
const ONE_IN = Number(process.env['LOOPLESS_MUTATIONS'] ?? 29)
/** Seconds of the processor for any one of them. */
const LIMIT = 1

const specs: readonly Source[] = readdirSync('specs', { recursive: true, encoding: 'utf8' })
  .map((path) => `specs/${path.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.yaml'))
  .sort()
  .map(readSource)

const words = specs.flatMap((spec) => {
  const { check } = spec.path.includes('/library/') ? understand(spec, library, new Report()) : {}
  return check && check.kind !== 'network' ? [check] : []
})

interface Outcome {
  readonly mutant: Mutant
  readonly errors: readonly Diagnostic[]
  /** What still holds has been compiled; a word's network may refuse it, where it is used otherwise than it now says. */
  readonly end: 'refused' | 'compiled' | 'refused where it is used'
}

function outcomeOf(spec: Source, mutant: Mutant): Outcome {
  const source = sourceOf(spec.path, mutant.text)
  const report = new Report()
  const understood = within(LIMIT, () => understand(source, library, report))
  const { diagnostics } = report
  const errors = diagnostics.filter(({ severity }) => severity === 'error')
  for (const diagnostic of diagnostics) expectSound(diagnostic, source)
  expect(report.hasErrors).toBe(errors.length > 0)
  if (errors.length > 0) return { mutant, errors, end: 'refused' }
  expectMeant(spec, mutant, understood)
  return { mutant, errors, end: within(LIMIT, () => compileAll(spec, source, understood)) }
}

/** It has a code, words, and a place in the file that was changed. */
function expectSound({ code, at, message, labels, notes, help }: Diagnostic, source: Source): void {
  expect(code).toMatch(/^[EW]\d{3}$/)
  expect(at.source).toBe(source)
  for (const { start, end, source: own } of [at, ...labels.map(({ span }) => span)]) {
    expect(start).toBeGreaterThanOrEqual(0)
    expect(end).toBeGreaterThanOrEqual(start)
    expect(own.text.length).toBeGreaterThanOrEqual(end)
  }
  for (const words of [message, help ?? 'none', ...labels.map(({ text }) => text), ...notes]) {
    expect(words.trim()).not.toBe('')
    expect(words).not.toMatch(/\bundefined\b|\bNaN\b|\[object/)
  }
}

/** What was changed is one more thing that the language says, and is not passed over. */
function expectMeant(spec: Source, { what }: Mutant, { read: document, check }: Understood): void {
  const { root } = document!
  const schema = schemaOf(check!.kind)
  expect([schema.isValid(plainOf(root)), schema.isValid.errors]).toEqual([true, null])
  if (check!.kind === 'network' && check!.body.kind === 'layers')
    expect(countOf(check!.body.layers)).toBe(countWritten(fieldOf(root, 'layers')))
  if (saidBy(check!) !== saidOriginally(spec)) return
  const [where = ''] = /^[^ [\]]+/.exec(what) ?? []
  const path = where.split('.')
  // An example is a use of the word, and a default may be written out.
  if (path[0] !== 'example') expect([what, schema.usual.has(path.at(-1)!)]).toEqual([what, true])
}

interface EditorsSchema {
  readonly isValid: ValidateFunction
  /** Keys that say something usual if they are left out. */
  readonly usual: ReadonlySet<string>
}

const schemas = new Map<string, EditorsSchema>()

function schemaOf(kind: 'network' | WordKind): EditorsSchema {
  const known = schemas.get(kind)
  if (known) return known
  const schema = kind === 'network' ? networkEditorSchema(words) : wordEditorSchema(kind, words)
  const plain = JSON.parse(JSON.stringify(schema))
  const made = { isValid: new Ajv({ strict: false }).compile(plain), usual: new Set(usualIn(plain)) }
  schemas.set(kind, made)
  return made
}

function* usualIn(schema: unknown): Iterable<string> {
  if (typeof schema !== 'object' || schema === null) return
  for (const [key, value] of Object.entries(schema)) {
    if (typeof value === 'object' && value !== null && 'default' in value) yield key
    yield* usualIn(value)
  }
}

function countOf(layers: readonly LayerUse[]): number {
  return layers.reduce((sum, layer) => sum + 1 + (layer.kind === 'repeat' ? countOf(layer.layers) : 0), 0)
}

function countWritten(node: Node | undefined): number {
  if (node?.kind !== 'sequence') return 0
  return node.items.reduce(
    (sum, item) => sum + 1 + countWritten(fieldOf(fieldOf(item, 'repeat'), 'layers')),
    0,
  )
}

const originally = new Map<Source, string>()

function saidOriginally(spec: Source): string {
  const known = originally.get(spec) ?? saidBy(understand(spec, library, new Report()).check!)
  originally.set(spec, known)
  return known
}

/** All that a spec says, wherever it stands. */
function saidBy(spec: NetworkSpec | Word): string {
  return JSON.stringify(spec, (key, value) => {
    if (value instanceof Map) return [...value]
    const isPlace = typeof value === 'object' && value !== null && ('start' in value || 'path' in value)
    return isPlace || key === 'text' ? undefined : value
  })
}

/** All nine stages, and what is true of every Program after each. */
function compileAll(spec: Source, source: Source, { check }: Understood): Outcome['end'] {
  if (check === undefined) throw new Error('neither a complaint nor a spec')
  const report = new Report()
  const forms =
    check.kind === 'network'
      ? compile(source, library, report)
      : compile(networkOf(check, spec), libraryOf(check, source), report)
  for (const { message } of report.diagnostics) expect(message.trim()).not.toBe('')
  if (forms === undefined) {
    expect(renderAll(report.diagnostics)).not.toBe('')
    expect(check.kind).not.toBe('network')
    return 'refused where it is used'
  }
  for (const stage of ['expand', 'stabilise', 'differentiate', 'simplify'] as const) verify(forms[stage])
  return 'compiled'
}

function networkOf({ kind, name }: Word, { text }: Source): Source {
  const example = /^example: (.*)$/m.exec(text)![1]!
  const [, before] = /^\w+: (.*)$/m.exec(text.replace(/^loopless:.*\n/, ''))!
  return sourceOf('network.yaml', networkWith(kind, name, text, example.replace(before!, name)))
}

/** The library with another text for this word. */
function libraryOf({ kind, name }: Word, source: Source): Library {
  const isIt = (otherKind: string, other: string) => otherKind === kind && other === name
  return {
    ...library,
    names: (other) => [...new Set([...library.names(other), ...(other === kind ? [name] : [])])].sort(),
    word: (...which) => (isIt(...which) ? source : library.word(...which)),
  }
}

/** By the processor's clock: other programs may keep it waiting. */
function within<T>(seconds: number, work: () => T): T {
  const before = process.cpuUsage()
  const result = work()
  const { user, system } = process.cpuUsage(before)
  expect((user + system) / 1e6).toBeLessThan(seconds)
  return result
}

const counts = new Map<MutationKind, Map<string, number>>()
const outliers: string[] = []

function count(kind: MutationKind, what: string): void {
  const all = counts.get(kind) ?? new Map<string, number>()
  counts.set(kind, all.set(what, (all.get(what) ?? 0) + 1))
}

describe('a spec with one mistake in it', () => {
  // What is loaded and compiled when it is first called is nobody's fault.
  for (const spec of specs.slice(0, 1).concat(specs.filter(({ path }) => path.endsWith('/xor.yaml'))))
    compileAll(spec, spec, understand(spec, library, new Report()))
  let number = 0
  it.each(specs)('is refused with its place, or compiles: $path', { timeout: 1_200_000 }, (spec) => {
    for (const mutant of mutantsOf(spec)) {
      const isSize = mutant.kind === 'a size changed by one'
      if (!isSize && number++ % ONE_IN !== 0) continue
      let outcome: Outcome
      try {
        outcome = outcomeOf(spec, mutant)
      } catch (error) {
        throw new Error(`${mutant.kind}, ${mutant.what}\n\n${mutant.text}`, { cause: error })
      }
      const { errors, end } = outcome
      count(mutant.kind, end)
      if (errors.length > 1) {
        count(mutant.kind, 'more than one message')
        outliers.push(`${errors.length} for ${mutant.kind}: ${mutant.what}`)
      }
      expect(errors.length, `${mutant.what}\n${renderAll(errors)}`).toBeLessThanOrEqual(MOST[mutant.kind])
      if (isSize && errors.length > 0) expect(showsChange(errors, mutant), mutant.what).toBe(true)
    }
  })

  it('is told in one message, but for names that many places read', () => {
    const table = MUTATIONS.map(
      (kind) => `${kind}: ${[...(counts.get(kind) ?? [])].map((each) => each.join(' ')).join(', ')}`,
    )
    if (ONE_IN === 1) console.log(table.join('\n'))
    const all = [...counts.values()].flatMap((each) => [...each.entries()])
    const total = all.reduce((sum, [what, times]) => sum + (what === 'more than one message' ? 0 : times), 0)
    expect(total).toBeGreaterThan(35_000 / ONE_IN)
    expect(outliers.length / total, outliers.join('\n')).toBeLessThan(0.012)
  })
})

/** A section that is gone takes with it every name it gave. */
const MOST: Readonly<Record<MutationKind, number>> = {
  'a key misspelt': 3,
  'a key removed': 6,
  'a value retyped': 6,
  'a size changed by one': 1,
  'an equation cut off': 1,
}

/** The changed number is under the caret, or under a label. */
function showsChange(errors: readonly Diagnostic[], { changed }: Mutant): boolean {
  return errors
    .flatMap(({ at, labels }) => [at, ...labels.map(({ span }) => span)])
    .some(
      ({ source, start, end }) =>
        source === errors[0]!.at.source && start <= changed.start && end >= changed.end,
    )
}
