import type { Report } from '../diagnostics/report.ts'
import type { Origin, Phase, ValueId } from '../forms/program.ts'
import type { Shape } from '../forms/shape.ts'
import type { Span } from '../forms/source.ts'
import type { WordUse } from '../forms/spec.ts'
import type { Builder } from '../operations/builder.ts'
import type { Scope, Typed } from './scope.ts'
import type { Sizes } from './sizes.ts'

/** A value that goes into a word, and the place a reader should look at for its size. */
export interface Arriving {
  readonly id: ValueId
  readonly shape: Shape
  readonly from: Span
  /** Of a target that is classes. */
  readonly classes?: readonly string[]
}

/** What the surroundings provide to a word that is expanded. */
export interface Surroundings {
  readonly builder: Builder
  readonly report: Report
  readonly phase: Phase
  readonly origin: Origin
  /** The network's own names for sizes: attributes of type size are read in them. */
  readonly sizes: Sizes
  /** `Z` → `Z1`; nothing where the word's values stay unnamed. */
  readonly rename?: (local: string) => string | undefined
  /** Makes a parameter or fitted value on first use. */
  readonly own?: (name: string, shape: Shape) => ValueId
  /** Named values that are there from the start: an optimizer's gradient and state. */
  readonly given?: ReadonlyMap<string, Typed>
  /** Sizes that are named from the start: an initializer's fans. */
  readonly bound?: Sizes
  /** A target of the network, by name: what a loss is told to weigh by. */
  readonly target?: (name: string) => Arriving | undefined
  /** Another schedule, at a rate, a step and an epoch. */
  readonly follow?: (use: WordUse, attribute: string, values: readonly Typed[]) => Typed
  readonly stream: () => number
  /** In proofs, sizes that are attributes stay names. */
  readonly rigid?: true
}

/** What a word made: its values by the word's own names. */
export interface Expanded {
  readonly scope: Scope
  /** By name; in the word's sizes. */
  readonly values: ReadonlyMap<string, Typed>
}
