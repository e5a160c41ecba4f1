import type { ArenaPlan } from '../forms/plan.ts'
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
    if (leafOf.has(value) || leaf?.kind === 'block') continue
    properties.set(value, unique(name ?? `t${++temporaries}`))
  }
  const property = (value: ValueId) =>
    properties.get(leafOf.get(value) ?? value) ?? blockOf(program, leafOf.get(value) ?? value)
  return {
    shown: (value) => {
      const leaf = leafOf.get(value)
      return leaf !== undefined
        ? program.values[leaf]!.name
        : (properties.get(value) ?? program.values[value]!.name)
    },
    property,
    isBlock: (value) => program.values[leafOf.get(value) ?? value]!.leaf?.kind === 'block',
    stored: [...properties].map(([value, name]) => ({ value, property: name })),
  }
}

/** Values that are written over a leaf. */
function storedLeaves({ calls }: Schedule, { phases }: ArenaPlan): ReadonlyMap<ValueId, ValueId> {
  return new Map(
    calls.filter(({ phase }) => phases.includes(phase)).flatMap(({ overwrites }) => [...overwrites]),
  )
}

function blockOf(program: Program, value: ValueId): string {
  const { leaf } = program.values[value]!
  if (leaf?.kind !== 'block') throw new Error(`invariant: value ${value} has no place`)
  return leaf.block
}
