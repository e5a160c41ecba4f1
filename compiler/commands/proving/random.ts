import { threefry } from '../../../runtime/random.ts'
import { uniform53 } from '../../../runtime/uniform.ts'

/** Numbers that look random, the same for the same seed and stream, whatever else is drawn. */
export class Random {
  readonly #seed: number
  readonly #stream: number
  readonly #words = new Uint32Array(2)
  #count = 0

  constructor(seed: number, stream = 0) {
    this.#seed = seed
    this.#stream = stream
  }

  /** From `low` to `high`, all as likely. */
  number(low = 0, high = 1): number {
    threefry(this.#seed, this.#stream, 0, this.#count++, this.#words)
    return low + (high - low) * uniform53(this.#words[0]!, this.#words[1]!)
  }

  /** From 0 on, below `end`. */
  index(end: number): number {
    return Math.floor(this.number(0, end))
  }

  array(length: number, low: number, high: number): Float64Array<ArrayBuffer> {
    return new Float64Array(length).map(() => this.number(low, high))
  }

  /** Of length 1, towards any side. */
  direction(length: number): Float64Array<ArrayBuffer> {
    const towards = this.array(length, -1, 1)
    const norm = Math.sqrt(towards.reduce((sum, x) => sum + x * x, 0))
    return norm > 0 ? towards.map((x) => x / norm) : towards.fill(1 / Math.sqrt(length))
  }
}
