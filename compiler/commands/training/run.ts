import {
  fit as fitNet,
  type History,
  type Net,
  NonFiniteLossError,
  type Precision,
  type Workers,
} from 'loopless/runtime'
import { workers } from 'loopless/runtime/workers'
import { writeWhole } from '../write.ts'
import { goingOn } from './checkpoint-file.ts'
import { fingerprintsOf } from './facts.ts'
import { inMemory } from './in-memory.ts'
import type { TrainingLog } from './log.ts'
import { progressOf } from './progress.ts'
import { ProvenParameters } from './proven.ts'
import { factsOf, type Settings } from './settings.ts'
import type { Subject } from './subject.ts'

/** How training can end. */
export type Ending =
  | { readonly kind: 'finished'; readonly history: History; readonly stepsBefore: number }
  | { readonly kind: 'interrupted'; readonly steps: number }
  | {
      readonly kind: 'diverged'
      readonly epoch: number
      readonly step: number
      readonly loss: number
      /** There were parameters with a finite loss, and the net has them again. */
      readonly kept: boolean
    }

export interface Files {
  /** Where checkpoints are written. */
  readonly checkpoint: string
  /** To go on from. */
  readonly resume?: Uint8Array
  readonly log?: TrainingLog
}

/** What decides the bits of a run, but for its length. */
export function fitOptionsOf(subject: Subject, settings: Settings) {
  const { data } = subject
  const { training, test, validation = test } = data.split
  return {
    source: data.store.part(training),
    batch: settings.batch,
    shuffle: settings.shuffle,
    ...(validation && { validation: data.store.part(validation) }),
    ...(settings.stopping && { stopping: settings.stopping }),
    facts: { ...fingerprintsOf(subject), ...factsOf(settings) },
  }
}

/** One run of training, by whatever the spec and the command line say; progress is told, checkpoints are written. */
export async function run(
  subject: Subject,
  net: Net<number, Precision>,
  settings: Settings,
  { checkpoint, resume, log }: Files,
): Promise<Ending> {
  const { spec, generated } = subject
  const { source, ...rest } = fitOptionsOf(subject, settings)
  const { epochs, iterations } = settings.duration
  const progress = await progressOf(
    epochs === undefined ? 'iteration' : 'epoch',
    epochs ?? iterations ?? 0,
    Math.ceil(source.examples / settings.batch),
  )
  const { parameters } = net.blocks
  const proven = new ProvenParameters(parameters!.data)
  const interrupt = new AbortController()
  const onInterrupt = () => interrupt.abort()
  process.once('SIGINT', onInterrupt)
  const isKept = resume !== undefined || Object.keys(settings.checkpoints).length > 0
  let first: number | undefined
  let last = { epoch: 1, step: 0 }
  const onThreads = <T>(use: (threads: { workers?: Workers }) => Promise<T>): Promise<T> =>
    settings.workers === 1
      ? use({})
      : generated.onDisk((module) => use({ workers: workers(settings.workers, module) }))
  try {
    const history = await inMemory(spec, () =>
      goingOn(checkpoint, spec, () =>
        onThreads((threads) =>
          fitNet(net, source, {
            ...rest,
            ...threads,
            ...settings.duration,
            checkpoints: {
              ...settings.checkpoints,
              // Of a run without checkpoints only its interruption leaves one.
              write: async (bytes, why) => {
                if (isKept || why === 'aborted') await writeWhole(checkpoint, bytes)
              },
            },
            ...(resume && { resume }),
            signal: interrupt.signal,
            onStep: (report) => {
              proven.stepped()
              first ??= report.step - 1
              last = report
              progress.step(report)
            },
            onEpoch: (report) => {
              log?.note(report)
              progress.epoch(report)
            },
          }),
        ),
      ),
    )
    // The last update has no next step to prove it.
    if (parameters!.data.every(Number.isFinite))
      return { kind: 'finished', history, stepsBefore: first ?? history.steps }
    return { kind: 'diverged', ...last, loss: Number.NaN, kept: proven.restore() }
  } catch (error) {
    if (interrupt.signal.aborted) return { kind: 'interrupted', steps: last.step }
    if (!(error instanceof NonFiniteLossError)) throw error
    const { epoch, step, loss } = error
    return { kind: 'diverged', epoch, step, loss, kept: proven.restore() }
  } finally {
    process.removeListener('SIGINT', onInterrupt)
    progress.end()
  }
}
