import type { Program, ValueId } from './program.ts'

/** The machine to select for: each kernel's equation as a program in the normal form of every other. */
export type Machine = readonly Pattern[]

export interface Pattern {
  readonly kernel: string
  /** Its leaves are the kernel's inputs and scalars, by name. */
  readonly program: Program
  readonly outputs: readonly { readonly name: string; readonly value: ValueId }[]
  readonly inputs: readonly PatternInput[]
  readonly scalars: readonly { readonly name: string; readonly value: ValueId }[]
  /** Outputs that overwrite the input of the same name. */
  readonly inPlace: readonly string[]
  readonly pointwise: boolean
  readonly draws: boolean
}

export interface PatternInput {
  readonly name: string
  readonly value: ValueId
  /** A number, or a matrix that stretches to the output. */
  readonly any: boolean
}
