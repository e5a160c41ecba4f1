import type { Part } from '../forms/module.ts'
import type { Instruction, ValueId } from '../forms/program.ts'
import { isScalar } from '../forms/shape.ts'
import { operationNamed } from '../operations/index.ts'
import { PRECEDENCE } from '../operations/operation.ts'
import { isFunction, isView, type Sized, sizeAt, type Term, termAt } from '../operations/terms.ts'
import { equationOf, type Notebook } from './equations.ts'
import { literal, type Spoken, valueText } from './scalars.ts'

/** Where numbers lie: an array's name in the code, and the expression it stands for. */
export interface Place {
  readonly name: string
  readonly text: string
}

/** What scalar code is written with. */
export interface Page {
  readonly around: Sized
  /** What is computed, in order. */
  readonly instructions: readonly Instruction[]
  /** Of values that are stored, and of those that are read. */
  readonly placeOf: (value: ValueId) => Place | undefined
  readonly isStored: (value: ValueId) => boolean
  /** What lies where this output will. */
  readonly overwritten: (value: ValueId) => ValueId | undefined
  /** Names of arrays that are there already. */
  readonly given: readonly string[]
  readonly notebook: Notebook
  readonly spoken: Spoken
  readonly doubles: Doubles
}

/** Arrays of doubles on their way into the runtime's functions and out again, by name, with their lengths. */
export type Doubles = Map<string, number>

/** Widest line. */
const WIDTH = 110

/**
 * Matrices written out number by number: `const Z1_0_0 = W1_0_0 * X_0_0 + …`. What has a name, is stored or is used
 * more than once has statements of its own, under its equation; all else is written where it is used. Functions such as
 * `tanh` take an array of doubles at a time: a number on its way into a function of JavaScript would be put on the heap.
 */
export function scalarStatements(page: Page): readonly string[] {
  return new Writer(page).statements()
}

/** An element's user: the value that has statements, and which of its elements. */
interface Owner {
  readonly value: ValueId
  readonly index: number
}

/** A value of this page: how often each element is mentioned, and by whom. */
interface Use {
  readonly columns: number
  readonly counts: number[]
  readonly owners: (Owner | undefined)[]
}

interface Written {
  readonly text: string
  readonly precedence: number
  /** The same as a condition. */
  readonly test?: string
}

const ATOM = 10
const TERNARY = 0

class Writer {
  readonly #page: Page
  readonly #here = new Map<ValueId, Instruction>()
  readonly #uses = new Map<ValueId, Use>()
  /** Values with statements of their own. */
  readonly #lines = new Set<ValueId>()
  /** Arguments of functions, and the array that holds each. */
  readonly #arguments = new Map<ValueId, Place>()
  readonly #bases = new Map<ValueId, string>()
  /** Values that are read element by element from an array, and those in local variables. */
  readonly #arrays = new Map<ValueId, Place>()
  readonly #local = new Set<ValueId>()
  readonly #aliases = new Map<string, string>()
  readonly #loads: string[] = []
  readonly #taken = new Set<string>()
  /** Numbers of the host: how often they are mentioned, and those that are computed once, ahead. */
  readonly #mentions = new Map<ValueId, number>()
  readonly #ahead = new Map<ValueId, string>()

  constructor(page: Page) {
    this.#page = page
    for (const name of page.given) this.#aliases.set(name, name)
    for (const instruction of page.instructions) this.#here.set(instruction.result, instruction)
  }

  statements(): readonly string[] {
    const { instructions } = this.#page
    for (const instruction of instructions.toReversed()) this.#count(instruction)
    for (const value of [...this.#uses.keys()].sort((a, b) => a - b))
      if (!this.#here.has(value)) this.#read(value)
    const blocks = instructions.flatMap((instruction) =>
      this.#lines.has(instruction.result) ? [this.#block(instruction)] : [],
    )
    const width = Math.min(48, Math.max(0, ...blocks.map(({ equation }) => [...equation].length)))
    return [
      ...[...this.#aliases].flatMap(([name, text]) => (name === text ? [] : [`const ${name} = ${text}`])),
      ...[...this.#ahead.keys()].map(
        (value) => `const ${this.#ahead.get(value)} = ${valueText(value, this.#page.spoken, true).text}`,
      ),
      ...this.#loads,
      ...blocks.flatMap(({ equation, sizes, lines }) => [
        `// ${equation}${' '.repeat(Math.max(0, width - [...equation].length))}  ${sizes}`,
        ...lines,
      ]),
    ]
  }

  // What is used how often

  /** From the last instruction to the first: when one is reached, all its users have been. */
  #count(instruction: Instruction): void {
    const { result, operands } = instruction
    const { around, isStored, doubles } = this.#page
    if (this.#isHosted(result)) return
    const use = this.#uses.get(result)
    const isUsed = use !== undefined || this.#arguments.has(result)
    if (!isUsed && !isStored(result)) return
    const { counts, owners } = use ?? this.#use(result)
    const called = this.#isCalled(instruction)
    const isNamed = around.program.values[result]!.name !== undefined
    const own =
      isStored(result) ||
      (!isView(instruction, around) && (called || isNamed || counts.some((count) => count > 1)))
    if (own) this.#lines.add(result)
    if (called) {
      const [argument] = operands
      if (!this.#arguments.has(argument!)) {
        const length = counts.length
        this.#arguments.set(argument!, placeIn(doubles, this.#nameOf(argument!) ?? 'argument', length))
      }
      // What is made here goes into the array when it is made; what isn't, just before the call.
      if (this.#fills(argument!)) return
    }
    for (const [index, count] of counts.entries()) {
      const isNeeded = isStored(result) || this.#arguments.has(result) || called || count > 0
      if (!isNeeded) continue
      const owner = own ? { value: result, index } : owners[index]!
      const times = own ? 1 : count
      this.#mention(this.#term(instruction, index), times, owner)
    }
  }

  /** An argument whose own statements fill its array. Without a name it has none: it is written where the call is. */
  #fills(argument: ValueId): boolean {
    const { around, isStored } = this.#page
    const instruction = this.#here.get(argument)
    return (
      instruction !== undefined &&
      (isStored(argument) || around.program.values[argument]!.name !== undefined) &&
      !isView(instruction, around) &&
      !this.#isCalled(instruction)
    )
  }

  #mention(term: Term, times: number, owner: Owner): void {
    if (term.kind === 'made') for (const operand of term.operands) this.#mention(operand, times, owner)
    if (term.kind !== 'element') return
    if (this.#isHosted(term.value)) {
      this.#mentions.set(term.value, (this.#mentions.get(term.value) ?? 0) + times)
      return
    }
    const { counts, owners, columns } = this.#use(term.value)
    const index = term.row * columns + term.column
    counts[index]! += times
    owners[index] = owner
  }

  #use(value: ValueId): Use {
    const known = this.#uses.get(value)
    if (known) return known
    const { program, batch } = this.#page.around
    const [rows, columns] = sizeAt(program.values[value]!.shape, batch)
    const use: Use = {
      columns,
      counts: Array.from({ length: rows * columns }, () => 0),
      owners: Array.from({ length: rows * columns }, () => undefined),
    }
    this.#uses.set(value, use)
    return use
  }

  /** The value's elements come out of a function of the runtime, all at once. */
  #isCalled(instruction: Instruction): boolean {
    return isFunction(instruction) && !isScalar(this.#page.around.program.values[instruction.result]!.shape)
  }

  /** A number that the host has: it is no element of anything. */
  #isHosted(value: ValueId): boolean {
    const { around, spoken } = this.#page
    if (!isScalar(around.program.values[value]!.shape)) return false
    if (spoken.named(value) !== undefined) return true
    const instruction = around.made(value)
    return (
      instruction === undefined ||
      (instruction.operation !== 'item' && instruction.operands.every((operand) => this.#isHosted(operand)))
    )
  }

  // Names

  #nameOf(value: ValueId): string | undefined {
    return this.#page.around.program.values[value]!.name
  }

  /** What elements of a value are called, but for their places. */
  #base(value: ValueId): string {
    const known = this.#bases.get(value)
    if (known !== undefined) return known
    const wanted = this.#page.placeOf(value)?.name ?? this.#nameOf(value) ?? 't'
    const isNumbered = wanted === 't' || /_\d+_\d+$/.test(wanted)
    let base = isNumbered ? `${wanted}1` : wanted
    for (let count = 2; this.#taken.has(base) || (wanted === 't' && this.#isPlaced(base)); count++)
      base = isNumbered ? `${wanted}${count}` : `${wanted}_${'_'.repeat(count - 2)}`
    this.#taken.add(base)
    this.#bases.set(value, base)
    return base
  }

  /** A value that lies in memory has this name. */
  #isPlaced(name: string): boolean {
    return [...this.#uses.keys()].some((value) => this.#page.placeOf(value)?.name === name)
  }

  #element(value: ValueId, index: number): string {
    const base = this.#base(value)
    if (isScalar(this.#page.around.program.values[value]!.shape)) return base
    const { columns } = this.#use(value)
    return `${base}_${Math.floor(index / columns)}_${index % columns}`
  }

  /** The local name of an array; two arrays that want one name get two. */
  #alias({ name, text }: Place): string {
    let alias = name
    while (this.#aliases.has(alias) && this.#aliases.get(alias) !== text) alias = `${alias}_`
    this.#aliases.set(alias, text)
    return alias
  }

  // Reading

  /** A matrix that is there already: into local variables if it is used often, or if what it shows will change. */
  #read(value: ValueId): void {
    const { counts, owners } = this.#use(value)
    const place = this.#page.placeOf(value)
    if (!place) throw new Error(`invariant: value ${value} is read and lies nowhere`)
    const writer = [...this.#lines].find((line) => this.#page.overwritten(line) === value)
    const isSafe =
      writer === undefined ||
      owners.every((owner, index) => owner === undefined || (owner.value === writer && owner.index === index))
    if (isSafe && counts.every((count) => count <= 1)) this.#arrays.set(value, place)
    else {
      this.#local.add(value)
      this.#loads.push(...this.#loading(value, this.#alias(place)))
    }
  }

  /** A line for each row, as far as it is used; one for a column. */
  #loading(value: ValueId, array: string): readonly string[] {
    const { counts, columns } = this.#use(value)
    const width = columns === 1 ? counts.length : columns
    const rows = Array.from({ length: counts.length / width }, (_, row) =>
      Array.from({ length: width }, (_, at) => row * width + at).filter((index) => counts[index]! > 0),
    )
    return rows.flatMap((row) =>
      declared(row.map((index) => `${this.#element(value, index)} = ${array}[${index}]!`)),
    )
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
      notebook.names.shown(value) ?? (this.#lines.has(value) ? this.#base(value) : undefined)
    const named: Notebook = { ...notebook, names: { ...notebook.names, shown } }
    const lines = this.#isCalled(instruction) ? this.#call(instruction) : this.#numbers(instruction)
    return { ...equationOf(result, named), lines }
  }

  /** Each element in a statement. */
  #numbers(instruction: Instruction): readonly string[] {
    const { result } = instruction
    const { isStored, placeOf } = this.#page
    const { counts } = this.#use(result)
    const stored = isStored(result) ? this.#alias(placeOf(result)!) : undefined
    const passed = this.#fills(result) ? this.#arguments.get(result) : undefined
    const argument = passed && this.#alias(passed)
    if (counts.some((count) => count > 0)) this.#local.add(result)
    return counts.flatMap((count, index) => {
      const targets = [
        ...(count > 0 ? [`const ${this.#element(result, index)}`] : []),
        ...(stored === undefined ? [] : [`${stored}[${index}]`]),
        ...(argument === undefined ? [] : [`${argument}[${index}]`]),
      ]
      if (targets.length === 0) return []
      return wrapped(`${targets.join(' = ')} = ${this.#written(this.#term(instruction, index)).text}`)
    })
  }

  /** All elements by one function of the runtime, from one array into another. */
  #call(instruction: Instruction): readonly string[] {
    const { result, operands, operation } = instruction
    const { isStored, placeOf, spoken, doubles } = this.#page
    const { counts } = this.#use(result)
    const into = isStored(result) ? placeOf(result)! : placeIn(doubles, this.#base(result), counts.length)
    const array = this.#alias(into)
    const [argument] = operands
    const passed = this.#alias(this.#arguments.get(argument!)!)
    const filling = this.#fills(argument!)
      ? []
      : counts.map((_, index) => {
          const [operand] = (this.#term(instruction, index) as Term & { readonly kind: 'made' }).operands
          return `${passed}[${index}] = ${this.#written(operand!).text}`
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

  #term(instruction: Instruction, index: number): Term {
    const { columns } = this.#use(instruction.result)
    const { around } = this.#page
    const term = termAt(instruction, Math.floor(index / columns), index % columns, around)
    if (term) return term
    // Of one number each: the runtime has a function for all.
    const operands = instruction.operands.map(
      (value): Term => ({ kind: 'element', value, row: 0, column: 0 }),
    )
    return { kind: 'made', operation: instruction.operation, operands }
  }

  #written(term: Term): Written {
    switch (term.kind) {
      case 'number':
        return { text: literal(term.value), precedence: term.value < 0 ? PRECEDENCE.negate : ATOM }
      case 'element':
        return this.#mentioned(term.value, term.row, term.column)
      case 'made':
        return this.#made(term.operation, term.operands)
    }
  }

  #mentioned(value: ValueId, row: number, column: number): Written {
    if (this.#isHosted(value)) return this.#number(value)
    const index = row * this.#use(value).columns + column
    if (this.#local.has(value)) return { text: this.#element(value, index), precedence: ATOM }
    const place = this.#arrays.get(value)
    if (place) return { text: `${this.#alias(place)}[${index}]!`, precedence: ATOM }
    return this.#written(this.#term(this.#here.get(value)!, index))
  }

  /** A number of the host: once, ahead, if it has to be computed and is mentioned more than once. */
  #number(value: ValueId): Written {
    const { spoken } = this.#page
    const isComputed = spoken.named(value) === undefined && !this.#isConstant(value)
    if (!isComputed || (this.#mentions.get(value) ?? 0) <= 1) return valueText(value, spoken)
    const name = this.#ahead.get(value) ?? this.#base(value)
    this.#ahead.set(value, name)
    return { text: name, precedence: ATOM }
  }

  /** Numbers of the spec, and what is made of them: the engine computes them when it compiles. */
  #isConstant(value: ValueId): boolean {
    const instruction = this.#page.around.made(value)
    return instruction?.operands.every((operand) => this.#isConstant(operand)) ?? false
  }

  #made(operation: string, operands: readonly Term[]): Written {
    const { code } = operationNamed(operation)
    const inside = (operand: Term, least: number) => {
      const { text, precedence } = this.#written(operand)
      return precedence < least ? `(${text})` : text
    }
    const test = (operand: Term) => this.#written(operand).test ?? `${inside(operand, ATOM)} !== 0`
    const truth = (holds: string): Written => ({ text: `${holds} ? 1 : 0`, precedence: TERNARY, test: holds })
    const [a, b, c] = operands
    switch (code?.kind) {
      case 'infix':
        return {
          text: `${inside(a!, code.precedence)} ${code.sign} ${inside(b!, code.precedence + 1)}`,
          precedence: code.precedence,
        }
      case 'prefix':
        return { text: `${code.sign}${inside(a!, PRECEDENCE.power)}`, precedence: PRECEDENCE.negate }
      case 'call':
        return {
          text: `${code.name}(${operands.map((operand) => this.#written(operand).text).join(', ')})`,
          precedence: ATOM,
        }
      case 'comparison':
        return truth(`${inside(a!, PRECEDENCE.add)} ${code.sign} ${inside(b!, PRECEDENCE.add)}`)
      case 'logic':
        return truth(code.sign === '!' ? `!(${test(a!)})` : `(${test(a!)} ${code.sign} ${test(b!)})`)
      case 'choice':
        return {
          text: `${test(a!)} ? ${inside(b!, PRECEDENCE.add)} : ${inside(c!, PRECEDENCE.add)}`,
          precedence: TERNARY,
        }
      case undefined:
        this.#page.spoken.uses.add('scalar')
        return {
          text: `scalar.${operation}(${operands.map((operand) => this.#written(operand).text).join(', ')})`,
          precedence: ATOM,
        }
    }
  }
}

/** The arrays of a module, which hold nothing from one method to the next. */
export function doublesOf(doubles: Doubles): readonly Part[] {
  if (doubles.size === 0) return []
  return [
    {
      kind: 'text',
      lines: [
        '',
        '// On their way into functions and out of them; nothing stays in them from one method to the next.',
        'const doubles = {',
        ...[...doubles].map(([name, length]) => `  ${name}: /* @__PURE__ */ new Float64Array(${length}),`),
        '}',
      ],
    },
  ]
}

/** An array of its own among the doubles. */
function placeIn(doubles: Doubles, wanted: string, length: number): Place {
  let name = wanted
  for (let count = 2; doubles.has(name); count++) name = `${wanted}_${count}`
  doubles.set(name, length)
  return { name: wanted, text: `doubles.${name}` }
}

/** `const a = …, b = …`, a new line where one is full. */
function declared(parts: readonly string[]): readonly string[] {
  const lines: string[] = []
  let line = ''
  for (const part of parts) {
    if (line !== '' && line.length + part.length + 2 > WIDTH) {
      lines.push(`const ${line}`)
      line = ''
    }
    line = line === '' ? part : `${line}, ${part}`
  }
  return line === '' ? lines : [...lines, `const ${line}`]
}

/** A long sum goes on in lines of its own. */
function wrapped(statement: string): readonly string[] {
  if (statement.length <= WIDTH) return [statement]
  const lines: string[] = []
  let line = ''
  for (const part of statement.split(/(?<= [+*]) /)) {
    if (line !== '' && line.length + part.length + 1 > WIDTH) {
      lines.push(line)
      line = `  ${part}`
    } else line = line === '' ? part : `${line} ${part}`
  }
  return [[...lines, line].join('\n')]
}
