import type { DataSource } from '../data.ts'
import type { Net } from '../net.ts'
import { copyElements } from '../network.ts'
import type { Precision } from '../precision.ts'
import type { FloatArray, Matrix } from '../tensor.ts'
import { Adder } from './adder.ts'
import { columnsOf, firstColumn, lossOf, portsOf, rangeStart, type Table } from './protocol.ts'

/** What a thread does of each batch, the main thread as all others. */
export class Part {
  readonly number: number
  readonly #net: Net<number, Precision>
  readonly #table: Table
  readonly #adder: Adder
  readonly #ports: readonly Matrix[]
  readonly #gradients: FloatArray
  /** Of all parts: its own lie in its net, the others where their threads have written them. */
  readonly #terms: readonly FloatArray[]
  readonly #hyperparameters: number

  private constructor(number: number, net: Net<number, Precision>, table: Table, adder: Adder) {
    const own = net.blocks['gradients']!.data
    this.number = number
    this.#net = net
    this.#table = table
    this.#adder = adder
    this.#ports = portsOf(net)
    this.#gradients = own
    this.#terms = table.gradients.map((block, part) => (part === number ? own : block))
    this.#hyperparameters = Object.keys(net.hyperparameters).length
  }

  static async of(number: number, net: Net<number, Precision>, table: Table): Promise<Part> {
    return new Part(number, net, table, await Adder.for(net))
  }

  /** Brings its columns of a batch into the net's own matrices, and returns these. */
  gather(source: DataSource, parts: number, columns: number): readonly Matrix[] {
    this.#net.resize(columnsOf(this.number, parts, columns))
    source.gather(this.#ports, this.#table.order, firstColumn(this.number, parts, columns))
    return this.#ports
  }

  /** Loss and gradients of its columns, for all to see. */
  compute(inputsAndTargets: readonly Matrix[], parts: number, columns: number): void {
    this.#compute(this.number, inputsAndTargets, parts, columns)
    this.#others(parts, this.#gradients, this.#table.gradients[this.number]!)
  }

  /**
   * The same for another's part, by the main thread when it has computed its own. Afterwards the net has gradients, inputs,
   * targets and `values` of its own part again.
   *
   * @param given another's columns, where they have been gathered; otherwise they come from the source
   */
  computeFor(
    part: number,
    source: DataSource,
    given: readonly Matrix[] | undefined,
    parts: number,
    columns: number,
  ): void {
    const net = this.#net
    const { gradients, order } = this.#table
    const own = this.#gradients
    const matrices = [...this.#ports, ...Object.values(net.values)]
    const copies = matrices.map((matrix) => matrix.copy())
    // The rest of them lies there already, and others may read it.
    const saved = gradients[this.number]!
    saved.set(own.subarray(0, rangeStart(1, parts, own.length)))
    net.resize(columnsOf(part, parts, columns))
    if (!given) source.gather(this.#ports, order, firstColumn(part, parts, columns))
    this.#compute(part, given ?? this.#ports, parts, columns)
    gradients[part]!.set(own)
    own.set(saved)
    net.resize(columnsOf(this.number, parts, columns))
    for (const [i, matrix] of matrices.entries()) copyElements(matrix, copies[i]!)
  }

  #compute(number: number, inputsAndTargets: readonly Matrix[], parts: number, columns: number): void {
    const { part } = this.#net
    part.first = firstColumn(number, parts, columns)
    part.once = number === 0 ? 1 : 0
    part.whole = columns
    try {
      this.#table.numbers[lossOf(number, this.#hyperparameters)] = this.#net.forward(...inputsAndTargets)
      this.#net.backward()
    } finally {
      part.whole = 0
    }
  }

  /** Whether a range of the gradients is a part's to add up, this one's or another's. */
  adds(parts: number, part = this.number): boolean {
    const { length } = this.#gradients
    return part < parts && rangeStart(part, parts, length) < length
  }

  /** Adds up a part's range of the gradients, in the order of the columns, once all have computed theirs. */
  add(parts: number, part = this.number): void {
    const { sum } = this.#table
    const { length } = this.#gradients
    this.#adder.add(
      part === 0 ? this.#gradients : sum,
      this.#terms.slice(0, parts),
      rangeStart(part, parts, length),
      rangeStart(part + 1, parts, length),
    )
  }

  /** The loss of the whole batch. Its gradients are the net's then. For the main thread, once all have added up theirs. */
  collect(parts: number): number {
    const { numbers, sum } = this.#table
    this.#others(parts, sum, this.#gradients)
    let loss = 0
    for (let part = 0; part < parts; part++) loss += numbers[lossOf(part, this.#hyperparameters)]!
    return loss
  }

  /** Copies what others add up. */
  #others(parts: number, from: FloatArray, into: FloatArray): void {
    const { length } = from
    const [start, end] = [rangeStart(this.number, parts, length), rangeStart(this.number + 1, parts, length)]
    if (start > 0) into.set(from.subarray(0, start))
    if (end < length) into.set(from.subarray(end), end)
  }
}
