import type { Forms, Report, Span } from '../../index.ts'
import type { Exports } from './exports.ts'

/** A network, and its module as it runs. */
export interface Subject {
  readonly forms: Forms
  /** What `generate` writes. */
  readonly text: string
  readonly exports: Exports
  readonly seed: number
}

/** What a proof says in a line when it holds; undefined where the report says why it does not. */
export type Verdict = string | undefined

/** Looks for what is wrong, and reports it. */
export type Proof = (subject: Subject, report: Report) => Verdict | Promise<Verdict>

/** Where a network is named. */
export function nameOf({ check: { span } }: Forms): Span {
  return span
}

/** Said of what no spec should be able to cause. */
export const OUR_MISTAKE = 'this is a mistake of loopless, not yours: please report it with this spec'
