import { BATCH, type Program, type ValueId } from '../forms/program.ts'
import type { Scalar } from '../forms/schedule.ts'
import { operationNamed } from '../operations/index.ts'
import { PRECEDENCE } from '../operations/operation.ts'
import type { Made } from './equations.ts'

/** Numbers the generated code computes itself, in double precision, as TypeScript expressions. */
export interface Spoken {
  readonly program: Program
  readonly made: Made
  /** A leaf, or a value that has a name in scope. */
  readonly named: (value: ValueId) => string | undefined
  readonly batch: string
  /** Functions of the runtime that were needed. */
  readonly uses: Set<string>
}

export function scalarText({ coefficient, factors }: Scalar, spoken: Spoken): string {
  const [only, ...others] = factors
  if (only?.power === 1 && others.length === 0 && coefficient === 1) return valueText(only.value, spoken).text
  const above = factors.filter(({ power }) => power === 1).map(({ value }) => atom(value, spoken))
  const below = factors.filter(({ power }) => power === -1).map(({ value }) => atom(value, spoken))
  const negative = coefficient < 0
  const size = Math.abs(coefficient)
  const numerator = size === 1 && above.length > 0 ? above : [literal(size), ...above]
  return `${negative ? '-' : ''}${[numerator.join(' * '), ...below].join(' / ')}`
}

const ATOM = 10

/** The expression of one scalar value. */
export function valueText(
  value: ValueId,
  spoken: Spoken,
  root = false,
): { readonly text: string; readonly precedence: number } {
  const name = root ? undefined : spoken.named(value)
  if (name !== undefined) return { text: name, precedence: ATOM }
  const { operation, operands, attributes } = spoken.made(value)!
  const inside = (operand: ValueId, least: number) => {
    const { text, precedence } = valueText(operand, spoken)
    return precedence < least ? `(${text})` : text
  }
  const { code } = operationNamed(operation)
  if (code?.kind === 'infix')
    return {
      text: `${inside(operands[0]!, code.precedence)} ${code.sign} ${inside(operands[1]!, code.precedence + 1)}`,
      precedence: code.precedence,
    }
  switch (operation) {
    case 'constant':
      return {
        text: literal(attributes.value!),
        precedence: attributes.value! < 0 ? PRECEDENCE.negate : ATOM,
      }
    case 'negate':
      return { text: `-${inside(operands[0]!, PRECEDENCE.power)}`, precedence: PRECEDENCE.negate }
    case 'once':
      return { text: 'this.part.once', precedence: ATOM }
    case 'size': {
      const terms = attributes.size!.terms.map(({ coefficient, factors }) =>
        [
          ...(coefficient === 1 && factors.length > 0 ? [] : [literal(coefficient)]),
          ...factors.map(() => spoken.batch),
        ].join(' * '),
      )
      return {
        text: terms.join(' + '),
        precedence:
          terms.length > 1 ? PRECEDENCE.add : attributes.size!.key === BATCH ? ATOM : PRECEDENCE.multiply,
      }
    }
    default:
      spoken.uses.add('scalar')
      return {
        text: `scalar.${operation}(${operands.map((operand) => valueText(operand, spoken).text).join(', ')})`,
        precedence: ATOM,
      }
  }
}

function atom(value: ValueId, spoken: Spoken): string {
  const { text, precedence } = valueText(value, spoken)
  return precedence < ATOM ? `(${text})` : text
}

/** Shortest text that reads back as the same double. */
export function literal(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}
