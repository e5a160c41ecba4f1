import type { DataSource } from '../data.ts'
import type { Team } from '../fit.ts'
import type { Net } from '../net.ts'
import type { Precision } from '../precision.ts'
import { RowSource } from '../rows.ts'
import type { Matrix } from '../tensor.ts'
import { emptyMatrix, narrow, open, type SharedMatrix, shareData } from './data.ts'
import { Part } from './part.ts'
import {
  added,
  COLUMNS,
  claim,
  columnsOf,
  computed,
  EPOCH,
  EPOCH_LOSS,
  firstColumn,
  floats,
  HYPERPARAMETERS,
  offer,
  PARAMETERS,
  portsOf,
  SEED,
  STEP,
  share,
  type Table,
  TURN,
  tableOf,
  turnAfter,
} from './protocol.ts'
import type { StartThread, Thread } from './thread.ts'
import { isRaised, pause, raise } from './waiting.ts'

/**
 * Starts threads, and gives each what it needs.
 *
 * @param batch the most columns
 * @param url of the net's module
 * @throws Error of the first thread that cannot begin; then none is left. RangeError when memory cannot be had
 */
export async function teamOf<P extends Precision>(
  startThread: StartThread,
  net: Net<number, P>,
  source: DataSource,
  batch: number,
  count: number,
  url: string,
): Promise<Team> {
  const { model, precision, arena, blocks } = net
  const shared = share(net, count, batch)
  for (const [name, block] of Object.entries(shared.fitted)) floats(block, precision).set(blocks[name]!.data)
  const data = shareData(source, precision)
  /** Of each worker, where the data cannot be shared. */
  const batches = Array.from({ length: count - 1 }, (_, i): readonly SharedMatrix[] => {
    const most = columnsOf(i + 1, count, batch)
    return data ? [] : portsOf(net).map(({ rows }) => emptyMatrix(rows, most, precision))
  })
  const table = tableOf(shared, precision)
  const part = await Part.of(0, net, table)
  const starting = await Promise.allSettled(
    batches.map((columns, i) =>
      startThread({
        url,
        digest: model.digest,
        precision: precision.name,
        kernels: arena.engine.name,
        wasm: arena.engine.module,
        part: i + 1,
        parts: count,
        batch,
        shared,
        columns: data ? { of: 'data', matrices: data } : { of: 'batch', matrices: columns },
      }),
    ),
  )
  const threads = starting.flatMap((each) => (each.status === 'fulfilled' ? [each.value] : []))
  const failed = starting.find((each) => each.status === 'rejected')
  if (failed) {
    await Promise.all(threads.map((thread) => thread.end()))
    throw failed.reason
  }
  return new Threads({
    net,
    table,
    threads,
    part,
    source: data ? new RowSource(data.map((matrix) => open(matrix, precision))) : source,
    batches: data ? undefined : batches.map((matrices) => matrices.map((matrix) => open(matrix, precision))),
  })
}

interface Members {
  readonly net: Net<number, Precision>
  readonly table: Table
  readonly threads: readonly Thread[]
  readonly part: Part
  /** Whose examples `table.order` counts. */
  readonly source: DataSource
  /** What the main thread gathers for each worker, where they cannot do so themselves. */
  readonly batches: readonly (readonly Matrix[])[] | undefined
}

/** The main thread, which computes the first part, and the others, each with one of those that follow. */
class Threads implements Team {
  readonly #members: Members
  readonly #hyperparameters: readonly string[]
  /** Parts of the turn at hand that their threads have claimed, and those that this one has. */
  readonly #others: number[] = []
  readonly #helped: number[] = []
  #turn = 0
  /** Of the batch at hand. */
  #columns = 0

  constructor(members: Members) {
    this.#members = members
    this.#hyperparameters = Object.keys(members.net.hyperparameters)
  }

  compute(order: Uint32Array, start: number, columns: number): number | Promise<number> {
    const { net, table, part, source } = this.#members
    this.#turn = turnAfter(this.#turn)
    this.#columns = columns
    for (let i = 0; i < columns; i++) table.order[i] = order[start + i]!
    this.#gatherForOthers()
    this.#tell()
    // The others gather meanwhile.
    table.parameters.set(net.blocks['parameters']!.data)
    raise(table.words, PARAMETERS, this.#turn)
    part.compute(part.gather(source, this.#parts, columns), this.#parts, columns)
    raise(table.words, computed(0), this.#turn)
    this.#help()
    if (!this.#haveAll(this.#others, computed)) return this.#late()
    this.#add()
    return this.#haveAll(this.#adding, added) ? part.collect(this.#parts) : this.#late()
  }

  /** Computes what nobody has begun: tiny parts take less time than a thread to wake up, and a core may be kept busy by others. */
  #help(): void {
    const { table, part, source, batches } = this.#members
    this.#others.length = 0
    this.#helped.length = 0
    for (let each = 1; each < this.#parts; each++)
      if (claim(table, each, this.#turn)) {
        this.#helped.push(each)
        part.computeFor(each, source, batches?.[each - 1], this.#parts, this.#columns)
        raise(table.words, computed(each), this.#turn)
      } else this.#others.push(each)
  }

  async close(): Promise<void> {
    await Promise.all(this.#members.threads.map((thread) => thread.end()))
  }

  /** Fewer columns than threads: the last have nothing to do. */
  get #parts(): number {
    return Math.min(this.#members.threads.length + 1, this.#columns)
  }

  #gatherForOthers(): void {
    const { batches, source, table } = this.#members
    if (!batches) return
    for (let part = 1; part < this.#parts; part++) {
      const into = batches[part - 1]!
      for (const matrix of into) narrow(matrix, columnsOf(part, this.#parts, this.#columns))
      source.gather(into, table.order, firstColumn(part, this.#parts, this.#columns))
    }
  }

  get #adding(): readonly number[] {
    return this.#others.filter((part) => this.#members.part.adds(this.#parts, part))
  }

  #tell(): void {
    const { net, table } = this.#members
    const { words, numbers } = table
    numbers[SEED] = net.seed
    numbers[STEP] = net.stepNumber
    numbers[EPOCH] = net.epoch
    numbers[EPOCH_LOSS] = net.epochLoss
    for (let i = 0; i < this.#hyperparameters.length; i++)
      numbers[HYPERPARAMETERS + i] = net.hyperparameters[this.#hyperparameters[i]!]!
    Atomics.store(words, COLUMNS, this.#columns)
    for (let part = 1; part < this.#parts; part++) offer(table, part, this.#turn)
    raise(words, TURN, this.#turn)
  }

  #add(): void {
    const { part } = this.#members
    part.add(this.#parts)
    for (const each of this.#helped) if (part.adds(this.#parts, each)) part.add(this.#parts, each)
    raise(this.#members.table.words, added(0), this.#turn)
  }

  /** Goes on where `compute` had to stop, as soon as the others are as far. */
  async #late(): Promise<number> {
    const { part, table } = this.#members
    await this.#all(this.#others, computed)
    if (Atomics.load(table.words, added(0)) !== this.#turn) this.#add()
    await this.#all(this.#adding, added)
    return part.collect(this.#parts)
  }

  async #all(parts: readonly number[], word: (part: number) => number): Promise<void> {
    while (!this.#haveAll(parts, word))
      for (const part of parts) await pause(this.#members.table.words, word(part), this.#turn)
  }

  /** @throws Error when a thread is no longer there */
  #haveAll(parts: readonly number[], word: (part: number) => number): boolean {
    const { threads, table } = this.#members
    for (const { failure } of threads) if (failure) throw failure
    return parts.every((part) => isRaised(table.words, word(part), this.#turn))
  }
}
