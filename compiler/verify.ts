import { PHASES, type Phase, type Program, READS } from './forms/program.ts'
import { isScalar, printShape, sameShape } from './forms/shape.ts'
import { same } from './forms/size.ts'
import { operationNamed } from './operations/index.ts'
import { verifyTurns } from './verify-turns.ts'

/** What is true of every Program, after every pass. Throws at the first promise that is broken. */
export function verify(program: Program): Program {
  const { values, instructions } = program
  const broken = (what: string): never => {
    throw new Error(`invariant: in program ${program.network}, ${what}`)
  }
  const madeIn = new Map<number, Phase>()
  for (const [id, value] of values.entries())
    if (value.id !== id) broken(`value ${id} calls itself ${value.id}`)

  let latest = 0
  for (const { result, operation, operands, attributes, phase } of instructions) {
    const { shape, leaf } = values[result] ?? broken(`value ${result} does not exist`)
    if (leaf) broken(`leaf ${result} is computed`)
    if (madeIn.has(result)) broken(`value ${result} is made twice`)
    if (PHASES.indexOf(phase) < latest) broken(`${phase} comes after ${PHASES[latest]}`)
    latest = PHASES.indexOf(phase)
    for (const operand of operands) {
      const from = madeIn.get(operand)
      if (!values[operand]?.leaf && from === undefined)
        broken(`value ${result} reads ${operand} before it is made`)
      if (from !== undefined && !READS[phase].includes(from))
        broken(`${phase} reads value ${operand} of ${from}`)
    }
    const shapes = operands.map((operand) => values[operand]!.shape)
    const expected = operationNamed(operation).shape(shapes, attributes, same)
    if (!sameShape(expected, shape))
      broken(`value ${result} is ${printShape(shape)}, its ${operation} makes ${printShape(expected)}`)
    madeIn.set(result, phase)
  }
  for (const value of values)
    if (!value.leaf && !madeIn.has(value.id)) broken(`value ${value.id} is never made`)

  for (const { value, phase, role, name } of program.results) {
    const from = madeIn.get(value)
    if (!values[value]) broken(`result ${name} does not exist`)
    if (from !== undefined && !READS[phase].includes(from))
      broken(`${role} ${name} of ${phase} is made in ${from}`)
  }
  const stored = new Set<string>()
  for (const { leaf, value, phase } of program.stores) {
    if (stored.has(`${phase} ${leaf}`)) broken(`leaf ${leaf} is stored twice in ${phase}`)
    stored.add(`${phase} ${leaf}`)
    if (!values[leaf]?.leaf) broken(`value ${leaf} is stored to and no leaf`)
    if (!isScalar(values[value]!.shape) && !sameShape(values[leaf]!.shape, values[value]!.shape))
      broken(`leaf ${leaf} ${printShape(values[leaf]!.shape)} gets ${printShape(values[value]!.shape)}`)
  }
  if (instructions.some(({ turn }) => turn !== undefined)) verifyTurns(program, broken)
  return program
}
