import type { Shape } from './shape.ts'
import type { Size } from './size.ts'
import type { Span } from './source.ts'

/**
 * Typed SSA. Every value is made once, by a leaf (data, parameters, state) or
 * by one instruction; an instruction reads only values made before it. Passes
 * take a Program and return a Program; `verify` states what is true of each.
 */
export interface Program {
  readonly network: string
  readonly summary: string
  readonly source: string
  readonly precision: Precision
  /** Columns of every training batch, where the spec writes their number; sizes say `m` all the same. */
  readonly batch?: number
  /** Indexed by id. */
  readonly values: readonly Value[]
  /** In order of execution; each phase is one run of them. */
  readonly instructions: readonly Instruction[]
  /** What must exist after the run: never removed, never overwritten while it is wanted. */
  readonly results: readonly Result[]
  /** New contents of leaves, written when the phase ends: updates, fitted values, initial parameters. */
  readonly stores: readonly Store[]
  readonly layers: readonly LayerNote[]
  readonly blocks: readonly Block[]
  readonly hyperparameters: readonly Hyperparameter[]
  /** Scalars that carry over from update to update, with their first values. */
  readonly memory: readonly Hyperparameter[]
  readonly interface: Interface
  /** Of a network that trains, once stage 6 has found out. */
  readonly addsUp?: true | Obstacle
}

/**
 * Whether loss and gradients of a batch are sums of what parts of its columns give, `once` in the first part alone: this
 * is why they are not.
 */
export interface Obstacle {
  readonly origin: Origin
  /** What is neither of each example nor such a sum, by its name, and its equation. */
  readonly equation: string
}

export type Precision = 'float32' | 'float64'

export type ValueId = number

export interface Value {
  readonly id: ValueId
  readonly shape: Shape
  /** As the reader knows it: `Z1`, `dW1`. Values without a name are written out where they are used. */
  readonly name?: string
  /** How the spec defines it, in names a reader knows: `W1·X + b1`. Kept through passes that compute it otherwise. */
  readonly equation?: string
  readonly leaf?: Leaf
  readonly promises?: Promises
}

/** What is known of a value's elements; licences for stage 4. */
export interface Promises {
  /** `unknown`: of a layer with errors, which have been reported. */
  readonly range?: PromisedRange | 'unknown'
  /** Sums over this axis are 1. */
  readonly sumsToOne?: number
}

/** Between 0 and 1, or the logarithms of such numbers. */
export const PROMISED_RANGES = ['probability', 'log-probability'] as const
export type PromisedRange = (typeof PROMISED_RANGES)[number]

/** What a loss says of its input that compares it with any number. */
export const ANY_NUMBER = 'real'

export type Leaf =
  | { readonly kind: 'input' }
  | { readonly kind: 'target' }
  | { readonly kind: 'parameter' }
  | { readonly kind: 'fitted' }
  /** A part of memory addressed as one long row: all parameters, all gradients, one optimizer state. */
  | { readonly kind: 'block'; readonly block: string }
  | { readonly kind: 'hyperparameter' }
  /** A number that an optimizer or a schedule remembers; a scalar. */
  | { readonly kind: 'memory' }
  /** How far training is, a scalar: the number of this update or pass, from 1, or the loss of the last pass. */
  | { readonly kind: 'progress'; readonly of: 'step' | 'epoch' | 'loss' }

/** forward → backward → update train; predict → evaluate serve; prepare fits; initialize draws. */
export const PHASES = [
  'initialize',
  'prepare',
  'forward',
  'backward',
  'update',
  'predict',
  'evaluate',
] as const
export type Phase = (typeof PHASES)[number]

/** The phases whose values an instruction of this phase may read (leaves it may always read). */
export const READS: Readonly<Record<Phase, readonly Phase[]>> = {
  initialize: ['initialize'],
  prepare: ['prepare'],
  forward: ['forward'],
  backward: ['forward', 'backward'],
  update: ['update'],
  predict: ['predict'],
  evaluate: ['predict', 'evaluate'],
}

/** Of those, the ones whose equal values it shares: `evaluate` makes its own, so that `predict` stays as fused as it can be. */
export const SHARES: Readonly<Record<Phase, readonly Phase[]>> = { ...READS, evaluate: ['evaluate'] }

export interface Instruction {
  readonly result: ValueId
  readonly operation: string
  readonly operands: readonly ValueId[]
  readonly attributes: Attributes
  readonly phase: Phase
  /** In `prepare` and `evaluate`, once stage 6 has distributed them over chunks of the examples. */
  readonly turn?: Turn
  readonly origin: Origin
}

/**
 * When an instruction runs where examples come in chunks: for each chunk of a pass over them, from 1; once at the end
 * of a pass; or once after all passes, on what needs the whole of the examples.
 */
export interface Turn {
  readonly pass: number
  readonly part: 'chunk' | 'end' | 'whole'
}

/** By pass, chunks before their end, the whole last. */
export function turnOrder(turn: Turn | undefined): number {
  return turn === undefined ? 0 : 2 * turn.pass + (turn.part === 'chunk' ? 0 : 1)
}

export function sameTurn(a: Turn | undefined, b: Turn | undefined): boolean {
  return a?.pass === b?.pass && a?.part === b?.part
}

/** How that of all examples comes of what chunks of them have; `all` puts their columns side by side. */
export type Combination = 'sum' | 'max' | 'min' | 'all'

/** What an operation must know beside its operands. */
export interface Attributes {
  /** constant */
  readonly value?: number
  /** column */
  readonly values?: readonly number[]
  /** size */
  readonly size?: Size
  /** reductions: the axis that becomes 1 */
  readonly axis?: number
  /** stretch, uniform, normal: the result's shape */
  readonly shape?: Shape
  /** uniform, normal: which stream of random numbers */
  readonly stream?: number
  /** across: how chunks combine */
  readonly combine?: Combination
}

/** Where an instruction comes from: the layer it belongs to and the YAML that caused it. */
export interface Origin {
  readonly layer: number
  readonly span: Span
}

/** A layer, the loss, the update …: one method of the generated class per direction. */
export interface LayerNote {
  /** Names methods: `1`, `encoder`, `Loss`. */
  readonly key: string
  /** `layer 1 · dense 4, tanh` */
  readonly title: string
  readonly span: Span
}

export interface Result {
  readonly role: 'output' | 'loss' | 'metric' | 'gradient' | 'kept'
  readonly phase: Phase
  readonly value: ValueId
  /** metric: its name; gradient: the parameter's name. */
  readonly name: string
}

export interface Store {
  readonly phase: Phase
  readonly leaf: ValueId
  readonly value: ValueId
}

/** Contiguous memory: its members in order, each a named matrix. */
export interface Block {
  readonly name: string
  readonly role: 'parameters' | 'gradients' | 'state' | 'fitted' | 'frozen'
  readonly members: readonly Member[]
}

export interface Member {
  readonly name: string
  readonly shape: Shape
}

export interface Hyperparameter {
  readonly name: string
  readonly value: number
}

/** What the outside sees: data in, results out. */
export interface Interface {
  /** `layers`: a net that trains. `equations`: a function and its derivatives. */
  readonly kind: 'layers' | 'equations'
  readonly inputs: readonly Port[]
  readonly targets: readonly Port[]
  /** The word and initializer of each parameter, for saved files and `inspect`. */
  readonly parameters: readonly ParameterNote[]
  /** Leaves the loss is differentiated by: parameters, or a network of equations' inputs. */
  readonly differentiated: readonly string[]
  /** Parameters and fitted values that files saved earlier know by other names. */
  readonly renamed?: readonly Renamed[]
}

export interface Renamed {
  readonly name: string
  readonly before: string
  /** The key of its layer before, where that was renamed. */
  readonly layerBefore?: string
}

export interface Port {
  readonly name: string
  readonly shape: Shape
  readonly classes?: readonly string[]
  /** What the rows of an input are made of, where the data name their columns. */
  readonly columns?: readonly DataColumn[]
}

/** A number, or one of some names, which fills a row for each. */
export interface DataColumn {
  readonly name: string
  readonly categories?: readonly string[]
}

export interface ParameterNote {
  readonly name: string
  readonly word: string
  readonly layer: number
  /** The place that says how it is first filled. */
  readonly filledAt: Span
}

/** dZ1 for Z1, d_encoder_W for encoder_W: what reading and memory call a gradient. */
export function gradientName(name: string): string {
  return name.includes('_') ? `d_${name}` : `d${name}`
}

export const BATCH = 'm'
