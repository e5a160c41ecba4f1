import type { Source, Span } from '../forms/source.ts'
import type { Code } from './codes.ts'

/** One mistake, said once. */
export interface Diagnostic {
  readonly code: Code
  readonly severity: 'error' | 'warning'
  /** The smallest text that shows it. */
  readonly at: Span
  readonly message: string
  /** The other places that played a part; one at `at` itself says what is there. */
  readonly labels: readonly Label[]
  readonly notes: readonly string[]
  /** What to do: a message states, only help advises. */
  readonly help?: string
}

export interface Label {
  readonly span: Span
  readonly text: string
}

export interface Finding {
  readonly code: Code
  readonly at: Span
  readonly message: string
  readonly labels?: readonly Label[]
  readonly notes?: readonly string[]
  readonly help?: string | undefined
}

/** What a run of the compiler found out about its input. */
export class Report {
  readonly #found = new Map<string, Diagnostic>()
  /** Of the errors in a source that begin at a place, where the first of them ends. */
  readonly #ends = new Map<Source, Map<number, number>>()
  #complaints = 0

  /** The first word about a place stands; the same code there again is dropped. */
  add({ code, at, message, labels = [], notes = [], help }: Finding): void {
    if (!code.startsWith('W')) this.#complaints++
    const key = `${code} ${at.source.path} ${firstLine(at)} ${at.start} ${at.end}`
    if (this.#found.has(key)) return
    const severity = code.startsWith('W') ? 'warning' : 'error'
    this.#found.set(key, { code, severity, at, message, labels, notes, ...(help !== undefined && { help }) })
    if (severity === 'warning') return
    const ends = this.#ends.get(at.source) ?? new Map<number, number>()
    this.#ends.set(at.source, ends.set(at.start, Math.min(at.end, ends.get(at.start) ?? Infinity)))
  }

  /** By file, then by place. */
  get diagnostics(): readonly Diagnostic[] {
    return [...this.#found.values()].sort(byPlace)
  }

  get hasErrors(): boolean {
    return this.#complaints > 0
  }

  /** An error has been told of a place within this one: what follows from it is no mistake of its own. */
  blames({ source, start, end }: Span): boolean {
    const ends = this.#ends.get(source)
    if (ends === undefined) return false
    // Whichever is less: the letters of the place, or the errors.
    if (end - start < ends.size) {
      for (let at = start; at <= end; at++) if ((ends.get(at) ?? Infinity) <= end) return true
      return false
    }
    for (const [first, last] of ends) if (first >= start && last <= end) return true
    return false
  }

  /** How many errors were added, repetitions included: whoever sees it grow knows that something is wrong. */
  get complaints(): number {
    return this.#complaints
  }
}

function byPlace(a: Diagnostic, b: Diagnostic): number {
  if (a.at.source.path !== b.at.source.path) return a.at.source.path < b.at.source.path ? -1 : 1
  if (firstLine(a.at) !== firstLine(b.at)) return firstLine(a.at) - firstLine(b.at)
  return a.at.start - b.at.start || a.at.end - b.at.end || (a.code < b.code ? -1 : 1)
}

/** Excerpts of one file are told apart by where they begin. */
function firstLine({ source }: Span): number {
  return source.firstLine ?? 1
}
