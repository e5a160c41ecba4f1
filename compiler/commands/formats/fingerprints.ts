import { createHash } from 'node:crypto'
import type { Diagnostic } from '../../essentials.ts'
import { inRepository } from './places.ts'

/**
 * What tells a service that it has seen a diagnostic before: its code, file and
 * message. Its line is none of it, so that it stays the same when lines are added
 * above; of two that are alike, the second is told apart by being the second.
 */
export function fingerprintsOf(diagnostics: readonly Diagnostic[]): readonly string[] {
  const times = new Map<string, number>()
  return diagnostics.map(({ code, at, message }) => {
    const facts = JSON.stringify([code, inRepository(at.source.path), message])
    const before = times.get(facts) ?? 0
    times.set(facts, before + 1)
    return createHash('sha256').update(`${facts} ${before}`).digest('hex').slice(0, 32)
  })
}
