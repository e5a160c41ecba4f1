import type { Leaf } from '../forms/program.ts'
import type { WordUse } from '../forms/spec.ts'
import { define } from './define.ts'
import type { Typed } from './scope.ts'
import { expandWord } from './words.ts'
import { around, noted, remember, type Workshop } from './workshop.ts'

/** How far training is, as a scalar. */
export function progress(of: (Leaf & { readonly kind: 'progress' })['of'], { builder }: Workshop): Typed {
  return { id: builder.leaf({ kind: 'progress', of }, [], of), shape: [] }
}

/** The rate that a schedule makes of the optimizer's own. */
export function follow(use: WordUse, rate: Typed, workshop: Workshop): Typed {
  const note = noted(workshop, 'Schedule', 'schedule', use)
  const [step, epoch] = [progress('step', workshop), progress('epoch', workshop)]
  return at(use, [rate, step, epoch], 'schedule', note, workshop)
}

/** One schedule, for a rate, a step and an epoch that may be another's; what it remembers bears its path. */
function at(
  use: WordUse,
  [rate, step, epoch]: readonly Typed[],
  path: string,
  note: number,
  workshop: Workshop,
): Typed {
  const { word } = use
  const last = word.equations.at(-1)!.name
  const state = new Map(
    word.state.map(({ name, initial }) => [name, remember(`${path}_${name}`, initial ?? 0, workshop)]),
  )
  const given = new Map([
    ['rate', rate!],
    ['step', step!],
    ['epoch', epoch!],
    ['loss', progress('loss', workshop)],
    ...state,
  ])
  const surroundings = {
    ...around(workshop, 'update', note, use.span, path),
    given,
    rename: (local: string) => (local === last && path === 'schedule' ? 'scheduledRate' : `${path}_${local}`),
    follow: (inner: WordUse, attribute: string, values: readonly Typed[]) =>
      at(inner, values, `${path}_${attribute}`, note, workshop),
  }
  const { scope, values } = expandWord(use, word.equations, [], surroundings)
  const result = values.get(last)!
  for (const equation of word.update) {
    const { id } = define(equation, scope, (local) => `${path}_${local}Next`)
    workshop.stores.push({ phase: 'update', leaf: state.get(equation.name)!.id, value: id })
  }
  return result
}
