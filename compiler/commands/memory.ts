import type { ArenaPlan, Plan } from '../index.ts'

export interface MemoryFacts {
  readonly arena: ArenaPlan['name']
  readonly bytes: number
  /** If no two values shared a place. */
  readonly bytesWithoutReuse: number
}

/** What a plan takes for a batch. */
export function memoryOf(arena: ArenaPlan, { schedule }: Plan, batch: number): MemoryFacts {
  const bytes = schedule.program.precision === 'float64' ? 8 : 4
  return {
    arena: arena.name,
    bytes: (arena.fixed + arena.perColumn * batch) * bytes,
    bytesWithoutReuse: withoutReuse(arena, schedule, batch) * bytes,
  }
}

/** Every value in a place of its own; blocks never share theirs, and a total is its last part. */
function withoutReuse({ places, blocks }: ArenaPlan, { tallies }: Plan['schedule'], batch: number): number {
  const totals = new Set(tallies.map(({ total }) => total))
  const end = aligned(Math.max(0, ...blocks.map(({ offset, length }) => offset + length)))
  return [...places].reduce((sum, [value, { region, offset, length }]) => {
    if (totals.has(value)) return sum
    if (region === 'fixed' && offset < end) return sum
    return sum + (region === 'batch' ? length * batch : aligned(length))
  }, end)
}

/** As the plan aligns what is fixed. */
function aligned(elements: number): number {
  return Math.ceil(elements / 4) * 4
}
