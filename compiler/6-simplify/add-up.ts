import type { Instruction, Obstacle, Program, ValueId } from '../forms/program.ts'
import { rebuild } from '../operations/builder.ts'
import { chunkedBy, isWide } from '../operations/chunks.ts'
import { operationNamed } from '../operations/index.ts'

/**
 * Proves that loss and gradients of a batch are sums of what parts of its columns give, where they are, and makes it so
 * for terms of parameters alone, which a batch has once:
 *
 *     %8 = multiply 1/m %7                          %8 = multiply 1/m %7
 *     %9 = multiply λ/m W1                    →     %9 = multiply (once · λ/m) W1
 *     %10 dW1 = add %8 %9                           %10 dW1 = add %8 %9
 *
 * A sum over the batch is such a sum, and so is what is linear in sums. `size m` is the whole batch's, in every part.
 * Where something else is made of a sum (a mean that each example is compared with, say), or something else than sums is
 * made of all examples (a maximum), the program stays as it is and says which equation it was.
 *
 * Needs a program in normal form, not yet distributed.
 */
export function addUp(program: Program): Program {
  const wanted = new Set(
    program.results.flatMap(({ role, phase, value }) =>
      (role === 'loss' && phase === 'forward') || role === 'gradient' ? [value] : [],
    ),
  )
  if (program.interface.kind !== 'layers' || wanted.size === 0) return program
  const made = new Map(program.instructions.map((instruction) => [instruction.result, instruction]))
  const kinds = kindsOf(program, wanted)
  const obstacle = [...wanted].flatMap((value) => {
    const kind = kinds[value]!
    return typeof kind === 'object' ? [kind] : kind === 'sum' ? [] : [blame(value, program, made)]
  })[0]
  if (obstacle) return { ...program, addsUp: obstacle }
  const added = rebuild(program, ({ phase, operation, operands, attributes, result }, given, { build }) => {
    if (!trains(phase)) return build(operation, given, attributes)
    const onlyOnce = (value: ValueId) => build('multiply', [build('once', []), value])
    const own = operands.map((operand) => kinds[operand]!)
    if (own.every((kind) => kind === 'fixed') && wanted.has(result) && kinds[result] === 'sum')
      return onlyOnce(build(operation, given, attributes))
    if (!isMixed(operation, own) || kinds[result] !== 'sum') return build(operation, given, attributes)
    return build(
      operation,
      given.map((value, at) => (own[at] === 'fixed' ? onlyOnce(value) : value)),
      attributes,
    )
  })
  return { ...added, addsUp: true }
}

/** What a value is to a part of the batch. */
type Kind =
  /** The same in every part. */
  | 'fixed'
  /** Columns, each of its own example. */
  | 'columns'
  /** That of the batch is the sum of the parts'. */
  | 'sum'
  /** None of these. */
  | Obstacle

function trains(phase: Instruction['phase']): boolean {
  return phase === 'forward' || phase === 'backward'
}

/** A sum and what is the same in every part, side by side. */
function isMixed(operation: string, kinds: readonly Kind[]): boolean {
  return (
    operationNamed(operation).linear === 'jointly' &&
    kinds.includes('sum') &&
    kinds.includes('fixed') &&
    kinds.every((kind) => kind === 'sum' || kind === 'fixed')
  )
}

function kindsOf(program: Program, wanted: ReadonlySet<ValueId>): readonly Kind[] {
  const { values, instructions } = program
  const made = new Map(instructions.map((instruction) => [instruction.result, instruction]))
  const kinds = values.map(({ id, shape, leaf }): Kind => {
    if (isWide(shape)) return 'columns'
    // Data whose batch is a number have no columns that could be parted.
    return leaf?.kind === 'input' || leaf?.kind === 'target' ? blame(id, program, made) : 'fixed'
  })
  for (const instruction of instructions) {
    if (!trains(instruction.phase)) continue
    const { result, operands } = instruction
    const kind = kindOf(
      instruction,
      operands.map((operand) => kinds[operand]!),
      values,
    )
    const culprit = operands.find((operand) => kinds[operand] === 'sum') ?? result
    kinds[result] = kind ?? blame(values[culprit]!.name === undefined ? result : culprit, program, made)
    // A gradient that no example has a part in.
    if (kind === 'fixed' && wanted.has(result)) kinds[result] = 'sum'
  }
  return kinds
}

function kindOf(
  instruction: Instruction,
  kinds: readonly Kind[],
  values: Program['values'],
): Kind | undefined {
  const obstacle = kinds.find((kind) => typeof kind === 'object')
  if (obstacle) return obstacle
  const chunked = chunkedBy(instruction, values)
  const hasSums = kinds.includes('sum')
  if (chunked === 'sum') return hasSums ? undefined : 'sum'
  if (chunked !== 'apart') return undefined
  if (isWide(values[instruction.result]!.shape)) return hasSums ? undefined : 'columns'
  if (kinds.includes('columns')) return undefined
  if (!hasSums) return 'fixed'
  switch (operationNamed(instruction.operation).linear) {
    case 'jointly':
      return 'sum'
    case 'each':
      return kinds.filter((kind) => kind === 'sum').length === 1 ? 'sum' : undefined
    case 'first':
      return kinds.slice(1).includes('sum') ? undefined : 'sum'
    default:
      return undefined
  }
}

/** By the name of the value, or of the first that is made of it and has one. */
function blame(value: ValueId, program: Program, made: ReadonlyMap<ValueId, Instruction>): Obstacle {
  const { instructions, values } = program
  const descendants = new Set([value])
  let named = values[value]!.name === undefined ? undefined : value
  for (const { result, operands } of instructions) {
    if (named !== undefined) break
    if (!operands.some((operand) => descendants.has(operand))) continue
    descendants.add(result)
    if (values[result]!.name !== undefined) named = result
  }
  const { name, equation } = values[named ?? value]!
  const first = [...descendants].map((each) => made.get(each)).find((each) => each !== undefined)
  const reader = first ?? instructions.find(({ operands }) => operands.includes(value)) ?? instructions[0]!
  return {
    origin: reader.origin,
    equation: equation === undefined ? (name ?? reader.operation) : `${name} = ${equation}`,
  }
}
