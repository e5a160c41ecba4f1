import type { Pattern } from '../forms/machine.ts'
import type { ValueId } from '../forms/program.ts'
import type { Argument, Scalar } from '../forms/schedule.ts'
import { isContained, isTimely, mayOverwrite, type Subject } from './legality.ts'
import { Matcher } from './matcher.ts'
import { ONE } from './scalars.ts'
import { copy, type State, start } from './state.ts'
import { under } from './table.ts'

/** A kernel's equations found in the program. */
export interface Match {
  readonly pattern: Pattern
  /** Instructions it covers, outputs among them. */
  readonly covers: ReadonlySet<ValueId>
  readonly outputs: readonly ValueId[]
  readonly inputs: readonly Argument[]
  readonly scalars: readonly Scalar[]
  readonly stream?: number
}

/**
 * Finds a kernel's equations at a value: `value` is the pattern's output number
 * `root`, and the other outputs are found around what that binds. Scalars of the
 * pattern take whatever coefficient stands in their place, 1 and 0 included.
 */
export function matchAt(pattern: Pattern, root: number, value: ValueId, subject: Subject): Match | undefined {
  const matcher = new Matcher(pattern, subject, subject.made(value)!)
  let state = matcher.exactly(pattern.outputs[root]!.value, value, start())
  for (const [index, output] of pattern.outputs.entries()) {
    if (!state) return undefined
    if (index === root || state.values.has(output.value)) continue
    state = elsewhere(output.value, state, matcher)
  }
  return state && finished(state, matcher)
}

/** An output the root does not contain: one of the users of what is bound so far. */
function elsewhere(wanted: ValueId, state: State, matcher: Matcher): State | undefined {
  const { subject, table } = matcher
  const instruction = table.inside.get(wanted)
  if (!instruction) return undefined
  const near = new Set<ValueId>()
  for (const inner of under(table, wanted)) {
    const bound = state.values.get(inner)
    if (bound?.kind === 'value') for (const user of subject.users(bound.value)) near.add(user)
  }
  // What uses a bound value may stand some instructions below the output that is looked for.
  for (let depth = 0; depth < 5; depth++)
    for (const value of [...near]) for (const user of subject.users(value)) if (near.size < 64) near.add(user)
  for (const candidate of [...near].sort((a, b) => a - b)) {
    const made = subject.made(candidate)
    if (state.covers.has(candidate) || !made || !matcher.isHere(made)) continue
    const found = matcher.exactly(wanted, candidate, copy(state))
    if (found) return found
  }
  return undefined
}

/** What is bound as a match, if the whole of it is legal. */
function finished(state: State, { pattern, subject, phase }: Matcher): Match | undefined {
  const { outputs, inputs, scalars, inPlace, draws } = pattern
  const made = outputs.map((output) => state.values.get(output.value))
  if (made.some((argument) => argument?.kind !== 'value')) return undefined
  const results = made.map((argument) => (argument as { readonly value: ValueId }).value)
  if (new Set(results).size < results.length || results.some((result) => !state.covers.has(result)))
    return undefined
  const given: Argument[] = []
  for (const { name, value } of inputs) {
    const argument = state.values.get(value)
    if (!argument) return undefined
    const output = results[outputs.findIndex((each) => each.name === name)]!
    if (inPlace.includes(name) && !mayOverwrite(argument, output, state.covers, phase, subject))
      return undefined
    given.push(argument)
  }
  if (!isContained(state.covers, results, subject)) return undefined
  if (!isTimely(state.covers, results, given, subject)) return undefined
  return {
    pattern,
    covers: state.covers,
    outputs: results,
    inputs: given,
    scalars: scalars.map(({ value }) => state.scalars.get(value) ?? ONE),
    ...(draws && { stream: state.stream! }),
  }
}
