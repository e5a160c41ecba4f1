import type { TensorSource } from './safetensors.ts'
import type { Best } from './stopping.ts'
import type { FloatArray } from './tensor.ts'

export interface EpochReport {
  /** From 1. */
  readonly epoch: number
  /** Updates made so far in this run. */
  readonly step: number
  /** The mean over the epoch's examples, each before the update it took part in. */
  readonly loss: number
  readonly validation?: Figures
  /** Of the epoch's last update, as a schedule made it; where the optimizer has a rate. */
  readonly rate?: number
}

/** Of an evaluation the numbers, which make curves. */
export interface Figures {
  readonly loss: number
  readonly [metric: string]: number
}

/** The learning curves of a run, and how it ended. */
export interface History {
  readonly epochs: readonly EpochReport[]
  /** Updates made. */
  readonly steps: number
  /** With early stopping: the epoch whose parameters the net has now. */
  readonly best?: Best
  /** Early stopping ended it before its time. */
  readonly stopped: boolean
}

/** Learning curves as numbers by epoch, for a checkpoint. */
export function historyTensors(prefix: string, epochs: readonly EpochReport[]): readonly TensorSource[] {
  const curve = (name: string, numberOf: (report: EpochReport) => number): TensorSource => ({
    name: `${prefix}${name}`,
    shape: [epochs.length],
    data: Float64Array.from(epochs, numberOf),
  })
  const measured = Object.keys(epochs[0]?.validation ?? {})
  return [
    curve('step', ({ step }) => step),
    curve('loss', ({ loss }) => loss),
    ...(epochs[0]?.rate === undefined ? [] : [curve('rate', ({ rate }) => rate ?? NaN)]),
    ...measured.map((name) => curve(`validation.${name}`, ({ validation }) => validation?.[name] ?? NaN)),
  ]
}

/** The same way back. */
export function historyOf(
  prefix: string,
  lengths: ReadonlyMap<string, number>,
  read: (name: string, into: FloatArray) => void,
): EpochReport[] {
  const curveOf = (name: string): Float64Array => {
    const curve = new Float64Array(lengths.get(name) ?? 0)
    read(name, curve)
    return curve
  }
  const steps = curveOf(`${prefix}step`)
  const losses = curveOf(`${prefix}loss`)
  const rates = lengths.has(`${prefix}rate`) ? curveOf(`${prefix}rate`) : undefined
  const start = `${prefix}validation.`
  const measured = [...lengths.keys()]
    .filter((name) => name.startsWith(start))
    .map((name) => [name.slice(start.length), curveOf(name)] as const)
  return Array.from(losses, (loss, i) => ({
    epoch: i + 1,
    step: steps[i]!,
    loss,
    ...(measured.length > 0 && {
      validation: Object.fromEntries(
        measured.map(([name, curve]) => [name, curve[i]!]),
      ) as unknown as Figures,
    }),
    ...(rates && { rate: rates[i]! }),
  }))
}
