import type { ValueId } from '../forms/program.ts'
import type { Argument, Scalar } from '../forms/schedule.ts'

/** What is known while matching; copied at each choice, since a choice may have to be taken back. */
export interface State {
  readonly covers: Set<ValueId>
  readonly values: Map<ValueId, Argument>
  readonly scalars: Map<ValueId, Scalar>
  readonly sizes: Map<string, string>
  stream: number | undefined
}

/** A value found to be factor · (pattern). */
export interface Scaled {
  readonly factor: Scalar
  readonly state: State
}

/** One side of a sum: its coefficient, and the pattern's scalar that must account for it. */
export interface Term {
  readonly scalar: ValueId | undefined
  readonly coefficient: Scalar
}

export const start = (): State => ({
  covers: new Set(),
  values: new Map(),
  scalars: new Map(),
  sizes: new Map(),
  stream: undefined,
})

export function copy(state: State): State {
  return {
    covers: new Set(state.covers),
    values: new Map(state.values),
    scalars: new Map(state.scalars),
    sizes: new Map(state.sizes),
    stream: state.stream,
  }
}
