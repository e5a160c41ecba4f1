import type { Machine, Pattern } from '../forms/machine.ts'
import {
  type Instruction,
  PHASES,
  type Program,
  type Turn,
  turnOrder,
  type ValueId,
} from '../forms/program.ts'
import type { Argument, KernelCall, Scalar, Schedule, Tally } from '../forms/schedule.ts'
import { isScalar } from '../forms/shape.ts'
import { inSimpler } from '../operations/simpler.ts'
import { itemsUnder } from './items.ts'
import { isRepeatable, type Subject } from './legality.ts'
import { type Match, matchAt } from './match.ts'
import { chooseCode, objectionBeside, objectionTo, TRAINING, writtenCalls } from './scalar-code.ts'
import { type Made, scalarOf } from './scalars.ts'

/**
 * Stage 7: instruction selection. From the last instruction to the first, the
 * largest kernel whose equations are found there covers it and all it is made
 * of; ties go to the kernel declared first. Scalars are no instructions here:
 * the host computes them where a call needs them. Nor are sums across chunks of
 * examples: whoever runs the chunks adds them up. The smallest of networks call
 * no kernels where they train: they are written out number by number.
 */
export function select(program: Program, machine: Machine): Schedule {
  const code = chooseCode(program)
  const withKernels = scheduled(program, machine, [])
  if (code.training.form === 'kernels') return { ...withKernels, code }
  const simple = inSimpler(program, TRAINING)
  const written = writtenCalls(simple)
  const training = objectionTo(written, simple) ?? objectionBeside(withKernels.calls, program)
  if (training) return { ...withKernels, code: { ...code, training } }
  return { ...scheduled(simple, machine, written), code }
}

function scheduled(
  program: Program,
  machine: Machine,
  written: readonly KernelCall[],
): Omit<Schedule, 'code'> {
  const subject = subjectOf(program)
  const calls: KernelCall[] = [...written]
  for (const call of written) for (const value of call.covers) subject.take(value)
  const needed = wantedOutside(program, subject.made)
  for (const instruction of program.instructions.toReversed()) {
    const { result, phase } = instruction
    // What no call reads is inside the calls that are chosen.
    if (isScalar(program.values[result]!.shape) || subject.taken(result) || !needed.has(result)) continue
    if (written.some((call) => call.phase === phase)) continue
    if (instruction.operation === 'across') {
      needed.add(instruction.operands[0]!)
      continue
    }
    const call = moves(instruction, program, subject) ?? computes(instruction, machine, program, subject)
    for (const value of call.covers) subject.take(value)
    for (const value of call.reads) needed.add(value)
    calls.push(call)
  }
  const tallies = talliesOf(program)
  const ordered = settleStores(inOrder(calls), tallies, program, subject.made)
  return { program, calls: byPhase(ordered), tallies, stored: storedValues(program, calls) }
}

function talliesOf({ instructions }: Program): readonly Tally[] {
  return instructions.flatMap(({ operation, operands, result, attributes, phase, turn }) =>
    operation === 'across'
      ? [{ part: operands[0]!, total: result, combine: attributes.combine!, phase, turn: turn! }]
      : [],
  )
}

/** Results, what is stored, and what scalars of either are taken from. */
function wantedOutside(program: Program, made: Made): Set<ValueId> {
  const wanted = [...program.results, ...program.stores].map(({ value }) => value)
  return new Set(
    wanted.flatMap((value) => (isScalar(program.values[value]!.shape) ? itemsUnder(value, made) : [value])),
  )
}

function computes(
  instruction: Instruction,
  machine: Machine,
  program: Program,
  subject: Subject,
): KernelCall {
  let best: Match | undefined
  for (const { pattern, root } of candidates(machine, instruction.operation)) {
    const found = matchAt(pattern, root, instruction.result, subject)
    if (found && (!best || worth(found, subject) > worth(best, subject))) best = found
  }
  if (!best) throw new Error(`invariant: no kernel computes ${instruction.operation}`)
  const { pattern, outputs } = best
  const last = subject.made(Math.max(...outputs))!
  const overwrites = new Map(
    pattern.inPlace.map((name) => [
      outputs[pattern.outputs.findIndex((output) => output.name === name)]!,
      (best.inputs[pattern.inputs.findIndex((input) => input.name === name)] as { readonly value: ValueId })
        .value,
    ]),
  )
  return {
    kernel: pattern.kernel,
    outputs,
    inputs: best.inputs.filter((_, at) => !pattern.inPlace.includes(pattern.inputs[at]!.name)),
    scalars: best.scalars,
    ...(best.stream !== undefined && { stream: best.stream }),
    covers: [...best.covers].filter((value) => !isScalar(program.values[value]!.shape)).sort((a, b) => a - b),
    overwrites,
    pointwise: pattern.pointwise,
    reads: readBy(best.inputs, best.scalars, subject.made),
    ...momentOf(instruction),
    origin: last.origin,
  }
}

/** When an instruction runs, and whose it is. */
type Moment = Pick<Instruction, 'phase' | 'turn' | 'origin'>

function momentOf({ phase, turn, origin }: Moment): Moment {
  return { phase, ...(turn && { turn }), origin }
}

/** The instructions it covers; an input that is a transpose has to be made first, and may have nowhere to lie. */
function worth({ covers, inputs }: Match, { made }: Subject): number {
  const transposes = inputs.filter(
    (input) => input.kind === 'value' && made(input.value)?.operation === 'transpose',
  )
  return covers.size - transposes.length
}

/** Stretching and copying only move data. */
function moves(instruction: Instruction, program: Program, subject: Subject): KernelCall | undefined {
  const { operation, operands, result } = instruction
  if (operation === 'column')
    return {
      ...copyOf([{ kind: 'numbers', values: instruction.attributes.values! }], result),
      covers: [result],
      ...momentOf(instruction),
    }
  if (operation !== 'stretch' && operation !== 'copy') return undefined
  return copyCall(operands[0]!, result, [result], momentOf(instruction), program, subject.made)
}

function copyCall(
  from: ValueId,
  to: ValueId,
  covers: readonly ValueId[],
  moment: Moment,
  program: Program,
  made: Made,
): KernelCall {
  const inputs: readonly Argument[] = isScalar(program.values[from]!.shape)
    ? [{ kind: 'scalar', scalar: scalarOf(from, program, made) }]
    : [{ kind: 'value', value: from }]
  return { ...copyOf(inputs, to), covers, reads: readBy(inputs, [], made), ...moment }
}

function copyOf(inputs: readonly Argument[], to: ValueId) {
  return {
    kernel: 'copy',
    outputs: [to],
    inputs,
    scalars: [],
    overwrites: new Map<ValueId, ValueId>(),
    pointwise: true,
    reads: [],
  } as const
}

/**
 * A leaf's next contents are written where it lies, if nobody reads the old ones
 * later and the kernel allows it; otherwise they are made elsewhere and copied.
 */
function settleStores(
  calls: readonly KernelCall[],
  tallies: readonly Tally[],
  program: Program,
  made: Made,
): readonly KernelCall[] {
  const settled = [...calls]
  const producer = new Map(
    settled.flatMap((call, index) => call.outputs.map((output) => [output, index] as const)),
  )
  // A total lies where its parts do: they are made in the leaf.
  const partOf = new Map(tallies.map(({ part, total }) => [total, part]))
  const lastRead = new Map<string, number>()
  for (const [index, call] of settled.entries())
    for (const value of call.reads) lastRead.set(`${call.phase} ${value}`, index)
  const copies: KernelCall[] = []
  for (const { leaf, value, phase } of program.stores) {
    // The host remembers its own numbers.
    if (isScalar(program.values[leaf]!.shape)) continue
    const source = partOf.get(value) ?? value
    const index = producer.get(source)
    const call = index === undefined ? undefined : settled[index]!
    if (call?.overwrites.get(value) === leaf) continue
    const later = lastRead.get(`${phase} ${leaf}`) ?? -1
    const takenTwice = program.stores.some((other) => other.value === value && other.leaf < leaf)
    const isElsewhere = takenTwice || call?.overwrites.has(source)
    const inPlace =
      call && call.phase === phase && !isElsewhere && (later < index! || (later === index && call.pointwise))
    if (inPlace) settled[index!] = { ...call, overwrites: new Map([...call.overwrites, [source, leaf]]) }
    else {
      const maker = made(value)
      const origin = (call ?? maker)?.origin ?? { layer: 0, span: program.layers[0]!.span }
      const turn = maker?.phase === phase ? maker.turn : FIRST_TURN[phase]
      copies.push(copyCall(value, leaf, [], { phase, ...(turn && { turn }), origin }, program, made))
    }
  }
  return [...settled, ...copies]
}

/** When a leaf is stored in another. */
const FIRST_TURN: Partial<Record<Instruction['phase'], Turn>> = { prepare: { pass: 1, part: 'end' } }

/** Kernels one of whose outputs may be made by this operation, in declared order. */
function candidates(
  machine: Machine,
  operation: string,
): readonly { readonly pattern: Pattern; readonly root: number }[] {
  const known =
    byOperation.get(machine) ??
    new Map<string, readonly { readonly pattern: Pattern; readonly root: number }[]>()
  byOperation.set(machine, known)
  const found =
    known.get(operation) ??
    machine.flatMap((pattern) =>
      pattern.outputs.flatMap(({ value }, root) =>
        mayBe(pattern, value, operation) ? [{ pattern, root }] : [],
      ),
    )
  known.set(operation, found)
  return found
}

const byOperation = new WeakMap<
  Machine,
  Map<string, readonly { readonly pattern: Pattern; readonly root: number }[]>
>()

/** Factors and signs may stand before anything, and a free shift may be missing. */
function mayBe(pattern: Pattern, value: ValueId, operation: string): boolean {
  const made = pattern.program.instructions.find(({ result }) => result === value)
  if (!made) return false
  if (made.operation === operation || operation === 'multiply' || operation === 'negate') return true
  const free = (operand: ValueId) => pattern.scalars.some((scalar) => scalar.value === operand)
  if (
    made.operation === 'multiply' &&
    free(made.operands[0]!) &&
    mayBe(pattern, made.operands[1]!, operation)
  )
    return true
  if (made.operation === 'add' && free(made.operands[1]!) && mayBe(pattern, made.operands[0]!, operation))
    return true
  return (
    (made.operation === 'add' || made.operation === 'subtract') &&
    (operation === 'add' || operation === 'subtract')
  )
}

function subjectOf(program: Program): Subject & { readonly take: (value: ValueId) => void } {
  const made = new Map(program.instructions.map((instruction) => [instruction.result, instruction]))
  const users: ValueId[][] = program.values.map(() => [])
  for (const { result, operands } of program.instructions)
    for (const operand of new Set(operands)) users[operand]!.push(result)
  const taken = new Set<ValueId>()
  return {
    program,
    made: (value) => made.get(value),
    users: (value) => users[value]!,
    taken: (value) => taken.has(value),
    take: (value) => {
      if (!isScalar(program.values[value]!.shape) && !isRepeatable(made.get(value)!)) taken.add(value)
    },
  }
}

/** In program order, but for a call whose outputs are wanted before its last: that one comes as early as it must. */
function inOrder(calls: readonly KernelCall[]): readonly KernelCall[] {
  const sorted = [...calls].sort((a, b) => a.covers.at(-1)! - b.covers.at(-1)!)
  const producer = new Map(sorted.flatMap((call) => call.outputs.map((output) => [output, call] as const)))
  const ordered = new Set<KernelCall>()
  const place = (call: KernelCall) => {
    if (ordered.has(call)) return
    for (const value of call.reads) {
      const source = producer.get(value)
      if (source && source !== call && source.phase === call.phase) place(source)
    }
    ordered.add(call)
  }
  for (const call of sorted) place(call)
  return [...ordered]
}

/** Values a call reads from memory: its matrices, and what its scalars take out of matrices. */
function readBy(inputs: readonly Argument[], scalars: readonly Scalar[], made: Made): readonly ValueId[] {
  const numbers = [...scalars, ...inputs.flatMap((input) => (input.kind === 'scalar' ? [input.scalar] : []))]
  return [
    ...inputs.flatMap((input) => (input.kind === 'value' ? [input.value] : [])),
    ...numbers.flatMap(({ factors }) => factors.flatMap(({ value }) => itemsUnder(value, made))),
  ]
}

function byPhase(calls: readonly KernelCall[]): readonly KernelCall[] {
  return PHASES.flatMap((phase) =>
    calls.filter((call) => call.phase === phase).sort((a, b) => turnOrder(a.turn) - turnOrder(b.turn)),
  )
}

function storedValues(program: Program, calls: readonly KernelCall[]): readonly ValueId[] {
  const leaves = program.values.filter(({ leaf, shape }) => leaf && !isScalar(shape)).map(({ id }) => id)
  return [...leaves, ...calls.flatMap((call) => call.outputs)].sort((a, b) => a - b)
}
