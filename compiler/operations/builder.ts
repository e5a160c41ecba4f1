import type {
  Attributes,
  Instruction,
  Leaf,
  Origin,
  Phase,
  Program,
  Promises,
  Result,
  Store,
  Turn,
  Value,
  ValueId,
} from '../forms/program.ts'
import { PHASES, SHARES, turnOrder } from '../forms/program.ts'
import { isScalar, ONE, type Shape, sameShape } from '../forms/shape.ts'
import { constantOf, type Size, same } from '../forms/size.ts'
import { operationNamed } from './index.ts'
import type { Equal, Operation } from './operation.ts'

/** What gradient rules and identities need of a program under construction. */
export interface Build {
  (operation: string, operands: readonly ValueId[], attributes?: Attributes): ValueId
  constant(value: number): ValueId
  shapeOf(value: ValueId): Shape
  promisesOf(value: ValueId): Promises | undefined
  /** The instruction that makes a value, if it is this operation. */
  made(value: ValueId, operation: string): Instruction | undefined
  /** The number, if a value is a constant. */
  numberOf(value: ValueId): number | undefined
  /** `x` stretched to a shape; itself where it has it. */
  stretched(x: ValueId, shape: Shape): ValueId
  /** Sums a gradient over what was stretched, back to the operand's shape. */
  reduced(dy: ValueId, to: Shape): ValueId
}

/**
 * Builds a program value by value. Equal values are built once (within the
 * phases that may see them), constants are folded, and each operation's
 * identities are applied on the way in, so that every program is simple from
 * the start. A builder lives as long as one pass.
 */
export class Builder {
  readonly build: Build
  readonly equal: Equal
  /** In proofs of words: numbers for which two sizes differ, as text. */
  readonly witness?: (a: Size, b: Size) => string | undefined
  readonly #values: Value[] = []
  readonly #instructions: Instruction[] = []
  readonly #madeBy: (Instruction | undefined)[] = []
  readonly #known = new Map<string, ValueId>()
  #phase: Phase = 'forward'
  #turn: Turn | undefined
  #origin: Origin | undefined

  /** `equal` decides between sizes whose normal forms differ: proofs of words say more than "no". */
  constructor(equal: Equal = same, witness?: (a: Size, b: Size) => string | undefined) {
    this.equal = equal
    if (witness) this.witness = witness
    const build = (operation: string, operands: readonly ValueId[], attributes: Attributes = {}) =>
      this.#make(operation, operands, attributes)
    this.build = Object.assign(build, {
      constant: (value: number) => this.#make('constant', [], { value }),
      shapeOf: (value: ValueId) => this.#values[value]!.shape,
      promisesOf: (value: ValueId) => this.#values[value]!.promises,
      made: (value: ValueId, operation: string) => {
        const instruction = this.#madeBy[value]
        return instruction?.operation === operation ? instruction : undefined
      },
      numberOf: (value: ValueId) => {
        const instruction = this.#madeBy[value]
        return instruction?.operation === 'constant' ? instruction.attributes.value : undefined
      },
      stretched: (x: ValueId, shape: Shape) => this.#make('stretch', [x], { shape }),
      reduced: (dy: ValueId, to: Shape) => reduced(this.build, dy, to),
    })
  }

  /** What is built next belongs to this phase, place and turn. */
  at(phase: Phase, origin: Origin, turn?: Turn): this {
    this.#phase = phase
    this.#origin = origin
    this.#turn = turn
    return this
  }

  leaf(leaf: Leaf, shape: Shape, name: string, promises?: Promises): ValueId {
    return this.#add({ shape, name, leaf, ...(promises && { promises }) })
  }

  /** A value is named once; later names for the same value are forgotten. */
  name(value: ValueId, name: string, equation?: string): void {
    const old = this.#values[value]!
    if (old.name === undefined)
      this.#values[value] = { ...old, name, ...(equation !== undefined && { equation }) }
  }

  promise(value: ValueId, promises: Promises): void {
    const old = this.#values[value]!
    this.#values[value] = { ...old, promises: { ...promises, ...old.promises } }
  }

  valueOf(value: ValueId): Value {
    return this.#values[value]!
  }

  instructionOf(value: ValueId): Instruction | undefined {
    return this.#madeBy[value]
  }

  get instructions(): readonly Instruction[] {
    return this.#instructions
  }

  /** The program, phase by phase and turn by turn, without what no result or store needs. Ids are given anew, in order. */
  finish(rest: Omit<Program, 'values' | 'instructions'>): Program {
    const live = new Uint8Array(this.#values.length)
    for (const { value } of rest.results) live[value] = 1
    for (const { value, leaf } of rest.stores) live[value] = live[leaf] = 1
    for (const { result, operands } of this.#instructions.toReversed())
      if (live[result]) for (const operand of operands) live[operand] = 1
    for (const [id, value] of this.#values.entries()) if (value.leaf && keepsUnused(value.leaf)) live[id] = 1

    const instructions = PHASES.flatMap((phase) =>
      this.#instructions
        .filter((instruction) => instruction.phase === phase && live[instruction.result])
        .sort((a, b) => turnOrder(a.turn) - turnOrder(b.turn)),
    )
    const leaves = this.#values.filter(({ id, leaf }) => leaf && live[id])
    const renumbered = new Map<ValueId, ValueId>()
    const values: Value[] = []
    for (const id of [...leaves.map((leaf) => leaf.id), ...instructions.map(({ result }) => result)]) {
      renumbered.set(id, values.length)
      values.push({ ...this.#values[id]!, id: values.length })
    }
    const at = (id: ValueId) => renumbered.get(id)!
    return {
      ...rest,
      values,
      instructions: instructions.map((instruction) => ({
        ...instruction,
        result: at(instruction.result),
        operands: instruction.operands.map(at),
      })),
      results: rest.results.map((result) => ({ ...result, value: at(result.value) })),
      stores: rest.stores.map((store) => ({ ...store, leaf: at(store.leaf), value: at(store.value) })),
    }
  }

  #make(name: string, operands: readonly ValueId[], attributes: Attributes): ValueId {
    const operation = operationNamed(name)
    // Each turn makes its own: what one chunk has is gone with the next.
    const key = `${turnOrder(this.#turn)} ${name}(${operands.join(',')})${attributesKey(attributes)}`
    for (const phase of SHARES[this.#phase]) {
      const known = this.#known.get(`${phase} ${key}`)
      if (known !== undefined) return known
    }
    const simpler =
      this.#fold(name, operands, attributes) ??
      this.#unstretch(operation, operands) ??
      operation.identity?.(operands, this.build, attributes)
    if (simpler !== undefined) {
      this.#known.set(`${this.#phase} ${key}`, simpler)
      return simpler
    }
    const shapes = operands.map((operand) => this.#values[operand]!.shape)
    const shape = operation.shape(shapes, attributes, this.equal)
    const result = this.#add({ shape })
    const instruction: Instruction = {
      result,
      operation: name,
      operands,
      attributes,
      phase: this.#phase,
      ...(this.#turn && { turn: this.#turn }),
      origin: this.#origin!,
    }
    this.#madeBy[result] = instruction
    this.#instructions.push(instruction)
    this.#known.set(`${this.#phase} ${key}`, result)
    return result
  }

  /**
   * Here every 1 stretches. That only a written one does is a rule of the language, which stage 3 keeps on the
   * shapes of the word: there the size that a layer above made, 1 by chance, may be a 1 this word has written.
   */
  #add(value: Omit<Value, 'id'>): ValueId {
    const id = this.#values.length
    const shape = value.shape.map((dimension) => (dimension.key === '1' ? ONE : dimension))
    this.#values.push({ ...value, shape, id })
    this.#madeBy.push(undefined)
    return id
  }

  /** Element by element, a stretched operand need not be stretched first; stretching moves outwards. */
  #unstretch({ name, meaning, shape }: Operation, operands: readonly ValueId[]): ValueId | undefined {
    if (meaning.kind !== 'pointwise') return undefined
    const inner = operands.map((operand) => this.build.made(operand, 'stretch')?.operands[0] ?? operand)
    if (inner.every((operand, at) => operand === operands[at])) return undefined
    const shapes = (ids: readonly ValueId[]) => ids.map((id) => this.#values[id]!.shape)
    const wanted = shape(shapes(operands), {}, this.equal)
    if (inner.every((operand) => isScalar(this.#values[operand]!.shape)))
      return this.build('stretch', [this.build(name, inner)], { shape: wanted })
    return sameShape(shape(shapes(inner), {}, this.equal), wanted) ? this.build(name, inner) : undefined
  }

  /** Scalars whose operands are numbers become numbers, where every engine agrees on the bits. */
  #fold(name: string, operands: readonly ValueId[], attributes: Attributes): ValueId | undefined {
    if (name === 'size') {
      const value = constantOf(attributes.size!)
      return value === undefined ? undefined : this.build.constant(value)
    }
    const { meaning } = operationNamed(name)
    if (meaning.kind !== 'pointwise' || !meaning.exact || operands.length === 0) return undefined
    const numbers: number[] = []
    for (const operand of operands) {
      const number = this.build.numberOf(operand)
      if (number === undefined) return undefined
      numbers.push(number)
    }
    const value = meaning.of(...numbers)
    return Number.isFinite(value) ? this.build.constant(value) : undefined
  }
}

/** Data ports stay, so that a module takes them all; everything else must earn its place. */
function keepsUnused(leaf: Leaf): boolean {
  return leaf.kind === 'input' || leaf.kind === 'target'
}

function attributesKey({ value, values, size, axis, shape, stream, combine }: Attributes): string {
  // -0 and 0 differ, and JSON would not tell.
  const number = Object.is(value, -0) ? '-0' : (value ?? '')
  return `${number};${size?.key ?? ''};${axis ?? ''};${shape?.map((d) => d.key + (d.written ? '!' : '')).join(',') ?? ''};${stream ?? ''};${values?.join(',') ?? ''};${combine ?? ''}`
}

function reduced(build: Build, dy: ValueId, to: Shape): ValueId {
  const from = build.shapeOf(dy)
  let sum = dy
  for (const [axis, dimension] of from.entries())
    if (isScalar(to) || !same(dimension, to[axis]!)) sum = build('sum', [sum], { axis })
  return isScalar(to) && !isScalar(from) ? build('item', [sum]) : sum
}

/**
 * Rebuilds a program through a fresh builder: `visit` says what becomes of each
 * instruction, given its operands in the new program. Names, promises and
 * equations follow the values they belong to.
 */
export function rebuild(
  program: Program,
  visit: (
    instruction: Instruction,
    operands: readonly ValueId[],
    builder: Builder,
    at: (old: ValueId) => ValueId,
  ) => ValueId = plainly,
  extend?: (
    builder: Builder,
    at: (old: ValueId) => ValueId,
  ) => { results?: readonly Result[]; stores?: readonly Store[] },
): Program {
  const builder = new Builder()
  const renamed = new Map<ValueId, ValueId>()
  const at = (old: ValueId) => renamed.get(old)!
  const kept = new Set(program.results.flatMap(({ role, value }) => (role === 'kept' ? [value] : [])))
  const copies = new Map<ValueId, ValueId>()
  for (const { id, leaf, shape, name, promises } of program.values)
    if (leaf) renamed.set(id, builder.leaf(leaf, shape, name!, promises))
  for (const instruction of program.instructions) {
    builder.at(instruction.phase, instruction.origin, instruction.turn)
    const next = visit(instruction, instruction.operands.map(at), builder, at)
    if (!sameShape(builder.valueOf(next).shape, program.values[instruction.result]!.shape))
      throw new Error(`invariant: a pass changed the shape of ${instruction.operation} in ${program.network}`)
    const { name, equation, promises } = program.values[instruction.result]!
    if (name !== undefined) builder.name(next, name, equation)
    if (promises) builder.promise(next, promises)
    renamed.set(instruction.result, next)
    // What has become another value keeps its name all the same.
    if (kept.has(instruction.result) && builder.valueOf(next).name !== name) {
      const own = builder.build('copy', [next], { stream: instruction.result })
      builder.name(own, name!, equation)
      copies.set(instruction.result, own)
    }
  }
  const added = extend?.(builder, at)
  const { values: _values, instructions: _instructions, ...rest } = program
  return builder.finish({
    ...rest,
    results: [
      ...program.results.map((result) => ({
        ...result,
        value: result.role === 'kept' ? (copies.get(result.value) ?? at(result.value)) : at(result.value),
      })),
      ...(added?.results ?? []),
    ],
    stores: [
      ...program.stores.map((store) => ({ ...store, leaf: at(store.leaf), value: at(store.value) })),
      ...(added?.stores ?? []),
    ],
  })
}

function plainly(
  { operation, attributes }: Instruction,
  operands: readonly ValueId[],
  { build }: Builder,
): ValueId {
  return build(operation, operands, attributes)
}
