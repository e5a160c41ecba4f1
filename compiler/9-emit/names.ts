import { type ArenaPlan, callsIn } from '../forms/plan.ts'
import type { Program, ValueId } from '../forms/program.ts'
import { isReserved } from '../forms/reserved.ts'
import type { Schedule } from '../forms/schedule.ts'

/** What one arena's values are called in code and comments. */
export interface Names {
  /** In comments: a leaf's next contents have the leaf's name. */
  readonly shown: (value: ValueId) => string | undefined
  /** The property that holds a stored value. */
  readonly property: (value: ValueId) => string
  /** Lies over a whole block. */
  readonly isBlock: (value: ValueId) => boolean
  /** Stored values with a place of their own, by property, in order of place. */
  readonly stored: readonly { readonly value: ValueId; readonly property: string }[]
}

export function namesOf(schedule: Schedule, arena: ArenaPlan): Names {
  const { program } = schedule
  const leafOf = storedLeaves(schedule, arena)
  // The total of all chunks lies where a chunk's part does.
  const partOf = new Map(schedule.tallies.map(({ part, total }) => [total, part]))
  const totalOf = new Map(schedule.tallies.map(({ part, total }) => [part, total]))
  const properties = new Map<ValueId, string>()
  const used = new Set<string>(program.blocks.map(({ name }) => name))
  let temporaries = 0
  const unique = (wanted: string) => {
    let name = isReserved(wanted) ? `${wanted}_` : wanted
    for (let count = 2; used.has(name); count++) name = `${wanted}_${count}`
    used.add(name)
    return name
  }
  for (const value of arena.places.keys()) {
    const { name, leaf } = program.values[value]!
    if (leafOf.has(value) || partOf.has(value) || leaf?.kind === 'block') continue
    const total = totalOf.get(value)
    const known = name ?? (total === undefined ? undefined : program.values[total]!.name)
    properties.set(value, unique(known ?? `t${++temporaries}`))
  }
  const home = (value: ValueId) => {
    const part = partOf.get(value) ?? value
    return leafOf.get(part) ?? part
  }
  const property = (value: ValueId) => properties.get(home(value)) ?? blockOf(program, home(value))
  return {
    shown: (value) => {
      const leaf = leafOf.get(partOf.get(value) ?? value)
      return leaf !== undefined
        ? program.values[leaf]!.name
        : (properties.get(home(value)) ?? program.values[value]!.name)
    },
    property,
    isBlock: (value) => program.values[home(value)]!.leaf?.kind === 'block',
    stored: [...properties].map(([value, name]) => ({ value, property: name })),
  }
}

/** Values that are written over a leaf. */
function storedLeaves(schedule: Schedule, arena: ArenaPlan): ReadonlyMap<ValueId, ValueId> {
  return new Map(callsIn(arena, schedule).flatMap(({ overwrites }) => [...overwrites]))
}

function blockOf(program: Program, value: ValueId): string {
  const { leaf } = program.values[value]!
  if (leaf?.kind !== 'block') throw new Error(`invariant: value ${value} has no place`)
  return leaf.block
}
