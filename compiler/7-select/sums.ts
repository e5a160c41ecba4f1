import type { Instruction, ValueId } from '../forms/program.ts'
import type { Matcher } from './matcher.ts'
import { inverse, isOne, number, ONE, same, times } from './scalars.ts'
import { copy, type Scaled, type State, type Term } from './state.ts'
import { isScalarIn } from './table.ts'

/**
 * v = F · (P ± Q). A term with a free coefficient takes what is left to it;
 * the others must agree on F.
 */
export function sum(
  matcher: Matcher,
  instruction: Instruction,
  value: ValueId,
  state: State,
): Scaled | undefined {
  const stripped = matcher.strip(value, state)
  const made = matcher.coverable(stripped.value)
  if (!made || (made.operation !== 'add' && made.operation !== 'subtract')) return undefined
  const sign = (of: Instruction, side: number) => number(side === 1 && of.operation === 'subtract' ? -1 : 1)
  for (const order of [
    [0, 1],
    [1, 0],
  ] as const) {
    let next: State | undefined = copy(stripped.state)
    next.covers.add(stripped.value)
    const terms: Term[] = []
    for (const side of [0, 1] as const) {
      const { scalar, of } = split(matcher, instruction.operands[side]!)
      const operand = made.operands[order[side]]!
      const found: Scaled | undefined = term(matcher, scalar, of, operand, next)
      next = found?.state
      if (!found || !next) break
      const signs = times(sign(instruction, side), sign(made, order[side]))
      terms.push({ scalar, coefficient: times(times(stripped.factor, signs), found.factor) })
    }
    const agreed = next && terms.length === 2 && agree(matcher, terms, next)
    if (!agreed) continue
    if (isOne(agreed.factor)) agreed.state.values.set(instruction.result, { kind: 'value', value })
    return agreed
  }
  return undefined
}

function agree(matcher: Matcher, terms: readonly Term[], state: State): Scaled | undefined {
  const rigid = terms.filter(
    ({ scalar }) => scalar === undefined || matcher.known(scalar, state) !== undefined,
  )
  const own = ({ scalar, coefficient }: Term) =>
    scalar === undefined ? coefficient : times(coefficient, inverse(matcher.known(scalar, state)!))
  const factor = rigid.length > 0 ? own(rigid[0]!) : ONE
  if (!rigid.every((term) => same(own(term), factor))) return undefined
  let next = state
  for (const { scalar, coefficient } of terms) {
    if (scalar === undefined) continue
    const absorbed = matcher.absorb(scalar, times(coefficient, inverse(factor)), next)
    if (!absorbed || !isOne(absorbed.factor)) return undefined
    next = absorbed.state
  }
  return { factor, state: next }
}

/** a·x + b, where the program has no b. */
export function withoutShift(
  matcher: Matcher,
  { operation, operands, result }: Instruction,
  value: ValueId,
  state: State,
): Scaled | undefined {
  const [term, shift] = operands
  if (operation !== 'add' || !matcher.table.scalars.has(shift!) || state.scalars.has(shift!)) return undefined
  const found = matcher.scaled(term!, value, state)
  if (!found || !isOne(found.factor)) return undefined
  found.state.scalars.set(shift!, number(0))
  found.state.values.set(result, { kind: 'value', value })
  return found
}

/** A pattern's term as its scalar (a free one, or a number) and the rest; a lone scalar has no rest. */
function split(
  { table }: Matcher,
  wanted: ValueId,
): { readonly scalar: ValueId | undefined; readonly of: ValueId | undefined } {
  if (isScalarIn(table, wanted)) return { scalar: wanted, of: undefined }
  const instruction = table.inside.get(wanted)
  const [scalar, of] = instruction?.operation === 'multiply' ? instruction.operands : []
  return scalar !== undefined && isScalarIn(table, scalar)
    ? { scalar, of }
    : { scalar: undefined, of: wanted }
}

/** Before a term with a coefficient, the program's factors are that coefficient. */
function term(
  matcher: Matcher,
  scalar: ValueId | undefined,
  of: ValueId | undefined,
  operand: ValueId,
  state: State,
): Scaled | undefined {
  if (of === undefined) return numberOnly(matcher, operand, state)
  if (scalar === undefined) return matcher.scaled(of, operand, state)
  const stripped = matcher.strip(operand, state)
  const found = matcher.scaled(of, stripped.value, stripped.state)
  return found && { factor: times(stripped.factor, found.factor), state: found.state }
}

function numberOnly(matcher: Matcher, operand: ValueId, state: State): Scaled | undefined {
  return matcher.isNumber(operand) ? { factor: matcher.numberAt(operand), state } : undefined
}
