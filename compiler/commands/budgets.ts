import {
  type Allotment,
  type Label,
  type NetworkSpec,
  type Planned,
  type Program,
  plannedOf,
  type Report,
  type Span,
  type Understood,
} from '../index.ts'
import { batchTrained, CEILING, mayPassCeiling } from './ceiling.ts'
import { multiplyAddsOfLayer, parametersOf } from './layers.ts'
import { memoryOf } from './memory.ts'
import { counted, grouped } from './terminal.ts'

/** Examples at once where nothing says how many: those of `inspect`. */
const USUAL_BATCH = 32

/** How much there is, and how much of it each layer has. */
export interface Cost {
  readonly total: number
  /** By the number of the layer in the program. */
  readonly layers: readonly number[]
  /** `5,301 parameters` */
  readonly said: (amount: number) => string
}

/**
 * Holds a network to what its budget says of parameters, work and memory; what is over goes to the report.
 *
 * @param later stages 4 to 8, called where work or memory has a budget
 */
export function holdToBudget(
  { check, expand }: Understood,
  report: Report,
  later = (program: Program) => plannedOf(program, report),
): void {
  if (check?.kind !== 'network' || !expand || report.hasErrors) return
  const allotments = check.budget.filter(({ of }) => of !== 'generatedBytes')
  let planned: Planned | undefined
  for (const allotment of allotments) {
    const unknown = whyUnknown(allotment, check, expand)
    if (unknown !== undefined) {
      refuse(allotment, unknown, report)
      continue
    }
    // Parameters are known after stage 3, work and memory only at the end.
    if (allotment.of !== 'parameters') planned ??= later(expand)
    const cost =
      allotment.of === 'parameters' ? parametersIn(expand) : planned && laterCost(allotment, check, planned)
    if (cost) holdTo(allotment, cost, expand, report)
  }
}

/**
 * Holds training to what one memory can have; says which layer takes most where that is too little.
 *
 * @param later as above; called where it may be too little
 */
export function holdToCeiling(
  { check, expand }: Understood,
  report: Report,
  later = (program: Program) => plannedOf(program, report),
): void {
  if (check?.kind !== 'network' || !expand || report.hasErrors || !mayPassCeiling(check, expand)) return
  if (!expand.results.some(({ role }) => role === 'loss')) return
  const planned = later(expand)
  const batch = batchTrained(check)
  const arena = planned?.plan.arenas.find(({ name }) => name === 'training')
  if (!planned || batch === undefined || !arena) return
  const { bytes } = memoryOf(arena, planned.plan, batch)
  if (bytes <= CEILING) return
  const most = costliest(bytesByLayer(arena, planned.plan, batch), expand)
  const at = check.batchSpan ?? most?.span ?? check.span
  report.add({
    code: 'E511',
    at,
    message: `a batch of ${grouped(batch)} takes ${counted(bytes, 'byte')} to train with, and a memory has at most ${grouped(CEILING)}`,
    labels: most && most.span !== at ? [labelOf(most, (amount) => counted(amount, 'byte'))] : [],
    notes: [ALONE],
    help: check.batchSpan
      ? 'a smaller batch takes less'
      : 'fewer units take less, and so does a smaller `batch`',
  })
}

const ALONE = 'a layer is counted as if it shared no memory with others'

/** Says where there is more than was allotted, by how much, and which layer has most of it. */
export function holdTo(
  { of, most, written, span }: Allotment,
  { total, layers, said }: Cost,
  program: Program,
  report: Report,
): void {
  if (total <= most) return
  const mostCostly = costliest(layers, program)
  report.add({
    code: 'E310',
    at: span,
    message: `the network has ${said(total)}, ${grouped(Math.ceil(total - most))} more than the ${written} of its budget`,
    labels: mostCostly ? [labelOf(mostCostly, said)] : [],
    ...(of === 'trainingMemory' && { notes: [ALONE] }),
    help:
      of === 'generatedBytes'
        ? 'make it smaller, or allow it more'
        : 'make it smaller, or allow it more; `loopless inspect` shows every layer',
  })
}

function labelOf({ span, amount, copies, isLoss }: Costliest, said: Cost['said']): Label {
  const subject = copies > 1 ? `${copies} copies of this have` : 'this has'
  return {
    span,
    text: `${subject} ${said(amount)}, ${isLoss ? 'more than any layer' : 'the most of all layers'}`,
  }
}

interface Costliest {
  readonly span: Span
  readonly amount: number
  readonly copies: number
  /** The loss has a note as layers have one, and is none of them. */
  readonly isLoss: boolean
}

/** Copies that a `repeat` makes stand in one place, and count together. */
function costliest(layers: readonly number[], program: Program): Costliest | undefined {
  const places = new Map<number, Costliest>()
  for (const [index, amount] of layers.entries()) {
    const { span, key } = program.layers[index]!
    const before = places.get(span.start)
    places.set(span.start, {
      span,
      amount: amount + (before?.amount ?? 0),
      copies: 1 + (before?.copies ?? 0),
      isLoss: key === 'Loss',
    })
  }
  const [first] = [...places.values()].sort((a, b) => b.amount - a.amount)
  return first && first.amount > 0 ? first : undefined
}

function parametersIn(program: Program): Cost {
  const layers = program.layers.map((_, index) => parametersOf(index, program))
  return { layers, total: sum(layers), said: (amount) => counted(amount, 'parameter') }
}

function laterCost({ of }: Allotment, spec: NetworkSpec, { simplify, plan }: Planned): Cost {
  if (of === 'multiplyAdds') {
    const layers = simplify.layers.map((_, index) => multiplyAddsOfLayer(index, simplify))
    return {
      layers,
      total: sum(layers),
      said: (amount) => `${counted(amount, 'multiply-add')} for an example`,
    }
  }
  const batch = batchOf(spec) as number
  const arena = plan.arenas.find(({ name }) => name === 'training')!
  return {
    layers: bytesByLayer(arena, plan, batch),
    total: memoryOf(arena, plan, batch).bytes,
    said: (amount) => `${counted(amount, 'byte')} of memory to train with a batch of ${grouped(batch)}`,
  }
}

/** The batch that training takes: of the ports, of `training`, or the usual one. */
function batchOf({ batch, training }: NetworkSpec): number | 'all' {
  return batch ?? training?.batch ?? USUAL_BATCH
}

/** Parameters with their gradients and states, and every other value in a place of its own, by the layer that makes it. */
function bytesByLayer(
  { places, blocks }: Planned['plan']['arenas'][number],
  { schedule: { program } }: Planned['plan'],
  batch: number,
): readonly number[] {
  const bytes = program.precision === 'float64' ? 8 : 4
  const repeated = program.blocks.filter(({ role }) =>
    ['parameters', 'gradients', 'state'].includes(role),
  ).length
  const end = Math.max(0, ...blocks.map(({ offset, length }) => offset + length))
  const layers = program.layers.map((_, index) => repeated * parametersOf(index, program))
  const makers = new Map(program.instructions.map(({ result, origin }) => [result, origin.layer]))
  for (const [value, { region, offset, length }] of places) {
    const maker = makers.get(value)
    const isInBlock = region === 'fixed' && offset < end
    if (maker !== undefined && !isInBlock) layers[maker]! += region === 'batch' ? length * batch : length
  }
  return layers.map((elements) => elements * bytes)
}

/** Why nobody can say how much of it there will be. */
function whyUnknown({ of }: Allotment, spec: NetworkSpec, program: Program): string | undefined {
  if (spec.body.kind === 'equations') return 'a network of equations has no layers to count'
  if (of !== 'trainingMemory') return undefined
  if (!program.results.some(({ role }) => role === 'loss')) return 'without a loss nothing is trained'
  return batchOf(spec) === 'all' ? 'with `batch: all` it takes as much as there are examples' : undefined
}

function refuse({ of, span }: Allotment, why: string, report: Report): void {
  report.add({
    code: 'E311',
    at: span,
    message: `a budget of \`${of}\` cannot be held: ${why}`,
    help: `leave \`${of}\` out of the budget`,
  })
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
