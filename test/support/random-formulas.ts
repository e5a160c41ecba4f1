import type { Forms } from '../../compiler/compile.ts'
import { largestOf } from './close.ts'
import { compiled } from './compiled.ts'
import {
  allLeaves,
  type Expression,
  evaluateNaively,
  isSmooth,
  leavesIn,
  randomExpression,
  type Sides,
  type Valuation,
  written,
} from './expressions.ts'
import type { NetworkText } from './networks.ts'
import { Random } from './random.ts'

/** A network of equations: its text, and the leaves its equations read. */
export interface FormulaText extends NetworkText {
  readonly leaves: ReadonlyMap<string, Sides>
  readonly differentiated: readonly string[]
}

/** Networks of random equations, compiled. */
export function randomFormulas(count: number): readonly (FormulaText & { readonly forms: Forms })[] {
  return Array.from({ length: count }, (_, seed) => randomFormula(seed)).flatMap((formula) =>
    formula ? [{ ...formula, forms: compiled(formula.text) }] : [],
  )
}

export const SIZES: Valuation = { a: 2, b: 3, c: 5 }

/**
 * A network of equations: Z is a random expression, over matrices or over plain numbers, J a number made of it, to be
 * differentiated by what varies smoothly. Undefined where numbers would grow out of hand.
 */
function randomFormula(seed: number): FormulaText | undefined {
  const random = new Random(seed)
  const sides: Sides = random.chance(0.3)
    ? []
    : [random.pick(['1', 'a'] as const), random.pick(['1', 'b', 'c'] as const)]
  const tree = randomExpression(random, sides, 2 + (seed % 4), 'any', 'formula')
  const leaves = leavesIn(tree)
  if (leaves.size === 0 || isHuge(tree)) return undefined
  const differentiated = [...leaves.keys()].filter(isSmooth)
  const dimensions = (of: Sides) => `[${of.map((side) => (side === 'c' ? 'm' : side)).join(', ')}]`
  const text = [
    'loopless: 1',
    `network: formula-${seed}`,
    'precision: float64',
    `sizes: { a: ${SIZES.a}, b: ${SIZES.b} }`,
    `inputs: { ${[...leaves].map(([name, of]) => `${name}: ${dimensions(of)}`).join(', ')} }`,
    'equations:',
    `  Z: "${written(tree)}"`,
    `  J: ${summed('Z * Z', sides)}`,
    ...(differentiated.length > 0
      ? [`differentiate: { J: [${differentiated.join(', ')}] }`, 'keep: [Z]']
      : []),
  ]
  return { name: `formula-${seed}`, text: `${text.join('\n')}\n`, files: {}, leaves, differentiated }
}

function summed(text: string, sides: Sides): string {
  return sides.reduce<string>(
    (inner, side) => (side === '1' ? inner : `sum(${inner}, over=${side === 'c' ? 'm' : side})`),
    text,
  )
}

function isHuge(tree: Expression): boolean {
  let largest = 0
  evaluateNaively(tree, allLeaves(new Random(7), SIZES), SIZES, (data) => {
    largest = data.every(Number.isFinite) ? Math.max(largest, largestOf(data)) : Number.POSITIVE_INFINITY
  })
  return largest > 1e3
}
