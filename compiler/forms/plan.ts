import type { Phase, ValueId } from './program.ts'
import type { KernelCall, Schedule } from './schedule.ts'

/** A Schedule whose stored values have places. */
export interface Plan {
  readonly schedule: Schedule
  readonly arenas: readonly ArenaPlan[]
}

/**
 * One memory. `training` holds initialize, forward, backward and update; `serving` prepare, predict and evaluate, of a
 * chunk of the examples; `gathered` what of prepare and evaluate needs the whole of them, and no more.
 */
export interface ArenaPlan {
  readonly name: 'training' | 'serving' | 'gathered'
  readonly phases: readonly Phase[]
  /** Elements that do not depend on the batch, and elements per column of the batch behind them. */
  readonly fixed: number
  readonly perColumn: number
  readonly places: ReadonlyMap<ValueId, Place>
  /** In order: parameters first, then fitted values, at the same places in every arena. */
  readonly blocks: readonly PlacedBlock[]
}

export interface PlacedBlock {
  readonly name: string
  readonly offset: number
  readonly length: number
}

/**
 * Where a value starts: at element `offset` of the fixed region, or at element
 * `fixed + offset · m` in the region whose sizes grow with the batch.
 */
export interface Place {
  readonly region: 'fixed' | 'batch'
  readonly offset: number
  /** Elements, or elements per column. */
  readonly length: number
}

export const ARENAS = [
  { name: 'training', phases: ['initialize', 'forward', 'backward', 'update'] },
  { name: 'serving', phases: ['prepare', 'predict', 'evaluate'] },
  { name: 'gathered', phases: ['prepare', 'evaluate'] },
] as const satisfies readonly { readonly name: string; readonly phases: readonly Phase[] }[]

/** The calls that run in an arena, in order. */
export function callsIn(
  { name, phases }: Pick<ArenaPlan, 'name' | 'phases'>,
  { calls }: Schedule,
): readonly KernelCall[] {
  return calls.filter(
    ({ phase, turn }) => phases.includes(phase) && (name !== 'gathered' || turn?.part === 'whole'),
  )
}
