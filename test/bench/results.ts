import type { Sample, Summary } from './statistics.ts'
import type { Shares } from './tiles.ts'

/** What a run has measured: the file that `--json` writes. */
export interface Results {
  readonly machine: { readonly processor: string; readonly cores: number; readonly node: string }
  readonly workloads: readonly WorkloadResults[]
  readonly sizes?: readonly SizeResult[]
  readonly coldStarts?: readonly ColdStart[]
  /** What products reach, of each engine, or why one is missing. */
  readonly tiles?: readonly (Shares | string)[]
  readonly workers?: readonly WorkersResult[]
}

export interface WorkloadResults {
  readonly id: string
  readonly title: string
  /** `steps` or `predictions` (of a batch) */
  readonly unit: string
  /** The first is what the others are compared with. */
  readonly participants: readonly ParticipantResults[]
}

export interface ParticipantResults {
  readonly name: string
  readonly label: string
  readonly version?: string
  /** Why it does not take part. */
  readonly refuses?: string
  /** What is not the same work; then results were not compared. */
  readonly differs?: string
  /** Of losses of the first steps, or of probabilities, from the first participant's, relative to these. */
  readonly deviation?: number
  readonly measured?: Measured
}

export interface Measured {
  readonly perSecond: Summary
  /** The first participant's figure divided by this one's. */
  readonly ratio: Summary
  /** The same for others that all are compared with, by label. */
  readonly ratios?: Readonly<Record<string, Summary>>
  /** What one time allocates on the heap of JavaScript, garbage included; nothing where there is none. */
  readonly bytes?: number
  readonly samples: readonly Sample[]
}

export interface SizeResult {
  readonly what: string
  readonly minified: number
  readonly gzipped: number
}

export interface ColdStart {
  readonly label: string
  /** Milliseconds beyond a bare start, by pairs. */
  readonly beyond: Summary
  /** The bare start's own. */
  readonly bare: number
}

/** A step of training by one thread and by several. */
export interface WorkersResult {
  readonly title: string
  readonly workers: number
  /** Of losses of the first steps, relative to those of one thread. */
  readonly deviation: number
  /** In milliseconds for a step; nothing where something else was computed. */
  readonly measured?: {
    readonly one: Summary
    readonly several: Summary
    /** One thread's time divided by theirs. */
    readonly ratio: Summary
    readonly fastest: { readonly one: number; readonly several: number }
  }
}
