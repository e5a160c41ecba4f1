import type { Report } from '../../index.ts'
import type { Exports } from './exports.ts'
import { nameOf, OUR_MISTAKE, type Subject } from './subject.ts'

/** What a module exports, if JavaScript takes it at all. */
export async function exportsOf(
  { forms }: Pick<Subject, 'forms'>,
  load: () => Promise<Exports>,
  report: Report,
): Promise<Exports | undefined> {
  try {
    return await load()
  } catch (error) {
    if (!REFUSALS.some((refusal) => error instanceof refusal)) throw error
    report.add({
      code: 'E418',
      at: nameOf(forms),
      message: `the generated code cannot be loaded: ${(error as Error).message}`,
      notes: [OUR_MISTAKE],
    })
    return undefined
  }
}

/** How an engine says that code is none, or that its first statements cannot run. */
const REFUSALS = [SyntaxError, ReferenceError, TypeError, RangeError] as const
