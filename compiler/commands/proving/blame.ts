import { gradientName } from '../../forms/program.ts'
import {
  type Forms,
  type Instruction,
  type Interpretation,
  interpret,
  operationNamed,
  type Program,
  type Span,
  type Surroundings,
} from '../../index.ts'
import { drawsOf } from '../debug/draws.ts'
import { type NetworkFunction, numbersOf } from './function.ts'
import { Random } from './random.ts'
import { compareSlopes } from './slopes.ts'
import { callsOf, isMatrix, watched } from './watch.ts'

/** What caused a result to be wrong, and why we think so. */
export interface Culprit {
  readonly span: Span
  /** Where else it comes from. */
  readonly others: readonly Span[]
  readonly notes: readonly string[]
}

/**
 * Why the gradient by a parameter is wrong. Either the generated code does not do what the program means: then the first call
 * of a kernel that makes something else is to blame. Or the program itself is wrong: then, from the loss backwards,
 * the first value whose gradient is no number, or is not what differences show.
 */
export function culpritOf(forms: Forms, f: NetworkFunction, seed: number, name: string): Culprit {
  const { program } = forms.select
  const meant = interpret(program, 'backward', surroundingsOf(program, f, seed))
  const strayed = strayedCall(forms, f, meant) ?? strayedGradient(forms, f, meant)
  if (strayed) return strayed
  // Before it is simplified, more of it has names.
  for (const stage of [forms.differentiate, program]) {
    const around = surroundingsOf(stage, f, seed)
    const values = interpret(stage, 'backward', around)
    const wrong = lostValue(stage, values) ?? wrongValue(stage, around, values, seed)
    if (wrong) return wrong
  }
  const flat = flatPlace(program, name)
  if (flat) return flat
  const gradient = program.results.find((each) => each.role === 'gradient' && each.name === name)!
  const [made, ...parts] = partsOf(program, gradient.value)
  return {
    span: made?.origin.span ?? forms.check.span,
    others: parts.map(({ origin }) => origin.span),
    notes: [],
  }
}

/** The first value of the loss that is not finite. */
export function firstLost(forms: Forms, f: NetworkFunction, seed: number): Culprit {
  const { program } = forms.select
  const { values } = interpret(program, 'forward', surroundingsOf(program, f, seed))
  const lost = program.instructions.find(
    ({ result }) => values.get(result)?.data.every(Number.isFinite) === false,
  )
  if (lost === undefined) return { span: forms.check.span, others: [], notes: [] }
  const { name, equation } = program.values[lost.result]!
  const said = equation ?? `${lost.operation}(…)`
  return {
    span: lost.origin.span,
    others: [],
    notes: [`the first value that is not: ${name === undefined ? said : `${name} = ${said}`}`],
  }
}

function surroundingsOf(program: Program, f: NetworkFunction, seed: number): Surroundings {
  return {
    batch: f.batch,
    leaf: f.leaf,
    draw: drawsOf(program, { seed, step: 1, precision: 'float64' }),
  }
}

/** Apart by so much, in units of the largest, numbers are not the same but for rounding. */
const APART = 1e-9

function strayedCall(
  { select: schedule }: Forms,
  { network, gradients }: NetworkFunction,
  { values }: Interpretation,
): Culprit | undefined {
  if (network === undefined) return undefined
  const calls = callsOf(schedule, ['forward', 'backward'])
  let culprit: Culprit | undefined
  watched(network, gradients, (at, kernel, operands) => {
    const call = calls[at]
    if (culprit || call === undefined) return
    if (call.kernel !== kernel) {
      const notes = [`the program asks for kernel \`${call.kernel}\`, and its code calls \`${kernel}\``]
      culprit = { span: call.origin.span, others: [], notes }
      return
    }
    for (const [index, value] of call.outputs.entries()) {
      const [found, meant] = [operands[index], values.get(value)]
      if (!isMatrix(found) || meant === undefined || !differs(numbersOf(found), meant.data)) continue
      const { name = 'a value without a name' } = schedule.program.values[value]!
      culprit = {
        span: call.origin.span,
        others: [],
        notes: [`the program is right, and kernel \`${kernel}\` makes something else of ${name}`],
      }
    }
  })
  return culprit
}

/** What calls no kernels: from the loss backwards, the first gradient that is not what it means. */
function strayedGradient(
  { select: { program } }: Forms,
  f: NetworkFunction,
  { values }: Interpretation,
): Culprit | undefined {
  const made = new Map(f.gradients().map(({ name, gradient }) => [name, gradient]))
  const results = program.results.filter(({ role }) => role === 'gradient')
  for (const { result, origin } of program.instructions) {
    const own = results.filter(({ value }) => value === result)
    const strayed = own.find(({ name }) => differs(made.get(name)!, values.get(result)!.data))
    if (strayed)
      return {
        span: origin.span,
        others: [],
        notes: [`the program is right, and its code makes something else of ${gradientName(strayed.name)}`],
      }
  }
  return undefined
}

function differs(a: Float64Array, b: Float64Array): boolean {
  const largest = b.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 1)
  // What is no number in both is the same.
  const isSame = (x: number, y: number) => Object.is(x, y) || Math.abs(x - y) <= APART * largest
  return a.length !== b.length || a.some((x, i) => !isSame(x, b[i]!))
}

/** The first of the gradients that is not finite, where the loss is. */
function lostValue({ instructions, values }: Program, meant: Interpretation): Culprit | undefined {
  const lost = instructions.find(
    ({ phase, result }) =>
      phase === 'backward' && meant.values.get(result)?.data.every(Number.isFinite) === false,
  )
  if (lost === undefined) return undefined
  const reads = lost.operands.flatMap((operand) => values[operand]!.name ?? [])
  const of = reads.length > 0 ? ` of ${reads.join(' and ')}` : ''
  return {
    span: lost.origin.span,
    others: [],
    notes: [`on the way back the first that is no number is \`${lost.operation}\`${of}`],
  }
}

/** From the loss backwards: what lies before the first wrong gradient is right. */
function wrongValue(
  program: Program,
  around: Surroundings,
  meant: Interpretation,
  seed: number,
): Culprit | undefined {
  const { instructions, values, results } = program
  const loss = results.find(({ role, phase }) => role === 'loss' && phase === 'forward')!.value
  const backward = new Map(
    instructions.flatMap((each) => {
      const { name } = values[each.result]!
      return each.phase === 'backward' && name !== undefined ? [[name, each] as const] : []
    }),
  )
  let right = 'J'
  for (const { result, phase } of instructions.toReversed()) {
    const { name } = values[result]!
    const gradient = name === undefined ? undefined : backward.get(gradientName(name))
    if (phase !== 'forward' || name === undefined || gradient === undefined) continue
    const moved = meant.values.get(result)!
    const at = Float64Array.from(moved.data)
    const later = dependents(program, result)
    const given = new Map([...meant.values].filter(([value]) => !later.has(value)))
    given.set(result, { ...moved, data: at })
    const { wrong } = compareSlopes(
      () => interpret(program, 'forward', { ...around, given }).values.get(loss)!.data[0]!,
      [{ name, at, gradient: meant.values.get(gradient.result)!.data }],
      new Random(seed, 3),
    )
    const own = gradientName(name)
    if (wrong.length > 0)
      return {
        span: gradient.origin.span,
        others: [],
        notes: [`on the way back from ${right} the first gradient that differences do not show is ${own}`],
      }
    right = own
  }
  return undefined
}

function dependents({ instructions }: Program, value: number): ReadonlySet<number> {
  const found = new Set([value])
  for (const { result, operands } of instructions)
    if (operands.some((operand) => found.has(operand))) found.add(result)
  found.delete(value)
  return found
}

/** Where gradients by a parameter end: at the first operation that is flat almost everywhere, a test of numbers apart. */
function flatPlace(program: Program, name: string): Culprit | undefined {
  const { instructions, values } = program
  const leaf = values.find((value) => value.leaf && value.name === name)!.id
  const reached = dependents(program, leaf)
  const flat = instructions.find(({ phase, result, operation }) => {
    const { gradient, code } = operationNamed(operation)
    const isTest = code?.kind === 'comparison' || code?.kind === 'logic'
    return phase === 'forward' && reached.has(result) && gradient === undefined && !isTest
  })
  return (
    flat && {
      span: flat.origin.span,
      others: [],
      notes: [`gradients end at \`${flat.operation}\`, which is flat almost everywhere`],
    }
  )
}

/** What makes a value, and what makes those without a name that go into it. */
function partsOf(program: Program, value: number): readonly Instruction[] {
  const made = program.instructions.find(({ result }) => result === value)
  if (made?.phase !== 'backward') return []
  const inside = made.operands.filter((operand) => program.values[operand]!.name === undefined)
  return [made, ...inside.flatMap((operand) => partsOf(program, operand))]
}
