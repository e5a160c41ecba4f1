/**
 * Space that is taken and given back. Free space is a list of gaps in order of
 * place; the first that is large enough is used, neighbours melt together.
 */
export class Pool {
  /** The most that was ever in use at once, gaps included. */
  get size(): number {
    return this.#end
  }

  #end: number
  readonly #align: number
  readonly #gaps: { start: number; length: number }[] = []

  constructor(start = 0, align = 1) {
    this.#end = start
    this.#align = align
  }

  take(length: number): number {
    const wanted = this.#rounded(length)
    const at = this.#gaps.findIndex((gap) => gap.length >= wanted)
    if (at < 0) {
      const start = this.#end
      this.#end += wanted
      return start
    }
    const gap = this.#gaps[at]!
    const { start } = gap
    gap.start += wanted
    gap.length -= wanted
    if (gap.length === 0) this.#gaps.splice(at, 1)
    return start
  }

  give(start: number, length: number): void {
    const size = this.#rounded(length)
    let at = this.#gaps.findIndex((gap) => gap.start > start)
    if (at < 0) at = this.#gaps.length
    this.#gaps.splice(at, 0, { start, length: size })
    const [before, gap, after] = [this.#gaps[at - 1], this.#gaps[at]!, this.#gaps[at + 1]]
    if (after && gap.start + gap.length === after.start) {
      gap.length += after.length
      this.#gaps.splice(at + 1, 1)
    }
    if (before && before.start + before.length === gap.start) {
      before.length += gap.length
      this.#gaps.splice(at, 1)
    }
  }

  #rounded(length: number): number {
    return Math.ceil(length / this.#align) * this.#align
  }
}
