import type { Program, ValueId } from '../forms/program.ts'
import type { Scalar } from '../forms/schedule.ts'

/** Products of numbers known before the call. One normal form, so that equal ones can be told. */

export const ONE: Scalar = { coefficient: 1, factors: [] }

export function number(coefficient: number): Scalar {
  return { coefficient, factors: [] }
}

export function times(a: Scalar, b: Scalar): Scalar {
  const powers = new Map<ValueId, number>()
  for (const { value, power } of [...a.factors, ...b.factors])
    powers.set(value, (powers.get(value) ?? 0) + power)
  const factors = [...powers]
    .filter(([, power]) => power !== 0)
    .sort(([x], [y]) => x - y)
    .flatMap(([value, power]) =>
      Array.from({ length: Math.abs(power) }, () => ({ value, power: power > 0 ? 1 : -1 }) as const),
    )
  return { coefficient: a.coefficient * b.coefficient, factors }
}

export function inverse({ coefficient, factors }: Scalar): Scalar {
  return {
    coefficient: 1 / coefficient,
    factors: factors.map(({ value, power }) => ({ value, power: power === 1 ? -1 : 1 })),
  }
}

export function same(a: Scalar, b: Scalar): boolean {
  return (
    a.coefficient === b.coefficient &&
    a.factors.length === b.factors.length &&
    a.factors.every(
      ({ value, power }, at) => value === b.factors[at]!.value && power === b.factors[at]!.power,
    )
  )
}

export function isOne(scalar: Scalar): boolean {
  return scalar.coefficient === 1 && scalar.factors.length === 0
}

/** A scalar value of the program as a product of what it is made of; what has a name is whole. */
export function scalarOf(value: ValueId, program: Program, made: Made): Scalar {
  const instruction = made(value)
  const of = (operand: number) => scalarOf(instruction!.operands[operand]!, program, made)
  const isNamed = program.values[value]!.name !== undefined && instruction?.operation !== 'constant'
  switch (isNamed ? undefined : instruction?.operation) {
    case 'constant':
      return number(instruction!.attributes.value!)
    case 'negate':
      return times(number(-1), of(0))
    case 'multiply':
      return times(of(0), of(1))
    case 'divide':
      return times(of(0), inverse(of(1)))
    default:
      return { coefficient: 1, factors: [{ value, power: 1 }] }
  }
}

export type Made = (value: ValueId) => Program['instructions'][number] | undefined
