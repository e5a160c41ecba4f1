import { type ArenaPlan, callsIn, type Place } from '../../forms/plan.ts'
import type { Program, ValueId } from '../../forms/program.ts'
import type { Schedule } from '../../forms/schedule.ts'
import { isScalar } from '../../forms/shape.ts'

/** From here, to before there. */
export type Stretch = readonly [from: number, to: number]

const FOREVER: Stretch = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]

export function overlap(a: Stretch, b: Stretch): boolean {
  return a[0] < b[1] && b[0] < a[1]
}

/**
 * How long each value lives, in numbers of calls: what the outside gives (data, parameters, states) always, what it
 * gets (results) once it is made, a temporary from the call that makes it to the last that reads it.
 */
export function livesIn(arena: ArenaPlan, schedule: Schedule): ReadonlyMap<ValueId, Stretch> {
  const { phases, places } = arena
  const { program, tallies } = schedule
  const here = callsIn(arena, schedule)
  const made = new Set(here.flatMap(({ outputs }) => outputs))
  const partOf = new Map(tallies.map(({ part, total }) => [total, part]))
  const results = new Set(
    program.results.flatMap(({ value, phase }) => (phases.includes(phase) ? [value] : [])),
  )
  // A number that results is taken from its matrices when it is handed out.
  for (const value of results) {
    const made = program.instructions.find(({ result }) => result === value)
    if (isScalar(program.values[value]!.shape))
      for (const operand of made?.operands ?? []) results.add(operand)
  }
  const stored = new Set(here.flatMap(({ overwrites }) => [...overwrites.keys()]))
  return new Map(
    [...places.keys()].map((value): readonly [ValueId, Stretch] => {
      const part = partOf.get(value) ?? value
      // What somebody else has made, or combined, is there from the beginning.
      if (program.values[part]!.leaf || stored.has(value) || !made.has(part)) return [value, FOREVER]
      const first = here.findIndex(({ outputs }) => outputs.includes(part))
      if (results.has(value)) return [value, [first, Number.POSITIVE_INFINITY]]
      const last = here.findLastIndex(({ reads }) => reads.includes(value))
      return [value, [first, Math.max(first, last) + 1]]
    }),
  )
}

/** A leaf and its next contents are; a block and its members are; so is what is combined across chunks with its part. */
export function sameMemory({ calls, program, tallies }: Schedule): (a: ValueId, b: ValueId) => boolean {
  const leaves = new Map([
    ...calls.flatMap(({ overwrites }) => [...overwrites]),
    ...tallies.map(({ part, total }) => [total, part] as const),
  ])
  const members = new Map(
    program.values.flatMap(({ id, leaf }) =>
      leaf?.kind === 'block' ? [[id, valuesOf(leaf.block, program)] as const] : [],
    ),
  )
  const home = (value: ValueId): ValueId => {
    const under = leaves.get(value)
    return under === undefined ? value : home(under)
  }
  return (a, b) => {
    const [x, y] = [home(a), home(b)]
    return x === y || (members.get(x)?.includes(y) ?? false) || (members.get(y)?.includes(x) ?? false)
  }
}

/** The values that lie where a block's members do; states are not split. */
export function valuesOf(block: string, program: Program): readonly ValueId[] {
  const { role, members } = program.blocks.find(({ name }) => name === block)!
  if (role === 'state') return []
  if (role === 'gradients')
    return program.blocks
      .find(({ name }) => name === 'parameters')!
      .members.flatMap(({ name }) =>
        program.results.flatMap((result) =>
          result.role === 'gradient' && result.name === name ? [result.value] : [],
        ),
      )
  return members.flatMap((member) =>
    program.values.flatMap(({ id, leaf, name }) =>
      (leaf?.kind === 'parameter' || leaf?.kind === 'fitted') && name === member.name ? [id] : [],
    ),
  )
}

export function elementsAt({ region, offset, length }: Place, { fixed }: ArenaPlan, batch: number): Stretch {
  return region === 'fixed'
    ? [offset, offset + length]
    : [fixed + offset * batch, fixed + (offset + length) * batch]
}
