import type { Instruction, ValueId } from '../../forms/program.ts'
import { isScalar } from '../../forms/shape.ts'
import { isFunction, type Sized, type Term, termAt } from '../../operations/terms.ts'
import type { Notebook } from '../equations.ts'
import type { Spoken } from '../scalars.ts'
import type { Doubles, Place } from './doubles.ts'

/** What scalar code is written with. */
export interface Page {
  readonly around: Sized
  /** What is computed, in order. */
  readonly instructions: readonly Instruction[]
  /** Of values that are stored, and of those that are read. */
  readonly placeOf: (value: ValueId) => Place | undefined
  readonly isStored: (value: ValueId) => boolean
  /** What lies where this output will. */
  readonly overwritten: (value: ValueId) => ValueId | undefined
  /** Names of arrays that are there already. */
  readonly given: readonly string[]
  readonly notebook: Notebook
  readonly spoken: Spoken
  readonly doubles: Doubles
}

/** The value's elements come out of a function of the runtime, all at once. */
export function isCalled(instruction: Instruction, { around }: Page): boolean {
  return isFunction(instruction) && !isScalar(around.program.values[instruction.result]!.shape)
}

/** A number that the host has: it is no element of anything. */
export function isHosted(value: ValueId, page: Page): boolean {
  const { around, spoken } = page
  if (!isScalar(around.program.values[value]!.shape)) return false
  if (spoken.named(value) !== undefined) return true
  const instruction = around.made(value)
  return (
    instruction === undefined ||
    (instruction.operation !== 'item' && instruction.operands.every((operand) => isHosted(operand, page)))
  )
}

/** An element of what an instruction makes, in elements of others. */
export function termOf(instruction: Instruction, row: number, column: number, { around }: Page): Term {
  const term = termAt(instruction, row, column, around)
  if (term) return term
  // Of one number each: the runtime has a function for all.
  const operands = instruction.operands.map((value): Term => ({ kind: 'element', value, row: 0, column: 0 }))
  return { kind: 'made', operation: instruction.operation, operands }
}
