import type { Phase, Program, ValueId } from '../forms/program.ts'
import type { KernelCall, Tally } from '../forms/schedule.ts'

/** How long values need their places. */
export interface Lifetimes {
  /** From before the first call to after the last. */
  readonly first: ReadonlySet<ValueId>
  /** For each call, the values whose space is free again after it. */
  readonly until: ReadonlyMap<number, readonly ValueId[]>
}

/**
 * A value lives from the call that makes it to the last that reads it. What is combined across chunks lies where the
 * chunk's part does, so that one lives as long as the other.
 *
 * Calls run in the order of the list, but those of a pass over the examples run again for each chunk, and predicting
 * does so in each pass: what one pass leaves to a later one (or to the end, where it is not the last) is there throughout.
 */
export function lifetimes(
  calls: readonly KernelCall[],
  tallies: readonly Tally[],
  program: Program,
  pinned: ReadonlySet<ValueId>,
): Lifetimes {
  const parts = new Map(tallies.map(({ part, total }) => [total, part]))
  const home = (value: ValueId) => parts.get(value) ?? value
  const kept = new Set([...pinned].map(home))
  const makers = new Map<ValueId, number>()
  const last = new Map<ValueId, number>()
  const readUntilPass = new Map<ValueId, number>()
  const first = new Set<ValueId>()
  for (const [index, call] of calls.entries()) {
    for (const output of call.outputs) {
      makers.set(output, index)
      last.set(output, index)
    }
    for (const output of call.overwrites.keys()) kept.add(output)
    for (const value of call.reads.map(home)) {
      last.set(value, index)
      readUntilPass.set(value, Math.max(readUntilPass.get(value) ?? 0, call.turn?.pass ?? 0))
      if (!makers.has(value) && !program.values[value]!.leaf) first.add(value)
    }
  }
  for (const [value, index] of makers) {
    const { phase, turn, overwrites } = calls[index]!
    if (!turn || turn.part === 'whole' || overwrites.has(value)) continue
    const leaves = kept.has(value) || (readUntilPass.get(value) ?? 0) > turn.pass
    if (leaves && turn.pass < passesOf(phase, calls)) first.add(value)
  }
  const until = new Map<number, ValueId[]>()
  for (const [value, index] of last) {
    if (kept.has(value) || first.has(value) || program.values[value]!.leaf) continue
    until.set(index, [...(until.get(index) ?? []), value])
  }
  return { first, until }
}

/** How often a phase passes over the examples. */
function passesOf(phase: Phase, calls: readonly KernelCall[]): number {
  const passes = calls.flatMap((call) =>
    call.phase === phase && call.turn && call.turn.part !== 'whole' ? [call.turn.pass] : [],
  )
  return Math.max(0, ...passes)
}
