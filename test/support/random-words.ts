import { largestOf } from './close.ts'
import {
  allLeaves,
  type Expression,
  evaluateNaively,
  leavesIn,
  randomExpression,
  type Sides,
  type Valuation,
  written,
} from './expressions.ts'
import type { Sample } from './interpreted.ts'
import type { NetworkText } from './networks.ts'
import { Random } from './random.ts'

/** Sizes of a word's sides; the batch is whatever it is. */
const SIZES: Valuation = { a: 2, b: 3, c: 5 }

/**
 * A network around a layer word whose one equation is a random expression: over layers and inputs (what has the batch
 * in columns) and over parameters (what has not). Undefined where the numbers would grow out of hand.
 */
export function randomWordNetwork(seed: number): NetworkText | undefined {
  const random = new Random(seed)
  const rows = random.pick(['1', 'a', 'b'] as const)
  const tree = randomExpression(random, [rows, 'c'], 1 + (seed % 4), 'any', 'word')
  if (isHuge(tree)) return undefined
  const leaves = [...leavesIn(tree)]
  const batched = leaves.filter(([, sides]) => sides.includes('c'))
  const parameters = leaves.filter(([, sides]) => !sides.includes('c'))
  if (batched.length === 0) return undefined
  const name = `word-${seed}`
  const dimensions = (sides: Sides) => `[${sides.map((side) => (side === 'c' ? 'm' : side)).join(', ')}]`
  const size = (side: 'a' | 'b' | 'c' | '1') => (side === '1' ? 1 : SIZES[side])
  const made = batched.filter(([leaf]) => leaf.startsWith('x'))
  const given = batched.filter(([leaf]) => !leaf.startsWith('x'))
  const word = [
    'loopless: 1',
    'layer: mine',
    'attributes: { a: { type: size }, b: { type: size } }',
    `input: { ${batched.map(([leaf, sides]) => `${leaf}: ${dimensions(sides)}`).join(', ')} }`,
    ...(parameters.length > 0 ? ['parameters:'] : []),
    ...parameters.map(([leaf, sides]) => `  ${leaf}: { shape: ${dimensions(sides)}, initial: zeros }`),
    'equations:',
    `  out: "${written(tree)}"`,
    `output: { out: ${dimensions([rows, 'c'])} }`,
  ]
  const network = [
    'loopless: 1',
    `network: ${name}`,
    'precision: float64',
    'words: [mine.yaml]',
    `inputs: { ${[['X', 3] as const, ...given.map(([leaf, sides]) => [leaf, size(sides[0]!)] as const)]
      .map(([port, height]) => `${port}: [${height}, m]`)
      .join(', ')} }`,
    'targets: { Y: [2, m] }',
    'layers:',
    ...made.flatMap(([leaf, sides]) => [
      `  - dense: { units: ${size(sides[0]!)}, bias: false }`,
      `    as: ${leaf}`,
      '    from: X',
    ]),
    `  - mine: { a: ${SIZES.a}, b: ${SIZES.b} }`,
    `    from: [${batched.map(([leaf]) => leaf).join(', ')}]`,
    '  - dense: { units: 2, activation: tanh }',
    'loss: squared-error',
    'training: { optimizer: { gradient-descent: { rate: 0.001 } } }',
  ]
  return { name, text: `${network.join('\n')}\n`, files: { 'mine.yaml': `${word.join('\n')}\n` } }
}

/** Positive numbers for what is to be positive, whole ones for what is to be exact. */
export const sampleOfWord: Sample = (name, count, random) => {
  const kind = /^([pi])[abu][abcu]\d*$/.exec(name)?.[1]
  if (kind === 'p') return random.array(count, 0.5, 2)
  return kind === 'i' ? Float64Array.from({ length: count }, () => random.integer(-2, 2)) : undefined
}

function isHuge(tree: Expression): boolean {
  let largest = 0
  evaluateNaively(tree, allLeaves(new Random(7), SIZES), SIZES, (data) => {
    largest = data.every(Number.isFinite) ? Math.max(largest, largestOf(data)) : Number.POSITIVE_INFINITY
  })
  return largest > 1e3
}
