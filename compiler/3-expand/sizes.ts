import type { Finding, Report } from '../diagnostics/report.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import type { Expression } from '../forms/equation.ts'
import { type Dimension, ONE, type Shape } from '../forms/shape.ts'
import type { Size } from '../forms/size.ts'
import * as size from '../forms/size.ts'
import type { Span } from '../forms/source.ts'
import type { PortSpec, ShapeSpec } from '../forms/spec.ts'

/** A named size with its number here, and the place that fixed it. */
export interface Bound {
  readonly size: Size
  readonly span: Span
  /** Of a network's `sizes:`, the expression. */
  readonly written?: Span
}

export type Sizes = Map<string, Bound>

/** Expanding one word stopped at an error that has been reported. */
export class Stopped extends Error {}

/** Goes on after an error that has been reported, so that the next can be found too. */
export function attempt<T>(work: () => T): T | undefined {
  try {
    return work()
  } catch (error) {
    if (error instanceof Stopped) return undefined
    throw error
  }
}

/** What may have been meant: read only where something is not known. */
type Names = Pick<ReadonlyMap<string, unknown>, 'keys'>

/** A dimension expression as a size over its names. */
export function sizeOf(
  expression: Expression,
  known: (name: string) => boolean,
  names: Names,
  report: Report,
): Size {
  const of = (inner: Expression) => sizeOf(inner, known, names, report)
  switch (expression.kind) {
    case 'number':
      return size.constant(expression.value)
    case 'name': {
      if (known(expression.name)) return size.named(expression.name)
      report.add({
        code: 'E401',
        at: expression.span,
        message: `\`${expression.name}\` is no size that is known here`,
        help: didYouMean(expression.name, names.keys()),
      })
      throw new Stopped()
    }
    case 'unary':
      if (expression.operator === '-') return size.minus(size.constant(0), of(expression.operand))
      break
    case 'binary': {
      const { operator } = expression
      if (operator === '+') return size.plus(of(expression.left), of(expression.right))
      if (operator === '-') return size.minus(of(expression.left), of(expression.right))
      if (operator === '*') return product(of(expression.left), of(expression.right), expression, report)
      if (operator === '/') {
        const quotient = size.over(of(expression.left), of(expression.right))
        if (quotient) return quotient
      }
      if (
        operator === '^' &&
        expression.right.kind === 'number' &&
        Number.isInteger(expression.right.value) &&
        expression.right.value <= HIGHEST_POWER
      ) {
        const base = of(expression.left)
        let power = size.constant(1)
        for (let times = 0; times < expression.right.value; times++)
          power = product(power, base, expression, report)
        return power
      }
      break
    }
    case 'call':
      if ((expression.name === 'floor' || expression.name === 'ceil') && expression.arguments.length === 1)
        return size.rounded(expression.name, of(expression.arguments[0]!))
      break
    case 'transpose':
      break
  }
  report.add({
    code: 'E403',
    at: expression.span,
    message: `a dimension is made of numbers, named sizes, \`+ - * /\`, \`^\` up to ${HIGHEST_POWER}, \`floor\` and \`ceil\``,
  })
  throw new Stopped()
}

/** A product of sums has as many terms as both have, multiplied: there are sizes that nobody means. */
function product(a: Size, b: Size, { span }: Expression, report: Report): Size {
  if (a.terms.length * b.terms.length <= MOST_TERMS) return size.times(a, b)
  report.add({
    code: 'E403',
    at: span,
    message: `multiplied out, this size has more than ${MOST_TERMS} terms`,
    help: 'give a part of it a name of its own',
  })
  throw new Stopped()
}

const HIGHEST_POWER = 8
const MOST_TERMS = 1000

/** The shape a word declares, with its numbers at this use; each dimension remembers its name. */
export function shapeHere(spec: ShapeSpec, sizes: Sizes, report: Report): Shape {
  return spec.dimensions.map((expression) => dimensionHere(expression, sizes, report))
}

export function dimensionHere(expression: Expression, sizes: Sizes, report: Report): Dimension {
  if (expression.kind === 'number' && expression.value === 1) return ONE
  const label = sizeOf(expression, (name) => sizes.has(name), sizes, report)
  const here = numbered(label, sizes)
  const number = size.constantOf(here)
  const wrong = number === undefined ? undefined : noSize(number, expression.span)
  if (wrong) {
    const labels = [...size.namesIn(label)].map((name) => ({
      span: sizes.get(name)!.span,
      text: `\`${name}\` is ${sizes.get(name)!.size.key} from here`,
    }))
    report.add({ ...wrong, labels })
    forget(expression, sizes)
    throw new Stopped()
  }
  // What a name stands for may be a 1 that was written elsewhere; here it was not.
  const dimension = { key: here.key, terms: here.terms, label }
  places.set(dimension, expression.span)
  return dimension
}

/** Operations hand dimensions on as they are. */
const places = new WeakMap<Dimension, Span>()

/** Where a dimension is written, of those that are written in a shape. */
export function placeOf(dimension: Dimension): Span | undefined {
  return places.get(dimension)
}

/** Why a number is no size, if it is none. */
export function noSize(number: number, at: Span): Finding | undefined {
  const written = at.source.text.slice(at.start, at.end).replace(/\s+/g, ' ')
  if (Number.isFinite(number) && !Number.isInteger(number))
    return {
      code: 'E303',
      at,
      message: `\`${written}\` is ${number} here, which is not whole`,
      help: 'round with `floor` or `ceil`, or choose a size that divides',
    }
  if (number >= 1 && number <= LARGEST_SIZE) return undefined
  const is = written === String(number) ? 'is no size' : `is ${number} here`
  return { code: 'E308', at, message: `\`${written}\` ${is}, and sizes are from 1 to ${LARGEST_SIZE}` }
}

/** More elements than this no memory of the runtime has. */
export const LARGEST_SIZE = 2 ** 31 - 1

/** A size whose names have their numbers; where one of them is unknown, so is what is made of it. */
export function numbered(label: Size, sizes: Sizes): Size {
  const values = new Map<string, Size>()
  for (const name of size.namesIn(label)) {
    const bound = sizes.get(name)
    if (bound === undefined) continue
    if (size.isUnknown(bound.size)) return size.UNKNOWN
    values.set(name, bound.size)
  }
  return size.substitute(label, values)
}

/** A name alone that stands for no size is told once, wherever else it is used. */
export function forget(expression: Expression, sizes: Sizes): void {
  const bound = expression.kind === 'name' ? sizes.get(expression.name) : undefined
  if (expression.kind === 'name' && bound) sizes.set(expression.name, { ...bound, size: size.UNKNOWN })
}

export function valuesOf(sizes: Sizes): ReadonlyMap<string, Size> {
  return new Map([...sizes].map(([name, bound]) => [name, bound.size]))
}

/**
 * Gives the names in a port's shape the sizes of what arrives. A dimension that is
 * an expression is solved for its one new name (`[2*h, m]` halves), or checked.
 */
export function bindShape(
  port: PortSpec,
  actual: Shape,
  from: Span,
  sizes: Sizes,
  mismatch: (axis: number, wanted: Size, got: Dimension) => void,
  report: Report,
): void {
  for (const [axis, expression] of port.shape.dimensions.entries()) {
    const got = actual[axis]!
    const unbound = new Set<string>()
    const wanted = sizeOf(
      expression,
      (name) => sizes.has(name) || unbound.add(name) !== undefined,
      new Map(),
      report,
    )
    const here = numbered(wanted, sizes)
    if (unbound.size === 0) {
      if (!size.same(here, got)) mismatch(axis, wanted, got)
      continue
    }
    const [name] = unbound
    const isLost = size.isUnknown(here) || size.isUnknown(got)
    const solved = isLost ? size.UNKNOWN : unbound.size === 1 ? solve(here, name!, got) : undefined
    if (!solved) mismatch(axis, wanted, got)
    else for (const each of unbound) sizes.set(each, { size: solved, span: from })
  }
}

/** x in slope·x + rest = size, where it is whole. */
function solve(pattern: Size, name: string, value: Size): Size | undefined {
  if (pattern.key === name) return value
  const slope = pattern.terms.find((term) => term.factors.length === 1 && term.factors[0] === name)
  if (!slope) return undefined
  const rest = size.minus(pattern, size.times(size.constant(slope.coefficient), size.named(name)))
  if (size.namesIn(rest).has(name)) return undefined
  const solved = size.over(size.minus(value, rest), size.constant(slope.coefficient))
  return solved?.terms.every((term) => Number.isInteger(term.coefficient)) ? solved : undefined
}

/** `(20, m)` with the word's names where it has them: `(units, m)`. */
export function printLabels(shape: Shape): string {
  return `(${shape.map((dimension) => (dimension.label ?? dimension).key.replaceAll(' ', '')).join(', ')})`
}
