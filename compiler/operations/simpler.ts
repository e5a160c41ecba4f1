import type { Phase, Program } from '../forms/program.ts'
import { rebuild } from './builder.ts'
import { operationNamed } from './index.ts'

/** The program with some phases said in simpler operations, where an operation knows how. */
export function inSimpler(program: Program, phases: readonly Phase[]): Program {
  const applies = ({ phase, operation }: Program['instructions'][number]) =>
    phases.includes(phase) && operationNamed(operation).simpler !== undefined
  if (!program.instructions.some(applies)) return program
  return rebuild(program, (instruction, operands, { build }) =>
    applies(instruction)
      ? operationNamed(instruction.operation).simpler!(operands, build, instruction.attributes)
      : build(instruction.operation, operands, instruction.attributes),
  )
}
