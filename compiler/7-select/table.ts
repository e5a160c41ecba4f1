import type { Pattern } from '../forms/machine.ts'
import type { Instruction, ValueId } from '../forms/program.ts'

/** A pattern as the matcher asks about it. */
export interface Table {
  /** Instructions of the pattern by their results; what is not among them is an input. */
  readonly inside: ReadonlyMap<ValueId, Instruction>
  /** Inputs of any shape, numbers too. */
  readonly any: ReadonlySet<ValueId>
  /** Free coefficients. */
  readonly scalars: ReadonlySet<ValueId>
}

const tables = new WeakMap<Pattern, Table>()

export function tableOf(pattern: Pattern): Table {
  const table = tables.get(pattern) ?? made(pattern)
  tables.set(pattern, table)
  return table
}

function made({ program, inputs, scalars }: Pattern): Table {
  return {
    inside: new Map(program.instructions.map((instruction) => [instruction.result, instruction])),
    any: new Set(inputs.filter(({ any }) => any).map(({ value }) => value)),
    scalars: new Set(scalars.map(({ value }) => value)),
  }
}

/** A free coefficient, or a number. */
export function isScalarIn({ scalars, inside }: Table, wanted: ValueId): boolean {
  return scalars.has(wanted) || inside.get(wanted)?.operation === 'constant'
}

/** Everything the pattern's value is made of. */
export function under(table: Table, wanted: ValueId): readonly ValueId[] {
  const operands = table.inside.get(wanted)?.operands ?? []
  return operands.flatMap((operand) => [operand, ...under(table, operand)])
}
