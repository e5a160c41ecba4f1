import type { DataSource } from '../data.ts'
import type { Team, Workers } from '../fit.ts'
import type { Net } from '../net.ts'
import type { Precision } from '../precision.ts'
import type { Matrix } from '../tensor.ts'
import { startThread, type Thread } from './node.ts'
import {
  assign,
  COLUMNS,
  type Desk,
  DONE,
  EPOCH,
  EPOCH_LOSS,
  FIRST,
  hasChanged,
  LOSS,
  NUMBERS,
  narrow,
  portsOf,
  SEED,
  STEP,
  TURN,
  WHOLE,
} from './protocol.ts'

/** How long the main thread sleeps before it looks for a worker that is no longer there, in milliseconds. */
const NAP = 100

/**
 * Threads for `fit`, which share the columns of each batch: the caller's own, and `count − 1` others. Gradients are
 * added in the order of the columns, so that the same count gives the same bits on every run. One is as good as none.
 *
 * ```ts
 * await fit(net, data, { epochs: 10, workers: workers(2, new URL('./generated/digits.js', import.meta.url)) })
 * ```
 *
 * @param module the generated module of the net, as a thread can import it: JavaScript
 * @throws RangeError when `count` is no whole number of 1 or more
 */
export function workers(count: number, module: URL | string): Workers {
  if (!(Number.isInteger(count) && count >= 1))
    throw new RangeError(`workers must be a whole number of 1 or more, not ${count}`)
  return {
    count,
    open: async (net, source, batch) => {
      const { name, addsUp } = net.model
      if (addsUp === undefined)
        throw new RangeError(
          `\`${name}\` does not say whether its batches can be parted: regenerate the module`,
        )
      if (addsUp !== true)
        throw new RangeError(
          `\`${name}\` trains with one worker: its loss is no sum over examples, by ${addsUp}`,
        )
      return start(net, source, batch, count, String(module))
    },
  }
}

/** How many columns a part has: as even as possible, the larger parts first. */
export function columnsOf(part: number, parts: number, columns: number): number {
  return Math.floor(columns / parts) + (part < columns % parts ? 1 : 0)
}

async function start<P extends Precision>(
  net: Net<number, P>,
  source: DataSource,
  batch: number,
  count: number,
  url: string,
): Promise<Team> {
  const desks: Desk[] = []
  const starting: Promise<Thread>[] = []
  for (let part = 1; part < count; part++) {
    const { assignment, desk } = assign(net, url, columnsOf(part, count, batch))
    for (const [name, block] of Object.entries(desk.blocks)) block.set(net.blocks[name]!.data)
    desks.push(desk)
    starting.push(startThread(assignment))
  }
  const started = await Promise.allSettled(starting)
  const threads = started.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  const failed = started.find((each) => each.status === 'rejected')
  if (failed) {
    await Promise.all(threads.map((thread) => thread.end()))
    throw failed.reason
  }
  return new Threads(net, source, desks, threads)
}

/** The main thread computes the first part, and each of the others one of those that follow. */
class Threads<P extends Precision> implements Team {
  readonly #net: Net<number, P>
  readonly #source: DataSource
  readonly #desks: readonly Desk[]
  readonly #threads: readonly Thread[]
  readonly #ports: readonly Matrix[]
  readonly #hyperparameters: readonly string[]
  #turn = 0

  constructor(net: Net<number, P>, source: DataSource, desks: readonly Desk[], threads: readonly Thread[]) {
    this.#net = net
    this.#source = source
    this.#desks = desks
    this.#threads = threads
    this.#ports = portsOf(net)
    this.#hyperparameters = Object.keys(net.hyperparameters)
  }

  compute(order: Uint32Array, start: number, columns: number): number | Promise<number> {
    const parts = this.#desks.length + 1
    const own = columnsOf(0, parts, columns)
    this.#turn = this.#turn === 2 ** 31 - 1 ? 1 : this.#turn + 1
    let first = own
    let busy = 0
    for (const desk of this.#desks) {
      const share = columnsOf(busy + 1, parts, columns)
      // Fewer columns than parts: the last have none.
      if (share === 0) break
      this.#give(desk, order, start + first, first, share, columns)
      first += share
      busy += 1
    }
    const loss = this.#own(order, start, own, columns)
    for (let i = 0; i < busy; i++)
      if (!this.#isDone(this.#desks[i]!)) return this.#waited(busy).then(() => this.#summed(loss, busy))
    return this.#summed(loss, busy)
  }

  async close(): Promise<void> {
    await Promise.all(this.#threads.map((thread) => thread.end()))
  }

  #give(
    { words, numbers, blocks, ports }: Desk,
    order: Uint32Array,
    start: number,
    first: number,
    columns: number,
    whole: number,
  ): void {
    const net = this.#net
    for (let i = 0; i < ports.length; i++) narrow(ports[i]!, columns)
    this.#source.gather(ports, order, start)
    blocks['parameters']!.set(net.blocks['parameters']!.data)
    numbers[SEED] = net.seed
    numbers[STEP] = net.stepNumber
    numbers[EPOCH] = net.epoch
    numbers[EPOCH_LOSS] = net.epochLoss
    numbers[FIRST] = first
    numbers[WHOLE] = whole
    for (let i = 0; i < this.#hyperparameters.length; i++)
      numbers[NUMBERS + i] = net.hyperparameters[this.#hyperparameters[i]!]!
    Atomics.store(words, COLUMNS, columns)
    Atomics.store(words, TURN, this.#turn)
    Atomics.notify(words, TURN)
  }

  #own(order: Uint32Array, start: number, columns: number, whole: number): number {
    const net = this.#net
    net.resize(columns)
    this.#source.gather(this.#ports, order, start)
    net.part.whole = whole
    try {
      const loss = net.forward(...this.#ports)
      net.backward()
      return loss
    } finally {
      net.part.whole = 0
    }
  }

  #isDone({ words }: Desk): boolean {
    for (const { failure } of this.#threads) if (failure) throw failure
    const before = Atomics.load(words, DONE)
    if (before === this.#turn || hasChanged(words, DONE, before)) return true
    Atomics.wait(words, DONE, before, NAP)
    return Atomics.load(words, DONE) === this.#turn
  }

  /** Lets the event loop run, which hears of threads that failed. */
  async #waited(busy: number): Promise<void> {
    for (let i = 0; i < busy; i++)
      while (!this.#isDone(this.#desks[i]!)) await new Promise((resolve) => setTimeout(resolve))
  }

  /** In the order of the columns. */
  #summed(loss: number, busy: number): number {
    const sum = this.#net.blocks['gradients']!.data
    let total = loss
    for (let d = 0; d < busy; d++) {
      const { numbers, blocks } = this.#desks[d]!
      const part = blocks['gradients']!
      for (let i = 0; i < sum.length; i++) sum[i]! += part[i]!
      total += numbers[LOSS]!
    }
    return total
  }
}
