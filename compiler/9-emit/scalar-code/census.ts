import type { Instruction, ValueId } from '../../forms/program.ts'
import { isView, sizeAt, type Term } from '../../operations/terms.ts'
import { type Place, placeIn } from './doubles.ts'
import { isCalled, isHosted, type Page, termOf } from './page.ts'

/** An element's user: the value that has statements, and which of its elements. */
interface Owner {
  readonly value: ValueId
  readonly index: number
}

/** A value of a page: how often each element is mentioned, and by whom. */
export interface Use {
  readonly columns: number
  readonly counts: number[]
  readonly owners: (Owner | undefined)[]
}

/**
 * What of a page is used how often, and so what has statements of its own: values that have a name, are stored, come
 * out of a function or are used more than once. All else is written where it is used.
 */
export class Census {
  /** Of what is used at all. */
  readonly uses = new Map<ValueId, Use>()
  /** Values with statements of their own. */
  readonly lines = new Set<ValueId>()
  /** Arguments of functions, and the array that holds each. */
  readonly arguments = new Map<ValueId, Place>()
  /** Numbers of the host: how often they are mentioned. */
  readonly mentions = new Map<ValueId, number>()
  readonly #page: Page
  readonly #here: ReadonlyMap<ValueId, Instruction>

  constructor(page: Page) {
    this.#page = page
    this.#here = new Map(page.instructions.map((instruction) => [instruction.result, instruction]))
    // When one is reached, all its users have been.
    for (const instruction of page.instructions.toReversed()) this.#count(instruction)
  }

  useOf(value: ValueId): Use {
    const known = this.uses.get(value)
    if (known) return known
    const { program, batch } = this.#page.around
    const [rows, columns] = sizeAt(program.values[value]!.shape, batch)
    const use: Use = {
      columns,
      counts: Array.from({ length: rows * columns }, () => 0),
      owners: Array.from({ length: rows * columns }, () => undefined),
    }
    this.uses.set(value, use)
    return use
  }

  /** An argument whose own statements fill its array. Without a name it has none: it is written where the call is. */
  fills(argument: ValueId): boolean {
    const { around, isStored } = this.#page
    const instruction = this.#here.get(argument)
    return (
      instruction !== undefined &&
      (isStored(argument) || around.program.values[argument]!.name !== undefined) &&
      !isView(instruction, around) &&
      !isCalled(instruction, this.#page)
    )
  }

  /** The element at a place in a row-major value. */
  termAt(instruction: Instruction, index: number): Term {
    const { columns } = this.useOf(instruction.result)
    return termOf(instruction, Math.floor(index / columns), index % columns, this.#page)
  }

  #count(instruction: Instruction): void {
    const { result, operands } = instruction
    const { around, isStored, doubles } = this.#page
    if (isHosted(result, this.#page)) return
    const isUsed = this.uses.has(result) || this.arguments.has(result)
    if (!isUsed && !isStored(result)) return
    const { counts, owners } = this.useOf(result)
    const called = isCalled(instruction, this.#page)
    const isNamed = around.program.values[result]!.name !== undefined
    const own =
      isStored(result) ||
      (!isView(instruction, around) && (called || isNamed || counts.some((count) => count > 1)))
    if (own) this.lines.add(result)
    if (called) {
      const argument = operands[0]!
      if (!this.arguments.has(argument)) {
        const wanted = around.program.values[argument]!.name ?? 'argument'
        this.arguments.set(argument, placeIn(doubles, wanted, counts.length))
      }
      // What is made here goes into the array when it is made; what isn't, just before the call.
      if (this.fills(argument)) return
    }
    for (const [index, count] of counts.entries()) {
      const isNeeded = isStored(result) || this.arguments.has(result) || called || count > 0
      if (!isNeeded) continue
      const owner = own ? { value: result, index } : owners[index]!
      this.#mention(this.termAt(instruction, index), own ? 1 : count, owner)
    }
  }

  #mention(term: Term, times: number, owner: Owner): void {
    if (term.kind === 'made') for (const operand of term.operands) this.#mention(operand, times, owner)
    if (term.kind !== 'element') return
    if (isHosted(term.value, this.#page)) {
      this.mentions.set(term.value, (this.mentions.get(term.value) ?? 0) + times)
      return
    }
    const { counts, owners, columns } = this.useOf(term.value)
    const index = term.row * columns + term.column
    counts[index]! += times
    owners[index] = owner
  }
}
