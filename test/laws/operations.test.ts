import { describe, expect, it } from 'vitest'
import { differentiate } from '../../compiler/5-differentiate/differentiate.ts'
import { same } from '../../compiler/forms/size.ts'
import { interpret } from '../../compiler/interpret.ts'
import { operationNamed, operations } from '../../compiler/operations/index.ts'
import type { Elements, Example, Operation } from '../../compiler/operations/operation.ts'
import { verify } from '../../compiler/verify.ts'
import { broadcastDimensions, naively } from '../support/naive.ts'
import {
  dimensionsOf,
  elementsIn,
  finished,
  forwardBuilder,
  nowhere,
  shapeOf,
  weighted,
} from '../support/programs.ts'
import { Random } from '../support/random.ts'
import { compareSlopes, oneSided } from '../support/slopes.ts'

const cases = operations.flatMap((operation) =>
  operation.examples.map((example, index) => ({ name: operation.name, index, operation, example })),
)

it('every operation has an example', () => {
  const without = operations.filter(({ examples }) => examples.length === 0).map(({ name }) => name)
  expect(without).toEqual([])
})

describe('an operation has the shape that its meaning makes', () => {
  it.each(cases)('$name, example $index', ({ operation, example: { shapes, attributes = {} } }) => {
    const dimensions = dimensionsOf(operation.shape(shapes.map(shapeOf), attributes, same))
    const { meaning } = operation
    switch (meaning.kind) {
      case 'pointwise':
        expect(dimensions).toEqual(broadcastDimensions(shapes))
        break
      case 'whole': {
        const tensors = shapes.map((each) => ({
          dimensions: each,
          data: new Random(1).array(elementsIn(each), 0.5, 3),
        }))
        const data = meaning.of(tensors, { value: 7, ...attributes }, dimensions)
        expect(data).toHaveLength(elementsIn(dimensions))
        break
      }
      case 'draw':
        expect(dimensions).toEqual(dimensionsOf(attributes.shape!))
    }
  })
})

// Also of operations without a gradient rule: they have to be flat.
describe('an operation has the slopes that differences show', () => {
  const smooth = cases.filter(({ operation, example }) => example.shapes.length > 0 && !operation.withoutRule)
  it.each(smooth)('$name, example $index', ({ operation, example }) => {
    const { f, parts } = trial(operation, example, (random, count) =>
      random.array(count, example.low ?? -3, example.high ?? 3),
    )
    const { checked, kinks, wrong } = compareSlopes(f, parts)
    expect(wrong).toEqual([])
    expect(checked).toBe(example.shapes.reduce((sum, each) => sum + elementsIn(each), 0))
    expect(kinks).toBe(0)
  })
})

describe('an operation has slopes between those from left and right where it bends', () => {
  it.each(cases.filter(({ operation }) => operation.gradient))(
    '$name, example $index',
    ({ operation, example }) => {
      // Few different numbers, so that there are ties and zeros.
      const low = example.low === undefined || example.low < 0 ? -1 : 1
      const { f, parts } = trial(operation, example, (random, count) =>
        Float64Array.from({ length: count }, () => random.integer(low, low + 2)),
      )
      for (const { name, at, gradient } of parts)
        for (const index of at.keys()) {
          const { left, right } = oneSided(f, at, index, 1e-6)
          // What jumps has no slope: where, at a condition of 0. Nor has what is no number there.
          if (!Number.isFinite(right - left)) continue
          if (Math.abs(right - left) > 1e3) continue
          // The curvature within 10⁻⁶ and rounding.
          const allowed = 1e-4
          const place = `∂/∂${name}[${index}]`
          expect(gradient[index], place).toBeGreaterThan(Math.min(left, right) - allowed)
          expect(gradient[index], place).toBeLessThan(Math.max(left, right) + allowed)
        }
    },
  )
})

/**
 * J = Σ weights ∘ operation(a, b, …) as a function of its operands, by meaning alone, and its gradient, by the
 * operation's rule.
 */
function trial(
  operation: Operation,
  { shapes, attributes = {} }: Example,
  sample: (random: Random, count: number) => Float64Array,
) {
  const random = new Random(operation.name.length)
  const builder = forwardBuilder()
  const names = shapes.map((_, at) => 'abc'.charAt(at))
  const operands = shapes.map((shape, at) => builder.leaf({ kind: 'input' }, shapeOf(shape), names[at]!))
  const y = builder.build(operation.name, operands, attributes)
  const dimensions = dimensionsOf(builder.valueOf(y).shape)
  const weights = random.array(elementsIn(dimensions), -2, 2)
  const J = weighted(builder, y, builder.leaf({ kind: 'input' }, shapeOf(dimensions), 'weights'))
  const program = verify(
    differentiate(verify(finished(builder, [{ role: 'loss', value: J, name: 'J' }], names))),
  )
  const data = new Map(names.map((name, at) => [name, sample(random, elementsIn(shapes[at]!))]))
  const { values } = interpret(program, 'backward', {
    batch: 1,
    leaf: (name) => (name === 'weights' ? weights : data.get(name)!),
  })
  const f = () => {
    const tensors = shapes.map((each, at) => ({ dimensions: each, data: data.get(names[at]!)! }))
    return naively(operation.name, tensors, attributes, dimensions).data.reduce(
      (sum, element, at) => sum + weights[at]! * element,
      0,
    )
  }
  const parts = program.results.flatMap(({ role, name, value }) => {
    if (role !== 'gradient') return []
    const at = data.get(name)!
    const gradient = values.get(value)!.data
    expect(gradient, `the gradient of ${name} has its shape`).toHaveLength(at.length)
    return [{ name, at, gradient }]
  })
  expect(program.instructions.every(({ origin }) => origin === nowhere)).toBe(true)
  return { f, parts }
}

// What scalar code says of one element is what the operation means.
describe('an operation has the elements of its meaning', () => {
  const said = cases.filter(({ operation }) => operation.element && operation.meaning.kind === 'whole')
  it.each(said)('$name, example $index', ({ operation, example: { shapes, attributes = {} } }) => {
    const tensors = shapes.map((each, at) => ({
      dimensions: each,
      data: new Random(at + 1).array(elementsIn(each), 0.5, 3),
    }))
    const dimensions = dimensionsOf(operation.shape(shapes.map(shapeOf), attributes, same))
    const [rows = 1, columns = 1] = dimensions
    const of: Elements<number> = {
      at: (operand, row, column) => {
        const [height = 1, width = 1] = shapes[operand]!
        return tensors[operand]!.data[(height === 1 ? 0 : row) * width + (width === 1 ? 0 : column)]!
      },
      sizeOf: (operand) => [shapes[operand]![0] ?? 1, shapes[operand]![1] ?? 1],
      numberOf: () => undefined,
      number: (value) => value,
      make: (name, x) => {
        const { meaning } = operationNamed(name)
        if (meaning.kind !== 'pointwise') throw new Error(`${name} is no operation on single numbers`)
        return meaning.of(...x)
      },
      attributes,
    }
    const { meaning } = operation
    const expected = meaning.kind === 'whole' ? meaning.of(tensors, attributes, dimensions) : []
    for (let row = 0; row < rows; row++)
      for (let column = 0; column < columns; column++)
        expect(operation.element!(of, row, column)).toBeCloseTo(expected[row * columns + column]!, 12)
  })
})

describe('an operation means what it is in simpler ones', () => {
  const said = cases.filter(({ operation }) => operation.simpler)
  it.each(said)('$name, example $index', ({ operation, example: { shapes, attributes = {} } }) => {
    const builder = forwardBuilder()
    const names = shapes.map((_, at) => 'abc'.charAt(at))
    const operands = shapes.map((shape, at) => builder.leaf({ kind: 'input' }, shapeOf(shape), names[at]!))
    const simpler = operation.simpler!(operands, builder.build, attributes)
    const program = verify(finished(builder, [{ role: 'output', value: simpler, name: 'y' }]))
    expect(program.instructions.map((instruction) => instruction.operation)).not.toContain(operation.name)
    const far = [-800, -40, -1e-9, -0, 0, 1e-9, 40, 800]
    const tensors = shapes.map((each, at) => {
      const data = new Random(at + 1).array(elementsIn(each), -3, 3)
      return { dimensions: each, near: data, far: data.map((_, index) => far[index % far.length]!) }
    })
    for (const reach of ['near', 'far'] as const) {
      const given = tensors.map(({ dimensions, ...data }) => ({ dimensions, data: data[reach] }))
      const dimensions = dimensionsOf(builder.valueOf(simpler).shape)
      const { data: expected } = naively(operation.name, given, attributes, dimensions)
      const { values } = interpret(program, 'forward', {
        batch: 1,
        leaf: (name) => given[names.indexOf(name)]!.data,
      })
      const actual = values.get(program.results[0]!.value)!.data
      // Relative to what is left, however little it is.
      for (const [at, number] of expected.entries())
        expect(Math.abs(actual[at]! - number), `${reach}, ${at}`).toBeLessThanOrEqual(
          4e-15 * Math.abs(number),
        )
    }
  })
})
