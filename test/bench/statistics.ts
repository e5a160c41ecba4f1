import type { Timing } from './protocol.ts'

/** The middle, and what half of all values lie between. */
export interface Spread {
  readonly low: number
  readonly median: number
  readonly high: number
}

/** The value below which this share of the values lies, between two of them by a straight line. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b)
  const at = share * (sorted.length - 1)
  const [below, above] = [sorted[Math.floor(at)]!, sorted[Math.ceil(at)]!]
  return below + (at - Math.floor(at)) * (above - below)
}

/** Median and quartiles. */
export function spread(values: readonly number[]): Spread {
  return { low: quantile(values, 0.25), median: quantile(values, 0.5), high: quantile(values, 0.75) }
}

type Probes = Pick<Timing, 'before' | 'after'>

/** A probe may take so much longer than the quiet ones of its run. */
const DISTURBED = 1.15
/** The probes nobody disturbs are among the fastest tenth. */
const QUIET = 0.1

/** The milliseconds above which a probe was disturbed, by all probes of one process. */
export function limitOf(timings: readonly Probes[]): number {
  return (
    DISTURBED *
    quantile(
      timings.flatMap(({ before, after }) => [before, after]),
      QUIET,
    )
  )
}

/** Whether the probes on both sides of a sample ran without being disturbed. */
export function quiet({ before, after }: Probes, limit: number): boolean {
  return before <= limit && after <= limit
}

/** A sample of a participant: how often it does the work in a second. */
export interface Sample {
  readonly round: number
  readonly perSecond: number
  readonly quiet: boolean
}

/** Fewer undisturbed samples say little: then all are used, and it is said. */
const ENOUGH = 3

export interface Summary extends Spread {
  /** How many samples it is made of. */
  readonly of: number
  /** There were too few undisturbed ones. */
  readonly disturbed: boolean
}

export function summary(samples: readonly Sample[]): Summary {
  return summaryOf(
    samples.filter(({ quiet }) => quiet).map(({ perSecond }) => perSecond),
    samples.map(({ perSecond }) => perSecond),
  )
}

/** How often the first does the work while the other does it once: by rounds in which both had their turn. */
export function ratio(first: readonly Sample[], other: readonly Sample[]): Summary {
  const pairs = other.flatMap((theirs) => {
    const ours = first.find(({ round }) => round === theirs.round)
    return ours ? [{ ratio: ours.perSecond / theirs.perSecond, quiet: ours.quiet && theirs.quiet }] : []
  })
  return summaryOf(
    pairs.filter(({ quiet }) => quiet).map(({ ratio }) => ratio),
    pairs.map(({ ratio }) => ratio),
  )
}

/** Of the undisturbed values, or of all where those are too few. */
export function summaryOf(undisturbed: readonly number[], all: readonly number[]): Summary {
  const disturbed = undisturbed.length < ENOUGH
  const used = disturbed ? all : undisturbed
  return { ...spread(used), of: used.length, disturbed }
}

/** Where the results of two participants are the same: none deviates by more, relative to what was wanted (or to 1e-3). */
export const TOLERANCE = 1e-4

/** The largest deviation, relative to what was wanted, or to 1e-3 where that is smaller; infinite where lengths differ. */
export function deviation(found: readonly number[], wanted: readonly number[]): number {
  if (found.length !== wanted.length) return Number.POSITIVE_INFINITY
  return found.reduce((worst, value, i) => {
    const gap = Math.abs(value - wanted[i]!) / Math.max(Math.abs(wanted[i]!), 1e-3)
    return Number.isNaN(gap) ? Number.POSITIVE_INFINITY : Math.max(worst, gap)
  }, 0)
}
