import type { Combination, Origin, Phase, Program, Turn, ValueId } from './program.ts'

/** A Program whose instructions are covered by calls of the runtime's kernels. */
export interface Schedule {
  readonly program: Program
  /** In order of execution. */
  readonly calls: readonly KernelCall[]
  /** What is combined across chunks of examples, in order. */
  readonly tallies: readonly Tally[]
  /** Values that live in memory (as opposed to scalars, which are numbers of the host). */
  readonly stored: readonly ValueId[]
  readonly code: CodeChoice
}

/** What training is written in, and what predicting one example is: calls of kernels, or scalar code. */
export interface CodeChoice {
  readonly training: Code
  readonly one: Code
}

export interface Code {
  readonly form: 'kernels' | 'scalars'
  /** `the batch is not written as a number` */
  readonly because: string
}

export interface KernelCall {
  readonly kernel: string
  /** In the order of the kernel's signature: outputs, inputs, scalars. */
  readonly outputs: readonly ValueId[]
  readonly inputs: readonly Argument[]
  readonly scalars: readonly Scalar[]
  /** It is no call: the generated code computes the outputs itself, number by number. */
  readonly isWritten?: true
  /** uniform and normal: the stream they draw from. */
  readonly stream?: number
  /** Results of the instructions this call computes, in program order, outputs last. */
  readonly covers: readonly ValueId[]
  /** The outputs overwrite these leaves. */
  readonly overwrites: ReadonlyMap<ValueId, ValueId>
  /** Element by element: outputs may lie where inputs of their shape lie. */
  readonly pointwise: boolean
  /** Values in memory it reads, the items of its scalars among them. */
  readonly reads: readonly ValueId[]
  readonly phase: Phase
  readonly turn?: Turn
  readonly origin: Origin
}

/** A chunk's part of a value of all examples. The total lies where the part does, once the pass is at its end. */
export interface Tally {
  readonly part: ValueId
  readonly total: ValueId
  readonly combine: Combination
  readonly phase: Phase
  /** The end of a pass. */
  readonly turn: Turn
}

export type Argument =
  | { readonly kind: 'value'; readonly value: ValueId }
  | { readonly kind: 'scalar'; readonly scalar: Scalar }
  /** Numbers of the spec, one below the other. */
  | { readonly kind: 'numbers'; readonly values: readonly number[] }

/** A number the host computes in double precision just before the call: coefficient · product of powers. */
export interface Scalar {
  readonly coefficient: number
  readonly factors: readonly { readonly value: ValueId; readonly power: 1 | -1 }[]
}
