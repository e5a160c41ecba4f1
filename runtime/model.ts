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
  /** Values that stay readable after `forward`. */
  readonly keep?: readonly string[] | undefined
  /** The kernels that the module calls. */
  readonly kernels: readonly string[]
  readonly training: Layout
  /** Begins with blocks of the training layout, at the same offsets: what both share. */
  readonly serving: Layout
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
export const ABI = 1
