import type { Instruction, Phase, Program, ValueId } from '../forms/program.ts'
import { chunkedBy, isWide } from '../operations/chunks.ts'

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
  readonly #program: Program
  readonly #made: ReadonlyMap<ValueId, Instruction>
  readonly #known = new Map<ValueId, Standing>()
  readonly #byChunk = new Map<ValueId, boolean>()

  constructor(program: Program, made: ReadonlyMap<ValueId, Instruction>) {
    this.#program = program
    this.#made = made
  }

  of(value: ValueId): Standing {
    const known = this.#known.get(value) ?? this.#find(value)
    this.#known.set(value, known)
    return known
  }

  /** A chunk's prediction is a chunk of the prediction: every column comes of its own example, and of nothing's number. */
  isByChunk(value: ValueId): boolean {
    const known = this.#byChunk.get(value)
    if (known !== undefined) return known
    const made = this.#made.get(value)
    const isIt =
      !made ||
      (made.operation !== 'size' &&
        chunkedBy(made, this.#program.values) === 'apart' &&
        made.operands.every((operand) => this.isByChunk(operand)))
    this.#byChunk.set(value, isIt)
    return isIt
  }

  #find(value: ValueId): Standing {
    const { values } = this.#program
    const wide = isWide(values[value]!.shape)
    const made = this.#made.get(value)
    if (!made) return { wide, level: 0, whole: false }
    const below = made.operands.map((operand) => this.of(operand))
    const level = below.reduce((most, operand) => Math.max(most, operand.level), 0)
    const chunked = chunkedBy(made, values)
    const whole = chunked === 'together' || below.some((operand) => operand.whole)
    if (whole || chunked === 'apart') return { wide, level, whole }
    return { wide, level: level + 1, whole, tally: chunked }
  }
}
