import type { Duration, Facts, FitOptions } from 'loopless/runtime'
import {
  didYouMean,
  isWithin,
  type NetworkSpec,
  type Program,
  Report,
  resolved,
  type Training,
} from '../../index.ts'
import { Failure, Rejected, wrongUsage } from '../failure.ts'

/** What the command line says over the spec. */
export interface Asked {
  readonly epochs?: number
  /** Never beside `epochs`. */
  readonly iterations?: number
  readonly batch?: number | 'all'
  readonly seed?: number
  readonly rate?: string
  /** `name=value` */
  readonly set?: readonly string[]
  /** Threads that share the columns of each batch; one by default. */
  readonly workers?: number
  /** Epochs, or iterations where training is as long as they say. */
  readonly checkpoints?: number
}

/** How a network is trained: the spec's word, or that of the command line. */
export interface Settings {
  readonly duration: Duration
  /** Columns of an update. */
  readonly batch: number
  readonly workers: number
  readonly seed: number
  readonly shuffle: boolean
  readonly stopping?: NonNullable<FitOptions['stopping']>
  readonly checkpoints: { readonly epochs?: number; readonly iterations?: number }
  readonly hyperparameters: Readonly<Record<string, number>>
}

export function trainingOf({ training }: NetworkSpec): Training {
  if (training === undefined) throw new Error('invariant: a spec without training was refused')
  return training
}

/** @param examples to train on, which bound the batch */
export function settingsOf(spec: NetworkSpec, program: Program, examples: number, asked: Asked): Settings {
  const training = trainingOf(spec)
  const batch = batchOf(spec, examples, asked)
  const duration = durationOf(training, asked)
  const stopping = stoppingOf(spec, program)
  return {
    duration,
    batch,
    workers: workersOf(spec, program, batch, asked),
    seed: asked.seed ?? training.seed,
    shuffle: training.shuffle,
    ...(stopping && { stopping }),
    checkpoints: checkpointsOf(training, duration, asked),
    hyperparameters: hyperparametersOf(training, program, asked),
  }
}

function batchOf(spec: NetworkSpec, examples: number, asked: Asked): number {
  const wanted = asked.batch ?? trainingOf(spec).batch
  const columns = wanted === 'all' ? examples : wanted
  const { name, batch: fixed } = spec
  if (fixed === undefined) return Math.min(columns, examples)
  if (columns !== fixed || examples % fixed !== 0)
    throw new Failure(
      1,
      `\`${name}\` trains on ${fixed} examples at once, and ${wanted === 'all' || columns === fixed ? `there are ${examples}` : `is asked for ${columns}`}`,
      'write the batch as `m` in its inputs and targets: then it takes any number',
    )
  return fixed
}

/** Facts that a checkpoint must share: numbers of the optimizer, each by its name. */
export function factsOf({ hyperparameters }: Settings): Facts {
  return Object.fromEntries(Object.entries(hyperparameters).map(([name, value]) => [name, String(value)]))
}

/** As many as are asked for, if the network's batches can be parted. */
function workersOf(spec: NetworkSpec, program: Program, columns: number, { workers = 1 }: Asked): number {
  if (workers === 1) return 1
  if (workers > columns)
    throw wrongUsage(`\`--workers ${workers}\` are too many for a batch of ${columns}: each needs a column`)
  if (spec.batch !== undefined)
    throw new Failure(
      1,
      `\`${spec.name}\` trains on ${spec.batch} examples at once, and workers on parts of a batch`,
      'write the batch as `m` in its inputs and targets: then it can be parted',
    )
  const { addsUp } = program
  if (addsUp === true) return workers
  const report = new Report()
  report.add({
    code: 'E516',
    at: addsUp?.origin.span ?? spec.span,
    message: `\`${spec.name}\` cannot be trained by ${workers} workers: its loss is no sum over examples`,
    notes: addsUp ? [`of no example alone, nor a sum over them: ${addsUp.equation}`] : [],
    help: 'train it without `--workers`',
  })
  throw new Rejected(report.diagnostics)
}

function durationOf(training: Training, asked: Asked): Duration {
  const isAsked = asked.epochs !== undefined || asked.iterations !== undefined
  const { epochs, iterations } = isAsked ? asked : training
  if (epochs !== undefined) return { epochs }
  if (iterations !== undefined) return { iterations }
  throw new Error('invariant: training without an end was refused')
}

/** The spec names a word; the module names what it measures. */
function stoppingOf(spec: NetworkSpec, program: Program): Settings['stopping'] {
  const { stopping } = trainingOf(spec)
  if (stopping === undefined) return undefined
  const { monitor, goal, patience, change } = stopping
  const uses = spec.body.kind === 'layers' ? spec.body.metrics : []
  const measured = program.results.filter(({ role }) => role === 'metric')
  const place = uses.findIndex(({ word }) => word.name === monitor.name)
  return { monitor: measured[place]?.name ?? monitor.name, goal, patience, change }
}

function checkpointsOf({ checkpoints }: Training, { epochs }: Duration, asked: Asked) {
  const every = asked.checkpoints ?? checkpoints?.every
  const unit =
    asked.checkpoints === undefined && checkpoints
      ? checkpoints.unit
      : epochs === undefined
        ? 'iterations'
        : 'epochs'
  return every === undefined ? {} : { [unit]: every }
}

function hyperparametersOf(
  { optimizer }: Training,
  { hyperparameters }: Program,
  { rate, set = [] }: Asked,
): Readonly<Record<string, number>> {
  const values = Object.fromEntries(hyperparameters.map(({ name, value }) => [name, value]))
  for (const word of [...(rate === undefined ? [] : [`rate=${rate}`]), ...set]) {
    const [, name = '', text = ''] = /^([^=]*)=(.*)$/.exec(word) ?? []
    if (name === '') throw wrongUsage(`\`--set ${word}\` says no \`name=value\``)
    if (!Object.hasOwn(values, name)) throw unknown(name, Object.keys(values))
    values[name] = numberOf(name, text)
  }
  for (const [name, value] of Object.entries(values)) checkRange(name, value, values, optimizer)
  return values
}

function unknown(name: string, known: readonly string[]) {
  const list = known.map((each) => `\`${each}\``).join(', ')
  return wrongUsage(
    `\`${name}\` is no hyperparameter of this network`,
    didYouMean(name, known) ?? (known.length > 0 ? `it has ${list}` : 'it has none'),
  )
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

function numberOf(name: string, text: string): number {
  const value = Number(text)
  if (NUMBER.test(text) && Number.isFinite(value)) return value
  throw wrongUsage(`\`${name}\` is a number, not \`${text}\``)
}

/** Of the word's own range; its ends may be other numbers, which were perhaps said too. */
function checkRange(
  name: string,
  value: number,
  values: Readonly<Record<string, number>>,
  { word }: Training['optimizer'],
): void {
  const range = word.attributes.find((attribute) => attribute.name === name)?.range
  if (
    range === undefined ||
    isWithin(
      value,
      resolved(range, (end) => values[end]),
    )
  )
    return
  throw wrongUsage(`\`${name}\` is in ${range.text}, and ${value} is not`)
}
