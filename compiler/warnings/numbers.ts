import type { Instruction } from '../forms/program.ts'
import { operationNamed } from '../operations/index.ts'

/** The number that all elements of a result are, if those of the operands say so; for each of these its number, if it is one. */
export function numberMade(
  { operation, attributes }: Pick<Instruction, 'operation' | 'attributes'>,
  numbers: readonly (number | undefined)[],
): number | undefined {
  const { meaning, linear } = operationNamed(operation)
  if (operation === 'constant') return attributes.value
  if (operation === 'stretch' || operation === 'copy') return numbers[0]
  if (operation === 'where' && numbers[1] === numbers[2]) return numbers[1]
  // What is linear in a zero is zero: a product with one, and a sum of zeros.
  switch (linear) {
    case 'each':
      if (numbers.includes(0)) return 0
      break
    case 'first':
      if (numbers[0] === 0) return 0
      break
    case 'jointly':
      if (numbers.every((number) => number === 0)) return 0
  }
  const given = numbers.flatMap((number) => number ?? [])
  if (meaning.kind !== 'pointwise' || given.length < numbers.length) return undefined
  const number = meaning.of(...given)
  return Number.isFinite(number) ? number : undefined
}
