import { type Attributes, BATCH, type ValueId } from '../forms/program.ts'
import { type Dimension, isScalar, ONE, type Shape } from '../forms/shape.ts'
import { same } from '../forms/size.ts'
import type { Build } from './builder.ts'

/**
 * A primitive of the language: how sizes go through it, how gradients come
 * back, and what it means in numbers. The compiler knows nothing else.
 */
export interface Operation {
  readonly name: string
  /** As equations call it; absent for what is written with signs or made by passes only. */
  readonly function?: { readonly name: string; readonly over: boolean }
  readonly shape: ShapeRule
  /** Gradients of the operands, of the operands' shapes; absent where the operation is flat almost everywhere. */
  readonly gradient?: GradientRule
  /** It has slopes but no rule for them: where they are asked for, that is an error. */
  readonly withoutRule?: true
  readonly meaning: Meaning
  /** Absent where all examples are needed at once, unless no size is the batch. */
  readonly chunked?: ChunkRule
  /** Element by element: how it is written in TypeScript. Without it the runtime's function of its name is called. */
  readonly code?: Code
  /** One element of the result in elements of the operands; element by element that needs no saying. */
  readonly element?: ElementRule
  /** The same of simpler operations, where one element alone would be much to say. */
  readonly simpler?: Simpler
  /**
   * What makes sums of sums: it is linear in all operands at once (`jointly`), in each while the others stay the same
   * (`each`), or in the first alone (`first`). Absent where it is not.
   */
  readonly linear?: Linear
  /** A simpler value equal to this one, if the operands allow it. */
  readonly identity?: Identity
  /** How it is written between or around its operands. */
  readonly notation: Notation
  /** Where the laws try it: shapes of the operands, and from where elements are drawn. */
  readonly examples: readonly Example[]
}

export type ShapeRule = (operands: readonly Shape[], attributes: Attributes, equal: Equal) => Shape

/** Whether two sizes are equal, as far as the caller can tell. */
export type Equal = (a: Dimension, b: Dimension) => boolean

/**
 * What an operation makes of all examples, from what it makes of chunks of them: `apart`, the same columns, each by
 * itself; their `sum`, `max` or `min`; or nothing, since it needs all examples `together`.
 */
export type Chunked = 'apart' | 'sum' | 'max' | 'min' | 'together'

export type Linear = 'jointly' | 'each' | 'first'

export type ChunkRule = (operands: readonly Shape[], attributes: Attributes) => Chunked

/** Each column of its own column, whatever the sizes. */
export const apart: ChunkRule = () => 'apart'

export type GradientRule = (rule: {
  readonly x: readonly ValueId[]
  readonly y: ValueId
  readonly dy: ValueId
  readonly attributes: Attributes
  readonly build: Build
}) => readonly (ValueId | undefined)[]

export type Identity = (
  operands: readonly ValueId[],
  build: Build,
  attributes: Attributes,
) => ValueId | undefined

export type Meaning =
  | {
      readonly kind: 'pointwise'
      readonly of: (...x: readonly number[]) => number
      /** The same bits on every engine: constants may be folded when compiling. */
      readonly exact: boolean
    }
  | {
      readonly kind: 'whole'
      readonly of: (
        operands: readonly Tensor[],
        attributes: Attributes,
        dimensions: readonly number[],
      ) => Float64Array
    }
  | { readonly kind: 'draw'; readonly distribution: 'uniform' | 'normal' }

/** One number of one number each, as a TypeScript expression; a test is 1 where it holds and 0 elsewhere. */
export type Code =
  | { readonly kind: 'infix'; readonly sign: string; readonly precedence: number }
  | { readonly kind: 'prefix'; readonly sign: string }
  | { readonly kind: 'call'; readonly name: string }
  /** A test of two numbers. */
  | { readonly kind: 'comparison'; readonly sign: string }
  /** A test of tests; a number holds where it is not 0. */
  | { readonly kind: 'logic'; readonly sign: '&&' | '||' | '!' }
  /** The second where the first holds, else the third. */
  | { readonly kind: 'choice' }

/** Undefined where it cannot be said. */
export type ElementRule = <E>(of: Elements<E>, row: number, column: number) => E | undefined

/** What an element is said in: numbers, or what makes text. */
export interface Elements<E> {
  /** An operand's element; a scalar, a single row or column is everywhere. */
  at(operand: number, row: number, column: number): E
  /** Rows and columns of an operand. */
  sizeOf(operand: number): readonly [rows: number, columns: number]
  /** The operand, if it is a number of the program. */
  numberOf(operand: number): number | undefined
  number(value: number): E
  /** An operation that works element by element. */
  make(operation: string, x: readonly E[]): E
  readonly attributes: Attributes
}

export type Simpler = (operands: readonly ValueId[], build: Build, attributes: Attributes) => ValueId

/** Row-major. */
export interface Tensor {
  readonly dimensions: readonly number[]
  readonly data: Float64Array
}

export type Notation =
  | { readonly kind: 'infix'; readonly sign: string; readonly precedence: number }
  | { readonly kind: 'prefix'; readonly sign: string; readonly precedence: number }
  | { readonly kind: 'postfix'; readonly sign: string; readonly precedence: number }
  | { readonly kind: 'call'; readonly name: string }
  | { readonly kind: 'atom' }

export const PRECEDENCE = {
  or: 1,
  and: 2,
  compare: 4,
  add: 5,
  multiply: 6,
  negate: 7,
  power: 8,
  postfix: 9,
} as const

export interface Example {
  readonly shapes: readonly (readonly number[])[]
  readonly low?: number
  readonly high?: number
  readonly attributes?: Attributes
}

/** Sizes that do not fit. `left` and `right` say whose dimensions disagree. */
export class ShapeError extends Error {
  readonly problem: ShapeProblem

  constructor(problem: ShapeProblem) {
    super(problem.kind)
    this.problem = problem
  }
}

export type ShapeProblem =
  | { readonly kind: 'different'; readonly left: Corner; readonly right: Corner }
  | { readonly kind: 'rank'; readonly operand: number; readonly expected: string }

/** One dimension of one operand. */
export interface Corner {
  readonly operand: number
  readonly axis: number
}

/** Equal ranks, or scalars; only a written 1 stretches. */
export const broadcast: ShapeRule = (operands, _attributes, equal) => {
  const first = operands.findIndex((shape) => !isScalar(shape))
  if (first < 0) return []
  const result = [...operands[first]!]
  const owner = result.map(() => first)
  for (let operand = first + 1; operand < operands.length; operand++) {
    const shape = operands[operand]!
    if (isScalar(shape)) continue
    if (shape.length !== result.length)
      throw new ShapeError({ kind: 'rank', operand, expected: `${result.length}` })
    for (const [axis, dimension] of shape.entries()) {
      const other = result[axis]!
      if (dimension.written) continue
      if (other.written) {
        result[axis] = dimension
        owner[axis] = operand
      } else if (!same(dimension, other) && !equal(other, dimension))
        throw new ShapeError({
          kind: 'different',
          left: { operand: owner[axis]!, axis },
          right: { operand, axis },
        })
    }
  }
  return result
}

/** An operation of two or fewer operands, element by element, as most are. */
export function pointwise(
  name: string,
  of: (...x: readonly number[]) => number,
  rest: {
    readonly gradient?: GradientRule
    readonly identity?: Identity
    readonly notation?: Notation
    readonly linear?: Linear
    readonly exact?: boolean
    readonly code?: Code
    readonly element?: ElementRule
    readonly simpler?: Simpler
    readonly callable?: boolean
    readonly low?: number
    readonly high?: number
  } = {},
): Operation {
  const sample = { low: rest.low ?? -3, high: rest.high ?? 3 }
  const shapes = {
    1: [[[2, 3]]],
    2: [
      [
        [2, 3],
        [2, 3],
      ],
      [[2, 3], []],
      [
        [2, 1],
        [2, 3],
      ],
      [
        [2, 3],
        [1, 3],
      ],
    ],
    3: [
      [
        [2, 3],
        [2, 3],
        [2, 3],
      ],
    ],
  }[of.length]
  return {
    name,
    ...(rest.callable === false ? {} : { function: { name, over: false } }),
    shape: broadcast,
    meaning: { kind: 'pointwise', of, exact: rest.exact ?? false },
    chunked: apart,
    notation: rest.notation ?? { kind: 'call', name },
    ...(rest.code && { code: rest.code }),
    ...(rest.element && { element: rest.element }),
    ...(rest.simpler && { simpler: rest.simpler }),
    ...(rest.linear && { linear: rest.linear }),
    ...(rest.gradient && { gradient: rest.gradient }),
    ...(rest.identity && { identity: rest.identity }),
    examples: shapes!.map((each) => ({ shapes: each, ...sample })),
  }
}

/** An operation that takes one axis to 1. `of` sees one line of elements. */
export function reduction(
  name: string,
  of: (line: Float64Array) => number,
  rest: {
    readonly gradient?: GradientRule
    readonly identity?: Identity
    readonly linear?: Linear
    /** That of all elements by those of some, if it comes of them. */
    readonly combine?: 'sum' | 'max' | 'min'
    readonly element?: ElementRule
    readonly simpler?: Simpler
  } = {},
): Operation {
  return {
    name,
    function: { name, over: true },
    shape: ([x], { axis }) => x!.map((dimension, at) => (at === axis ? ONE : dimension)),
    meaning: { kind: 'whole', of: ([x], { axis }) => alongAxis(x!, axis!, of) },
    chunked: ([x], { axis }) => (x![axis!]!.key === BATCH ? (rest.combine ?? 'together') : 'apart'),
    notation: { kind: 'call', name },
    ...(rest.linear && { linear: rest.linear }),
    ...(rest.gradient && { gradient: rest.gradient }),
    ...(rest.identity && { identity: rest.identity }),
    ...(rest.element && { element: rest.element }),
    ...(rest.simpler && { simpler: rest.simpler }),
    examples: [
      { shapes: [[3, 5]], attributes: { axis: 0 } },
      { shapes: [[3, 5]], attributes: { axis: 1 } },
    ],
  }
}

/** Joins a line of elements, the first two first: a reduction by an operation of two. */
export function joinedBy(operation: string): ElementRule {
  return (of, row, column) => {
    const { axis } = of.attributes
    const length = of.sizeOf(0)[axis!]!
    const at = (index: number) => (axis === 0 ? of.at(0, index, column) : of.at(0, row, index))
    let joined = at(0)
    for (let index = 1; index < length; index++) joined = of.make(operation, [joined, at(index)])
    return joined
  }
}

function alongAxis(
  { dimensions, data }: Tensor,
  axis: number,
  of: (line: Float64Array) => number,
): Float64Array {
  const inner = dimensions.slice(axis + 1).reduce((product, size) => product * size, 1)
  const length = dimensions[axis]!
  const outer = data.length / (inner * length)
  const result = new Float64Array(outer * inner)
  const line = new Float64Array(length)
  for (let o = 0; o < outer; o++)
    for (let i = 0; i < inner; i++) {
      for (let at = 0; at < length; at++) line[at] = data[(o * length + at) * inner + i]!
      result[o * inner + i] = of(line)
    }
  return result
}
