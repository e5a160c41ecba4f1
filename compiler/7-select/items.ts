import type { ValueId } from '../forms/program.ts'
import type { Made } from './scalars.ts'

/** Matrices whose only element a scalar is made from; each scalar on the way is visited once. */
export function itemsUnder(value: ValueId, made: Made, seen = new Set<ValueId>()): readonly ValueId[] {
  const instruction = made(value)
  if (!instruction || seen.has(value)) return []
  seen.add(value)
  return instruction.operation === 'item'
    ? instruction.operands
    : instruction.operands.flatMap((operand) => itemsUnder(operand, made, seen))
}
