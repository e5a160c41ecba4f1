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
    bytesWithoutReuse:
      (arena.blocks.reduce((sum, { length }) => sum + length, 0) + outsideBlocks(arena, batch)) * bytes,
  }
}

/** Every value in a place of its own; blocks never share theirs. */
function outsideBlocks({ places, blocks }: ArenaPlan, batch: number): number {
  const end = Math.max(0, ...blocks.map(({ offset, length }) => offset + length))
  return [...places.values()].reduce((sum, { region, offset, length }) => {
    if (region === 'fixed' && offset < end) return sum
    return sum + (region === 'batch' ? length * batch : length)
  }, 0)
}
