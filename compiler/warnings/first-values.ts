import type { Instruction, Program, ValueId } from '../forms/program.ts'
import type { Shape } from '../forms/shape.ts'
import { operationNamed } from '../operations/index.ts'
import { numberMade } from './numbers.ts'

/** What is known of a value when training begins, whatever the examples and the random numbers. */
export interface First {
  /** All rows are equal, since there is one only or by how they are made. */
  readonly rows: boolean
  readonly columns: boolean
  /** All elements are this number. */
  readonly number?: number
}

/** Of every value of the forward pass, with parameters as they are first filled. */
export function firstValues({ values, instructions, stores }: Program): readonly First[] {
  const known: First[] = values.map(({ shape }) => unknown(shape))
  const run = (wanted: 'initialize' | 'forward') => {
    for (const instruction of instructions)
      if (instruction.phase === wanted) {
        const { result, operands } = instruction
        known[result] = made(
          instruction,
          operands.map((operand) => known[operand]!),
          values[result]!.shape,
        )
      }
  }
  run('initialize')
  for (const { phase, leaf, value } of stores) if (phase === 'initialize') known[leaf] = known[value]!
  run('forward')
  return known
}

function unknown(shape: Shape): First {
  const isSingle = (axis: number) => shape[axis] === undefined || shape[axis].key === '1'
  return { rows: isSingle(0), columns: isSingle(1) }
}

function made({ operation, attributes }: Instruction, x: readonly First[], shape: Shape): First {
  const number = numberMade(
    { operation, attributes },
    x.map((each) => each.number),
  )
  if (number !== undefined) return { rows: true, columns: true, number }
  const least = unknown(shape)
  const uniform = uniformIn(operation, attributes.axis, x)
  return { rows: least.rows || uniform.rows, columns: least.columns || uniform.columns }
}

/** Whether equal rows, or columns, come out equal. */
function uniformIn(operation: string, axis: number | undefined, x: readonly First[]): First {
  const { meaning } = operationNamed(operation)
  const rows = x.every((each) => each.rows)
  const columns = x.every((each) => each.columns)
  // A reduction treats every line like every other.
  if (meaning.kind === 'pointwise' || axis !== undefined) return { rows, columns }
  switch (operation) {
    case 'matmul':
      return { rows: x[0]!.rows, columns: x[1]!.columns }
    case 'transpose':
      return { rows: columns, columns: rows }
    case 'stretch':
    case 'item':
    case 'copy':
      return { rows, columns }
    default:
      return { rows: false, columns: false }
  }
}

/** The rows of a matrix that start equal, where it has more than one. */
export function startEqual(value: ValueId, first: readonly First[], { values }: Program): boolean {
  return first[value]!.rows && values[value]!.shape[0]?.key !== '1'
}
