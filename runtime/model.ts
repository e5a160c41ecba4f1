import type { Renaming } from './renaming.ts'

/**
 * What a generated module tells the runtime about its network: plain data, written by the compiler.
 */
export interface Model {
  readonly name: string
  /** The agreement between generated code and runtime that the module was made for. */
  readonly abi: number
  /** Identifies the architecture: networks with the same digest can share saved files. */
  readonly digest: string
  /** The ports, in the order in which `forward` takes them: inputs, then targets. */
  readonly inputs: readonly string[]
  readonly targets: readonly string[]
  /** What `predict` returns. */
  readonly output: string
  /** Names of the output's classes. One output row is the probability of the second; several are one each. */
  readonly classes?: readonly string[] | undefined
  /** Columns of every training batch, where the spec writes their number: no other is trained on. */
  readonly batch?: number | undefined
  readonly hyperparameters: Readonly<Record<string, number>>
  /** Numbers that carry over from update to update, as they begin. */
  readonly memory?: Readonly<Record<string, number>> | undefined
  /** Word and position of each parameter (`dense, layer 1`), in the order of the block. Saved files keep them. */
  readonly parameters: Readonly<Record<string, string>>
  /** Makes of a file that was saved under old names what it would be under those of today. */
  readonly renamed?: Renaming | undefined
  /** Values that stay readable after `forward`. */
  readonly keep?: readonly string[] | undefined
  /**
   * `true` where loss and gradients of a batch are sums of what parts of its columns give; otherwise the equation for
   * which they are not. Absent where nothing trains.
   */
  readonly addsUp?: true | string | undefined
  /** The kernels that the module calls. */
  readonly kernels: readonly string[]
  /** Absent where there are no fitted values, and where nothing is measured. */
  readonly prepare?: Passes | undefined
  readonly evaluate?: Passes | undefined
  readonly training: Layout
  /** Begins with blocks of the training layout, at the same offsets: what both share. */
  readonly serving: Layout
  /** Of the serving layout's matrices, those that what needs all examples at once is made with. */
  readonly gathered?: Layout | undefined
}

/** How something of all examples is made of chunks of them. */
export interface Passes {
  /** For each pass over the examples, the matrices that are of a chunk after it, and of all examples once combined. */
  readonly passes: readonly Tallies[]
  /** Matrices that no chunks combine to. They are made last, from what `all` puts side by side. */
  readonly together?: readonly string[] | undefined
}

/** Names of matrices, by how they are combined. */
export interface Tallies {
  readonly sum?: readonly string[]
  readonly max?: readonly string[]
  readonly min?: readonly string[]
  /** Their columns are those of all chunks, in order. */
  readonly all?: readonly string[]
}

/** Where things lie in one memory, in elements. */
export interface Layout {
  /** Elements whose number does not depend on the batch; they come first. */
  readonly fixed: number
  /** Elements for each column of the batch. */
  readonly perColumn: number
  readonly places: Readonly<Record<string, Place>>
  /** Contiguous runs: `parameters` first. */
  readonly blocks: Readonly<Record<string, readonly [offset: number, length: number]>>
}

/**
 * Sizes and offset of one matrix; `'m'` is the batch.
 *
 * Without `'m'` the offset is in elements and rows are dense. With it the offset is in elements per column, after all
 * fixed ones: the matrix begins at `fixed + offset · M`, M being the most columns that the memory was made for.
 */
export type Place = readonly [rows: number | 'm', columns: number | 'm', offset: number]

/** The agreement this runtime keeps. */
export const ABI = 2
