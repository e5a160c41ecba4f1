import { constant, evaluate, namesIn, type Size, same, times } from './size.ts'

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
