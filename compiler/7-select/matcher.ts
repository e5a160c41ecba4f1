import type { Pattern } from '../forms/machine.ts'
import { type Instruction, type Phase, sameTurn, type Turn, type ValueId } from '../forms/program.ts'
import type { Argument, Scalar } from '../forms/schedule.ts'
import { isScalar, type Shape } from '../forms/shape.ts'
import { isRepeatable, type Subject } from './legality.ts'
import { inverse, isOne, number, ONE, scalarOf, times } from './scalars.ts'
import { copy, type Scaled, type State } from './state.ts'
import { sum, withoutShift } from './sums.ts'
import { isScalarIn, type Table, tableOf } from './table.ts'

/** Holds values of a pattern against values of the program, operand by operand, factors set aside. */
export class Matcher {
  readonly pattern: Pattern
  readonly table: Table
  readonly subject: Subject
  readonly phase: Phase
  readonly #turn: Turn | undefined

  constructor(pattern: Pattern, subject: Subject, { phase, turn }: Instruction) {
    this.pattern = pattern
    this.table = tableOf(pattern)
    this.subject = subject
    this.phase = phase
    this.#turn = turn
  }

  /** The value is the pattern's, with no factor before it. */
  exactly(wanted: ValueId, value: ValueId, state: State): State | undefined {
    const found = this.scaled(wanted, value, state)
    return found && isOne(found.factor) ? found.state : undefined
  }

  /** value = factor · (what the pattern says), if it is. */
  scaled(wanted: ValueId, value: ValueId, state: State): Scaled | undefined {
    const known = state.values.get(wanted)
    if (known) return this.#again(known, value, state)
    if (this.table.scalars.has(wanted)) return this.#scalar(wanted, value, state)
    const instruction = this.table.inside.get(wanted)
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
      const positive = this.scaled(operands[0]!, value, state)
      return positive && { ...positive, factor: times(number(-1), positive.factor) }
    }
    if (operation === 'multiply' && isScalarIn(this.table, operands[0]!)) {
      const stripped = this.strip(value, state)
      const found = this.scaled(operands[1]!, stripped.value, stripped.state)
      const absorbed = found && this.absorb(operands[0]!, times(stripped.factor, found.factor), found.state)
      if (absorbed && isOne(absorbed.factor)) absorbed.state.values.set(wanted, { kind: 'value', value })
      return absorbed
    }
    if (operation === 'add' || operation === 'subtract')
      return sum(this, instruction, value, state) ?? withoutShift(this, instruction, value, state)
    const found = this.#same(instruction, value, state) ?? this.#sameBehindFactor(instruction, value, state)
    if (found && isOne(found.factor)) found.state.values.set(wanted, { kind: 'value', value })
    return found
  }

  /** What is bound meets its value again, or a multiple of it. */
  #again(known: Argument, value: ValueId, state: State): Scaled | undefined {
    if (known.kind !== 'value') return undefined
    if (known.value === value) return { factor: ONE, state }
    const before = this.strip(known.value, copy(state))
    const now = this.strip(value, state)
    return before.value === now.value
      ? { factor: times(now.factor, inverse(before.factor)), state: now.state }
      : undefined
  }

  #sameBehindFactor(instruction: Instruction, value: ValueId, state: State): Scaled | undefined {
    const stripped = this.strip(value, state)
    if (stripped.value === value) return undefined
    const found = this.#same(instruction, stripped.value, stripped.state)
    return found && { factor: times(stripped.factor, found.factor), state: found.state }
  }

  /** The same operation on the same things. */
  #same(wanted: Instruction, value: ValueId, state: State): Scaled | undefined {
    const made = this.coverable(value)
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
        return this.scaled(p!, x!, next)
      case 'multiply': {
        for (const [first, second] of [
          [x!, y!],
          [y!, x!],
        ] as const) {
          const a = this.scaled(p!, first, copy(next))
          const b = a && this.scaled(q!, second, a.state)
          if (b) return { factor: times(a.factor, b.factor), state: b.state }
        }
        return undefined
      }
      case 'divide': {
        const a = this.scaled(p!, x!, next)
        const b = a && this.scaled(q!, y!, a.state)
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
  strip(value: ValueId, state: State): Scaled & { readonly value: ValueId } {
    let factor = ONE
    let inner = value
    let next = state
    for (;;) {
      const made = this.coverable(inner)
      const [first, second] = made?.operands ?? []
      if (made?.operation === 'negate') factor = times(number(-1), factor)
      else if (made?.operation === 'multiply' && this.isNumber(first!) && !this.isNumber(second!))
        factor = times(this.numberAt(first!), factor)
      else return { factor, value: inner, state: next }
      if (next === state) next = copy(state)
      next.covers.add(inner)
      inner = made.operation === 'negate' ? first! : second!
    }
  }

  #leaf(wanted: ValueId, value: ValueId, state: State): Scaled | undefined {
    if (this.isNumber(value)) {
      if (!this.table.any.has(wanted)) return undefined
      const next = copy(state)
      next.values.set(wanted, {
        kind: 'scalar',
        scalar: this.numberAt(value),
      })
      return { factor: ONE, state: next }
    }
    const next = copy(state)
    if (!this.table.any.has(wanted) && !this.#sized(wanted, value, next)) return undefined
    next.values.set(wanted, { kind: 'value', value })
    return { factor: ONE, state: next }
  }

  #scalar(wanted: ValueId, value: ValueId, state: State): Scaled | undefined {
    return this.isNumber(value) ? this.absorb(wanted, this.numberAt(value), state) : undefined
  }

  /** A free scalar takes the factor; a known one must be it. */
  absorb(scalar: ValueId, factor: Scalar, state: State): Scaled | undefined {
    const known = this.known(scalar, state)
    if (known) return { factor: times(factor, inverse(known)), state }
    const next = copy(state)
    next.scalars.set(scalar, factor)
    return { factor: ONE, state: next }
  }

  known(scalar: ValueId, state: State): Scalar | undefined {
    const constant = this.table.inside.get(scalar)?.attributes.value
    return constant === undefined ? state.scalars.get(scalar) : number(constant)
  }

  /** Named sizes stand for one size each. */
  #sized(wanted: ValueId, value: ValueId, state: State): boolean {
    const pattern: Shape = this.pattern.program.values[wanted]!.shape
    const actual = this.subject.program.values[value]!.shape
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

  isNumber(value: ValueId): boolean {
    return isScalar(this.subject.program.values[value]!.shape)
  }

  numberAt(value: ValueId): Scalar {
    return scalarOf(value, this.subject.program, this.subject.made)
  }

  /** It runs when the root does. */
  isHere({ phase, turn }: Instruction): boolean {
    return phase === this.phase && sameTurn(turn, this.#turn)
  }

  /** An instruction of this phase and turn that no chosen call computes. */
  coverable(value: ValueId): Instruction | undefined {
    const made = this.subject.made(value)
    if (made?.operation === 'constant') return made
    if (!made || this.subject.taken(value)) return undefined
    return this.isHere(made) || isRepeatable(made) ? made : undefined
  }
}
