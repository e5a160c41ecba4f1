import type { Instruction, Phase, Program, ValueId } from '../forms/program.ts'
import type { Argument } from '../forms/schedule.ts'
import { isScalar } from '../forms/shape.ts'
import type { Made } from './scalars.ts'

/** The program as the matcher sees it. */
export interface Subject {
  readonly program: Program
  readonly made: Made
  readonly users: (value: ValueId) => readonly ValueId[]
  /** Computed by a call that is already chosen. */
  readonly taken: (value: ValueId) => boolean
}

/** In place is right only where the new contents belong there and nobody else reads the old. */
export function mayOverwrite(
  argument: Argument,
  output: ValueId,
  covers: ReadonlySet<ValueId>,
  phase: Phase,
  { program, users, made }: Subject,
): boolean {
  if (argument.kind !== 'value') return false
  const leaf = argument.value
  const store = program.stores.find((each) => each.leaf === leaf && each.phase === phase)
  return (
    store?.value === output && users(leaf).every((user) => covers.has(user) || made(user)?.phase !== phase)
  )
}

/** What stays inside must not be wanted outside. */
export function isContained(
  covers: ReadonlySet<ValueId>,
  outputs: readonly ValueId[],
  subject: Subject,
): boolean {
  const { program, users, made } = subject
  for (const value of covers) {
    if (outputs.includes(value) || isScalar(program.values[value]!.shape) || isRepeatable(made(value)!))
      continue
    if (escaping(program).has(value) || !users(value).every((user) => covers.has(user))) return false
  }
  return true
}

/** Every input is there before the first use of any output. */
export function isTimely(
  covers: ReadonlySet<ValueId>,
  outputs: readonly ValueId[],
  inputs: readonly Argument[],
  { users }: Subject,
): boolean {
  const uses = outputs.flatMap((output) => users(output).filter((user) => !covers.has(user)))
  const first = uses.reduce((least, use) => Math.min(least, use), Number.POSITIVE_INFINITY)
  return inputs.every((input) => input.kind !== 'value' || input.value < first)
}

/** A transpose is a way of reading, and a comparison costs nothing inside a kernel: each kernel covers its own. */
export function isRepeatable({ operation }: Instruction): boolean {
  return operation === 'transpose' || operation === 'less'
}

/** Values a result or a store asks for. */
function escaping(program: Program): ReadonlySet<ValueId> {
  const known = wanted.get(program)
  if (known) return known
  const found = new Set([
    ...program.results.map(({ value }) => value),
    ...program.stores.map(({ value }) => value),
  ])
  wanted.set(program, found)
  return found
}

const wanted = new WeakMap<Program, ReadonlySet<ValueId>>()
