import type { Span } from './source.ts'

/** An equation of the language, as `specs/README.md` gives its grammar. */
export interface Equation {
  readonly name: string
  readonly nameSpan: Span
  readonly expression: Expression
}

export type Expression = NumberExpression | NameExpression | Unary | Binary | Transpose | Call

export interface NumberExpression {
  readonly kind: 'number'
  readonly value: number
  readonly span: Span
}

export interface NameExpression {
  readonly kind: 'name'
  readonly name: string
  readonly span: Span
}

export interface Unary {
  readonly kind: 'unary'
  readonly operator: '-' | 'not'
  readonly operand: Expression
  readonly span: Span
}

export type BinaryOperator =
  | '+'
  | '-'
  | '*'
  | '/'
  | '@'
  | '^'
  | '<'
  | '<='
  | '>'
  | '>='
  | '=='
  | '!='
  | 'and'
  | 'or'

export interface Binary {
  readonly kind: 'binary'
  readonly operator: BinaryOperator
  readonly left: Expression
  readonly right: Expression
  readonly operatorSpan: Span
  /** Stood in parentheses: `@` beside `*` asks for them. */
  readonly parenthesized: boolean
  readonly span: Span
}

export interface Transpose {
  readonly kind: 'transpose'
  readonly operand: Expression
  readonly span: Span
}

export interface Call {
  readonly kind: 'call'
  readonly name: string
  readonly nameSpan: Span
  readonly arguments: readonly Expression[]
  /** `over=k` */
  readonly named: readonly NamedArgument[]
  readonly span: Span
}

export interface NamedArgument {
  readonly name: string
  readonly nameSpan: Span
  readonly value: Expression
}
