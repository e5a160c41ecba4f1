import type { Equation } from '../forms/equation.ts'
import { evaluate } from './evaluate.ts'
import { notation } from './notation.ts'
import type { Scope, Typed } from './scope.ts'
import { Stopped } from './sizes.ts'

/** Builds equations in order. One with an error does not hide the next: what it should have made is just not blamed again. */
export function defineAll(
  equations: readonly Equation[],
  scope: Scope,
  rename?: (local: string) => string | undefined,
): void {
  let stopped: Stopped | undefined
  for (const equation of equations)
    try {
      define(equation, scope, rename)
    } catch (error) {
      if (!(error instanceof Stopped)) throw error
      scope.broken.add(equation.name)
      stopped = error
    }
  if (stopped) throw stopped
}

/** Builds one equation and names its value. */
export function define(
  equation: Equation,
  scope: Scope,
  rename?: (local: string) => string | undefined,
): Typed {
  const nameOf = (local: string) => {
    const value = scope.values.get(local) ?? scope.lazily(local)
    const number = value && scope.builder.build.numberOf(value.id)
    if (number === undefined) return value && scope.builder.valueOf(value.id).name
    return scope.spelled.get(local) ?? String(Number(number.toPrecision(6)))
  }
  const value = evaluate(equation.expression, scope)
  const name = rename?.(equation.name)
  const made = scope.builder.instructionOf(value.id)
  // A number needs no name; where it is used it is spelled out.
  if (made?.operation === 'constant')
    scope.spelled.set(equation.name, notation(equation.expression, scope, nameOf))
  if (name !== undefined && made && made.operation !== 'constant')
    scope.builder.name(value.id, name, notation(equation.expression, scope, nameOf))
  scope.values.set(equation.name, value)
  return value
}
