import type { Checkpoints, Due, Facts, Run } from './checkpoint.ts'
import { type Data, type DataSource, sourceFor } from './data.ts'
import type { EpochReport, History } from './history.ts'
import { type Net, rateOf } from './net.ts'
import type { Precision } from './precision.ts'
import { shuffle } from './shuffle.ts'
import type { Stopping } from './stopping.ts'
import { wholeNumber } from './whole-number.ts'

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
  /** Evaluated after every epoch, a chunk at a time. */
  readonly validation?: Data | DataSource
  /** Ends training when nothing gets better, with the best parameters. */
  readonly stopping?: Stopping
  readonly checkpoints?: Checkpoints
  /** A checkpoint of this very run: it goes on from there, and ends with the same bits as if it had never stopped. */
  readonly resume?: Uint8Array | ArrayBuffer
  /** What else the run is made of, such as a hash of its data: a checkpoint with other facts is refused. */
  readonly facts?: Facts
  readonly onEpoch?: (report: EpochReport) => void
  readonly onStep?: (report: StepReport) => void
  /**
   * Threads that share the columns of each batch: `workers(2, new URL('./digits.js', import.meta.url))` of
   * `loopless/runtime/workers`. The same number of them gives the same bits on every run.
   */
  readonly workers?: Workers
  /** An AbortSignal: training stops between two updates, writes a checkpoint, and throws its reason. */
  readonly signal?: { readonly aborted: boolean; readonly reason?: unknown }
}

export interface StepReport {
  /** From 1, over all epochs of this run. */
  readonly step: number
  readonly epoch: number
  /** Of this step's batch, before its update. */
  readonly loss: number
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

/** Threads, as `fit` sees them. */
export interface Workers {
  /** The caller's own thread among them. */
  readonly count: number
  /**
   * Starts them, each with a net of its own and the fitted values that `net` has.
   *
   * @param batch the most columns
   * @throws RangeError when the network's batches cannot be parted, or there are more workers than columns
   */
  open<P extends Precision>(net: Net<number, P>, source: DataSource, batch: number): Promise<Team>
}

/** Workers at work. */
export interface Team {
  /** Loss of examples `order[start]` …, with their gradients in the net's own. A number where no thread had to be waited for. */
  compute(order: Uint32Array, start: number, columns: number): number | Promise<number>
  close(): Promise<void>
}

/** So many numbers lie too far apart, to gather a batch of columns from anywhere. */
const MUCH = 250_000

/** A browser draws 60 frames a second; two missed ones are not noticed. */
const BREATH = 30

/**
 * Trains a net on data in memory, or from any source. Lets other work run about every 30 ms. Data in memory stay as they
 * are meanwhile: many are copied once, so that batches are gathered fast.
 *
 * What some runs need and others do not is imported when a run asks for it: validation, early stopping, checkpoints,
 * fitted values, workers, many data. So bundlers that split keep it apart.
 *
 * Fitted values (of `standardize`, say) are computed from the data first, unless the net has them already.
 *
 * @throws RangeError when data or options do not fit, or `workers` are to part what does not add up
 * @throws NonFiniteLossError when training has diverged
 * @throws SafetensorsError, WeightsError, CheckpointError when `resume` is no checkpoint of this run
 */
export async function fit<P extends Precision>(
  net: Net<number, P>,
  data: Data | DataSource,
  options: FitOptions,
): Promise<History> {
  const { checkpoints, signal, onStep, onEpoch, workers } = options
  const { model, matrices } = net
  const source = sourceFor(model, matrices, data)
  const ports = [...model.inputs, ...model.targets].map((name) => matrices.get(name)!)
  const { examples } = source
  const isMuch = ports.reduce((sum, { rows }) => sum + rows, 0) * examples > MUCH
  const asks =
    checkpoints ||
    options.resume ||
    options.stopping ||
    options.validation ||
    workers ||
    model.batch ||
    (model.prepare && !net.prepared) ||
    isMuch
  const more = asks ? await import('./fit-more.ts') : undefined
  const batch = batchOf(net, examples, options.batch)
  more?.checkBatches(model, examples, batch, workers)
  const limit = limitOf(options)
  const seed = options.seed ?? net.seed
  const shuffled = (options.shuffle ?? true) && batch < examples
  const order = Uint32Array.from({ length: examples }, (_, i) => i)
  const held = options.validation && sourceFor(model, matrices, options.validation)
  const stopping = options.stopping && new more!.EarlyStopping(net, options.stopping)
  const facts = {
    ...more?.factsOf(examples, batch, seed, shuffled, held, stopping, workers),
    ...options.facts,
  }
  const due: Due = more ? more.dueOf(checkpoints) : { epochs: Infinity, iterations: Infinity }

  const run: Run = { epoch: 1, step: 0, start: 0, seen: 0, sum: 0, history: [] }
  if (options.resume) more!.resume(options.resume, net, run, stopping, facts)
  if (!net.prepared) {
    if (model.prepare) more!.prepareAll(net, source)
    net.prepared = true
  }
  const validate = held && more!.measurer(net, held)
  let written = run.step
  let lastBreath = performance.now()

  const write = async (why: 'due' | 'aborted' | 'finished') => {
    if (checkpoints) await checkpoints.write(more!.checkpoint(net, run, stopping, facts), why)
    written = run.step
  }
  const endEpoch = () => {
    const { epoch, step, sum, seen } = run
    const rate = rateOf(net)
    const report = {
      epoch,
      step,
      loss: sum / seen,
      ...(validate && { validation: validate() }),
      ...(rate !== undefined && { rate }),
    }
    net.epoch += 1
    net.epochLoss = report.validation?.loss ?? report.loss
    run.history.push(report)
    stopping?.observe(report)
    run.epoch += 1
    run.start = run.seen = run.sum = 0
    onEpoch?.(report)
  }
  const goesOn = () => run.epoch <= limit.epochs && run.step < limit.steps && !stopping?.exhausted

  const gathered = isMuch && shuffled && !workers ? more!.inRows(source, net.precision) : source
  const team = workers && workers.count > 1 ? await workers.open(net, source, batch) : undefined
  try {
    while (goesOn()) {
      if (shuffled) shuffle(order, seed, net.epoch)
      while (run.start < examples && run.step < limit.steps) {
        if (signal?.aborted) {
          if (run.step > written) await write('aborted')
          throw signal.reason ?? new Error('training was aborted')
        }
        const columns = Math.min(batch, examples - run.start)
        let loss: number
        if (team) {
          const sum = team.compute(order, run.start, columns)
          loss = typeof sum === 'number' ? sum : await sum
        } else {
          net.resize(columns)
          gathered.gather(ports, order, run.start)
          loss = net.forward(...ports)
        }
        if (!Number.isFinite(loss)) throw new NonFiniteLossError(run.epoch, run.step + 1, loss)
        if (!team) net.backward()
        net.update()
        run.step += 1
        run.start += columns
        run.sum += loss * columns
        run.seen += columns
        onStep?.({ step: run.step, epoch: run.epoch, loss })
        if (run.step % due.iterations === 0 && run.start < examples) await write('due')
        if (performance.now() - lastBreath > BREATH) {
          await new Promise((resolve) => setTimeout(resolve))
          lastBreath = performance.now()
        }
      }
      if (run.start < examples) break
      endEpoch()
      if ((run.epoch - 1) % due.epochs === 0 || run.step % due.iterations === 0) await write('due')
    }
  } finally {
    await team?.close()
  }
  // Before the end of an epoch that was cut short, and before the best parameters are put back: with a later end the
  // run would go on from here.
  if (run.step > written) await write('finished')
  if (run.seen > 0) endEpoch()
  stopping?.restore()
  return {
    epochs: run.history,
    steps: run.step,
    stopped: stopping?.exhausted ?? false,
    ...(stopping?.best && { best: stopping.best }),
  }
}

function batchOf(net: Net, examples: number, batch: number | undefined): number {
  if (batch === undefined) return Math.min(net.batch, examples)
  const columns = Math.min(wholeNumber('batch', batch, 1), examples)
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
  return {
    epochs: epochs === undefined ? Infinity : wholeNumber('epochs', epochs, 0),
    steps: iterations === undefined ? Infinity : wholeNumber('iterations', iterations, 0),
  }
}
