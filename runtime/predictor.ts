import { Network } from './network.ts'
import type { Precision } from './precision.ts'
import type { FloatArray, Matrix } from './tensor.ts'

/** The loss, and each metric by name: a number, or a matrix, which is a view until the next call. */
export interface Evaluation {
  readonly loss: number
  readonly [metric: string]: number | Matrix
}

/**
 * A network that predicts: no gradients, no state, no caches. Generated classes say what it computes.
 */
export abstract class Predictor<M extends number = number, P extends Precision = Precision> extends Network<
  M,
  P
> {
  /** Of how many examples the evaluation or preparation at hand is: those of all chunks. */
  examples = 1

  /** The output for a batch of examples: a view, valid until the next call. */
  abstract predict(...inputs: Matrix[]): Matrix

  /** Loss and metrics of a batch of examples. */
  abstract evaluate(...inputsAndTargets: Matrix[]): Evaluation

  /** Computes the fitted values (means, deviations) from a batch of examples. Most networks have none. */
  prepare(..._inputs: Matrix[]): void {}

  /**
   * A chunk's part of a pass, from 1, over all examples, whose number is `examples`: what the model calls its tallies.
   * The chunk stands in the inputs' matrices.
   */
  prepareChunk(_pass: number): void {}

  /** What follows from the tallies of all chunks; after the last pass, from what has been gathered. */
  prepareEnd(_pass: number): void {}

  /** As `prepareChunk`, of an evaluation. The chunk has been predicted, and its targets stand in their matrices. */
  evaluateChunk(_pass: number): void {}

  evaluateEnd(_pass: number): void {}

  /** Loss and metrics, once `evaluateEnd` has run for each pass. */
  evaluation(): Evaluation {
    throw new Error('the spec has no loss and no metrics')
  }

  /**
   * The output for one example, in an array of its own.
   *
   * @throws RangeError when an input has too few numbers or too many
   */
  predictOne(...inputs: ArrayLike<number>[]): FloatArray {
    this.resize(1)
    const ports = this.model.inputs.map((name, i) => this.#writeColumn(name, inputs[i] ?? []))
    const output = this.predict(...ports)
    const outputs = new this.precision.Array(output.rows)
    for (let r = 0; r < output.rows; r++) outputs[r] = output.data[r * output.stride]!
    return outputs
  }

  /**
   * The class of each example: the second of two where one row is at least ½, else that of the largest row.
   *
   * @throws TypeError when the network's output has no classes
   */
  classify(...inputs: Matrix[]): string[] {
    const { name, output, classes } = this.model
    if (!classes) throw new TypeError(`\`${output}\` of \`${name}\` has no classes`)
    const probabilities = this.predict(...inputs)
    return Array.from({ length: probabilities.columns }, (_, c) => classes[classIn(probabilities, c)]!)
  }

  /**
   * Checks one example of an input.
   *
   * @throws RangeError when it has too few numbers or too many
   */
  protected expect(name: string, rows: number, example: ArrayLike<number>): void {
    if (example.length !== rows) {
      throw new RangeError(`\`${name}\` needs ${rows} numbers, not ${example.length}`)
    }
  }

  #writeColumn(name: string, example: ArrayLike<number>): Matrix {
    const port = this.matrices.get(name)!
    this.expect(name, port.rows, example)
    for (let r = 0; r < port.rows; r++) port.data[r * port.stride] = example[r]!
    return port
  }
}

function classIn(probabilities: Matrix, c: number): number {
  if (probabilities.rows === 1) return probabilities.at(0, c) >= 0.5 ? 1 : 0
  let largest = 0
  for (let r = 1; r < probabilities.rows; r++) {
    if (probabilities.at(r, c) > probabilities.at(largest, c)) largest = r
  }
  return largest
}
