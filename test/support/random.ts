import { numbers } from '../runtime/support/numbers.ts'

/** Choices that are the same in every run. */
export class Random {
  readonly #next: () => number

  constructor(seed: number) {
    this.#next = numbers(seed)
  }

  between(low: number, high: number): number {
    return low + (high - low) * this.#next()
  }

  /** Both ends included. */
  integer(low: number, high: number): number {
    return low + Math.floor(this.#next() * (high - low + 1))
  }

  chance(probability: number): boolean {
    return this.#next() < probability
  }

  pick<T>(choices: readonly T[]): T {
    return choices[this.integer(0, choices.length - 1)]!
  }

  shuffled<T>(list: readonly T[]): readonly T[] {
    const result = [...list]
    for (let at = result.length - 1; at > 0; at--) {
      const other = this.integer(0, at)
      ;[result[at], result[other]] = [result[other]!, result[at]!]
    }
    return result
  }

  array(length: number, low: number, high: number): Float64Array {
    return Float64Array.from({ length }, () => this.between(low, high))
  }
}
