import type { Phase, Program, ValueId } from '../forms/program.ts'
import { chunkedBy, isWide } from '../operations/chunks.ts'
import type { Chunked } from '../operations/operation.ts'

/** What stands between a value and the examples, where they come in chunks. */
export interface Standing {
  /** It has a column for each example: chunks have theirs. */
  readonly wide: boolean
  /** So many passes over the examples must be over before a chunk of it (or, if it is not wide, all of it) is known. */
  readonly level: number
  /** It takes all examples at once. */
  readonly whole: boolean
  /** Combined from chunks. */
  readonly tally?: 'sum' | 'max' | 'min'
}

/** The phases whose examples come in chunks, and so in passes. */
export type PassPhase = Extract<Phase, 'prepare' | 'evaluate'>

export function inPasses(phase: Phase): phase is PassPhase {
  return phase === 'prepare' || phase === 'evaluate'
}

/**
 * What is known of each value before it is distributed: a sum over the batch is one level above what it sums, since all
 * of that has to have been there once; the level of all else is the most of its operands'.
 */
export class Standings {
  readonly #known: readonly Standing[]
  readonly #isByChunk: readonly boolean[]

  constructor({ instructions, values }: Program) {
    const known = values.map(({ shape }): Standing => ({ wide: isWide(shape), level: 0, whole: false }))
    const isByChunk = values.map(() => true)
    // In order: networks may be deeper than calls can nest.
    for (const instruction of instructions) {
      const { result, operands, operation } = instruction
      const chunked = chunkedBy(instruction, values)
      known[result] = standingOf(
        chunked,
        isWide(values[result]!.shape),
        operands.map((operand) => known[operand]!),
      )
      isByChunk[result] =
        operation !== 'size' && chunked === 'apart' && operands.every((operand) => isByChunk[operand])
    }
    this.#known = known
    this.#isByChunk = isByChunk
  }

  of(value: ValueId): Standing {
    return this.#known[value]!
  }

  /** A chunk's prediction is a chunk of the prediction: every column comes of its own example, and of nothing's number. */
  isByChunk(value: ValueId): boolean {
    return this.#isByChunk[value]!
  }
}

function standingOf(chunked: Chunked, wide: boolean, below: readonly Standing[]): Standing {
  const level = below.reduce((most, operand) => Math.max(most, operand.level), 0)
  const whole = chunked === 'together' || below.some((operand) => operand.whole)
  if (whole || chunked === 'apart') return { wide, level, whole }
  return { wide, level: level + 1, whole, tally: chunked }
}
