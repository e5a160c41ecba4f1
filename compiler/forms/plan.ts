import type { Phase, ValueId } from './program.ts'
import type { Schedule } from './schedule.ts'

/** A Schedule whose stored values have places. */
export interface Plan {
  readonly schedule: Schedule
  readonly arenas: readonly ArenaPlan[]
}

/** One memory: `training` holds forward, backward and update; `serving` predict, evaluate and prepare. */
export interface ArenaPlan {
  readonly name: 'training' | 'serving'
  readonly phases: readonly Phase[]
  /** Elements that do not depend on the batch, and elements per column of the batch. */
  readonly fixed: number
  readonly perColumn: number
  readonly places: ReadonlyMap<ValueId, Place>
  /** Blocks in order, by name: parameters first, at the same place in every arena. */
  readonly blocks: ReadonlyMap<string, { readonly offset: number; readonly length: number }>
}

/** Element offset: `perColumn · m + fixed`, the same in both precisions. Per-column offsets follow all fixed ones. */
export interface Place {
  readonly fixed: number
  readonly perColumn: number
}
