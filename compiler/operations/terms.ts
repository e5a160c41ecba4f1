import { BATCH, type Instruction, type Program, type ValueId } from '../forms/program.ts'
import type { Shape } from '../forms/shape.ts'
import { evaluate } from '../forms/size.ts'
import { operationNamed } from './index.ts'
import type { Elements } from './operation.ts'

/** One element of a value, in elements of others: what a scalar statement computes. */
export type Term =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'element'; readonly value: ValueId; readonly row: number; readonly column: number }
  | { readonly kind: 'made'; readonly operation: string; readonly operands: readonly Term[] }

/** A program whose batch is a number, as terms are made of it. */
export interface Sized {
  readonly program: Program
  readonly made: (value: ValueId) => Instruction | undefined
  readonly batch: number
}

export function sized(program: Program, batch: number): Sized {
  const table = new Map(program.instructions.map((instruction) => [instruction.result, instruction]))
  return { program, made: (value) => table.get(value), batch }
}

/** Rows and columns; a scalar has one of each. */
export function sizeAt(shape: Shape, batch: number): readonly [rows: number, columns: number] {
  const [rows = 1, columns = 1] = shape.map((dimension) =>
    evaluate(dimension, (name) => (name === BATCH ? batch : Number.NaN)),
  )
  return [rows, columns]
}

/** The element at a place of what an instruction makes; undefined where its operation has no scalar form. */
export function termAt(
  { operation, operands, attributes }: Instruction,
  row: number,
  column: number,
  { program, made, batch }: Sized,
): Term | undefined {
  const { meaning, element } = operationNamed(operation)
  const sizeOf = (operand: number) => sizeAt(program.values[operands[operand]!]!.shape, batch)
  const of: Elements<Term> = {
    at: (operand, r, c) => {
      const [rows, columns] = sizeOf(operand)
      const place = { row: rows === 1 ? 0 : r, column: columns === 1 ? 0 : c }
      return { kind: 'element', value: operands[operand]!, ...place }
    },
    sizeOf,
    numberOf: (operand) => {
      const instruction = made(operands[operand]!)
      return instruction?.operation === 'constant' ? instruction.attributes.value : undefined
    },
    number: (value) => ({ kind: 'number', value }),
    make: (name, x) => ({ kind: 'made', operation: name, operands: x }),
    attributes,
  }
  if (operation === 'size')
    return of.number(evaluate(attributes.size!, (name) => (name === BATCH ? batch : Number.NaN)))
  if (element) return element(of, row, column)
  if (meaning.kind !== 'pointwise') return undefined
  return of.make(
    operation,
    operands.map((_, operand) => of.at(operand, row, column)),
  )
}

/** It computes nothing: its elements are another value's, or numbers of the spec. */
export function isView(instruction: Instruction, around: Sized): boolean {
  const term = termAt(instruction, 0, 0, around)
  return term !== undefined && term.kind !== 'made'
}

/** Its elements are a function of the runtime's of another value's, such as `tanh`. */
export function isFunction({ operation }: Instruction): boolean {
  const { meaning, code, element } = operationNamed(operation)
  return meaning.kind === 'pointwise' && code === undefined && element === undefined
}
