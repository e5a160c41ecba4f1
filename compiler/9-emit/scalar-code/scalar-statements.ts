import type { Instruction, ValueId } from '../../forms/program.ts'
import type { Term } from '../../operations/terms.ts'
import { equationOf, type Notebook } from '../equations.ts'
import { valueText } from '../scalars.ts'
import { Census } from './census.ts'
import { type Place, placeIn } from './doubles.ts'
import { ATOM, type Pen, type Written, written } from './expressions.ts'
import { declared, wrapped } from './lines.ts'
import { LocalNames } from './local-names.ts'
import { isCalled, isHosted, type Page } from './page.ts'

/**
 * Matrices written out number by number: `const Z1_0_0 = W1_0_0 * X_0_0 + …`. What has a name, is stored or is used
 * more than once has statements of its own, under its equation; all else is written where it is used. Functions such as
 * `tanh` take an array of doubles at a time: a number on its way into a function of JavaScript would be put on the heap.
 */
export function scalarStatements(page: Page): readonly string[] {
  return new Writer(page).statements()
}

class Writer {
  readonly #page: Page
  readonly #census: Census
  readonly #names: LocalNames
  readonly #pen: Pen
  readonly #here: ReadonlyMap<ValueId, Instruction>
  /** Values that are read element by element from an array, and those in local variables. */
  readonly #arrays = new Map<ValueId, Place>()
  readonly #local = new Set<ValueId>()
  readonly #loads: string[] = []
  /** Numbers of the host that are computed once, ahead. */
  readonly #ahead = new Map<ValueId, string>()

  constructor(page: Page) {
    this.#page = page
    this.#census = new Census(page)
    this.#names = new LocalNames(page, this.#census)
    this.#pen = { mention: (term) => this.#mentioned(term), uses: page.spoken.uses }
    this.#here = new Map(page.instructions.map((instruction) => [instruction.result, instruction]))
  }

  statements(): readonly string[] {
    const { instructions, spoken } = this.#page
    for (const value of [...this.#census.uses.keys()].sort((a, b) => a - b))
      if (!this.#here.has(value)) this.#read(value)
    const blocks = instructions.flatMap((instruction) =>
      this.#census.lines.has(instruction.result) ? [this.#block(instruction)] : [],
    )
    const width = Math.min(48, Math.max(0, ...blocks.map(({ equation }) => [...equation].length)))
    return [
      ...this.#names.declarations(),
      ...[...this.#ahead].map(([value, name]) => `const ${name} = ${valueText(value, spoken, true).text}`),
      ...this.#loads,
      ...blocks.flatMap(({ equation, sizes, lines }) => [
        `// ${equation}${' '.repeat(Math.max(0, width - [...equation].length))}  ${sizes}`,
        ...lines,
      ]),
    ]
  }

  // Reading

  /** A matrix that is there already: into local variables if it is used often, or if what it shows will change. */
  #read(value: ValueId): void {
    const { counts, owners } = this.#census.useOf(value)
    const place = this.#page.placeOf(value)
    if (!place) throw new Error(`invariant: value ${value} is read and lies nowhere`)
    const writer = [...this.#census.lines].find((line) => this.#page.overwritten(line) === value)
    const isSafe =
      writer === undefined ||
      owners.every((owner, index) => owner === undefined || (owner.value === writer && owner.index === index))
    if (isSafe && counts.every((count) => count <= 1)) this.#arrays.set(value, place)
    else {
      this.#local.add(value)
      this.#loads.push(...this.#loading(value, this.#names.alias(place)))
    }
  }

  /** A line for each row, as far as it is used; one for a column. */
  #loading(value: ValueId, array: string): readonly string[] {
    const { counts, columns } = this.#census.useOf(value)
    const width = columns === 1 ? counts.length : columns
    const rows = Array.from({ length: counts.length / width }, (_, row) =>
      Array.from({ length: width }, (_, at) => row * width + at).filter((index) => counts[index]! > 0),
    )
    return rows.flatMap((row) =>
      declared(row.map((index) => `${this.#names.element(value, index)} = ${array}[${index}]!`)),
    )
  }

  #mentioned({ value, row, column }: Term & { readonly kind: 'element' }): Written {
    if (isHosted(value, this.#page)) return this.#number(value)
    const index = row * this.#census.useOf(value).columns + column
    if (this.#local.has(value)) return { text: this.#names.element(value, index), precedence: ATOM }
    const place = this.#arrays.get(value)
    if (place) return { text: `${this.#names.alias(place)}[${index}]!`, precedence: ATOM }
    return written(this.#census.termAt(this.#here.get(value)!, index), this.#pen)
  }

  /** A number of the host: once, ahead, if it has to be computed and is mentioned more than once. */
  #number(value: ValueId): Written {
    const { spoken } = this.#page
    const isComputed = spoken.named(value) === undefined && !this.#isConstant(value)
    if (!isComputed || (this.#census.mentions.get(value) ?? 0) <= 1) return valueText(value, spoken)
    const name = this.#ahead.get(value) ?? this.#names.base(value)
    this.#ahead.set(value, name)
    return { text: name, precedence: ATOM }
  }

  /** Numbers of the spec, and what is made of them: the engine computes them when it compiles. */
  #isConstant(value: ValueId): boolean {
    const instruction = this.#page.around.made(value)
    return instruction?.operands.every((operand) => this.#isConstant(operand)) ?? false
  }

  // Writing

  #block(instruction: Instruction): {
    readonly equation: string
    readonly sizes: string
    readonly lines: readonly string[]
  } {
    const { result } = instruction
    const { notebook } = this.#page
    const shown = (value: ValueId) =>
      notebook.names.shown(value) ?? (this.#census.lines.has(value) ? this.#names.base(value) : undefined)
    const named: Notebook = { ...notebook, names: { ...notebook.names, shown } }
    const lines = isCalled(instruction, this.#page) ? this.#call(instruction) : this.#numbers(instruction)
    return { ...equationOf(result, named), lines }
  }

  /** Each element in a statement. */
  #numbers(instruction: Instruction): readonly string[] {
    const { result } = instruction
    const { isStored, placeOf } = this.#page
    const { counts } = this.#census.useOf(result)
    const stored = isStored(result) ? this.#names.alias(placeOf(result)!) : undefined
    const passed = this.#census.fills(result) ? this.#census.arguments.get(result) : undefined
    const argument = passed && this.#names.alias(passed)
    if (counts.some((count) => count > 0)) this.#local.add(result)
    return counts.flatMap((count, index) => {
      const targets = [
        ...(count > 0 ? [`const ${this.#names.element(result, index)}`] : []),
        ...(stored === undefined ? [] : [`${stored}[${index}]`]),
        ...(argument === undefined ? [] : [`${argument}[${index}]`]),
      ]
      if (targets.length === 0) return []
      const { text } = written(this.#census.termAt(instruction, index), this.#pen)
      return wrapped(`${targets.join(' = ')} = ${text}`)
    })
  }

  /** All elements by one function of the runtime, from one array into another. */
  #call(instruction: Instruction): readonly string[] {
    const { result, operands, operation } = instruction
    const { isStored, placeOf, spoken, doubles } = this.#page
    const { counts } = this.#census.useOf(result)
    const into = isStored(result)
      ? placeOf(result)!
      : placeIn(doubles, this.#names.base(result), counts.length)
    const array = this.#names.alias(into)
    const argument = operands[0]!
    const passed = this.#names.alias(this.#census.arguments.get(argument)!)
    const filling = this.#census.fills(argument)
      ? []
      : counts.map((_, index) => {
          const term = this.#census.termAt(instruction, index) as Term & { readonly kind: 'made' }
          return `${passed}[${index}] = ${written(term.operands[0]!, this.#pen).text}`
        })
    spoken.uses.add('each')
    const call = `each.${operation}(${array}, ${passed})`
    if (counts.every((count) => count <= 1)) {
      this.#arrays.set(result, into)
      return [...filling, call]
    }
    this.#local.add(result)
    return [...filling, call, ...this.#loading(result, array)]
  }
}
