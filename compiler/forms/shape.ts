import {
  constant,
  denominatorOf,
  evaluate,
  isUnknown,
  leastOf,
  minus,
  named,
  namesIn,
  plus,
  type Size,
  same,
  substitute,
  times,
} from './size.ts'

/** One dimension. A 1 that somebody wrote stretches to any size; a size that happens to be 1 doesn't. */
export interface Dimension extends Size {
  readonly written?: true
  /** What a word calls it, in the word's own names; lives only while that word is expanded. */
  readonly label?: Size
}

/** `[]` is a scalar; a matrix is `[rows, columns]`, examples in columns. */
export type Shape = readonly Dimension[]

/** A written 1. */
export const ONE: Dimension = { ...constant(1), written: true }

export const SCALAR: Shape = []

export function isScalar(shape: Shape): boolean {
  return shape.length === 0
}

export function sameShape(a: Shape, b: Shape): boolean {
  return a.length === b.length && a.every((dimension, axis) => same(dimension, b[axis]!))
}

/** Of an unknown size nothing is said: what made it so has been told. */
export function isKnown(shape: Shape): boolean {
  return !shape.some(isUnknown)
}

export function printShape(shape: Shape): string {
  return `(${shape.map((dimension) => dimension.key.replaceAll(' ', '')).join(', ')})`
}

export function elementsOf(shape: Shape): Size {
  return shape.reduce<Size>((product, dimension) => times(product, dimension), constant(1))
}

/** Two sizes that had to be equal and, for some values of their names, are not. */
export interface Witness {
  readonly values: ReadonlyMap<string, number>
  readonly left: number
  readonly right: number
}

/** Sizes the normal form cannot tell apart or prove equal are tried on numbers: no witness, no refutation. */
export function refute(a: Size, b: Size, tries = 300): Witness | undefined {
  const names = [...new Set([...namesIn(a), ...namesIn(b)])].sort()
  // A fixed multiplicative sequence: the same witness on every run.
  let state = 1
  for (let attempt = 0; attempt < tries; attempt++) {
    const values = new Map<string, number>()
    for (const name of names) {
      state = (Math.imul(state, 48271) >>> 0) % 2147483647
      values.set(name, 2 + (state % (attempt < 100 ? 11 : 97)))
    }
    const at = (name: string) => values.get(name)!
    const left = evaluate(a, at)
    const right = evaluate(b, at)
    if (left !== right) return { values, left, right }
  }
  return undefined
}

/**
 * Whether two sizes are equal for no values of their names, each 1 or more. Where this says so it is proved: the
 * difference is never zero, since all of it has one sign, or since what divides its terms does not divide the rest.
 */
export function neverEqual(a: Size, b: Size): boolean {
  const difference = minus(a, b)
  if (difference.terms.length > MOST_TERMS) return false
  return isPositive(difference) || isPositive(minus(b, a)) || leavesRest(difference)
}

/** More are not looked at: with 1 + x for each name there are many more. */
const MOST_TERMS = 20

/** With 1 + x for each name, x from 0 on, every coefficient is one that adds. */
function isPositive(size: Size): boolean {
  const least = leastOf(size)
  if (least === undefined) return false
  const from0 = new Map([...namesIn(least)].map((name) => [name, plus(constant(1), named(name))]))
  const { terms } = substitute(least, from0)
  return (
    terms.every(({ coefficient }) => coefficient > 0) && terms.some(({ factors }) => factors.length === 0)
  )
}

/** `2·h = 2·k + 1`: every product of names is whole. */
function leavesRest(size: Size): boolean {
  const denominator = denominatorOf(size)
  if (denominator === undefined) return false
  let divisor = 0
  let rest = 0
  for (const { coefficient, factors } of size.terms)
    if (factors.length === 0) rest += coefficient * denominator
    else divisor = greatestCommonDivisor(divisor, Math.abs(coefficient * denominator))
  return divisor > 0 && rest % divisor !== 0
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b)
}
