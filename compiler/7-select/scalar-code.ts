import type { Instruction, Phase, Program, ValueId } from '../forms/program.ts'
import type { Code, CodeChoice, KernelCall } from '../forms/schedule.ts'
import { isScalar, type Shape } from '../forms/shape.ts'
import { constantOf } from '../forms/size.ts'
import { placeOf } from '../forms/source.ts'
import { operationNamed } from '../operations/index.ts'
import { inSimpler } from '../operations/simpler.ts'
import { isView, type Sized, sizeAt, sized, type Term, termAt } from '../operations/terms.ts'
import { itemsUnder } from './items.ts'

/** The phases of one training step. */
export const TRAINING: readonly Phase[] = ['forward', 'backward', 'update']

/**
 * What scalar code may cost: multiplications and additions of matrix products in a step, all operations on numbers in
 * it, and those of one method. An operation takes about 13 bytes of the engine's bytecode, and a function of more than
 * 61,440 is never optimised: it then runs a hundred times slower.
 */
const MOST_MULTIPLY_ADDS = 2000
const MOST_OPERATIONS = 8000
/** Each is read, or made. */
const MOST_ELEMENTS = MOST_OPERATIONS
const MOST_IN_A_METHOD = 4000

/**
 * What kernels cost, in operations of scalar code, each of which takes about 0.45 ns: a call of one, a call where columns
 * are left that fill no lanes, and a multiplication and addition. The steps that show it stand in `compiler/README.md`.
 */
const A_CALL = 90
const A_CALL_WITH_REMAINDERS = 210
const A_MULTIPLY_ADD = 1.4
/** Columns that a kernel takes at a time. */
const LANES = 4

/** Whether the smallest of networks are written number by number, and if not, why not. */
export function chooseCode(program: Program): CodeChoice {
  const { batch } = program
  if (batch === undefined || program.interface.kind !== 'layers') {
    const because = 'the batch is not written as a number'
    return { training: { form: 'kernels', because }, one: { form: 'kernels', because } }
  }
  const trains = program.instructions.some(({ phase }) => phase === 'backward')
  return {
    training: trains
      ? (sizeObjection(program, batch) ??
        objection(TRAINING, program, batch) ??
        storesObjection(program) ??
        affordable(TRAINING, program, batch))
      : { form: 'kernels', because: 'nothing is trained' },
    one:
      oneObjection(program) ??
      sizeObjection(program, 1) ??
      objection(['predict'], program, 1) ??
      affordable(['predict'], program, 1),
  }
}

/** The first operation that has no scalar form. */
function objection(phases: readonly Phase[], program: Program, batch: number): Code | undefined {
  const simple = inSimpler(program, phases)
  const around = sized(simple, batch)
  const first = simple.instructions.find(
    (instruction) => phases.includes(instruction.phase) && !hasScalarForm(instruction, around),
  )
  if (!first) return undefined
  return kernels(`\`${first.operation}\` has no scalar form (${placeOf(first.origin.span)})`)
}

function hasScalarForm(instruction: Instruction, around: Sized): boolean {
  // Where the result is one number, whatever the host can say goes; from matrices it takes only what stands in them.
  if (isScalar(around.program.values[instruction.result]!.shape))
    return operationNamed(instruction.operation).meaning.kind !== 'draw'
  return termAt(instruction, 0, 0, around) !== undefined
}

/** Stores that take more than writing each new number where the old one was. */
function storesObjection({ stores, values, instructions }: Program): Code | undefined {
  const made = new Map(instructions.map((instruction) => [instruction.result, instruction]))
  const taken = new Set<ValueId>()
  for (const { phase, leaf, value } of stores) {
    if (!TRAINING.includes(phase)) continue
    const name = values[leaf]!.name
    if (isScalar(values[leaf]!.shape)) {
      if (itemsUnder(value, (each) => made.get(each)).length > 0)
        return kernels(`\`${name}\` remembers a number out of a matrix`)
      continue
    }
    if (values[value]!.leaf || taken.has(value) || isScalar(values[value]!.shape))
      return kernels(`\`${name}\` takes what is stored elsewhere`)
    taken.add(value)
  }
  return undefined
}

function oneObjection({ results, values }: Program): Code | undefined {
  const output = results.find(({ role, phase }) => role === 'output' && phase === 'predict')
  return output && values[output.value]!.leaf ? kernels('the output is an input') : undefined
}

function affordable(phases: readonly Phase[], program: Program, batch: number): Code {
  const { multiplyAdds, operations } = costOf(phases, program, batch)
  const counted = `${multiplyAdds} multiply-adds and ${operations} operations in all`
  if (multiplyAdds > MOST_MULTIPLY_ADDS)
    return kernels(`${counted}: more than ${MOST_MULTIPLY_ADDS} multiply-adds`)
  if (operations > MOST_OPERATIONS) return kernels(`${counted}: more than ${MOST_OPERATIONS} operations`)
  return { form: 'scalars', because: counted }
}

/** Of what is far too large nothing is written down, not even to be counted. */
function sizeObjection({ values }: Program, batch: number): Code | undefined {
  const elements = Math.max(...values.map(({ shape }) => elementsAt(shape, batch)))
  return elements > MOST_ELEMENTS
    ? kernels(`a matrix of ${elements} elements: more than ${MOST_ELEMENTS}`)
    : undefined
}

function elementsAt(shape: Shape, batch: number): number {
  const [rows, columns] = sizeAt(shape, batch)
  return rows * columns
}

function kernels(because: string): Code {
  return { form: 'kernels', because }
}

function costOf(
  phases: readonly Phase[],
  program: Program,
  batch: number,
): { readonly multiplyAdds: number; readonly operations: number } {
  const simple = inSimpler(program, phases)
  const around = sized(simple, batch)
  const counted = simple.instructions.filter(({ phase }) => phases.includes(phase))
  const multiplyAdds = counted.map(({ operation, operands, result }) => {
    if (operation !== 'matmul') return 0
    const [rows, columns] = sizeAt(simple.values[result]!.shape, batch)
    const [, inner] = sizeAt(simple.values[operands[0]!]!.shape, batch)
    return rows * inner * columns
  })
  const operations = counted.map((instruction) => operationsOf(instruction, around))
  return { multiplyAdds: sum(multiplyAdds), operations: sum(operations) }
}

/** Of all elements. */
function operationsOf(instruction: Instruction, around: Sized): number {
  const [rows, columns] = sizeAt(around.program.values[instruction.result]!.shape, around.batch)
  const term = termAt(instruction, 0, 0, around)
  return rows * columns * (term ? operationsIn(term) : 1)
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}

function operationsIn(term: Term): number {
  return term.kind === 'made' ? 1 + term.operands.reduce((sum, operand) => sum + operationsIn(operand), 0) : 0
}

/** Kernels that do the same in less time. */
export function objectionBeside(calls: readonly KernelCall[], program: Program): Code | undefined {
  const batch = program.batch!
  const { multiplyAdds, operations } = costOf(TRAINING, program, batch)
  const count = calls.filter(({ phase }) => TRAINING.includes(phase)).length
  const call = batch % LANES === 0 ? A_CALL : A_CALL_WITH_REMAINDERS
  if (operations <= call * count + A_MULTIPLY_ADD * multiplyAdds) return undefined
  return kernels(
    `${multiplyAdds} multiply-adds and ${operations} operations in all: ${count} calls of kernels are faster`,
  )
}

/** Instructions of one layer in one phase, which are written as one method. */
interface Group {
  readonly phase: Phase
  readonly instructions: Instruction[]
}

/**
 * The training phases as calls that are written out: one for each layer and direction, one for the update. What another
 * one reads is stored; all else stays in local variables.
 */
export function writtenCalls(program: Program): readonly KernelCall[] {
  const around = sized(program, program.batch!)
  const { made } = around
  const isThrough = (value: ValueId): boolean => {
    const instruction = made(value)
    return (
      instruction !== undefined && (isScalar(program.values[value]!.shape) || isView(instruction, around))
    )
  }
  /** Matrices that a value is read from: what a view or a number is made of, else itself. */
  const sources = (value: ValueId): readonly ValueId[] => {
    if (isThrough(value)) return made(value)!.operands.flatMap(sources)
    return isScalar(program.values[value]!.shape) ? [] : [value]
  }
  const wanted = new Set([...program.results, ...program.stores].map(({ value }) => value))
  const groups = groupsOf(program, (instruction) => isThrough(instruction.result))
  const home = new Map(
    groups.flatMap((group) => group.instructions.map(({ result }) => [result, group] as const)),
  )
  const crossing = new Set(wanted)
  const readsOf = new Map(
    groups.map((group) => {
      const own = group.instructions.filter(({ result }) => !isThrough(result) || wanted.has(result))
      const read = new Set(own.flatMap(({ operands }) => operands.flatMap(sources)))
      for (const value of read) if (home.get(value) !== group) crossing.add(value)
      return [group, [...read].filter((value) => home.get(value) !== group).sort((a, b) => a - b)] as const
    }),
  )
  return groups.flatMap((group) => {
    const { phase, instructions } = group
    const isMatrix = (value: ValueId) => !isScalar(program.values[value]!.shape)
    const results = instructions.map(({ result }) => result)
    const outputs = results.filter((result) => crossing.has(result) && isMatrix(result))
    if (outputs.length === 0) return []
    const reads = readsOf.get(group)!
    const last = instructions.findLast(({ result }) => !isThrough(result)) ?? instructions.at(-1)!
    const numbers = new Set(
      instructions.flatMap(({ operands }) => operands.filter((operand) => !isMatrix(operand))),
    )
    return {
      kernel: 'scalar code',
      isWritten: true,
      outputs,
      inputs: reads.map((value) => ({ kind: 'value', value })),
      scalars: [...numbers].map((value) => ({ coefficient: 1, factors: [{ value, power: 1 }] })),
      covers: results.filter(isMatrix),
      overwrites: new Map(),
      pointwise: phase === 'update',
      reads,
      phase,
      origin: last.origin,
    } satisfies KernelCall
  })
}

/** One after the other, as long as the layer is the same; views and numbers go with what stands before them. */
function groupsOf(program: Program, isThrough: (instruction: Instruction) => boolean): readonly Group[] {
  const groups: Group[] = []
  for (const phase of TRAINING) {
    let layer: number | undefined
    let group: Group | undefined
    for (const instruction of program.instructions) {
      if (instruction.phase !== phase) continue
      const continues =
        phase === 'update' ||
        isThrough(instruction) ||
        layer === undefined ||
        layer === instruction.origin.layer
      if (!group || !continues) {
        group = { phase, instructions: [] }
        groups.push(group)
      }
      if (!isThrough(instruction)) layer = instruction.origin.layer
      group.instructions.push(instruction)
    }
  }
  return groups
}

/** What speaks against writing these out: memory is laid out in rows of a known number, and methods must stay short. */
export function objectionTo(calls: readonly KernelCall[], program: Program): Code | undefined {
  const { values, layers } = program
  const around = sized(program, program.batch!)
  for (const { outputs, covers, origin, phase } of calls) {
    if (!outputs.every((value) => constantOf(values[value]!.shape[0]!) !== undefined))
      return kernels('a value would have to be stored whose rows are the batch')
    const operations = sum(covers.map((value) => operationsOf(around.made(value)!, around)))
    if (operations > MOST_IN_A_METHOD)
      return kernels(
        `${operations} operations in one method (${phase}, ${layers[origin.layer]!.title}): more than ${MOST_IN_A_METHOD}`,
      )
  }
  return undefined
}
