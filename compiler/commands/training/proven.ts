import type { FloatArray } from 'loopless/runtime'

/**
 * The last parameters that gave a finite loss. A step's loss is that of the
 * parameters before its update; so what an update makes is a candidate until the
 * next step has proved it.
 */
export class ProvenParameters {
  readonly #current: FloatArray
  #proven: FloatArray | undefined
  #candidate: FloatArray

  constructor(current: FloatArray) {
    this.#current = current
    this.#candidate = current.slice()
  }

  /** After each update: its loss was finite. */
  stepped(): void {
    const free = this.#proven ?? this.#current.slice()
    this.#proven = this.#candidate
    this.#candidate = free
    free.set(this.#current)
  }

  /** Puts them back, if there are any. */
  restore(): boolean {
    if (this.#proven) this.#current.set(this.#proven)
    return this.#proven !== undefined
  }
}
