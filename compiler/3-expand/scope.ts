import type { Report } from '../diagnostics/report.ts'
import type { Expression } from '../forms/equation.ts'
import type { Origin, Phase, ValueId } from '../forms/program.ts'
import type { Shape } from '../forms/shape.ts'
import type { Span } from '../forms/source.ts'
import type { AttributeValue, ShapeSpec, Word, WordUse } from '../forms/spec.ts'
import type { Builder } from '../operations/builder.ts'
import type { Sizes } from './sizes.ts'

/** A value as a word sees it: its dimensions carry the word's names. */
export interface Typed {
  readonly id: ValueId
  readonly shape: Shape
}

/** Where an equation is read: one use of one word, in one phase; or a network's own equations. */
export interface Scope {
  readonly builder: Builder
  readonly report: Report
  readonly phase: Phase
  readonly origin: Origin
  /** The word and its use, for blame; absent in a network's own equations. */
  readonly word?: Word
  readonly use?: Span
  readonly sizes: Sizes
  /** The network's own sizes, which the numbers of a use are made of. */
  readonly named: Sizes
  /** In proofs, sizes stay names. */
  readonly rigid?: true
  readonly attributes: ReadonlyMap<string, AttributeValue>
  /** Attributes that are hyperparameters: leaves, not numbers. */
  readonly values: Map<string, Typed>
  /** Names whose equations have errors: what reads them is not to blame. */
  readonly broken: Set<string>
  /** Shapes of the two sides of what has been read, for rules about how signs may stand together. */
  readonly sides: Map<Expression, readonly Shape[]>
  /** Numbers that an equation made, as it wrote them: `√(6/(64 + 10))`. */
  readonly spelled: Map<string, string>
  /** Makes what is made on first use: parameters, fitted values. */
  readonly lazily: (name: string) => Typed | undefined
  /** What a name is where it is declared, for blame: a shape, or the equation that makes it. */
  readonly declared: (name: string) => {
    readonly shape?: ShapeSpec | undefined
    readonly equation?: Expression | undefined
  }
  /** Every name that could stand in an equation, for did-you-mean. */
  readonly names: () => readonly string[]
  /** Applies an activation to a value. */
  readonly activate: (use: AttributeValue & { readonly kind: 'word' }, argument: Typed, at: Span) => Typed
  /** Asks another schedule for its rate. */
  readonly follow?: (use: WordUse, attribute: string, values: readonly Typed[]) => Typed
  /** The activation of a camelCase name, where the library has one. */
  readonly activation: (name: string) => (AttributeValue & { readonly kind: 'word' }) | undefined
  /** Streams of random numbers are named, so that one layer's do not depend on another's. */
  readonly stream: () => number
  /** Branches that are dropped are checked all the same, in a builder that is thrown away. */
  readonly aside: (scope: Scope) => Scope
}
