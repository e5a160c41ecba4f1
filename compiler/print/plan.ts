import type { ArenaPlan, Place, Plan } from '../forms/plan.ts'
import type { ValueId } from '../forms/program.ts'
import type { KernelCall, Schedule } from '../forms/schedule.ts'
import { remarked, section } from './place.ts'
import { valueText } from './program.ts'

/** Each memory: its calls by number, its blocks, and every value's place with the calls through which it lives. */
export function printPlan({ schedule, arenas }: Plan): string {
  return `${arenas.map((arena) => arenaLines(arena, schedule).join('\n')).join('\n\n')}\n`
}

function arenaLines(arena: ArenaPlan, schedule: Schedule): readonly string[] {
  const { name, phases, fixed, perColumn, blocks } = arena
  const calls = schedule.calls.filter(({ phase }) => phases.includes(phase))
  const lives = livesOf(arena, calls, schedule)
  const region = (wanted: Place['region']) =>
    [...arena.places]
      .filter(([, place]) => place.region === wanted)
      .sort(([a, x], [b, y]) => x.offset - y.offset || a - b)
      .map(([value, { offset, length }]) =>
        remarked(
          `${offset} to ${offset + length}: ${valueText(schedule.program.values[value]!)}`,
          lives.get(value) ?? 'always',
        ),
      )
  return [
    `${name} · ${fixed} elements and ${perColumn} for each column · ${phases.join(', ')}`,
    ...section(
      'calls',
      calls.map(({ kernel, phase }, index) => `${index}: ${kernel}, ${phase}`),
    ),
    ...section(
      'blocks',
      blocks.map((block) => `${block.offset} to ${block.offset + block.length}: ${block.name}`),
    ),
    ...section('fixed', region('fixed')),
    ...section('per column', region('batch')),
  ]
}

/** From the call that makes a value to the last that reads it; leaves, results and what lies over a leaf stay. */
function livesOf(
  { phases }: ArenaPlan,
  calls: readonly KernelCall[],
  { program }: Schedule,
): ReadonlyMap<ValueId, string> {
  const first = new Map<ValueId, number>()
  const last = new Map<ValueId, number>()
  for (const [index, call] of calls.entries()) {
    for (const output of call.outputs) first.set(output, index)
    for (const value of call.reads) last.set(value, index)
  }
  const kept = new Set(
    program.results.filter(({ phase }) => phases.includes(phase)).map(({ value }) => value),
  )
  const overwriting = new Set(calls.flatMap(({ overwrites }) => [...overwrites.keys()]))
  return new Map(
    [...first].map(([value, made]) => {
      const stays = kept.has(value) || overwriting.has(value)
      return [value, stays ? `from ${made} on` : `from ${made} to ${last.get(value) ?? made}`]
    }),
  )
}
