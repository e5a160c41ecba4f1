import { type Data, type DataSource, inPortOrder, isSource, sourceOf } from './data.ts'
import { evaluator } from './evaluate.ts'
import type { Net } from './net.ts'
import type { Precision } from './precision.ts'
import { type Evaluation, Predictor } from './predictor.ts'
import { shuffle } from './shuffle.ts'
import { Matrix } from './tensor.ts'

/** How long to train: so many passes over the data, or so many updates. */
export type Duration =
  | { readonly epochs: number; readonly iterations?: never }
  | { readonly iterations: number; readonly epochs?: never }

export type FitOptions = Duration & {
  /** Columns of one update; the most that the net was made for by default, or all of the data where that is less. */
  readonly batch?: number
  /** Whether each epoch visits the examples in another order; true by default. A single batch is never shuffled. */
  readonly shuffle?: boolean
  /** Of the shuffling; the net's own by default. */
  readonly seed?: number
  /** Evaluated after every epoch. */
  readonly validation?: Data
  readonly onEpoch?: (report: EpochReport) => void
  readonly onStep?: (report: StepReport) => void
  /** An AbortSignal: training stops between two updates and throws its reason. */
  readonly signal?: { readonly aborted: boolean; readonly reason?: unknown }
}

export interface StepReport {
  /** From 1, over all epochs of this call. */
  readonly step: number
  readonly epoch: number
  /** Of this step's batch, before its update. */
  readonly loss: number
}

export interface EpochReport {
  /** From 1. */
  readonly epoch: number
  /** Updates made so far in this call. */
  readonly step: number
  /** The mean over the epoch's examples, each before the update it took part in. */
  readonly loss: number
  readonly validation?: Evaluation
}

export interface History {
  readonly epochs: readonly EpochReport[]
  /** Updates made. */
  readonly steps: number
}

/** The loss is NaN or infinite. The parameters are those that gave it: the step's update was not made. */
export class NonFiniteLossError extends Error {
  override readonly name = 'NonFiniteLossError'
  readonly epoch: number
  readonly step: number
  readonly loss: number

  constructor(epoch: number, step: number, loss: number) {
    super(`the loss is ${loss} in step ${step} (epoch ${epoch})`)
    this.epoch = epoch
    this.step = step
    this.loss = loss
  }
}

/** A browser draws 60 frames a second; two missed ones are not noticed. */
const BREATH = 30

/**
 * Trains a net on data in memory. Lets other work run about every 30 ms.
 *
 * Fitted values (of `standardize`, say) are computed from the data first, unless the net has them already.
 *
 * @throws RangeError when data or options do not fit
 * @throws NonFiniteLossError when training has diverged
 */
export async function fit<P extends Precision>(
  net: Net<number, P>,
  data: Data | DataSource,
  options: FitOptions,
): Promise<History> {
  const source = isSource(data) ? data : sourceOf(inPortOrder(net.model, net.matrices, data))
  const names = [...net.model.inputs, ...net.model.targets]
  const ports = names.map((name) => net.matrices.get(name)!)
  const { examples } = source
  const batch = batchOf(net, examples, options.batch)
  const limit = limitOf(options)
  const seed = options.seed ?? net.seed
  const single = batch === examples
  const shuffled = (options.shuffle ?? true) && !single
  const order = Uint32Array.from({ length: examples }, (_, i) => i)
  if (!net.prepared) prepare(net, source, order)
  const validate = options.validation && evaluator(net, options.validation)

  const history: EpochReport[] = []
  let step = 0
  let lastBreath = performance.now()

  for (let epoch = 1; epoch <= limit.epochs && step < limit.steps; epoch++) {
    if (shuffled) shuffle(order, seed, net.epoch)
    let sum = 0
    let seen = 0
    for (let start = 0; start < examples && step < limit.steps; start += batch) {
      stopIfAborted(options.signal)
      const columns = Math.min(batch, examples - start)
      net.resize(columns)
      source.gather(ports, order, start)
      step += 1
      const loss = net.forward(...ports)
      if (!Number.isFinite(loss)) throw new NonFiniteLossError(epoch, step, loss)
      net.backward()
      net.update()
      sum += loss * columns
      seen += columns
      options.onStep?.({ step, epoch, loss })
      if (performance.now() - lastBreath > BREATH) {
        await new Promise((resolve) => setTimeout(resolve))
        lastBreath = performance.now()
      }
    }
    const report = { epoch, step, loss: sum / seen, ...(validate && { validation: validate() }) }
    net.epoch += 1
    net.epochLoss = report.validation?.loss ?? report.loss
    history.push(report)
    options.onEpoch?.(report)
  }
  return { epochs: history, steps: step }
}

/** Fitted values are of all examples at once; a network without any reads nothing. */
function prepare(net: Net, source: DataSource, order: Uint32Array): void {
  if (net.predictor.prepare === Predictor.prototype.prepare) {
    net.prepared = true
    return
  }
  const ports = [...net.model.inputs, ...net.model.targets].map((name) => net.matrices.get(name)!)
  const all = ports.map(({ rows }) => Matrix.zeros(rows, source.examples))
  source.gather(all, order, 0)
  net.prepare(...all.slice(0, net.model.inputs.length))
}

function batchOf(net: Net, examples: number, batch: number | undefined): number {
  if (batch === undefined) return Math.min(net.batch, examples)
  if (!(Number.isInteger(batch) && batch >= 1)) {
    throw new RangeError(`batch must be a whole number of 1 or more, not ${batch}`)
  }
  const columns = Math.min(batch, examples)
  if (columns > net.batch) {
    throw new RangeError(
      `batch is ${batch}, and this \`${net.model.name}\` was made for at most ${net.batch}`,
    )
  }
  return columns
}

function limitOf({ epochs, iterations }: FitOptions): { epochs: number; steps: number } {
  if ((epochs === undefined) === (iterations === undefined)) {
    throw new RangeError('say either epochs or iterations')
  }
  const limit = { epochs: epochs ?? Infinity, steps: iterations ?? Infinity }
  for (const [name, value] of Object.entries({ epochs, iterations })) {
    if (value !== undefined && !(Number.isInteger(value) && value >= 0)) {
      throw new RangeError(`${name} must be a whole number, not ${value}`)
    }
  }
  return limit
}

function stopIfAborted(signal: FitOptions['signal']): void {
  if (signal?.aborted) throw signal.reason ?? new Error('training was aborted')
}
