import type { Instruction, Program, Turn, ValueId } from '../forms/program.ts'
import { isScalar } from '../forms/shape.ts'
import { type Builder, rebuild } from '../operations/builder.ts'
import { inPasses, type PassPhase, Standings } from './standing.ts'

/**
 * Fitted values, losses and metrics are of all examples, and examples come in chunks. What reduces the batch becomes a
 * *tally*: each chunk makes its own, and they are combined `across` chunks by sum, max or min.
 *
 *     prepare                                 chunk 1   %2 = sum X axis=1
 *       %2 = sum X axis=1                     end 1     %3 = across %2 sum
 *       %3 mean = multiply 1/m %2        →              %4 mean = multiply 1/m %3
 *       %4 = subtract X %3                    chunk 2   %5 = subtract X %4
 *       …                                     …
 *
 * A phase takes as many passes over the examples as tallies stand upon each other. What has a column for each example is
 * gone with its chunk, and made anew in each pass that needs it. What no chunks combine to (ranks, say) is made last, of
 * all examples: of no more than what it reads, which the passes put side by side.
 *
 * Needs a program in normal form, and is the last to build: `size m` is the number of all examples from here on, though
 * `sum` is of a chunk.
 */
export function distribute(program: Program): Program {
  if (program.interface.kind !== 'layers' || !program.instructions.some(({ phase }) => inPasses(phase)))
    return program
  if (program.instructions.some(({ turn }) => turn !== undefined)) return program
  const shifts = new Map<PassPhase, Distribution>()
  const made = new Map(program.instructions.map((instruction) => [instruction.result, instruction]))
  return rebuild(program, (instruction, operands, builder, at) => {
    const { phase, operation, attributes } = instruction
    if (!inPasses(phase)) return builder.build(operation, operands, attributes)
    const distribution = shifts.get(phase) ?? new Distribution(phase, program, made, builder, at)
    shifts.set(phase, distribution)
    return distribution.made(instruction.result)
  })
}

/** One phase on its way into passes. */
class Distribution {
  readonly #phase: PassPhase
  readonly #program: Program
  readonly #made: ReadonlyMap<ValueId, Instruction>
  readonly #builder: Builder
  /** What another phase, or nobody, has made. */
  readonly #given: (value: ValueId) => ValueId
  readonly #standings: Standings
  readonly #inChunks: ReadonlySet<ValueId>
  readonly #passes: number
  /** By turn and value. */
  readonly #built = new Map<string, ValueId>()

  constructor(
    phase: PassPhase,
    program: Program,
    made: ReadonlyMap<ValueId, Instruction>,
    builder: Builder,
    given: (value: ValueId) => ValueId,
  ) {
    this.#phase = phase
    this.#program = program
    this.#made = made
    this.#builder = builder
    this.#given = given
    this.#standings = new Standings(program)
    const own = this.#ownInstructions()
    this.#inChunks = this.#readByFirstChunks(own)
    this.#passes = own.reduce((most, instruction) => Math.max(most, this.#passesFor(instruction)), 1)
    for (const { result, phase: of } of own) if (of !== phase) this.made(result)
  }

  /** A value where it first exists. */
  made(value: ValueId): ValueId {
    const { wide, whole, level } = this.#standings.of(value)
    return wide && !whole ? this.#inChunk(value, level + 1) : this.#narrow(value)
  }

  /** As a chunk of a pass has it. */
  #inChunk(value: ValueId, pass: number): ValueId {
    if (!this.#isOwn(value)) return this.#given(value)
    if (!this.#standings.of(value).wide) return this.#narrow(value)
    // In order, so that each finds its operands made: networks may be deeper than calls can nest.
    for (const each of this.#missingIn(pass, value))
      this.#build(each, { pass, part: 'chunk' }, (operand) => this.#inChunk(operand, pass))
    return this.#known(value, { pass, part: 'chunk' })!
  }

  /** What a pass has not made yet of all that a value of a chunk is made of, itself the last. */
  #missingIn(pass: number, value: ValueId): readonly ValueId[] {
    const missing = new Set<ValueId>()
    const isMissing = (each: ValueId) =>
      this.#isOwn(each) &&
      this.#standings.of(each).wide &&
      this.#known(each, { pass, part: 'chunk' }) === undefined
    if (isMissing(value)) missing.add(value)
    for (const each of missing)
      for (const operand of this.#made.get(each)!.operands) if (isMissing(operand)) missing.add(operand)
    return [...missing].sort((a, b) => a - b)
  }

  #known(value: ValueId, { pass, part }: Turn): ValueId | undefined {
    return this.#built.get(`${pass} ${part} ${value}`)
  }

  /** Of all examples. */
  #narrow(value: ValueId): ValueId {
    if (!this.#isOwn(value)) return this.#given(value)
    const { level, whole, tally } = this.#standings.of(value)
    if (whole)
      return this.#build(value, { pass: this.#passes + 1, part: 'whole' }, (operand) =>
        this.#inWhole(operand),
      )
    if (tally) {
      const turn: Turn = { pass: level, part: 'chunk' }
      const partial = this.#build(value, turn, (operand) => this.#inChunk(operand, level))
      return this.#across(partial, { pass: level, part: 'end' }, tally, value)
    }
    const turn: Turn =
      level === 0
        ? { pass: 1, part: this.#inChunks.has(value) ? 'chunk' : 'end' }
        : { pass: level, part: 'end' }
    return this.#build(value, turn, (operand) => this.#narrow(operand))
  }

  /** Of all examples, with their columns if it has such. */
  #inWhole(value: ValueId): ValueId {
    const { wide, whole, level } = this.#standings.of(value)
    if (whole || !wide) return this.#narrow(value)
    const [rows] = this.#program.values[value]!.shape
    const made = this.#made.get(value)
    // Only columns are put side by side: what has a row for each example is made anew of what has columns.
    if (rows!.key !== '1' && made && isRowForEach(value, this.#program))
      return this.#build(value, { pass: this.#passes + 1, part: 'whole' }, (operand) =>
        this.#inWhole(operand),
      )
    return this.#across(this.#inChunk(value, level + 1), { pass: level + 1, part: 'end' }, 'all', value)
  }

  #build(value: ValueId, turn: Turn, operandOf: (operand: ValueId) => ValueId): ValueId {
    const known = this.#known(value, turn)
    if (known !== undefined) return known
    const { operation, operands, attributes, origin } = this.#made.get(value)!
    const given = operands.map(operandOf)
    const result = this.#builder.at(this.#phase, origin, turn).build(operation, given, attributes)
    this.#built.set(`${turn.pass} ${turn.part} ${value}`, result)
    const { name, equation, promises } = this.#program.values[value]!
    if (promises) this.#builder.promise(result, promises)
    // A tally's name is that of its total.
    if (name !== undefined && !this.#isPartial(value, turn)) this.#builder.name(result, name, equation)
    return result
  }

  #across(partial: ValueId, turn: Turn, combine: 'sum' | 'max' | 'min' | 'all', of: ValueId): ValueId {
    const origin = this.#made.get(of)?.origin ?? this.#anyOrigin()
    return this.#builder.at(this.#phase, origin, turn).build('across', [partial], { combine })
  }

  #isPartial(value: ValueId, { part }: Turn): boolean {
    return part === 'chunk' && this.#standings.of(value).tally !== undefined
  }

  /** Predictions that are no chunk's alone are made again here, for all examples. */
  #isOwn(value: ValueId): boolean {
    const made = this.#made.get(value)
    if (!made) return false
    return made.phase === this.#phase || !this.#standings.isByChunk(value)
  }

  /** In order: of the phase, and what it has to make again. */
  #ownInstructions(): readonly Instruction[] {
    const wanted = new Set<ValueId>()
    for (const instruction of this.#program.instructions.toReversed()) {
      const { result, phase, operands } = instruction
      if (phase !== this.#phase && !wanted.has(result)) continue
      wanted.add(result)
      for (const operand of operands) if (this.#isOwn(operand)) wanted.add(operand)
    }
    return this.#program.instructions.filter(({ result }) => wanted.has(result))
  }

  /** What is known from the beginning, and chunks of the first pass need: the others find it made. */
  #readByFirstChunks(own: readonly Instruction[]): ReadonlySet<ValueId> {
    const found = new Set<ValueId>()
    for (const { result, operands } of own.toReversed()) {
      const { wide, level, whole, tally } = this.#standings.of(result)
      const isFirst = !whole && (tally ? level === 1 : level === 0 && (wide || found.has(result)))
      if (isFirst) for (const operand of operands) found.add(operand)
    }
    return found
  }

  #passesFor({ result, operands }: Instruction): number {
    const { level, whole } = this.#standings.of(result)
    if (!whole) return level
    const gathered = operands
      .map((operand) => this.#standings.of(operand))
      .filter((operand) => !operand.whole)
    return Math.max(0, ...gathered.map((operand) => operand.level + (operand.wide ? 1 : 0)))
  }

  #anyOrigin() {
    return this.#program.instructions.find(({ phase }) => phase === this.#phase)!.origin
  }
}

function isRowForEach(value: ValueId, { values }: Program): boolean {
  const { shape } = values[value]!
  return !isScalar(shape) && shape[1]!.key !== 'm'
}
