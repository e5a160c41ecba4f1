import type { Report } from '../diagnostics/report.ts'
import { didYouMean, nameHere, suggest } from '../diagnostics/suggest.ts'
import type { Entry, Node, Scalar } from '../forms/document.ts'
import type { Span } from '../forms/source.ts'
import type { Reference } from '../forms/spec.ts'
import { otherNames } from './other-names.ts'
import type { Schema } from './schemas/schema.ts'

export function referenceOf({ text, span }: Scalar): Reference {
  return { name: text, span }
}

/** A name, or a list of names. */
export function referencesOf(node: Node | undefined): readonly Reference[] {
  if (node?.kind === 'sequence') return node.items.flatMap(referencesOf)
  return node?.kind === 'scalar' && node.value !== null ? [referenceOf(node)] : []
}

/**
 * A key is there, or another that was surely meant to be it: which has been told, and so has what is wrong with it.
 *
 * @param schema the mapping's
 */
export function means(node: Node | undefined, key: string, schema: Schema): boolean {
  return keysOf(node).some(
    ({ name }) =>
      name === key || suggest(name, [key]) !== undefined || nameHere(name, otherNames(schema)) === key,
  )
}

/** Something in an entry has been told. */
export function isBlamed({ key, value }: Entry, report: Report): boolean {
  return report.blames(key.span) || report.blames(value.span)
}

/** The keys of a mapping, as names. */
export function keysOf(node: Node | undefined): readonly Reference[] {
  return node?.kind === 'mapping' ? node.entries.map(({ key }) => referenceOf(key)) : []
}

/** The text of a scalar that has one. */
export function textOf(node: Node | undefined): string | undefined {
  return node?.kind === 'scalar' && node.value !== null ? node.text : undefined
}

export function numberOf(node: Node | undefined): number | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : undefined
}

/** What each name of a scope is, and where it was given: no name is given twice. */
export class Scope {
  readonly #names = new Map<string, { readonly what: string; readonly span: Span | undefined }>()
  readonly #report: Report

  constructor(report: Report) {
    this.#report = report
  }

  /** Names the language gives: `gradient` in an optimizer. */
  reserve(name: string, what: string): void {
    this.#names.set(name, { what, span: undefined })
  }

  define({ name, span }: Reference, what: string): void {
    const earlier = this.#names.get(name)
    if (earlier === undefined) {
      this.#names.set(name, { what, span })
      return
    }
    this.#report.add({
      code: 'E207',
      at: span,
      message: `\`${name}\` is used twice: as ${earlier.what} ${earlier.what === what ? 'both times' : `and as ${what}`}`,
      labels: earlier.span === undefined ? [] : [{ span: earlier.span, text: `${earlier.what} here` }],
    })
  }

  has(name: string): boolean {
    return this.#names.has(name)
  }

  /** Reports a name that nobody has given. */
  refer({ name, span }: Reference, what: string): boolean {
    if (this.#names.has(name)) return true
    this.#report.add({
      code: 'E215',
      at: span,
      message: `\`${name}\` is not ${what}`,
      help: didYouMean(name, this.#names.keys()),
    })
    return false
  }
}
