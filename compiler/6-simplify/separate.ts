import type { Instruction, Program, ValueId } from '../forms/program.ts'
import { rebuild } from '../operations/builder.ts'

/**
 * Only values with names cross from `predict` to `evaluate`; what has none is
 * made anew there. Otherwise the loss would hold on to the inside of, say, a
 * softmax, and predicting would have to store what a kernel keeps to itself.
 */
export function separate(program: Program): Program {
  const made = new Map(program.instructions.map((instruction) => [instruction.result, instruction]))
  const crosses = (value: ValueId): Instruction | undefined => {
    const instruction = made.get(value)
    return instruction?.phase === 'predict' && program.values[value]!.name === undefined
      ? instruction
      : undefined
  }
  if (!program.instructions.some(({ phase, operands }) => phase === 'evaluate' && operands.some(crosses)))
    return program
  const renamed = new Map<ValueId, ValueId>()
  return rebuild(program, (instruction, operands, { build }) => {
    for (const [at, operand] of instruction.operands.entries()) renamed.set(operand, operands[at]!)
    const again = (value: ValueId): ValueId => {
      const inner = crosses(value)
      return inner ? build(inner.operation, inner.operands.map(again), inner.attributes) : renamed.get(value)!
    }
    const own = instruction.phase === 'evaluate' ? instruction.operands.map(again) : operands
    return build(instruction.operation, own, instruction.attributes)
  })
}
