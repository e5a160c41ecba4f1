import type { Expression } from '../../compiler/forms/equation.ts'

/** An expression with every pair of parentheses its grammar implies. */
export function parenthesize(expression: Expression): string {
  switch (expression.kind) {
    case 'number':
      return String(expression.value)
    case 'name':
      return expression.name
    case 'unary':
      return `(${expression.operator === 'not' ? 'not ' : '-'}${parenthesize(expression.operand)})`
    case 'transpose':
      return `${parenthesize(expression.operand)}.T`
    case 'binary':
      return `(${parenthesize(expression.left)} ${expression.operator} ${parenthesize(expression.right)})`
    case 'call': {
      const named = expression.named.map(({ name, value }) => `${name}=${parenthesize(value)}`)
      return `${expression.name}(${[...expression.arguments.map(parenthesize), ...named].join(', ')})`
    }
  }
}
