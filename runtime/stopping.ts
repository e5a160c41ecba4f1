import type { EpochReport } from './history.ts'
import type { Network } from './network.ts'
import type { Precision } from './precision.ts'
import type { TensorSource } from './safetensors.ts'
import type { FloatArray } from './tensor.ts'

/** When training has nothing more to gain, and what it ends with. */
export interface Stopping {
  /** So many epochs in a row may bring nothing better; the next such ends training. */
  readonly patience: number
  /** `loss`, or a metric of the validation data; `loss` by default. */
  readonly monitor?: string
  /** Whether the smallest or the largest is best; by default a loss is better smaller, a metric larger. */
  readonly goal?: 'smallest' | 'largest'
  /** The least change that counts as better; 0 by default, where any does. */
  readonly change?: number
}

/** The best epoch so far, as it was watched. */
export interface Best {
  readonly epoch: number
  readonly value: number
}

/**
 * Early stopping: watches one figure, and keeps the parameters and fitted values that gave the best of it.
 *
 * Of the validation data where there are some, else of the training batches.
 */
export class EarlyStopping {
  readonly #options: Required<Stopping>
  readonly #blocks: readonly { readonly name: string; readonly own: FloatArray; readonly best: FloatArray }[]
  #best: Best | undefined
  /** Epochs since then. */
  #waited = 0

  /** @throws RangeError when options are out of range */
  constructor(net: Network<number, Precision>, options: Stopping) {
    const { patience, monitor = 'loss', change = 0 } = options
    if (!(Number.isInteger(patience) && patience >= 0)) {
      throw new RangeError(`patience must be a whole number, not ${patience}`)
    }
    if (!(change >= 0)) throw new RangeError(`change must be a number of 0 or more, not ${change}`)
    const goal = options.goal ?? (monitor === 'loss' ? 'smallest' : 'largest')
    this.#options = { patience, monitor, goal, change }
    this.#blocks = Object.keys(net.model.serving.blocks).map((name) => {
      const own = net.blocks[name]!.data
      return { name, own, best: own.slice() }
    })
  }

  get best(): Best | undefined {
    return this.#best
  }

  get exhausted(): boolean {
    return this.#waited > this.#options.patience
  }

  /** Everything that decides, as text. */
  get settings(): string {
    const { patience, monitor, goal, change } = this.#options
    return `${goal} ${monitor}, patience ${patience}, change ${change}`
  }

  /** @throws RangeError when what is watched was not measured */
  observe(report: EpochReport): void {
    const { monitor, goal, change } = this.#options
    const measured = report.validation ?? { loss: report.loss }
    const value = measured[monitor]
    if (value === undefined) {
      const known = Object.keys(measured).map((name) => `\`${name}\``)
      throw new RangeError(
        `stopping watches \`${monitor}\`, and what is measured is ${known.join(', ')}` +
          (report.validation ? '' : ': metrics are of validation data, and there are none'),
      )
    }
    const gain = this.#best
      ? goal === 'smallest'
        ? this.#best.value - value
        : value - this.#best.value
      : Infinity
    // NaN is never better, and the first best is a number.
    if (Number.isNaN(value) || !(gain > 0 && gain >= change)) {
      this.#waited += 1
      return
    }
    this.#best = { epoch: report.epoch, value }
    this.#waited = 0
    for (const { own, best } of this.#blocks) best.set(own)
  }

  /** Puts the best parameters back, if there are any. */
  restore(): void {
    if (this.#best) for (const { own, best } of this.#blocks) own.set(best)
  }

  /** What a checkpoint keeps of it. */
  tensors(prefix: string): readonly TensorSource[] {
    const { epoch, value } = this.#best ?? { epoch: 0, value: NaN }
    return [
      { name: `${prefix}counters`, shape: [3], data: Float64Array.of(epoch, value, this.#waited) },
      ...this.#blocks.map(({ name, best }) => ({
        name: `${prefix}best.${name}`,
        shape: [best.length],
        data: best,
      })),
    ]
  }

  /** Takes what `tensors` gave; `read` fills an array from a tensor's name. */
  resume(prefix: string, read: (name: string, into: FloatArray) => void): void {
    const counters = new Float64Array(3)
    read(`${prefix}counters`, counters)
    const [epoch, value, waited] = counters as unknown as [number, number, number]
    this.#best = epoch === 0 ? undefined : { epoch, value }
    this.#waited = waited
    for (const { name, best } of this.#blocks) read(`${prefix}best.${name}`, best)
  }
}
