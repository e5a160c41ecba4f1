import type { ArenaPlan } from '../forms/plan.ts'
import { BATCH, type Phase, sameTurn, type Turn, type ValueId } from '../forms/program.ts'
import type { Argument, KernelCall, Schedule } from '../forms/schedule.ts'
import { equationOf, type Notebook } from './equations.ts'
import type { Names } from './names.ts'
import { type Spoken, scalarText } from './scalars.ts'

/** What it takes to write one arena's calls. */
export interface Desk {
  readonly schedule: Schedule
  readonly notebook: Notebook
  readonly spoken: Spoken
  /** Columns of numbers that calls read, by what they hold: constants of the module. */
  readonly columns: Map<string, string>
}

/** One class's arena, with the names and the pens for it. */
export interface Room {
  readonly arena: ArenaPlan
  readonly names: Names
  readonly desk: Desk
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
