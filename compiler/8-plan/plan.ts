import type { Report } from '../diagnostics/report.ts'
import { ARENAS, type ArenaPlan, callsIn, type Place, type PlacedBlock, type Plan } from '../forms/plan.ts'
import { BATCH, type Block, gradientName, type Phase, type Program, type ValueId } from '../forms/program.ts'
import type { KernelCall, Schedule } from '../forms/schedule.ts'
import { elementsOf, isScalar, printShape, type Shape } from '../forms/shape.ts'
import { constantOf, linearIn, namesIn } from '../forms/size.ts'
import { lifetimes } from './lifetimes.ts'
import { Pool } from './pool.ts'

/** In elements: 16 bytes of float32, so that rows of four start where SIMD likes them. */
const ALIGNMENT = 4

/**
 * Stage 8: every stored value gets a place. Parameters, gradients and states are
 * contiguous blocks that are never reused; data, losses and what `keep` names
 * have places of their own, and so has what one pass over the examples leaves
 * to the next; all else shares space by lifetime.
 */
export function plan(schedule: Schedule, report: Report): Plan | undefined {
  if (!schedule.stored.every((value) => isPlaceable(value, schedule, report))) return undefined
  return {
    schedule,
    arenas: ARENAS.flatMap(({ name, phases }) => {
      const used =
        name === givingWithoutCalls(schedule.program) || callsIn({ name, phases }, schedule).length > 0
      return used ? [planArena(name, phases, schedule)] : []
    }),
  }
}

/** The arena of what comes out, even where nothing is computed: the input is then the output. */
function givingWithoutCalls({
  interface: { kind },
  results,
  values,
}: Program): ArenaPlan['name'] | undefined {
  if (kind === 'layers') return 'serving'
  return results.some(({ value }) => !isScalar(values[value]!.shape)) ? 'training' : undefined
}

/** Rows are fixed; columns are fixed or the batch. */
function isPlaceable(value: ValueId, { program }: Schedule, report: Report): boolean {
  const { shape, name } = program.values[value]!
  const [rows, columns] = shape
  const fits =
    shape.length === 2 &&
    constantOf(rows!) !== undefined &&
    (constantOf(columns!) !== undefined || columns!.key === BATCH)
  if (fits) return true
  const made = program.instructions.find(({ result }) => result === value)
  const layer = program.layers[made?.origin.layer ?? 0]
  report.add({
    code: 'E499',
    at: made?.origin.span ?? layer!.span,
    message: `${name ? `\`${name}\`` : 'a value'} of shape ${printShape(shape)} would have to be stored, and only the last dimension can be the batch`,
    notes: ['this is not supported yet'],
  })
  return false
}

function planArena(name: ArenaPlan['name'], phases: readonly Phase[], schedule: Schedule): ArenaPlan {
  const { program } = schedule
  const calls = callsIn({ name, phases }, schedule)
  const isGathered = name === 'gathered'
  const places = new Map<ValueId, Place>()
  const needsBlocks = !isGathered || calls.some((call) => touchesBlocks(call, program))
  const blocks = needsBlocks ? placeBlocks(name, program.blocks) : []
  const memberPlace = memberPlaces(blocks, program.blocks)
  const fixed = new Pool(endOf(blocks), ALIGNMENT)
  const perColumn = new Pool()

  if (needsBlocks) placeLeaves(program, blocks, memberPlace, places, phases)
  for (const { leaf, kind } of isGathered ? [] : dataLeaves(program)) {
    if (kind === 'target' && !phases.some((phase) => readsTargets(program, phase, leaf))) continue
    places.set(leaf, taken(program.values[leaf]!.shape, fixed, perColumn))
  }
  const pinned = storedUnder(
    program.results.filter(({ phase }) => phases.includes(phase)).map(({ value }) => value),
    program,
  )
  for (const { role, name: of, value, phase } of program.results)
    if (role === 'gradient' && phases.includes(phase) && program.interface.kind === 'layers')
      places.set(value, memberPlace('gradients', gradientName(of)))

  const take = (value: ValueId) => {
    if (!places.has(value)) places.set(value, taken(program.values[value]!.shape, fixed, perColumn))
  }
  const { first, until } = lifetimes(calls, isGathered ? [] : schedule.tallies, program, pinned)
  // Made before the first call here, or wanted by a later pass, in which all the others run once more.
  for (const value of first) take(value)
  for (const [index, call] of calls.entries()) {
    for (const output of call.outputs) {
      const leaf = call.overwrites.get(output)
      if (leaf !== undefined) places.set(output, places.get(leaf)!)
      else take(output)
    }
    for (const value of until.get(index) ?? []) {
      const place = places.get(value)!
      ;(place.region === 'fixed' ? fixed : perColumn).give(place.offset, place.length)
    }
  }
  if (!isGathered)
    for (const { part, total, phase } of schedule.tallies)
      if (phases.includes(phase)) places.set(total, places.get(part)!)
  return { name, phases, fixed: fixed.size, perColumn: perColumn.size, places, blocks }
}

function touchesBlocks({ reads, overwrites }: KernelCall, { values }: Program): boolean {
  return [...reads, ...overwrites.values()].some((value) => {
    const kind = values[value]!.leaf?.kind
    return kind === 'parameter' || kind === 'fitted'
  })
}

/** Results that are matrices; of numbers, the matrices they are taken from when results are handed out. */
function storedUnder(values: readonly ValueId[], program: Program): ReadonlySet<ValueId> {
  const made = new Map(program.instructions.map((instruction) => [instruction.result, instruction]))
  const found = new Set(values)
  for (const value of found)
    if (isScalar(program.values[value]!.shape))
      for (const operand of made.get(value)?.operands ?? []) found.add(operand)
  return found
}

function taken(shape: Shape, fixed: Pool, perColumn: Pool): Place {
  const { slope, constant } = linearIn(elementsOf(shape), BATCH)!
  return slope > 0
    ? { region: 'batch', offset: perColumn.take(slope), length: slope }
    : { region: 'fixed', offset: fixed.take(constant), length: constant }
}

/** Parameters and fitted values stand first in every arena; the rest only where training is. */
function placeBlocks(arena: ArenaPlan['name'], blocks: readonly Block[]): readonly PlacedBlock[] {
  const placed: PlacedBlock[] = []
  for (const { name, role, members } of blocks) {
    if (arena !== 'training' && role !== 'parameters' && role !== 'fitted') continue
    const length = members.reduce((sum, member) => sum + lengthOf(member.shape), 0)
    placed.push({ name, offset: endOf(placed), length })
  }
  return placed
}

function endOf(blocks: readonly PlacedBlock[]): number {
  const last = blocks.at(-1)
  return last ? Math.ceil((last.offset + last.length) / ALIGNMENT) * ALIGNMENT : 0
}

function placeLeaves(
  program: Program,
  blocks: readonly PlacedBlock[],
  memberPlace: MemberPlace,
  places: Map<ValueId, Place>,
  phases: readonly Phase[],
): void {
  for (const { id, leaf, name } of program.values) {
    if (leaf?.kind === 'parameter') places.set(id, memberPlace('parameters', name!))
    else if (leaf?.kind === 'fitted') places.set(id, memberPlace('fitted', name!))
    else if (leaf?.kind === 'block' && phases.includes('update')) {
      const { offset, length } = blocks.find((block) => block.name === leaf.block)!
      places.set(id, { region: 'fixed', offset, length })
    }
  }
}

type MemberPlace = (block: string, member: string) => Place

/** Members lie one behind the other in their block. All places are found in one walk: networks may have thousands. */
function memberPlaces(placed: readonly PlacedBlock[], blocks: readonly Block[]): MemberPlace {
  const places = new Map<string, Place>()
  for (const { name, members } of blocks) {
    const start = placed.find((block) => block.name === name)?.offset
    if (start === undefined) continue
    let offset = start
    for (const member of members) {
      const length = lengthOf(member.shape)
      places.set(`${name} ${member.name}`, { region: 'fixed', offset, length })
      offset += length
    }
  }
  return (block, member) => {
    const place = places.get(`${block} ${member}`)
    if (!place) throw new Error(`invariant: block ${block} has no member ${member}`)
    return place
  }
}

function lengthOf(shape: Shape): number {
  const size = elementsOf(shape)
  if (namesIn(size).size > 0) throw new Error(`invariant: a block's member depends on the batch`)
  return constantOf(size)!
}

function dataLeaves(
  program: Program,
): readonly { readonly leaf: ValueId; readonly kind: 'input' | 'target' }[] {
  return program.values.flatMap(({ id, leaf, shape }) =>
    (leaf?.kind === 'input' || leaf?.kind === 'target') && !isScalar(shape)
      ? [{ leaf: id, kind: leaf.kind }]
      : [],
  )
}

function readsTargets(program: Program, phase: Phase, leaf: ValueId): boolean {
  return (
    program.interface.targets.some(({ name }) => name === program.values[leaf]!.name) &&
    program.instructions.some((instruction) => instruction.phase === phase)
  )
}
