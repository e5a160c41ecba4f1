import type { Phase, Program, ValueId } from '../../compiler/forms/program.ts'
import type { Interpretation } from '../../compiler/interpret.ts'
import type { Tensor } from '../../compiler/operations/operation.ts'
import { naively } from './naive.ts'

/** Errors of functions that are right within two units in the last place, a unit there being two of rounding. */
const FUNCTION = 4

/**
 * How far from exact each value of a program may be when it is computed with rounding, in units of rounding
 * (2⁻⁵³, 2⁻²⁴), to first order: errors of operands, amplified by the slope, and the operation's own. Sums may be taken
 * in any order: each of n partial sums is rounded. Conditions are taken to be decided the same way.
 */
export function roundingErrors(
  program: Program,
  phase: Phase,
  { values }: Interpretation,
): ReadonlyMap<ValueId, Float64Array> {
  const errors = new Map<ValueId, Float64Array>()
  const tensorOf = (id: ValueId): Tensor => values.get(id)!
  const errorOf = (id: ValueId): Tensor => {
    const { dimensions, data } = tensorOf(id)
    return { dimensions, data: errors.get(id) ?? new Float64Array(data.length) }
  }
  for (const { result, operation, operands, attributes, phase: of } of program.instructions) {
    if (of !== phase) continue
    const y = tensorOf(result)
    const x = operands.map(tensorOf)
    const e = operands.map(errorOf)
    /** The same operation on other numbers. */
    const again = (tensors: readonly Tensor[], name = operation) =>
      naively(name, tensors, attributes, y.dimensions).data
    errors.set(result, ownError(operation, x, e, y, attributes.axis, again))
  }
  return errors
}

type Again = (tensors: readonly Tensor[], name?: string) => Float64Array

function ownError(
  operation: string,
  x: readonly Tensor[],
  e: readonly Tensor[],
  y: Tensor,
  axis: number | undefined,
  again: Again,
): Float64Array {
  const [a, b] = x
  const [ea, eb] = e
  const absolute = ({ dimensions, data }: Tensor): Tensor => ({ dimensions, data: data.map(Math.abs) })
  const own = (units: number) => y.data.map((value) => units * Math.abs(value))
  const plus = (...parts: readonly Float64Array[]) =>
    parts.reduce((sum, part) => sum.map((value, at) => value + part[at]!))
  const through = (slope: (value: number, at: number) => number, units = FUNCTION) =>
    plus(
      own(units),
      ea!.data.map((error, at) => error * Math.abs(slope(a!.data[at]!, at))),
    )
  switch (operation) {
    case 'constant':
    case 'size':
    case 'argmax':
    case 'less':
    case 'lessOrEqual':
    case 'equal':
    case 'notEqual':
    case 'and':
    case 'or':
    case 'not':
      return new Float64Array(y.data.length)
    case 'column':
      return new Float64Array(y.data.length)
    case 'negate':
    case 'abs':
      return ea!.data
    case 'floor':
      // One more or less where the operand's error crosses a whole number.
      return y.data.map((value, at) => {
        const [x, error] = [a!.data[at] ?? a!.data[0]!, ea!.data[at] ?? ea!.data[0]!]
        return Math.floor(x - error) === value && Math.floor(x + error) === value ? 0 : 1
      })
    case 'cos':
      return plus(
        y.data.map(() => FUNCTION),
        through((value) => Math.sin(value), 0),
      )
    case 'sin':
      return plus(
        y.data.map(() => FUNCTION),
        through((value) => Math.cos(value), 0),
      )
    case 'copy':
    case 'transpose':
    case 'stretch':
    case 'item':
      return again(e)
    case 'where':
      return again([a!, eb!, e[2]!])
    case 'maximum':
    case 'minimum':
      return again([ea!, eb!], 'maximum')
    case 'max':
    case 'min':
      return again([ea!], 'max')
    case 'add':
    case 'subtract':
      return plus(own(1), again([ea!, eb!], 'add'))
    case 'multiply':
      return plus(own(1), again([absolute(a!), eb!]), again([ea!, absolute(b!)]))
    case 'divide':
      return plus(
        own(1),
        again([ea!, absolute(b!)]),
        naively('multiply', [{ ...y, data: own(1) }, relative(eb!, b!)], {}, y.dimensions).data,
      )
    case 'power': {
      const { dimensions } = y
      const join = (operation: string, ...tensors: readonly Tensor[]): Tensor =>
        naively(operation, tensors, {}, dimensions)
      const one: Tensor = { dimensions: [], data: Float64Array.of(1) }
      // Whole powers by products, others by way of e^(b·log a).
      const exponent = join('multiply', b!, {
        ...a!,
        data: a!.data.map((value) => Math.log(Math.abs(value))),
      })
      const powers = join('where', one, b!, y).data
      const rough = y.data.map((value, at) => {
        const factors = Number.isInteger(powers[at])
          ? Math.abs(powers[at]!)
          : 2 + Math.abs(exponent.data[at]!)
        return FUNCTION * factors * Math.abs(value)
      })
      const lower = join('power', absolute(a!), join('subtract', b!, one))
      return plus(rough, join('multiply', ea!, join('multiply', absolute(b!), lower)).data)
    }
    case 'matmul': {
      const inner = a!.dimensions[1]!
      return plus(
        again([absolute(a!), absolute(b!)]).map((value) => inner * value),
        again([absolute(a!), eb!]),
        again([ea!, absolute(b!)]),
      )
    }
    case 'sum': {
      const count = a!.dimensions[axis!]!
      return plus(
        again([absolute(a!)]).map((value) => count * value),
        again([ea!]),
      )
    }
    case 'logSumExp': {
      const count = a!.dimensions[axis!]!
      return plus(
        own(FUNCTION),
        again([ea!], 'max'),
        again([absolute(a!)], 'max'),
        y.data.map(() => count + FUNCTION),
      )
    }
    case 'concordance':
      return own(1)
    case 'exp':
      return through((_, at) => y.data[at]!)
    case 'log':
      return through((value) => 1 / value)
    case 'sqrt':
      return through((_, at) => 0.5 / y.data[at]!, 1)
    case 'tanh':
      return through((_, at) => 1 - y.data[at]! ** 2)
    case 'sigmoid':
      return through((_, at) => y.data[at]! * (1 - y.data[at]!))
    case 'softplus':
      return through((value) => 1 / (1 + Math.exp(-value)))
    case 'erf':
      return through((value) => (2 / Math.sqrt(Math.PI)) * Math.exp(-(value ** 2)))
    case 'expm1':
      return through((value) => Math.exp(value))
    case 'inverseNormal':
      // Wichura's approximations are right within seven units.
      return through((_, at) => Math.sqrt(2 * Math.PI) * Math.exp(y.data[at]! ** 2 / 2), 14)
    case 'orthonormal':
      // Computed in double precision, from numbers that are exact.
      return own(1)
    case 'rowNumber':
    case 'uniform':
    case 'normal':
      return new Float64Array(y.data.length)
    default:
      throw new Error(`no rounding error is known for ${operation}`)
  }
}

function relative(error: Tensor, { data }: Tensor): Tensor {
  return { ...error, data: error.data.map((value, at) => (value === 0 ? 0 : value / Math.abs(data[at]!))) }
}
