import type { ArenaPlan } from '../../forms/plan.ts'
import { BATCH, type ValueId } from '../../forms/program.ts'
import type { Schedule } from '../../forms/schedule.ts'
import { elementsOf } from '../../forms/shape.ts'
import { evaluate } from '../../forms/size.ts'
import { elementsAt, livesIn, overlap, type Stretch, sameMemory } from './lives.ts'
import { nameOf, OUR_MISTAKE, type Proof } from './subject.ts'

export const BATCHES = [1, 2, 7, 64]

/** No two values that live at the same time share memory, by lifetimes that are found anew. */
export const memory: Proof = ({ forms }, report) => {
  const { plan, select } = forms
  const { program } = select
  const told = (value: ValueId) => ({
    name: program.values[value]!.name ?? 'a value without a name',
    span: program.instructions.find(({ result }) => result === value)?.origin.span ?? nameOf(forms),
  })
  let wrong = 0
  for (const arena of plan.arenas) {
    for (const [first, second] of sharedIn(arena, select)) {
      const [a, b] = [told(first), told(second)]
      wrong += 1
      report.add({
        code: 'E414',
        at: a.span,
        message: `${a.name} and ${b.name} share memory while both are needed, in the ${arena.name} plan`,
        labels: a.span.start === b.span.start ? [] : [{ span: b.span, text: `${b.name} is here` }],
        notes: [OUR_MISTAKE],
      })
    }
    for (const value of outsideOf(arena, select)) {
      const { name, span } = told(value)
      wrong += 1
      report.add({
        code: 'E414',
        at: span,
        message: `${name} lies outside of the memory of the ${arena.name} plan`,
        notes: [OUR_MISTAKE],
      })
    }
  }
  return wrong === 0 ? 'memory' : undefined
}

/** Values that lie in one place while both live, in a batch of any size, each pair once. */
export function sharedIn(arena: ArenaPlan, schedule: Schedule): readonly (readonly [ValueId, ValueId])[] {
  const lives = livesIn(arena, schedule)
  const isSame = sameMemory(schedule)
  const shared = new Map<string, readonly [ValueId, ValueId]>()
  for (const batch of BATCHES) {
    const placed = [...arena.places.keys()]
      .map((value) => ({ value, at: stretchOf(value, arena, schedule, batch) }))
      .sort((a, b) => a.at[0] - b.at[0])
    for (const [index, a] of placed.entries())
      for (let next = index + 1; next < placed.length && placed[next]!.at[0] < a.at[1]; next++) {
        const b = placed[next]!
        if (!overlap(a.at, b.at) || !overlap(lives.get(a.value)!, lives.get(b.value)!)) continue
        if (isSame(a.value, b.value)) continue
        const pair = [Math.min(a.value, b.value), Math.max(a.value, b.value)] as const
        shared.set(pair.join(), pair)
      }
  }
  return [...shared.values()]
}

/** Values that reach beyond the memory that is planned, in a batch of any size. */
export function outsideOf(arena: ArenaPlan, schedule: Schedule): readonly ValueId[] {
  return [...arena.places].flatMap(([value, { region }]) => {
    const isInside = BATCHES.every((batch) => {
      const [from, to] = stretchOf(value, arena, schedule, batch)
      const ends = [0, arena.fixed, arena.fixed + arena.perColumn * batch] as const
      return region === 'fixed' ? from >= ends[0] && to <= ends[1] : from >= ends[1] && to <= ends[2]
    })
    return isInside ? [] : [value]
  })
}

/** As long as its shape says, whatever the plan says. */
function stretchOf(value: ValueId, arena: ArenaPlan, { program }: Schedule, batch: number): Stretch {
  const [from] = elementsAt(arena.places.get(value)!, arena, batch)
  const count = evaluate(elementsOf(program.values[value]!.shape), (name) =>
    name === BATCH ? batch : Number.NaN,
  )
  return [from, from + count]
}
