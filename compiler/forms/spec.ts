import type { Equation, Expression } from './equation.ts'
import type { Precision, PromisedRange } from './program.ts'
import type { Range } from './range.ts'
import type { Source, Span } from './source.ts'

/** A checked network: names resolved to words, attributes typed, equations parsed. */
export interface NetworkSpec {
  readonly kind: 'network'
  readonly name: string
  readonly summary: string
  readonly source: Source
  readonly span: Span
  readonly precision: Precision
  /** `sizes: { hidden: 16 }` */
  readonly sizes: readonly NamedSize[]
  readonly inputs: readonly PortSpec[]
  readonly targets: readonly PortSpec[]
  /** The batch of training, where the ports write its number; their shapes say `m` all the same. */
  readonly batch?: number
  /** Where a number of columns is written: of the ports, or of `training`. */
  readonly batchSpan?: Span
  readonly body: Body
  readonly allow: readonly Allowance[]
  readonly budget: readonly Allotment[]
  readonly renamed: readonly Renaming[]
  readonly keep: readonly Reference[]
  readonly training?: Training
  readonly data?: DataSpec
  /** Every word the network reaches, by `kind name`. */
  readonly words: readonly Word[]
  /** The user's own words (from `words:`), to be proved for all sizes. */
  readonly ownWords: readonly Word[]
  /** Where `words:` names the file of each, in the same order. */
  readonly wordFiles: readonly Reference[]
}

/** A warning that somebody has looked at: `allow: { W402: a rate, never below zero }`. */
export interface Allowance {
  readonly code: string
  readonly reason: string
  /** Of the code. */
  readonly span: Span
}

/** A layer or a parameter that had another name: `renamed: { encoder: features }`; numbers are layers without a name. */
export interface Renaming {
  readonly from: Reference
  readonly to: Reference
}

/** What a budget may be for. */
export const ALLOTTED = ['parameters', 'multiplyAdds', 'trainingMemory', 'generatedBytes'] as const

/** The most that a network may have of something: `budget: { parameters: 300k }`. */
export interface Allotment {
  readonly of: (typeof ALLOTTED)[number]
  readonly most: number
  /** `300k` */
  readonly written: string
  readonly span: Span
}

export type Body = Layers | Equations

export interface Layers {
  readonly kind: 'layers'
  readonly layers: readonly LayerUse[]
  readonly loss?: WordUse
  /** Terms that are added to the loss for every parameter whose word says `regularized`. */
  readonly regularization: readonly WordUse[]
  readonly metrics: readonly WordUse[]
}

export interface Equations {
  readonly kind: 'equations'
  readonly equations: readonly Equation[]
  /** Names whose equations cannot be read, which has been told. */
  readonly unread: readonly string[]
  /** The scalar that is differentiated, and by what. */
  readonly differentiate?: { readonly of: Reference; readonly by: readonly Reference[] }
}

export interface Reference {
  readonly name: string
  readonly span: Span
}

export interface NamedSize extends Reference {
  readonly value: Expression
  /** It has been complained of: its name is known, and no more. */
  readonly isUnknown?: true
}

export type LayerUse = SingleLayer | Repeat

export interface SingleLayer {
  readonly kind: 'layer'
  readonly use: WordUse
  /** `as: encoder` */
  readonly as?: Reference
  /** `from: [a, b]`; without it, the layer above. */
  readonly from?: readonly Reference[]
  /** Instead of the network's own: terms for this layer's parameters. */
  readonly regularization?: readonly WordUse[]
  /** Warnings that may be about this layer. */
  readonly allow?: readonly Allowance[]
  readonly span: Span
}

export interface Repeat {
  readonly kind: 'repeat'
  readonly times: number
  readonly layers: readonly LayerUse[]
  /** Names the copies: `encoder_1`, `encoder_2`. */
  readonly as?: Reference
  readonly allow?: readonly Allowance[]
  readonly span: Span
}

/** A word that says nothing yet. */
export function blankWord(kind: WordKind, name: string, span: Span): Word {
  return {
    kind,
    name,
    summary: '',
    also: [],
    origin: '',
    differs: '',
    source: span.source,
    span,
    attributes: [],
    inputs: [],
    targets: [],
    parameters: [],
    fitted: [],
    state: [],
    equations: [],
    predicting: [],
    update: [],
    outputs: [],
    calls: [],
  }
}

/** A word that makes something, nobody knows what: it stands for a layer that has been complained of. */
export function unknownUse(span: Span): WordUse {
  return { word: blankWord('layer', '?', span), attributes: new Map(), span }
}

/** A word with its attributes' values: `dense: { units: 4 }`. Defaults are filled in. */
export interface WordUse {
  readonly word: Word
  readonly attributes: ReadonlyMap<string, AttributeValue>
  readonly span: Span
}

export type AttributeValue =
  | { readonly kind: 'size'; readonly expression: Expression; readonly span: Span }
  | { readonly kind: 'number'; readonly value: number; readonly span: Span }
  | { readonly kind: 'boolean'; readonly value: boolean; readonly span: Span }
  /** One for each row. */
  | { readonly kind: 'numbers'; readonly values: readonly number[]; readonly span: Span }
  /** The name of a target of the network. */
  | { readonly kind: 'target'; readonly name: string; readonly span: Span }
  | { readonly kind: 'word'; readonly use: WordUse; readonly span: Span }

/** What a use says itself of its only attribute of a type; nothing where its word has no such attribute, or a default stands. */
export function saidOf(use: WordUse, type: AttributeType): AttributeValue | undefined {
  const said = use.word.attributes.flatMap((attribute) => {
    const value = use.attributes.get(attribute.name)
    return attribute.type === type && value && isWithinUse(value.span, use) ? [value] : []
  })
  return said.length === 1 ? said[0] : undefined
}

/** Defaults stand in the files of words. */
export function isWithinUse(span: Span, use: WordUse): boolean {
  return span.source === use.span.source && span.start >= use.span.start && span.end <= use.span.end
}

export const WORD_KINDS = [
  'layer',
  'activation',
  'loss',
  'metric',
  'regularizer',
  'optimizer',
  'schedule',
  'clipping',
  'initializer',
] as const
export type WordKind = (typeof WORD_KINDS)[number]

export interface Word {
  readonly kind: WordKind
  /** kebab-case. */
  readonly name: string
  readonly summary: string
  /** What others call it: `sgd`. */
  readonly also: readonly string[]
  /** `source:`, where its formula is from. */
  readonly origin: string
  /** What differs from PyTorch and Keras. */
  readonly differs: string
  readonly source: Source
  readonly span: Span
  readonly attributes: readonly AttributeSpec[]
  readonly inputs: readonly PortSpec[]
  readonly targets: readonly PortSpec[]
  readonly parameters: readonly ParameterSpec[]
  /** Values computed once from the training data, saved with the parameters; 0 until then. */
  readonly fitted: readonly FittedSpec[]
  /** What an optimizer or a schedule remembers from one update to the next. */
  readonly state: readonly StateSpec[]
  readonly equations: readonly Equation[]
  /** Replace the equations where the network predicts. */
  readonly predicting: readonly Equation[]
  /** optimizer: next contents of `parameter` and of the state; schedule: of the state. */
  readonly update: readonly Equation[]
  /** One; of measures that declare none, the scalar that their last equation makes. */
  readonly outputs: readonly PortSpec[]
  /** Activations its equations call by name: `sigmoid(Z)`. */
  readonly calls: readonly Word[]
}

export interface AttributeSpec extends Reference {
  readonly type: AttributeType
  readonly default?: AttributeValue
  readonly range?: Range
  /** numbers, target: as what equations see it. */
  readonly shape?: ShapeSpec
  /** What others call it: `learning_rate`. */
  readonly also?: readonly string[]
}

export type AttributeType =
  | 'size'
  | 'number'
  | 'numbers'
  | 'boolean'
  | 'target'
  | 'activation'
  | 'initializer'
  | 'schedule'

/** As large as the parameters, and zero at first; or a number of the host, and how it begins. */
export interface StateSpec extends Reference {
  readonly initial?: number
}

export interface PortSpec extends Reference {
  readonly shape: ShapeSpec
  /** Required of an input, promised by an output or a target. */
  readonly range?: PromisedRange
  /** `range: real`, of a loss's input: what keeps an output from being any number is a mistake. */
  readonly takesAnyNumber?: true
  /** `sums: { over: k, to: 1 }`: the dimension's name, or an axis where the place is no word. */
  readonly sumsToOneOver?: string
  readonly classes?: readonly string[]
}

export interface ShapeSpec {
  readonly dimensions: readonly Expression[]
  readonly span: Span
  /** It has been complained of: how many dimensions there are is not known either. */
  readonly isUnknown?: true
}

export function unknownShape(span: Span): ShapeSpec {
  return { dimensions: [], span, isUnknown: true }
}

export interface ParameterSpec extends Reference {
  readonly shape: ShapeSpec
  /** An initializer, or the attribute that names one. */
  readonly initial: WordUse | { readonly attribute: string; readonly span: Span }
  /** Exists only where this attribute is true. */
  readonly when?: Expression
  /** Regularization speaks of it: a weight, and no bias. */
  readonly regularized: boolean
}

export interface FittedSpec extends Reference {
  readonly shape: ShapeSpec
  readonly equation: Equation
}

export interface Training {
  readonly optimizer: WordUse
  /** What the optimizer's rate follows. */
  readonly schedule?: WordUse
  /** What is done to the gradients before the optimizer sees them, in order. */
  readonly clipping: readonly WordUse[]
  readonly batch: number | 'all'
  readonly epochs?: number
  readonly iterations?: number
  readonly seed: number
  /** Whether each epoch has an order of its own. */
  readonly shuffle: boolean
  readonly stopping?: Stopping
  readonly checkpoints?: Checkpoints
  readonly span: Span
}

/** Early stopping: after `patience` epochs that bring nothing better. */
export interface Stopping {
  /** `loss`, or the word of a metric. */
  readonly monitor: Reference
  readonly goal: 'smallest' | 'largest'
  readonly patience: number
  /** The least change that counts. */
  readonly change: number
  readonly span: Span
}

export interface Checkpoints {
  readonly every: number
  readonly unit: 'epochs' | 'iterations'
}

/** Files, their columns, one split. */
export interface DataSpec {
  /** Of the ports that name no files of their own. */
  readonly files?: FilesSpec
  /** Between the fields of a line; by the file's ending where nothing is said. */
  readonly separator?: string
  /** For each input, its columns in order. */
  readonly inputs: readonly ColumnsSpec[]
  readonly targets: readonly ColumnsSpec[]
  /** What becomes of an example that lacks a value. */
  readonly missing: 'error' | 'drop'
  readonly split?: SplitSpec
  readonly span: Span
}

/** Shares drawn by a seed, or the values of a column that say which part an example is of. */
export type SplitSpec = {
  readonly seed: number
  /** Each part has the same share of every class. */
  readonly stratify: boolean
  readonly span: Span
} & (
  | { readonly kind: 'shares'; readonly test?: number; readonly validation?: number }
  | {
      readonly kind: 'column'
      readonly column: Reference
      readonly test: readonly Reference[]
      readonly validation: readonly Reference[]
    }
)

/** What the examples of a network are for. */
export const PARTS = ['training', 'validation', 'test'] as const
export type PartName = (typeof PARTS)[number]

/** One file, or folder of pictures, for all examples; or one for the training examples and others for those held out. */
export interface FilesSpec extends Readonly<Partial<Record<PartName, Reference>>> {
  readonly training: Reference
  readonly span: Span
}

export interface ColumnsSpec {
  readonly name: string
  /** Instead of the network's. */
  readonly files?: FilesSpec
  /** `all`: every column no other port names, in the file's order. */
  readonly columns: readonly ColumnSpec[] | 'all'
}

/** A number, or, of one of the categories, a row for each: 1 in that of its own, 0 in the others. */
export interface ColumnSpec extends Reference {
  readonly categories?: readonly string[]
  /** The only one: its cells may hold as many numbers as the port has rows. */
  readonly alone?: true
}

/** How many rows of a matrix a column fills. */
export function widthOf({ categories }: ColumnSpec): number {
  return categories?.length ?? 1
}

/** Where words come from; the only way stages reach other files. */
export interface Library {
  /** All words of a kind, sorted: for did-you-mean. */
  names(kind: WordKind): readonly string[]
  word(kind: WordKind, name: string): Source | undefined
  /** The same as checked before, where that is at hand. */
  checked?(kind: WordKind, name: string): Word | undefined
  /** A file named in a spec (`words:`), relative to it. */
  file(from: Source, path: string): Source | Refused | undefined
  /** The other YAML files in the folder of a path that a spec names, sorted, as the spec would name them: for did-you-mean. */
  beside?(from: Source, path: string): readonly string[]
}

/** A file that is there, and is none to read. */
export interface Refused {
  /** As in "`mine.yaml` …". */
  readonly refused: string
  /** Links lead it out of the project. */
  readonly isOutside?: true
}
