import { largestOf } from './close.ts'

/** What comparing a gradient with differences of its function found. */
export interface Comparison {
  readonly checked: number
  /** Places where the slopes from left and right disagree: there is no derivative to compare with. */
  readonly kinks: number
  readonly wrong: readonly string[]
}

/** Numbers a function reads, and its gradient by them. */
export interface Part {
  readonly name: string
  readonly at: Float64Array
  readonly gradient: ArrayLike<number>
}

const TOLERANCE = 1e-6
/** The second, where a kink may lie within the first. */
const DISTANCES = [1e-5, 1e-6]
/** Rounding errors of one evaluation, in units of the last place. */
const ROUNDING = 20 * Number.EPSILON

/**
 * Compares gradients with central differences, in units of the largest gradient. Where they differ by more than 10⁻⁶,
 * a kink may lie between the two points: closer ones are tried, and only where the slopes from left and right
 * disagree at every distance it counts as a kink.
 */
export function compareSlopes(
  f: () => number,
  parts: readonly Part[],
  chosen: (part: Part) => readonly number[] = ({ at }) => [...at.keys()],
): Comparison {
  const largest = Math.max(...parts.map(({ gradient }) => largestOf(gradient)))
  const wrong: string[] = []
  let checked = 0
  let kinks = 0
  for (const part of parts)
    for (const index of chosen(part)) {
      checked += 1
      const found = slopeAt(f, part.at, index, part.gradient[index]!, largest)
      if (found === 'kink') kinks += 1
      else if (found !== 'agrees')
        wrong.push(`∂/∂${part.name}[${index}] is ${part.gradient[index]}, differences say ${found}`)
    }
  return { checked, kinks, wrong }
}

function slopeAt(
  f: () => number,
  at: Float64Array,
  index: number,
  claimed: number,
  largest: number,
): 'agrees' | 'kink' | number {
  let slope = Number.NaN
  let bends = 0
  for (const h of DISTANCES) {
    const { left, right, here } = oneSided(f, at, index, h)
    slope = (left + right) / 2
    const allowed = TOLERANCE * largest + (ROUNDING * Math.abs(here)) / h
    if (Math.abs(slope - claimed) <= allowed) return 'agrees'
    // A smooth function's one-sided slopes differ by h · curvature.
    if (Math.abs(right - left) > Math.max(2 * allowed, 100 * h * largest)) bends += 1
  }
  return bends === DISTANCES.length ? 'kink' : slope
}

/** Slopes towards both sides, and the function's value between them. */
export function oneSided(
  f: () => number,
  at: Float64Array,
  index: number,
  h: number,
): { readonly left: number; readonly right: number; readonly here: number } {
  const kept = at[index]!
  const here = f()
  at[index] = kept + h
  const above = f()
  at[index] = kept - h
  const below = f()
  at[index] = kept
  return { left: (here - below) / h, right: (above - here) / h, here }
}
