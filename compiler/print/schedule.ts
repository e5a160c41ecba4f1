import { type Instruction, PHASES, type Program, turnOrder, type ValueId } from '../forms/program.ts'
import type { Argument, KernelCall, Scalar, Schedule, Tally } from '../forms/schedule.ts'
import { isScalar } from '../forms/shape.ts'
import { placed, remarked, section } from './place.ts'
import { expressionText, momentText, reference, valueText } from './program.ts'

type Made = ReadonlyMap<ValueId, Instruction>

/** Each kernel call, and below it the equations it covers; and what whoever runs chunks of examples combines. */
export function printSchedule(schedule: Schedule): string {
  const { program, calls, tallies } = schedule
  const made: Made = new Map(program.instructions.map((each) => [each.result, each]))
  return [
    `schedule ${program.network} · ${calls.length} calls for ${program.instructions.length} instructions`,
    ...codeLines(schedule),
    ...PHASES.flatMap((phase) =>
      section(
        phase,
        [
          ...tallies.map((tally) => ({ ...tally, lines: () => [tallyLine(tally, program)] })),
          ...calls.map((call) => ({ ...call, lines: () => callLines(call, program, made) })),
        ]
          .filter((each) => each.phase === phase)
          .sort((a, b) => turnOrder(a.turn) - turnOrder(b.turn))
          .flatMap(({ lines }) => lines()),
      ),
    ),
    '',
  ].join('\n')
}

/** `%14 = across %12 sum` */
function tallyLine(tally: Tally, program: Program): string {
  const { part, total, combine } = tally
  return remarked(
    `${reference(total, program)} = across ${reference(part, program)} ${combine}`,
    momentText(tally),
  )
}

/** Of a network whose batch is a number: what is written out, and why. */
function codeLines({ program, code: { training, one } }: Schedule): readonly string[] {
  if (program.batch === undefined) return []
  return [`training: ${training.form}, ${training.because}`, `predicting one: ${one.form}, ${one.because}`]
}

function callLines(call: KernelCall, program: Program, made: Made): readonly string[] {
  const covered = call.covers.map((value) => coveredLine(value, program, made))
  return [
    remarked(
      callText(call, program, made),
      [...(call.turn ? [momentText(call)] : []), placed(call.origin.layer, program, call.origin.span)].join(
        ', ',
      ),
    ),
    ...covered.map((line) => `    ${line}`),
  ]
}

/** `%13:A1 = affineTanh(W1, X, b1)`; what lies over a leaf says so. */
export function callText(call: KernelCall, program: Program, made: Made): string {
  const outputs = call.outputs.map((output) => {
    const leaf = call.overwrites.get(output)
    return leaf === undefined
      ? reference(output, program)
      : `${reference(output, program)} over ${reference(leaf, program)}`
  })
  // What is written out takes numbers where it needs them.
  const scalars = call.isWritten ? [] : call.scalars
  const inputs = [
    ...call.inputs.map((input) => argumentText(input, program, made)),
    ...scalars.map((scalar) => scalarText(scalar, program, made)),
    ...(call.stream === undefined ? [] : [`stream=${call.stream}`]),
  ]
  return `${outputs.join(', ')} = ${call.kernel}(${inputs.join(', ')})`
}

/** As the spec has it, or as it is computed. */
function coveredLine(value: ValueId, program: Program, made: Made): string {
  const { equation } = program.values[value]!
  const instruction = made.get(value)
  const right = equation ?? (instruction ? expressionText(instruction, program) : 'a leaf')
  return `${valueText(program.values[value]!)} = ${right}`
}

function argumentText(argument: Argument, program: Program, made: Made): string {
  switch (argument.kind) {
    case 'value':
      return reference(argument.value, program)
    case 'scalar':
      return scalarText(argument.scalar, program, made)
    case 'numbers':
      return `[${argument.values.join(', ')}]`
  }
}

/** `-1/m`, `0.5·rate` */
function scalarText({ coefficient, factors }: Scalar, program: Program, made: Made): string {
  const of = (power: 1 | -1) =>
    factors.filter((factor) => factor.power === power).map(({ value }) => numberText(value, program, made))
  const above = of(1)
  const written = coefficient !== 1 || above.length === 0 ? [String(coefficient), ...above] : above
  return [written.join('·'), ...of(-1)].join('/')
}

/** A number the host computes, by its name or written out. */
function numberText(value: ValueId, program: Program, made: Made): string {
  const instruction = made.get(value)
  if (instruction?.operation === 'size') return instruction.attributes.size!.key.replaceAll(' ', '')
  if (instruction?.operation === 'constant') return String(instruction.attributes.value)
  const isHosted = instruction !== undefined && isScalar(program.values[value]!.shape)
  if (!isHosted || program.values[value]!.name !== undefined) return reference(value, program)
  const operands = instruction.operands.map((operand) => numberText(operand, program, made))
  return `${instruction.operation}(${operands.join(', ')})`
}
