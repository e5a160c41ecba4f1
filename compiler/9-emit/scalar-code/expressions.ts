import { operationNamed } from '../../operations/index.ts'
import { PRECEDENCE } from '../../operations/operation.ts'
import type { Term } from '../../operations/terms.ts'
import { literal } from '../scalars.ts'

/** An expression, and how tightly it holds together. */
export interface Written {
  readonly text: string
  readonly precedence: number
  /** The same as a condition. */
  readonly test?: string
}

/** What terms are written with. */
export interface Pen {
  /** How an element of a value is mentioned. */
  readonly mention: (term: Term & { readonly kind: 'element' }) => Written
  /** Functions of the runtime that were needed. */
  readonly uses: Set<string>
}

export const ATOM = 10
const TERNARY = 0

/** A term as a TypeScript expression, by how its operations are written. */
export function written(term: Term, pen: Pen): Written {
  switch (term.kind) {
    case 'number':
      return { text: literal(term.value), precedence: term.value < 0 ? PRECEDENCE.negate : ATOM }
    case 'element':
      return pen.mention(term)
    case 'made':
      return made(term.operation, term.operands, pen)
  }
}

function made(operation: string, operands: readonly Term[], pen: Pen): Written {
  const { code } = operationNamed(operation)
  const inside = (operand: Term, least: number) => {
    const { text, precedence } = written(operand, pen)
    return precedence < least ? `(${text})` : text
  }
  const test = (operand: Term) => written(operand, pen).test ?? `${inside(operand, ATOM)} !== 0`
  const truth = (holds: string): Written => ({ text: `${holds} ? 1 : 0`, precedence: TERNARY, test: holds })
  const [a, b, c] = operands
  switch (code?.kind) {
    case 'infix':
      return {
        text: `${inside(a!, code.precedence)} ${code.sign} ${inside(b!, code.precedence + 1)}`,
        precedence: code.precedence,
      }
    case 'prefix':
      return { text: `${code.sign}${inside(a!, PRECEDENCE.power)}`, precedence: PRECEDENCE.negate }
    case 'call':
      return {
        text: `${code.name}(${operands.map((operand) => written(operand, pen).text).join(', ')})`,
        precedence: ATOM,
      }
    case 'comparison':
      return truth(`${inside(a!, PRECEDENCE.add)} ${code.sign} ${inside(b!, PRECEDENCE.add)}`)
    case 'logic':
      return truth(code.sign === '!' ? `!(${test(a!)})` : `(${test(a!)} ${code.sign} ${test(b!)})`)
    case 'choice':
      return {
        text: `${test(a!)} ? ${inside(b!, PRECEDENCE.add)} : ${inside(c!, PRECEDENCE.add)}`,
        precedence: TERNARY,
      }
    case undefined:
      pen.uses.add('scalar')
      return {
        text: `scalar.${operation}(${operands.map((operand) => written(operand, pen).text).join(', ')})`,
        precedence: ATOM,
      }
  }
}
