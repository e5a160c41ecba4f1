import type { DataSource } from '../data.ts'
import type { Net } from '../net.ts'
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
    const { numbers, gradients } = this.#table
    const { part } = this.#net
    part.first = firstColumn(this.number, parts, columns)
    part.once = this.number === 0 ? 1 : 0
    part.whole = columns
    try {
      numbers[lossOf(this.number, this.#hyperparameters)] = this.#net.forward(...inputsAndTargets)
      this.#net.backward()
    } finally {
      part.whole = 0
    }
    this.#others(parts, this.#gradients, gradients[this.number]!)
  }

  /** Whether a range of the gradients is this part's to add up. */
  adds(parts: number): boolean {
    const { length } = this.#gradients
    return this.number < parts && rangeStart(this.number, parts, length) < length
  }

  /** Adds up its range of the gradients, in the order of the columns, once all have computed theirs. */
  add(parts: number): void {
    const { sum } = this.#table
    const { length } = this.#gradients
    this.#adder.add(
      this.number === 0 ? this.#gradients : sum,
      this.#terms.slice(0, parts),
      rangeStart(this.number, parts, length),
      rangeStart(this.number + 1, parts, length),
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
