import type { Expression } from '../forms/equation.ts'
import * as size from '../forms/size.ts'
import { PRECEDENCE } from '../operations/operation.ts'
import type { Scope } from './scope.ts'
import { valuesOf } from './sizes.ts'

/**
 * An equation as a reader of the network knows it: the word's own, with this
 * network's names and numbers in it. `Z: W @ A + if(bias, b, 0)` becomes `W1·X + b1`.
 */
export function notation(
  expression: Expression,
  scope: Scope,
  nameOf: (local: string) => string | undefined,
): string {
  return write(expression, scope, nameOf).text
}

interface Written {
  readonly text: string
  readonly precedence: number
}

const ATOM = 10

const INFIX: Readonly<Record<string, { readonly sign: string; readonly precedence: number }>> = {
  '+': { sign: ' + ', precedence: PRECEDENCE.add },
  '-': { sign: ' − ', precedence: PRECEDENCE.add },
  '*': { sign: ' * ', precedence: PRECEDENCE.multiply },
  '/': { sign: '/', precedence: PRECEDENCE.multiply },
  '@': { sign: '·', precedence: PRECEDENCE.multiply },
  '<': { sign: ' < ', precedence: PRECEDENCE.compare },
  '<=': { sign: ' ≤ ', precedence: PRECEDENCE.compare },
  '>': { sign: ' > ', precedence: PRECEDENCE.compare },
  '>=': { sign: ' ≥ ', precedence: PRECEDENCE.compare },
  '==': { sign: ' == ', precedence: PRECEDENCE.compare },
  '!=': { sign: ' ≠ ', precedence: PRECEDENCE.compare },
  and: { sign: ' and ', precedence: PRECEDENCE.and },
  or: { sign: ' or ', precedence: PRECEDENCE.or },
}

function write(expression: Expression, scope: Scope, nameOf: (local: string) => string | undefined): Written {
  const of = (inner: Expression) => write(inner, scope, nameOf)
  const fenced = ({ text, precedence }: Written, least: number) => (precedence < least ? `(${text})` : text)
  const inside = (inner: Expression, least: number) => fenced(of(inner), least)
  const atom = (text: string): Written => ({ text, precedence: ATOM })
  switch (expression.kind) {
    case 'number':
      return atom(String(expression.value))
    case 'name':
      return atom(nameOf(expression.name) ?? numberOf(expression.name, scope) ?? expression.name)
    case 'unary':
      return expression.operator === '-'
        ? { text: `−${inside(expression.operand, PRECEDENCE.negate)}`, precedence: PRECEDENCE.negate }
        : { text: `not ${inside(expression.operand, PRECEDENCE.compare)}`, precedence: PRECEDENCE.and }
    case 'transpose':
      return { text: `${inside(expression.operand, PRECEDENCE.postfix)}ᵀ`, precedence: PRECEDENCE.postfix }
    case 'binary': {
      const { operator, left, right } = expression
      if (operator === '^') {
        const exponent = of(right).text
        const base = inside(left, PRECEDENCE.postfix)
        return {
          text: exponent === '2' ? `${base}²` : `${base}^${inside(right, PRECEDENCE.power)}`,
          precedence: PRECEDENCE.power,
        }
      }
      const { sign, precedence } = INFIX[operator]!
      const [before, after] = [of(left), of(right)]
      const simpler = withoutNeutral(operator, before, after)
      if (simpler) return simpler
      const associative = operator === '+' || operator === '*' || operator === '@'
      return {
        text: `${fenced(before, precedence === PRECEDENCE.compare ? precedence + 1 : precedence)}${sign}${fenced(after, associative ? precedence : precedence + 1)}`,
        precedence,
      }
    }
    case 'call': {
      const { name, arguments: given } = expression
      const attribute = scope.attributes.get(name)
      if (name === 'if' && given[0]?.kind === 'name') {
        const decided = scope.attributes.get(given[0].name)
        return of(decided?.kind === 'boolean' && decided.value ? given[1]! : given[2]!)
      }
      if (attribute?.kind === 'word') {
        const { word } = attribute.use
        // An activation that is the identity goes without saying.
        const [equation] = word.equations
        if (equation?.expression.kind === 'name' && word.equations.length === 1) return of(given[0]!)
        return atom(`${camelCase(word.name)}(${given.map((argument) => of(argument).text).join(', ')})`)
      }
      const over = expression.named.find((argument) => argument.name === 'over')
      if (over?.value.kind === 'name' && (name === 'sum' || name === 'mean')) {
        const dimension = over.value.name
        const count = numberOf(dimension, scope) ?? dimension
        if (count === '1') return of(given[0]!)
        const share = name === 'mean' ? `1/${count} ` : ''
        return {
          text: `${share}Σ${subscript(dimension)} ${inside(given[0]!, PRECEDENCE.multiply)}`,
          precedence: PRECEDENCE.multiply,
        }
      }
      if (over)
        return atom(
          `${name}${over.value.kind === 'name' ? subscript(over.value.name) : ''} ${inside(given[0]!, ATOM)}`,
        )
      if (name === 'sqrt') return { text: `√${inside(given[0]!, ATOM)}`, precedence: PRECEDENCE.power }
      return atom(`${name}(${given.map((argument) => of(argument).text).join(', ')})`)
    }
  }
}

/** What a default adds or multiplies without effect goes without saying. */
function withoutNeutral(operator: string, before: Written, after: Written): Written | undefined {
  const [left, right] = [before.text, after.text]
  if (right === '0' && (operator === '+' || operator === '-')) return before
  if (right === '1' && (operator === '*' || operator === '/')) return before
  if (left === '0') return operator === '+' ? after : operator === '/' ? before : undefined
  return left === '1' && operator === '*' ? after : undefined
}

/** A size or a number attribute by its number here; the batch by its name. */
function numberOf(name: string, scope: Scope): string | undefined {
  const attribute = scope.attributes.get(name)
  if (attribute?.kind === 'number') return String(attribute.value)
  const bound = scope.sizes.get(name)
  return bound && size.substitute(bound.size, valuesOf(scope.sizes)).key
}

const SUBSCRIPTS: Readonly<Record<string, string>> = {
  a: 'ₐ',
  e: 'ₑ',
  h: 'ₕ',
  i: 'ᵢ',
  j: 'ⱼ',
  k: 'ₖ',
  l: 'ₗ',
  m: 'ₘ',
  n: 'ₙ',
  o: 'ₒ',
  p: 'ₚ',
  r: 'ᵣ',
  s: 'ₛ',
  t: 'ₜ',
  u: 'ᵤ',
  v: 'ᵥ',
  x: 'ₓ',
}

export function subscript(name: string): string {
  const letters = [...name].map((letter) => SUBSCRIPTS[letter])
  return letters.every((letter) => letter !== undefined) && letters.length === 1
    ? letters.join('')
    : `_${name}`
}

export function camelCase(name: string): string {
  return name.replace(/-([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
}
