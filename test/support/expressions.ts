import type { Attributes, ValueId } from '../../compiler/forms/program.ts'
import { type Dimension, ONE, type Shape } from '../../compiler/forms/shape.ts'
import { constant as sizeConstant } from '../../compiler/forms/size.ts'
import type { Tensor } from '../../compiler/operations/operation.ts'
import { naively } from './naive.ts'
import { elementsIn } from './programs.ts'
import type { Random } from './random.ts'

/** A named size, or a 1 that is written and stretches. */
export type Side = 'a' | 'b' | 'c' | '1'
export type Sides = readonly Side[]
/** What the named sizes are; one may be 1, which does not make it a written one. */
export type Valuation = Readonly<Record<'a' | 'b' | 'c', number>>

/** An expression over named leaves. */
export type Expression =
  | { readonly kind: 'leaf'; readonly name: string; readonly sides: Sides }
  | {
      readonly kind: 'apply'
      readonly operation: string
      readonly operands: readonly Expression[]
      readonly attributes: Attributes
      readonly sides: Sides
    }

const NAMED = ['a', 'b', 'c'] as const
export const SIDES: Sides = ['1', ...NAMED]

/** Columns of this leaf are promised to sum to 1. */
export const DISTRIBUTION: { readonly name: string; readonly sides: Sides } = {
  name: 'distribution',
  sides: ['b', 'c'],
}

/**
 * Whom an expression is for. A builder takes every operation. Equations have no name for some, and their side `c` is
 * the batch, which stays in columns; the scalars of a word are numbers, those of a network of equations inputs too.
 */
export type Dialect = 'builder' | 'word' | 'formula'

/**
 * What is asked of an expression's value. `exact` ones are whole numbers, computed without rounding, so that comparing
 * them does not depend on the order of operations; `positive` and `nonzero` ones go where only those may.
 */
export type Demand = 'any' | 'exact' | 'positive' | 'nonzero' | 'bounded'

const LEAVES: Readonly<Record<Demand, string>> = {
  any: 'x',
  bounded: 'x',
  exact: 'i',
  positive: 'p',
  nonzero: 'p',
}

/** Every leaf an expression may name, for these sizes. */
export function allLeaves(random: Random, sizes: Valuation): ReadonlyMap<string, Tensor> {
  const leaves = new Map<string, Tensor>()
  const shapes: readonly Sides[] = [[], ...SIDES.flatMap((rows) => SIDES.map((columns) => [rows, columns]))]
  for (const sides of shapes) {
    const dimensions = dimensionsAt(sides, sizes)
    const put = (demand: Demand, next: () => number) =>
      leaves.set(leafName(demand, sides), {
        dimensions,
        data: Float64Array.from({ length: elementsIn(dimensions) }, next),
      })
    put('any', () => random.between(-2, 2))
    put('exact', () => random.integer(-2, 2))
    put('positive', () => random.between(0.5, 2))
  }
  const [rows, columns] = dimensionsAt(DISTRIBUTION.sides, sizes) as [number, number]
  const data = new Float64Array(rows * columns)
  for (let column = 0; column < columns; column++) data[random.integer(0, rows - 1) * columns + column] = 1
  leaves.set(DISTRIBUTION.name, { dimensions: [rows, columns], data })
  return leaves
}

function leafName(demand: Demand, sides: Sides): string {
  // A written 1 is a u: names of parameters do not end in a digit.
  return `${LEAVES[demand]}${sides.map((side) => (side === '1' ? 'u' : side)).join('')}`
}

/** A leaf that varies smoothly; the others are whole numbers, or keep a promise. */
export function isSmooth(name: string): boolean {
  return name.startsWith(LEAVES.any) || name.startsWith(LEAVES.positive)
}

export function randomExpression(
  random: Random,
  sides: Sides,
  depth: number,
  demand: Demand = 'any',
  dialect: Dialect = 'builder',
): Expression {
  const place: Place = { random, sides, depth, dialect }
  return depth <= 0 ? leaf(place, demand) : random.pick(movesFor(place, demand))()
}

/** A place where an expression is to grow. */
interface Place {
  readonly random: Random
  readonly sides: Sides
  readonly depth: number
  readonly dialect: Dialect
}

type Move = () => Expression

function movesFor(place: Place, demand: Demand): readonly Move[] {
  const { sides } = place
  const apply = applyAt(place)
  const grow = growAt(place)
  const pair = pairAt(place)
  switch (demand) {
    case 'exact':
      return [
        ...moves(place, demand),
        ...arithmetic(place, demand),
        ...sums(place, demand),
        ...products(place, demand),
        () => comparison(place),
        () => apply(place.random.pick(['and', 'or']), pair('exact')),
        () => apply('not', [grow(sides, 'exact')]),
        ...reductions(place, 'argmax', 'exact'),
        () => apply('floor', [grow(sides, 'exact')]),
      ]
    case 'positive':
      return [
        ...moves(place, demand),
        ...sums(place, demand),
        ...products(place, demand),
        ...spelledOut(place),
        () => apply('exp', [grow(sides, 'bounded')]),
        () => apply('sqrt', [grow(sides, 'positive')]),
        ...madeByStage4(place, 'bounded'),
        () => apply('abs', [grow(sides, 'nonzero')]),
        () => apply('add', pair('positive')),
        () => apply('multiply', pair('positive')),
        () => apply('multiply', [constant(place.random.pick([0.5, 1, 3])), grow(sides, 'positive')]),
        () => apply('divide', pair('positive')),
        () => apply('power', pair('positive', 'bounded')),
        () => apply('power', [grow(sides, 'nonzero'), constant(2)]),
        () => apply('power', [grow(sides, 'positive'), constant(0.5)]),
      ]
    case 'nonzero':
      return [
        () => grow(sides, 'positive'),
        () => apply('negate', [grow(sides, 'positive')]),
        () => apply('multiply', pair('nonzero')),
        () => apply('multiply', [constant(place.random.pick([-1, -2, 0.5])), grow(sides, 'nonzero')]),
        () => apply('divide', pair('nonzero')),
        ...transposes(place, 'nonzero'),
      ]
    case 'bounded':
      return [
        () => leaf(place, 'bounded'),
        () => apply(place.random.pick(['cos', 'sin']), [grow(sides, 'bounded')]),
        () => apply('tanh', [grow(sides)]),
        () => apply('negate', [grow(sides, 'bounded')]),
        () => apply('log', [apply('exp', [grow(sides, 'bounded')])]),
      ]
    case 'any':
      return [
        ...moves(place, demand),
        ...arithmetic(place, demand),
        ...arithmetic(place, demand),
        ...sums(place, demand),
        ...sums(place, demand),
        ...products(place, demand),
        ...reductions(place, 'logSumExp', 'any'),
        ...cancelling(place),
        () => grow(sides, 'exact'),
        () => grow(sides, 'nonzero'),
        () => apply('divide', pair('any', 'nonzero')),
        () => apply('divide', [grow(sides), constant(place.random.pick([-2, 1, 4]))]),
        () => apply('divide', [grow(sides), grow([], 'nonzero')]),
        () => apply('log', [grow(sides, 'positive')]),
        () => apply('tanh', [grow(sides)]),
        () => apply('erf', [grow(sides)]),
        () => apply('inverseNormal', [probability(place)]),
        ...madeByStage4(place, 'any'),
        ...(place.dialect === 'builder' ? [() => apply('expm1', [grow(sides, 'bounded')])] : []),
      ]
  }
}

const growAt =
  ({ random, depth, dialect }: Place) =>
  (sides: Sides, demand: Demand = 'any') =>
    randomExpression(random, sides, depth - 1, demand, dialect)

const applyAt =
  ({ sides }: Place) =>
  (operation: string, operands: readonly Expression[], attributes: Attributes = {}): Expression => ({
    kind: 'apply',
    operation,
    operands,
    attributes,
    sides,
  })

/** Two operands that broadcast to the place. */
const pairAt = (place: Place) => {
  const [first, second] = operandSides(place.random, place.sides)
  return (a: Demand, b: Demand = a) => [growAt(place)(first, a), growAt(place)(second, b)]
}

/** What any number may go through and stay what it is demanded to be. */
function moves(place: Place, demand: Demand): readonly Move[] {
  const { random, sides } = place
  const apply = applyAt(place)
  const grow = growAt(place)
  const pair = pairAt(place)
  const [first] = operandSides(random, sides)
  return [
    () => leaf(place, demand),
    () => apply('where', [comparison(place), ...pair(demand)]),
    () => apply('maximum', pair(demand)),
    () => apply('minimum', pair(demand)),
    ...reductions(place, random.pick(['max', 'min']), demand),
    ...transposes(place, demand),
    ...(place.dialect !== 'builder'
      ? []
      : sides.length === 2
        ? [
            () => apply('copy', [grow(sides, demand)], { stream: random.integer(0, 9) }),
            () => apply('stretch', [grow(first, demand)]),
            () => apply('stretch', [number(random, demand)]),
          ]
        : [() => apply('item', [grow(['1', '1'], demand)])]),
  ]
}

/** Examples stay in columns. */
function transposes(place: Place, demand: Demand): readonly Move[] {
  const { sides, dialect } = place
  if (sides.length < 2 || (dialect !== 'builder' && sides.includes('c'))) return []
  return [() => applyAt(place)('transpose', [growAt(place)(sides.toReversed(), demand)])]
}

function arithmetic(place: Place, demand: Demand): readonly Move[] {
  const { random, sides } = place
  const apply = applyAt(place)
  const grow = growAt(place)
  const pair = pairAt(place)
  return [
    () => apply('add', pair(demand)),
    () => apply('add', pair(demand)),
    () => apply('subtract', pair(demand)),
    () => apply('subtract', pair(demand)),
    () => apply('multiply', pair(demand)),
    () => apply('multiply', pair(demand)),
    () => apply('multiply', [number(random, demand), grow(sides, demand)]),
    () => apply('multiply', [grow(sides, demand), number(random, demand)]),
    () => apply('negate', [grow(sides, demand)]),
    () => apply('power', [grow(sides, demand), constant(random.pick([1, 2]))]),
    () => apply('abs', [grow(sides, demand)]),
  ]
}

/** Over each axis that is 1 in the result. */
function reductions(place: Place, operation: string, demand: Demand): readonly Move[] {
  return place.sides.flatMap((side, axis) =>
    side === '1'
      ? [() => applyAt(place)(operation, [growAt(place)(longer(place, axis), demand)], { axis })]
      : [],
  )
}

/** With a longer side on this axis: a word calls its sides by different names, and has the batch in columns. */
function longer({ random, sides, dialect }: Place, axis: number): Sides {
  const others = NAMED.filter((side) => side !== sides[1 - axis] && (side !== 'c' || axis === 1))
  return sides.with(axis, random.pick(dialect === 'builder' ? NAMED : others))
}

/** Sums, and sums of what is promised to sum to 1 over rows, behind a factor, a sign or nothing. */
function sums(place: Place, demand: Demand): readonly Move[] {
  const { random, sides } = place
  const own = reductions(place, 'sum', demand)
  if (demand === 'positive' || sides.length < 2 || place.dialect !== 'builder') return own
  const promised: Expression = { kind: 'leaf', ...DISTRIBUTION }
  return [
    ...own,
    ...own,
    ...sides.flatMap((side, axis) =>
      side === '1' && sides[1 - axis] === DISTRIBUTION.sides[1 - axis]
        ? [
            () => {
              const within = applyAt({ ...place, sides: DISTRIBUTION.sides })
              const behind = random.pick([
                promised,
                within('negate', [promised]),
                within('multiply', [growAt(place)([], demand), promised]),
                within('multiply', [promised, number(random, demand)]),
              ])
              return applyAt(place)('sum', [behind], { axis })
            },
          ]
        : [],
    ),
  ]
}

function products(place: Place, demand: Demand): readonly Move[] {
  const [rows, columns] = place.sides
  if (rows === undefined || columns === undefined) return []
  const inner = place.random.pick(NAMED)
  const grow = growAt(place)
  const second = (): Expression => {
    if (place.dialect === 'builder' || inner !== 'c') return grow([inner, columns], demand)
    // A sum of outer products over the examples.
    return applyAt({ ...place, sides: [inner, columns] })('transpose', [grow([columns, inner], demand)])
  }
  if (place.dialect !== 'builder' && inner === 'c' && columns === 'c') return []
  return [() => applyAt(place)('matmul', [grow([rows, inner], demand), second()])]
}

function comparison(place: Place): Expression {
  const operation = place.random.pick(['less', 'lessOrEqual', 'equal', 'notEqual'])
  return applyAt(place)(operation, pairAt(place)('exact'))
}

/** Well inside 0 and 1. */
function probability(place: Place): Expression {
  const apply = applyAt(place)
  const half = apply('multiply', [constant(0.4), apply('tanh', [growAt(place)(place.sides)])])
  return apply('add', [constant(0.5), half])
}

/** Operations that no equation can name. */
function madeByStage4(place: Place, demand: Demand): readonly Move[] {
  return place.dialect !== 'builder'
    ? []
    : ['sigmoid', 'softplus'].map(
        (operation) => () => applyAt(place)(operation, [growAt(place)(place.sides, demand)]),
      )
}

/** What stage 4 has stable forms for, written out. */
function spelledOut(place: Place): readonly Move[] {
  const { random, sides } = place
  const apply = applyAt(place)
  const z = growAt(place)(sides, 'bounded')
  const exponential = (x: Expression) => apply('exp', [x])
  const onePlus = (x: Expression) => apply('add', random.shuffled([constant(1), x]))
  const softmaxes = sides.flatMap((side, axis): readonly Move[] => {
    if (side === '1' || (place.dialect !== 'builder' && sides[0] === sides[1])) return []
    const over = (operation: string, x: Expression) =>
      applyAt({ ...place, sides: sides.with(axis, '1') })(operation, [x], { axis })
    return [
      () => {
        const shift = random.pick([
          over('max', z),
          constant(0.5),
          growAt(place)(sides.with(axis, '1'), 'bounded'),
          growAt(place)(sides, 'bounded'),
          growAt(place)(sides.with(1 - axis, '1'), 'bounded'),
        ])
        const e = exponential(apply('subtract', [z, shift]))
        return apply('divide', [e, over('sum', e)])
      },
    ]
  })
  return [
    () => apply('divide', [constant(1), onePlus(exponential(apply('negate', [z])))]),
    () => apply('divide', [exponential(z), onePlus(exponential(z))]),
    () => apply('log', [onePlus(exponential(z))]),
    ...softmaxes,
  ]
}

/** Polynomials whose terms cancel, and logarithms of what stage 4 rewrites. */
function cancelling(place: Place): readonly Move[] {
  const { sides, dialect } = place
  const apply = applyAt(place)
  const z = growAt(place)(sides, 'bounded')
  const [s, t] = [growAt(place)(sides), growAt(place)(sides)]
  const less = (a: Expression, b: Expression) => apply('subtract', [a, b])
  const times = (a: Expression, b: Expression) => apply('multiply', [a, b])
  const plus = (a: Expression, b: Expression) => apply('add', [a, b])
  const one = constant(1)
  const exponential = (x: Expression) => apply('exp', [x])
  const softplus = (x: Expression) =>
    dialect === 'builder' ? apply('softplus', [x]) : apply('log', [plus(one, exponential(x))])
  const sigmoid = (x: Expression) =>
    dialect === 'builder'
      ? apply('sigmoid', [x])
      : apply('divide', [one, plus(one, exponential(apply('negate', [x])))])
  return [
    () => plus(times(s, t), times(less(one, s), t)),
    () => plus(times(s, softplus(apply('negate', [z]))), times(less(one, s), softplus(z))),
    () => less(apply('power', [plus(s, t), constant(2)]), apply('power', [t, constant(2)])),
    () => apply('log', [sigmoid(z)]),
    () => less(exponential(z), one),
    () => less(one, exponential(z)),
    () => apply('log', [less(one, sigmoid(z))]),
    ...sides.flatMap((side, axis) =>
      side === '1'
        ? [
            () => {
              const long = longer(place, axis)
              const inner = applyAt({ ...place, sides: long })('exp', [growAt(place)(long, 'bounded')])
              return apply('log', [apply('sum', [inner], { axis })])
            },
          ]
        : [],
    ),
  ]
}

function leaf({ random, sides, dialect }: Place, demand: Demand): Expression {
  if (sides.length === 0 && (dialect === 'word' || random.chance(0.6))) return number(random, demand)
  if (
    dialect === 'builder' &&
    demand === 'any' &&
    sides.join() === DISTRIBUTION.sides.join() &&
    random.chance(0.5)
  )
    return { kind: 'leaf', ...DISTRIBUTION }
  return { kind: 'leaf', name: leafName(demand, sides), sides }
}

function number(random: Random, demand: Demand): Expression {
  if (demand === 'positive' || demand === 'nonzero') return constant(random.pick([0.5, 1, 2]))
  return constant(random.pick(demand === 'exact' ? [-2, -1, 0, 1, 3] : [-1.5, -1, 0, 1, 2]))
}

function constant(value: number): Expression {
  return { kind: 'apply', operation: 'constant', operands: [], attributes: { value }, sides: [] }
}

function operandSides(random: Random, sides: Sides): readonly [Sides, Sides] {
  const [rows, columns] = sides
  if (rows === undefined || columns === undefined) return [[], []]
  const other = random.pick<Sides>([sides, sides, ['1', columns], [rows, '1'], ['1', '1'], []])
  const pair: readonly [Sides, Sides] = random.chance(0.15)
    ? [
        [rows, '1'],
        ['1', columns],
      ]
    : [sides, other]
  return random.chance(0.5) ? pair : [pair[1], pair[0]]
}

export function dimensionsAt(sides: Sides, sizes: Valuation): readonly number[] {
  return sides.map((side) => (side === '1' ? 1 : sizes[side]))
}

export function shapeAt(sides: Sides, sizes: Valuation): Shape {
  return sides.map((side): Dimension => (side === '1' ? ONE : sizeConstant(sizes[side])))
}

/** The expression by what its operations mean, and nothing else. */
export function evaluateNaively(
  expression: Expression,
  leaves: ReadonlyMap<string, Tensor>,
  sizes: Valuation,
  seen?: (data: Float64Array) => void,
): Tensor {
  if (expression.kind === 'leaf') return leaves.get(expression.name)!
  const { operation, operands, attributes, sides } = expression
  const tensors = operands.map((operand) => evaluateNaively(operand, leaves, sizes, seen))
  const result = naively(operation, tensors, attributes, dimensionsAt(sides, sizes))
  seen?.(result.data)
  return result
}

/** The expression in a program; each leaf is made once. */
export function build(
  expression: Expression,
  sizes: Valuation,
  leafOf: (name: string, sides: Sides) => ValueId,
  make: (operation: string, operands: readonly ValueId[], attributes: Attributes) => ValueId,
): ValueId {
  if (expression.kind === 'leaf') return leafOf(expression.name, expression.sides)
  const { operation, operands, attributes, sides } = expression
  const built = operands.map((operand) => build(operand, sizes, leafOf, make))
  const shape = operation === 'stretch' ? { shape: shapeAt(sides, sizes) } : {}
  return make(operation, built, { ...attributes, ...shape })
}

/** For messages: which expression it was. */
export function print(expression: Expression): string {
  if (expression.kind === 'leaf') return expression.name
  const { operation, operands, attributes, sides } = expression
  if (operation === 'constant') return `${attributes.value}`
  const extra =
    attributes.axis !== undefined
      ? [`axis ${attributes.axis}`]
      : operation === 'stretch'
        ? [sides.join('x')]
        : []
  return `${operation}(${[...operands.map(print), ...extra].join(', ')})`
}

/** The expression as an equation's right side, with a parenthesis around everything. */
export function written(expression: Expression): string {
  if (expression.kind === 'leaf') return expression.name
  const { operation, operands, attributes } = expression
  const [a, b] = operands.map(written)
  const sign = SIGNS[operation]
  if (sign) return `(${a} ${sign} ${b})`
  switch (operation) {
    case 'constant':
      return attributes.value! < 0 ? `(${attributes.value})` : `${attributes.value}`
    case 'negate':
      return `(-${a})`
    case 'not':
      return `(not ${a})`
    case 'transpose':
      return `(${a}).T`
  }
  const { axis } = attributes
  if (axis !== undefined) {
    const side = operands[0]!.sides[axis]!
    return `${operation}(${a}, over=${side === 'c' ? 'm' : side})`
  }
  return `${operation}(${operands.map(written).join(', ')})`
}

const SIGNS: Readonly<Record<string, string>> = {
  add: '+',
  subtract: '-',
  multiply: '*',
  divide: '/',
  matmul: '@',
  power: '^',
  less: '<',
  lessOrEqual: '<=',
  equal: '==',
  notEqual: '!=',
  and: 'and',
  or: 'or',
}

/** Names of the leaves an expression reads, with their sides. */
export function leavesIn(expression: Expression): ReadonlyMap<string, Sides> {
  if (expression.kind === 'leaf') return new Map([[expression.name, expression.sides]])
  return new Map(expression.operands.flatMap((operand) => [...leavesIn(operand)]))
}
