import type { Span } from '../../index.ts'

/** Whom a change is breaking for: code that calls the module, saved weights, nobody. */
export type Severity = 'callers' | 'weights' | 'nobody'

export const SUBJECTS = ['interface', 'parameters', 'computation', 'optimizer state', 'settings'] as const

export interface Finding {
  readonly severity: Severity
  readonly subject: (typeof SUBJECTS)[number]
  readonly message: string
  /** Where it is said now or, of what is gone, where it was. */
  readonly at: Span
  readonly help?: string
}
