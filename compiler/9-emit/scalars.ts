import { BATCH, type Program, type ValueId } from '../forms/program.ts'
import type { Scalar } from '../forms/schedule.ts'
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

const SIGNS: Readonly<Record<string, { readonly sign: string; readonly precedence: number }>> = {
  add: { sign: '+', precedence: 1 },
  subtract: { sign: '-', precedence: 1 },
  multiply: { sign: '*', precedence: 2 },
  divide: { sign: '/', precedence: 2 },
}

/** The expression of one scalar value. */
export function valueText(
  value: ValueId,
  spoken: Spoken,
  root = false,
): { readonly text: string; readonly precedence: number } {
  const name = root ? undefined : spoken.named(value)
  if (name !== undefined) return { text: name, precedence: 9 }
  const { operation, operands, attributes } = spoken.made(value)!
  const inside = (operand: ValueId, least: number) => {
    const { text, precedence } = valueText(operand, spoken)
    return precedence < least ? `(${text})` : text
  }
  const infix = SIGNS[operation]
  if (infix)
    return {
      text: `${inside(operands[0]!, infix.precedence)} ${infix.sign} ${inside(operands[1]!, infix.precedence + 1)}`,
      precedence: infix.precedence,
    }
  switch (operation) {
    case 'constant':
      return { text: literal(attributes.value!), precedence: attributes.value! < 0 ? 3 : 9 }
    case 'negate':
      return { text: `-${inside(operands[0]!, 4)}`, precedence: 3 }
    case 'once':
      return { text: 'this.part.once', precedence: 9 }
    case 'size': {
      const terms = attributes.size!.terms.map(({ coefficient, factors }) =>
        [
          ...(coefficient === 1 && factors.length > 0 ? [] : [literal(coefficient)]),
          ...factors.map(() => spoken.batch),
        ].join(' * '),
      )
      return {
        text: terms.join(' + '),
        precedence: terms.length > 1 ? 1 : attributes.size!.key === BATCH ? 9 : 2,
      }
    }
    default:
      spoken.uses.add('scalar')
      return {
        text: `scalar.${operation}(${operands.map((operand) => valueText(operand, spoken).text).join(', ')})`,
        precedence: 9,
      }
  }
}

function atom(value: ValueId, spoken: Spoken): string {
  const { text, precedence } = valueText(value, spoken)
  return precedence < 9 ? `(${text})` : text
}

/** Shortest text that reads back as the same double. */
export function literal(value: number): string {
  return Object.is(value, -0) ? '-0' : String(value)
}
