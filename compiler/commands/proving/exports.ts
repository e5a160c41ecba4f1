import type { Formula, Matrix, Net, Precision, Predictor } from 'loopless/runtime'

/** What a generated module exports, as whoever does not know its network sees it. */
export interface Exports {
  /** Of a network of layers that trains, or of equations over matrices. */
  readonly create?: (options: {
    readonly batch: number
    readonly seed: number
    readonly precision: Precision
  }) => Promise<Net<number, Precision> | (Formula & { readonly evaluate: Evaluate })>
  /** Of a network of layers, with saved parameters. */
  readonly predictor?: (
    bytes: Uint8Array,
    options: { readonly batch: number; readonly precision: Precision },
  ) => Promise<Predictor<number, Precision>>
  /** Of equations over plain numbers. */
  readonly evaluate?: Evaluate
}

/** Results by name, and derivatives where the spec asks for them. */
export type Evaluate = (given: Readonly<Record<string, number | Matrix>>) => Results

export type Results = Readonly<Record<string, number | Matrix>> & {
  readonly gradients?: Readonly<Record<string, number | Matrix>>
}
