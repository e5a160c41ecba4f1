import type { ArenaPlan } from '../forms/plan.ts'
import { BATCH, type Phase, sameTurn, type Turn, type ValueId } from '../forms/program.ts'
import type { Argument, KernelCall, Schedule } from '../forms/schedule.ts'
import { isScalar } from '../forms/shape.ts'
import { isView, sized } from '../operations/terms.ts'
import { equationOf, type Notebook } from './equations.ts'
import type { Names } from './names.ts'
import type { Doubles } from './scalar-code/doubles.ts'
import { scalarStatements } from './scalar-code/scalar-statements.ts'
import { type Spoken, scalarText } from './scalars.ts'

/** What it takes to write one arena's calls. */
export interface Desk {
  readonly schedule: Schedule
  readonly notebook: Notebook
  readonly spoken: Spoken
  /** Columns of numbers that calls read, by what they hold: constants of the module. */
  readonly columns: Map<string, string>
  /** Arrays of doubles that scalar code passes to functions. */
  readonly doubles: Doubles
}

/** One class's arena, with the names and the pens for it. */
export interface Room {
  readonly arena: ArenaPlan
  readonly names: Names
  readonly desk: Desk
  /** Names that its class has given to private methods. */
  readonly methods: Set<string>
}

/** Calls of one layer in one turn of one phase, which become one method. */
export interface Group {
  readonly layer: number
  readonly turn?: Turn
  readonly calls: readonly KernelCall[]
}

export function groupsOf(phase: Phase, { schedule }: Desk): readonly Group[] {
  const groups: { layer: number; turn?: Turn; calls: KernelCall[] }[] = []
  for (const call of schedule.calls) {
    const { turn } = call
    if (call.phase !== phase) continue
    const last = groups.at(-1)
    if (last?.layer === call.origin.layer && sameTurn(last.turn, turn)) last.calls.push(call)
    else groups.push({ layer: call.origin.layer, ...(turn && { turn }), calls: [call] })
  }
  return groups
}

/** Each call under the equations it computes, with their sizes in a column of their own. */
export function statementsOf(calls: readonly KernelCall[], desk: Desk): readonly string[] {
  if (!calls.some(({ isWritten }) => isWritten)) return callStatements(calls, desk)
  const [only, ...others] = calls
  if (only && others.length === 0) return writtenOut(only, desk)
  // Local variables of one are no other's.
  return calls.flatMap((call) =>
    call.isWritten ? ['{', ...writtenOut(call, desk), '}'] : callStatements([call], desk),
  )
}

/** A call that is none: its equations, number by number. */
function writtenOut(call: KernelCall, { schedule, notebook, spoken, doubles }: Desk): readonly string[] {
  const { program } = schedule
  const { names } = notebook
  const covered = new Set(call.covers)
  const stored = new Set(schedule.stored)
  const around = sized(program, program.batch!)
  const needed = new Set<ValueId>()
  // Numbers and views come from wherever they are made: they are written where they are used.
  const need = (value: ValueId): void => {
    const instruction = around.made(value)
    if (!instruction || needed.has(value)) return
    const isFree =
      isScalar(program.values[value]!.shape) || (isView(instruction, around) && !stored.has(value))
    if (!covered.has(value) && !isFree) return
    needed.add(value)
    instruction.operands.forEach(need)
  }
  call.covers.forEach(need)
  return scalarStatements({
    around,
    instructions: program.instructions.filter(({ result }) => needed.has(result)),
    placeOf: (value) => {
      if (!stored.has(value)) return undefined
      const name = names.property(value)
      return { name, text: `this.${names.isBlock(value) ? 'blocks.' : ''}${name}.data` }
    },
    isStored: (value) => call.outputs.includes(value),
    overwritten: (value) => call.overwrites.get(value),
    given: [],
    notebook,
    spoken: { ...spoken, batch: `${program.batch!}` },
    doubles,
  })
}

function callStatements(calls: readonly KernelCall[], desk: Desk): readonly string[] {
  const blocks = calls.map((call) => ({ lines: equationsOf(call, desk), text: callText(call, desk) }))
  const width = Math.min(
    48,
    Math.max(0, ...blocks.flatMap(({ lines }) => lines.map(({ equation }) => [...equation].length))),
  )
  return blocks.flatMap(({ lines, text }) => [
    ...lines.map(
      ({ equation, sizes }) =>
        `// ${equation}${' '.repeat(Math.max(0, width - [...equation].length))}  ${sizes}`,
    ),
    text,
  ])
}

function equationsOf(
  call: KernelCall,
  { notebook }: Desk,
): readonly { readonly equation: string; readonly sizes: string }[] {
  const { program, names } = notebook
  const shown = call.covers.filter(
    (value) => program.values[value]!.name !== undefined || call.outputs.includes(value),
  )
  const [onlyCopied] = call.outputs
  if (shown.length === 0 && onlyCopied !== undefined) {
    const [input] = call.inputs
    const from = input?.kind === 'value' ? names.shown(input.value) : undefined
    return from === undefined || from === names.shown(onlyCopied)
      ? []
      : [{ equation: `${names.shown(onlyCopied)} = ${from}`, sizes: '' }]
  }
  return shown.map((value) => equationOf(value, notebook))
}

function inputText(input: Argument, property: (value: ValueId) => string, desk: Desk): string {
  switch (input.kind) {
    case 'value':
      return property(input.value)
    case 'scalar':
      return scalarText(input.scalar, desk.spoken)
    case 'numbers': {
      const held = input.values.join(', ')
      const name = desk.columns.get(held) ?? `column${desk.columns.size + 1}`
      desk.columns.set(held, name)
      return name
    }
  }
}

function hasColumns(value: ValueId, { schedule }: Desk): boolean {
  return schedule.program.values[value]!.shape.at(-1)?.key === BATCH
}

function callText(call: KernelCall, desk: Desk): string {
  const { names } = desk.notebook
  // Where examples come in chunks, their number is not that of the chunk.
  const spoken = call.turn ? { ...desk.spoken, batch: 'this.examples' } : desk.spoken
  // Blocks are local names in `update`; everything else is the network's own.
  const property = (value: ValueId) => (names.isBlock(value) ? '' : 'this.') + names.property(value)
  const written = [
    ...call.outputs.map(property),
    ...call.inputs.map((input) => inputText(input, property, { ...desk, spoken })),
    ...call.scalars.map((scalar) => scalarText(scalar, spoken)),
    ...(call.stream === undefined
      ? []
      : ['this.seed', call.phase === 'initialize' ? '0' : 'this.stepNumber', `${call.stream}`]),
    // A column's numbers are its own, wherever it is computed.
    ...(call.stream !== undefined && hasColumns(call.outputs[0]!, desk) ? ['this.part.first'] : []),
  ]
  return `this.kernels.${call.kernel}(${written.join(', ')})`
}
