import type { FloatArray } from 'loopless/runtime'
import type { Random } from './random.ts'

/** Numbers that a function reads, and what is claimed to be its gradient by them. */
export interface Part {
  readonly name: string
  /** Where the function reads them: they are moved, and put back. */
  readonly at: FloatArray
  readonly gradient: Float64Array
}

/** What comparing gradients with differences of their function found. */
export interface Comparison {
  /** Ways in which it was moved, each with a slope to compare. */
  readonly directions: number
  /** Directions in which it has no slope: those to both sides disagree, however near. */
  readonly kinks: number
  /** The largest error where they agree, in units of the part's largest gradient. */
  readonly worst: number
  readonly wrong: readonly Mismatch[]
  /** Parts that have kinks in more than half of their directions. */
  readonly bent: readonly string[]
}

export interface Mismatch {
  readonly name: string
  /** The element that was moved; several at once where it is missing. */
  readonly element?: number
  readonly claimed: number
  readonly found: number
}

/** In units of the part's largest gradient, above what rounding explains. */
const TOLERANCE = 1e-6
/** The first one is extrapolated; nearer ones are for where a kink lies in between, or the slope changes fast. */
const DISTANCES = [1e-3, 1e-5, 1e-6, 1e-7]
/** Of one evaluation, in units of its value. */
const ROUNDING = 64 * Number.EPSILON
/** Of each part: single elements, and directions of all. A deep network's many parts are moved less often. */
const OFTEN = { elements: 4, towards: 4 }
const SELDOM = { elements: 1, towards: 2 }
const MANY = 50

/**
 * Compares gradients with differences of their function: for each part in some random directions, each of length 1, and
 * by some single elements, that of the largest gradient among them. Where a claim disagrees at every distance, the slopes to both sides tell a
 * kink from a mistake: between smooth ones the gap shrinks with the distance, and between others it stays.
 *
 * @param f of finite value where the parts are now
 */
export function compareSlopes(f: () => number, parts: readonly Part[], random: Random): Comparison {
  const here = f()
  const often = parts.length > MANY ? SELDOM : OFTEN
  const wrong: Mismatch[] = []
  const bent: string[] = []
  let [directions, kinks, worst] = [0, 0, 0]
  for (const part of parts) {
    const { name, at, gradient } = part
    const largest = gradient.reduce(
      (most, slope) => (Number.isFinite(slope) ? Math.max(most, Math.abs(slope)) : most),
      0,
    )
    const before = at.slice()
    const moves = movesOf(part, often, random)
    let bends = 0
    for (const { element, by } of moves) {
      const claimed = element === undefined ? dot(by, gradient) : gradient[element]!
      const along = (distance: number) => {
        if (element === undefined) for (let i = 0; i < at.length; i++) at[i] = before[i]! + distance * by[i]!
        else at[element] = before[element]! + distance
        const value = f()
        if (element === undefined) at.set(before)
        else at[element] = before[element]!
        return value
      }
      const verdict = slopeAlong(along, here, claimed, largest)
      if (verdict.kind === 'agrees') worst = Math.max(worst, verdict.error)
      else if (verdict.kind === 'kink') bends += 1
      else wrong.push({ name, ...(element !== undefined && { element }), claimed, found: verdict.found })
    }
    directions += moves.length
    kinks += bends
    if (bends > moves.length / 2) bent.push(name)
  }
  return { directions, kinks, worst, wrong, bent }
}

/** One element, or a direction of all of them. */
interface Move {
  readonly element?: number
  readonly by: Float64Array
}

function movesOf({ gradient }: Part, often: typeof OFTEN, random: Random): readonly Move[] {
  const { length } = gradient
  const by = new Float64Array()
  if (length <= often.elements) return Array.from({ length }, (_, element) => ({ element, by }))
  const elements = new Set([steepest(gradient)])
  while (elements.size < often.elements) elements.add(random.index(length))
  return [
    ...[...elements].map((element) => ({ element, by })),
    ...Array.from({ length: often.towards }, () => ({ by: random.direction(length) })),
  ]
}

function steepest(gradient: Float64Array): number {
  return gradient.reduce((best, slope, at) => (Math.abs(slope) > Math.abs(gradient[best]!) ? at : best), 0)
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, i) => sum + x * b[i]!, 0)
}

type Verdict =
  | { readonly kind: 'agrees'; readonly error: number }
  | { readonly kind: 'kink' }
  | { readonly kind: 'disagrees'; readonly found: number }

function slopeAlong(
  along: (distance: number) => number,
  here: number,
  claimed: number,
  largest: number,
): Verdict {
  const gaps: number[] = []
  let [found, allowed] = [Number.NaN, 0]
  for (const [index, h] of DISTANCES.entries()) {
    const [above, below] = [along(h), along(-h)]
    const central = (above - below) / (2 * h)
    // Central differences err by h², and two of them together by h⁴ (Richardson).
    found = index === 0 ? (4 * ((along(h / 2) - along(-h / 2)) / h) - central) / 3 : central
    const noise = (ROUNDING * Math.max(Math.abs(here), Math.abs(above), Math.abs(below))) / h
    allowed = TOLERANCE * largest + noise
    const error = Math.abs(found - claimed)
    if (error <= allowed) return { kind: 'agrees', error: allowed > 0 ? (TOLERANCE * error) / allowed : 0 }
    gaps.push(Math.abs((above - here) / h - (here - below) / h))
  }
  if (!Number.isFinite(claimed)) return { kind: 'disagrees', found }
  const [far, near] = gaps.slice(-2) as [number, number]
  // Beyond an edge of where the function is defined there is no slope either.
  return !Number.isFinite(near) || (near > 2 * allowed && near > far / 3)
    ? { kind: 'kink' }
    : { kind: 'disagrees', found }
}
