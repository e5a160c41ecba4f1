import { type ArenaPlan, callsIn, type Place, type Plan } from '../forms/plan.ts'
import type { ValueId } from '../forms/program.ts'
import type { KernelCall, Schedule } from '../forms/schedule.ts'
import { remarked, section } from './place.ts'
import { momentText, valueText } from './program.ts'

/** Each memory: its calls by number, its blocks, and every value's place with the calls through which it lives. */
export function printPlan({ schedule, arenas }: Plan): string {
  return `${arenas.map((arena) => arenaLines(arena, schedule).join('\n')).join('\n\n')}\n`
}

function arenaLines(arena: ArenaPlan, schedule: Schedule): readonly string[] {
  const { name, phases, fixed, perColumn, blocks } = arena
  const calls = callsIn(arena, schedule)
  const lives = livesOf(arena, calls, schedule)
  // What is combined across chunks lies where its part does, and lives with it.
  const lies = new Set(arena.name === 'gathered' ? [] : schedule.tallies.map(({ total }) => total))
  const region = (wanted: Place['region']) =>
    [...arena.places]
      .filter(([value, place]) => place.region === wanted && !lies.has(value))
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
      calls.map((call, index) => `${index}: ${call.kernel}, ${momentText(call)}`),
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
  { program, tallies }: Schedule,
): ReadonlyMap<ValueId, string> {
  const parts = new Map(tallies.map(({ part, total }) => [total, part]))
  const first = new Map<ValueId, number>()
  const last = new Map<ValueId, number>()
  for (const [index, call] of calls.entries()) {
    for (const output of call.outputs) first.set(output, index)
    for (const value of call.reads) last.set(parts.get(value) ?? value, index)
  }
  const kept = new Set(
    program.results
      .filter(({ phase }) => phases.includes(phase))
      .map(({ value }) => parts.get(value) ?? value),
  )
  const overwriting = new Set(calls.flatMap(({ overwrites }) => [...overwrites.keys()]))
  return new Map(
    [...first].map(([value, made]) => {
      const stays = kept.has(value) || overwriting.has(value)
      return [value, stays ? `from ${made} on` : `from ${made} to ${last.get(value) ?? made}`]
    }),
  )
}
