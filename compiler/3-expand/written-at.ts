import type { Expression } from '../forms/equation.ts'
import type { Size } from '../forms/size.ts'
import type { Span } from '../forms/source.ts'
import type { Scope } from './scope.ts'

/**
 * Where a size that is a plain number was written: in the shape of a name that the expression reads, through the
 * equations that made it.
 *
 *     b: { shape: [units, 2] }      the 2, for the columns of `if(bias, b, 0)`
 *
 * @param axis where it is looked for first: a transpose on the way turns rows into columns
 */
export function writtenAt(expression: Expression, axis: number, size: Size, scope: Scope): Span | undefined {
  const seen = new Set<string>()
  const within = (inner: Expression): Span | undefined => {
    switch (inner.kind) {
      case 'number':
        return undefined
      case 'name':
        return named(inner.name)
      case 'unary':
      case 'transpose':
        return within(inner.operand)
      case 'binary':
        return within(inner.left) ?? within(inner.right)
      case 'call':
        return inner.arguments.reduce<Span | undefined>((found, each) => found ?? within(each), undefined)
    }
  }
  const named = (name: string): Span | undefined => {
    if (seen.has(name)) return undefined
    seen.add(name)
    const { shape, equation } = scope.declared(name)
    if (equation) return within(equation)
    const dimensions = shape?.dimensions ?? []
    const isIt = (dimension: Expression | undefined) =>
      dimension?.kind === 'number' && String(dimension.value) === size.key
    return (isIt(dimensions[axis]) ? dimensions[axis] : dimensions.find(isIt))?.span
  }
  return within(expression)
}
