import type { Pattern } from '../forms/machine.ts'
import { type Instruction, type Phase, sameTurn, type Turn, type ValueId } from '../forms/program.ts'
import type { Argument, Scalar } from '../forms/schedule.ts'
import { isScalar, type Shape } from '../forms/shape.ts'
import { isContained, isRepeatable, isTimely, mayOverwrite, type Subject } from './legality.ts'
import { inverse, isOne, number, ONE, same, scalarOf, times } from './scalars.ts'
import { copy, type Scaled, type State, start, type Term } from './state.ts'

/** A kernel's equations found in the program. */
export interface Match {
  readonly pattern: Pattern
  /** Instructions it covers, outputs among them. */
  readonly covers: ReadonlySet<ValueId>
  readonly outputs: readonly ValueId[]
  readonly inputs: readonly Argument[]
  readonly scalars: readonly Scalar[]
  readonly stream?: number
}

/**
 * Finds a kernel's equations at a value: `value` is the pattern's output number
 * `root`, and the other outputs are found around what that binds. Scalars of the
 * pattern take whatever coefficient stands in their place, 1 and 0 included.
 */
export function matchAt(pattern: Pattern, root: number, value: ValueId, subject: Subject): Match | undefined {
  const { phase, turn } = subject.made(value)!
  const matcher = new Matcher(pattern, subject, phase, turn)
  let state = matcher.exactly(pattern.outputs[root]!.value, value, start())
  for (const [index, output] of pattern.outputs.entries()) {
    if (!state) return undefined
    if (index === root || state.values.has(output.value)) continue
    state = matcher.elsewhere(output.value, state)
  }
  return state && matcher.finished(state)
}

class Matcher {
  readonly #pattern: Pattern
  readonly #subject: Subject
  readonly #phase: Phase
  readonly #turn: Turn | undefined
  readonly #inside: ReadonlyMap<ValueId, Instruction>
  readonly #any: ReadonlySet<ValueId>
  readonly #scalars: ReadonlySet<ValueId>

  constructor(pattern: Pattern, subject: Subject, phase: Phase, turn: Turn | undefined) {
    this.#pattern = pattern
    this.#subject = subject
    this.#phase = phase
    this.#turn = turn
    const known = tables.get(pattern) ?? tableOf(pattern)
    tables.set(pattern, known)
    this.#inside = known.inside
    this.#any = known.any
    this.#scalars = known.scalars
  }

  /** The value is the pattern's, with no factor before it. */
  exactly(wanted: ValueId, value: ValueId, state: State): State | undefined {
    const found = this.#scaled(wanted, value, state)
    return found && isOne(found.factor) ? found.state : undefined
  }

  /** An output the root does not contain: one of the users of what is bound so far. */
  elsewhere(wanted: ValueId, state: State): State | undefined {
    const instruction = this.#inside.get(wanted)
    if (!instruction) return undefined
    const near = new Set<ValueId>()
    for (const inner of this.#under(wanted)) {
      const bound = state.values.get(inner)
      if (bound?.kind === 'value') for (const user of this.#subject.users(bound.value)) near.add(user)
    }
    // What uses a bound value may stand some instructions below the output that is looked for.
    for (let depth = 0; depth < 4; depth++)
      for (const value of [...near])
        for (const user of this.#subject.users(value)) if (near.size < 64) near.add(user)
    for (const candidate of [...near].sort((a, b) => a - b)) {
      const made = this.#subject.made(candidate)
      if (state.covers.has(candidate) || !made || !this.#isHere(made)) continue
      const found = this.exactly(wanted, candidate, copy(state))
      if (found) return found
    }
    return undefined
  }

  finished(state: State): Match | undefined {
    const { outputs, inputs, scalars, inPlace, draws } = this.#pattern
    const made = outputs.map((output) => state.values.get(output.value))
    if (made.some((argument) => argument?.kind !== 'value')) return undefined
    const results = made.map((argument) => (argument as { readonly value: ValueId }).value)
    if (new Set(results).size < results.length || results.some((result) => !state.covers.has(result)))
      return undefined
    const given: Argument[] = []
    for (const { name, value } of inputs) {
      const argument = state.values.get(value)
      if (!argument) return undefined
      const output = results[outputs.findIndex((each) => each.name === name)]!
      if (inPlace.includes(name) && !mayOverwrite(argument, output, state.covers, this.#phase, this.#subject))
        return undefined
      given.push(argument)
    }
    if (!isContained(state.covers, results, this.#subject)) return undefined
    if (!isTimely(state.covers, results, given, this.#subject)) return undefined
    return {
      pattern: this.#pattern,
      covers: state.covers,
      outputs: results,
      inputs: given,
      scalars: scalars.map(({ value }) => state.scalars.get(value) ?? ONE),
      ...(draws && { stream: state.stream! }),
    }
  }

  /** value = factor · (what the pattern says), if it is. */
  #scaled(wanted: ValueId, value: ValueId, state: State): Scaled | undefined {
    const known = state.values.get(wanted)
    if (known) return this.#again(known, value, state)
    if (this.#scalars.has(wanted)) return this.#scalar(wanted, value, state)
    const instruction = this.#inside.get(wanted)
    if (!instruction) return this.#leaf(wanted, value, state)

    // A factor in the pattern takes up whatever factor there is.
    const { operation, operands } = instruction
    if (operation === 'negate') {
      // A sign is a factor of −1, or the very same instruction: a value that is wanted with both signs exists with one.
      const found = this.#same(instruction, value, state)
      if (found) {
        found.state.values.set(wanted, { kind: 'value', value })
        return found
      }
      const positive = this.#scaled(operands[0]!, value, state)
      return positive && { ...positive, factor: times(number(-1), positive.factor) }
    }
    if (operation === 'multiply' && this.#isScalarNode(operands[0]!)) {
      const stripped = this.#strip(value, state)
      const found = this.#scaled(operands[1]!, stripped.value, stripped.state)
      const absorbed = found && this.#absorb(operands[0]!, times(stripped.factor, found.factor), found.state)
      if (absorbed && isOne(absorbed.factor)) absorbed.state.values.set(wanted, { kind: 'value', value })
      return absorbed
    }
    if (operation === 'add' || operation === 'subtract')
      return this.#sum(instruction, value, state) ?? this.#withoutShift(instruction, value, state)
    const found = this.#same(instruction, value, state) ?? this.#sameBehindFactor(instruction, value, state)
    if (found && isOne(found.factor)) found.state.values.set(wanted, { kind: 'value', value })
    return found
  }

  /** What is bound meets its value again, or a multiple of it. */
  #again(known: Argument, value: ValueId, state: State): Scaled | undefined {
    if (known.kind !== 'value') return undefined
    if (known.value === value) return { factor: ONE, state }
    const before = this.#strip(known.value, copy(state))
    const now = this.#strip(value, state)
    return before.value === now.value
      ? { factor: times(now.factor, inverse(before.factor)), state: now.state }
      : undefined
  }

  #sameBehindFactor(instruction: Instruction, value: ValueId, state: State): Scaled | undefined {
    const stripped = this.#strip(value, state)
    if (stripped.value === value) return undefined
    const found = this.#same(instruction, stripped.value, stripped.state)
    return found && { factor: times(stripped.factor, found.factor), state: found.state }
  }

  /**
   * v = F · (P ± Q). A term with a free coefficient takes what is left to it;
   * the others must agree on F.
   */
  #sum(instruction: Instruction, value: ValueId, state: State): Scaled | undefined {
    const stripped = this.#strip(value, state)
    const made = this.#coverable(stripped.value)
    if (!made || (made.operation !== 'add' && made.operation !== 'subtract')) return undefined
    const sign = (of: Instruction, side: number) => number(side === 1 && of.operation === 'subtract' ? -1 : 1)
    for (const order of [
      [0, 1],
      [1, 0],
    ] as const) {
      let next: State | undefined = copy(stripped.state)
      next.covers.add(stripped.value)
      const terms: Term[] = []
      for (const side of [0, 1] as const) {
        const { scalar, of } = this.#split(instruction.operands[side]!)
        const operand = made.operands[order[side]]!
        const found: Scaled | undefined = this.#term(scalar, of, operand, next)
        next = found?.state
        if (!found || !next) break
        const signs = times(sign(instruction, side), sign(made, order[side]))
        terms.push({ scalar, coefficient: times(times(stripped.factor, signs), found.factor) })
      }
      const agreed = next && terms.length === 2 && this.#agree(terms, next)
      if (!agreed) continue
      if (isOne(agreed.factor)) agreed.state.values.set(instruction.result, { kind: 'value', value })
      return agreed
    }
    return undefined
  }

  #agree(terms: readonly Term[], state: State): Scaled | undefined {
    const rigid = terms.filter(
      ({ scalar }) => scalar === undefined || this.#known(scalar, state) !== undefined,
    )
    const own = ({ scalar, coefficient }: Term) =>
      scalar === undefined ? coefficient : times(coefficient, inverse(this.#known(scalar, state)!))
    const factor = rigid.length > 0 ? own(rigid[0]!) : ONE
    if (!rigid.every((term) => same(own(term), factor))) return undefined
    let next = state
    for (const { scalar, coefficient } of terms) {
      if (scalar === undefined) continue
      const absorbed = this.#absorb(scalar, times(coefficient, inverse(factor)), next)
      if (!absorbed || !isOne(absorbed.factor)) return undefined
      next = absorbed.state
    }
    return { factor, state: next }
  }

  /** a·x + b, where the program has no b. */
  #withoutShift(
    { operation, operands, result }: Instruction,
    value: ValueId,
    state: State,
  ): Scaled | undefined {
    const [term, shift] = operands
    if (operation !== 'add' || !this.#scalars.has(shift!) || state.scalars.has(shift!)) return undefined
    const found = this.#scaled(term!, value, state)
    if (!found || !isOne(found.factor)) return undefined
    found.state.scalars.set(shift!, number(0))
    found.state.values.set(result, { kind: 'value', value })
    return found
  }

  /** A pattern's term as its scalar (a free one, or a number) and the rest; a lone scalar has no rest. */
  #split(wanted: ValueId): { readonly scalar: ValueId | undefined; readonly of: ValueId | undefined } {
    if (this.#isScalarNode(wanted)) return { scalar: wanted, of: undefined }
    const instruction = this.#inside.get(wanted)
    const [scalar, of] = instruction?.operation === 'multiply' ? instruction.operands : []
    return scalar !== undefined && this.#isScalarNode(scalar)
      ? { scalar, of }
      : { scalar: undefined, of: wanted }
  }

  /** Before a term with a coefficient, the program's factors are that coefficient. */
  #term(
    scalar: ValueId | undefined,
    of: ValueId | undefined,
    operand: ValueId,
    state: State,
  ): Scaled | undefined {
    if (of === undefined) return this.#numberOnly(operand, state)
    if (scalar === undefined) return this.#scaled(of, operand, state)
    const stripped = this.#strip(operand, state)
    const found = this.#scaled(of, stripped.value, stripped.state)
    return found && { factor: times(stripped.factor, found.factor), state: found.state }
  }

  #numberOnly(operand: ValueId, state: State): Scaled | undefined {
    return this.#isNumber(operand)
      ? { factor: scalarOf(operand, this.#subject.program, this.#subject.made), state }
      : undefined
  }

  /** The same operation on the same things. */
  #same(wanted: Instruction, value: ValueId, state: State): Scaled | undefined {
    const made = this.#coverable(value)
    if (!made || made.operation !== wanted.operation || made.attributes.axis !== wanted.attributes.axis)
      return undefined
    const next = copy(state)
    if (made.operation !== 'constant') next.covers.add(value)
    if (wanted.attributes.shape && wanted.operands.length === 0) {
      if (made.attributes.stream !== undefined) next.stream = made.attributes.stream
      return this.#sized(wanted.result, value, next) ? { factor: ONE, state: next } : undefined
    }
    const [p, q] = wanted.operands
    const [x, y] = made.operands
    switch (wanted.operation) {
      case 'constant':
        return wanted.attributes.value === made.attributes.value ? { factor: ONE, state: next } : undefined
      case 'sum':
        return this.#scaled(p!, x!, next)
      case 'multiply': {
        for (const [first, second] of [
          [x!, y!],
          [y!, x!],
        ] as const) {
          const a = this.#scaled(p!, first, copy(next))
          const b = a && this.#scaled(q!, second, a.state)
          if (b) return { factor: times(a.factor, b.factor), state: b.state }
        }
        return undefined
      }
      case 'divide': {
        const a = this.#scaled(p!, x!, next)
        const b = a && this.#scaled(q!, y!, a.state)
        return b && { factor: times(a.factor, inverse(b.factor)), state: b.state }
      }
    }
    const symmetric = ['maximum', 'minimum', 'equal', 'notEqual', 'and', 'or'].includes(wanted.operation)
    for (const operands of symmetric ? [made.operands, made.operands.toReversed()] : [made.operands]) {
      let result: State | undefined = copy(next)
      for (const [at, operand] of operands.entries())
        result = result && this.exactly(wanted.operands[at]!, operand, result)
      if (result) return { factor: ONE, state: result }
    }
    return undefined
  }

  /** Scalar factors and signs stand before everything else. */
  #strip(value: ValueId, state: State): Scaled & { readonly value: ValueId } {
    let factor = ONE
    let inner = value
    let next = state
    for (;;) {
      const made = this.#coverable(inner)
      const [first, second] = made?.operands ?? []
      if (made?.operation === 'negate') factor = times(number(-1), factor)
      else if (made?.operation === 'multiply' && this.#isNumber(first!) && !this.#isNumber(second!))
        factor = times(scalarOf(first!, this.#subject.program, this.#subject.made), factor)
      else return { factor, value: inner, state: next }
      if (next === state) next = copy(state)
      next.covers.add(inner)
      inner = made.operation === 'negate' ? first! : second!
    }
  }

  #leaf(wanted: ValueId, value: ValueId, state: State): Scaled | undefined {
    if (this.#isNumber(value)) {
      if (!this.#any.has(wanted)) return undefined
      const next = copy(state)
      next.values.set(wanted, {
        kind: 'scalar',
        scalar: scalarOf(value, this.#subject.program, this.#subject.made),
      })
      return { factor: ONE, state: next }
    }
    const next = copy(state)
    if (!this.#any.has(wanted) && !this.#sized(wanted, value, next)) return undefined
    next.values.set(wanted, { kind: 'value', value })
    return { factor: ONE, state: next }
  }

  #scalar(wanted: ValueId, value: ValueId, state: State): Scaled | undefined {
    return this.#isNumber(value)
      ? this.#absorb(wanted, scalarOf(value, this.#subject.program, this.#subject.made), state)
      : undefined
  }

  /** A free scalar takes the factor; a known one must be it. */
  #absorb(scalar: ValueId, factor: Scalar, state: State): Scaled | undefined {
    const known = this.#known(scalar, state)
    if (known) return { factor: times(factor, inverse(known)), state }
    const next = copy(state)
    next.scalars.set(scalar, factor)
    return { factor: ONE, state: next }
  }

  #known(scalar: ValueId, state: State): Scalar | undefined {
    const constant = this.#inside.get(scalar)?.attributes.value
    return constant === undefined ? state.scalars.get(scalar) : number(constant)
  }

  /** Named sizes stand for one size each. */
  #sized(wanted: ValueId, value: ValueId, state: State): boolean {
    const pattern: Shape = this.#pattern.program.values[wanted]!.shape
    const actual = this.#subject.program.values[value]!.shape
    return (
      pattern.length === actual.length &&
      pattern.every((dimension, axis) => {
        const key = actual[axis]!.key
        if (dimension.key === '1') return key === '1'
        const known = state.sizes.get(dimension.key)
        state.sizes.set(dimension.key, key)
        return known === undefined || known === key
      })
    )
  }

  #isNumber(value: ValueId): boolean {
    return isScalar(this.#subject.program.values[value]!.shape)
  }

  #isScalarNode(wanted: ValueId): boolean {
    return this.#scalars.has(wanted) || this.#inside.get(wanted)?.operation === 'constant'
  }

  /** It runs when the root does. */
  #isHere({ phase, turn }: Instruction): boolean {
    return phase === this.#phase && sameTurn(turn, this.#turn)
  }

  /** An instruction of this phase and turn that no chosen call computes. */
  #coverable(value: ValueId): Instruction | undefined {
    const made = this.#subject.made(value)
    if (made?.operation === 'constant') return made
    if (!made || this.#subject.taken(value)) return undefined
    return this.#isHere(made) || isRepeatable(made) ? made : undefined
  }

  #under(wanted: ValueId): readonly ValueId[] {
    const instruction = this.#inside.get(wanted)
    return instruction ? instruction.operands.flatMap((operand) => [operand, ...this.#under(operand)]) : []
  }
}

interface Table {
  readonly inside: ReadonlyMap<ValueId, Instruction>
  readonly any: ReadonlySet<ValueId>
  readonly scalars: ReadonlySet<ValueId>
}

const tables = new WeakMap<Pattern, Table>()

function tableOf(pattern: Pattern): Table {
  return {
    inside: new Map(pattern.program.instructions.map((instruction) => [instruction.result, instruction])),
    any: new Set(pattern.inputs.filter(({ any }) => any).map(({ value }) => value)),
    scalars: new Set(pattern.scalars.map(({ value }) => value)),
  }
}
