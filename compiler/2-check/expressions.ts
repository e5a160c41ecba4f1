import type { Report } from '../diagnostics/report.ts'
import type { Node, Scalar } from '../forms/document.ts'
import type { Call, Equation, Expression, NameExpression } from '../forms/equation.ts'
import { parseEquation } from '../forms/parse-equation.ts'
import type { ShapeSpec } from '../forms/spec.ts'

/** The expression a scalar holds; none where it is missing or cannot be read. */
export function expressionOf(node: Node | undefined, report: Report): Expression | undefined {
  if (node?.kind !== 'scalar' || node.value === null) return undefined
  if (typeof node.value === 'number' && !Number.isFinite(node.value)) return undefined // `.inf`: its schema has told
  const { expression, problem } = parseEquation(node)
  if (problem === undefined) return expression
  report.add({ code: 'E408', at: problem.span, ...problem })
  return undefined
}

/** `equations:` and its kin, in their order. */
export function equationsOf(node: Node | undefined, report: Report): readonly Equation[] {
  if (node?.kind !== 'mapping') return []
  return node.entries.flatMap(({ key, value }) => equationOf(key, value, report) ?? [])
}

export function equationOf(key: Scalar, value: Node | undefined, report: Report): Equation | undefined {
  const expression = expressionOf(value, report)
  return expression && { name: key.text, nameSpan: key.span, expression }
}

export function shapeOf(node: Node | undefined, report: Report): ShapeSpec | undefined {
  if (node?.kind !== 'sequence') return undefined
  const dimensions = node.items.map((item) => sizeOf(item, report))
  return dimensions.includes(undefined)
    ? undefined
    : { dimensions: dimensions as Expression[], span: node.span }
}

/** A number or an expression of sizes. */
export function sizeOf(node: Node | undefined, report: Report): Expression | undefined {
  if (node?.kind === 'scalar' && typeof node.value === 'boolean') return undefined // its schema has told
  const expression = expressionOf(node, report)
  if (expression?.kind !== 'number' && expression?.kind !== 'unary') return expression
  if (expression.kind === 'number' && Number.isInteger(expression.value) && expression.value > 0)
    return expression
  if (expression.kind === 'unary' && expression.operand.kind !== 'number') return expression
  report.add({ code: 'E308', at: expression.span, message: 'a size is a whole number, 1 or more' })
  return undefined
}

/** Every call in an expression, inner ones too. */
export function callsIn(expression: Expression): readonly Call[] {
  switch (expression.kind) {
    case 'number':
    case 'name':
      return []
    case 'unary':
    case 'transpose':
      return callsIn(expression.operand)
    case 'binary':
      return [...callsIn(expression.left), ...callsIn(expression.right)]
    case 'call':
      return [expression, ...argumentsOf(expression).flatMap(callsIn)]
  }
}

function argumentsOf({ arguments: positional, named }: Call): readonly Expression[] {
  return [...positional, ...named.map(({ value }) => value)]
}

/** Every name an expression reads; functions' names are not among them. */
export function namesIn(expression: Expression): readonly NameExpression[] {
  switch (expression.kind) {
    case 'number':
      return []
    case 'name':
      return [expression]
    case 'unary':
    case 'transpose':
      return namesIn(expression.operand)
    case 'binary':
      return [...namesIn(expression.left), ...namesIn(expression.right)]
    case 'call':
      return argumentsOf(expression).flatMap(namesIn)
  }
}

/** As the user wrote it. */
export function writtenOf({ span: { source, start, end } }: Expression): string {
  return source.text.slice(start, end).replace(/\s+/g, ' ')
}
