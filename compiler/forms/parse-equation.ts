import type { Scalar } from './document.ts'
import { spanWithin } from './document.ts'
import type { BinaryOperator, Expression, NamedArgument } from './equation.ts'
import { Misread, type Token, tokensOf } from './equation-tokens.ts'
import { type Span, sourceOf, wholeOf } from './source.ts'

/** Either what an equation says, or why it says nothing. */
export type ParsedEquation =
  | { readonly expression: Expression; readonly problem?: never }
  | { readonly expression?: never; readonly problem: EquationProblem }

export interface EquationProblem {
  readonly span: Span
  readonly message: string
  readonly help?: string
  readonly labels?: readonly { readonly span: Span; readonly text: string }[]
}

/**
 * Reads the right side of an equation; `specs/README.md` gives the grammar.
 * From loosest to tightest: or, and, not, comparisons (which do not chain),
 * `+ -`, `* / @`, unary `-`, `^` (from the right), `.T` and calls.
 */
export function parseEquation(scalar: Scalar): ParsedEquation {
  try {
    return { expression: new EquationParser(scalar).whole() }
  } catch (misread) {
    if (!(misread instanceof Misread)) throw misread
    const { message, help, other } = misread
    return {
      problem: {
        span: spanWithin(scalar, misread.start, misread.end),
        message,
        ...(help !== undefined && { help }),
        ...(other && { labels: [{ span: spanWithin(scalar, other.start, other.end), text: other.text }] }),
      },
    }
  }
}

/** An equation that stands in no file: kernels' and tests'. */
export function parseEquationText(text: string, path = 'equation'): ParsedEquation {
  return parseEquation({ kind: 'scalar', value: text, text, span: wholeOf(sourceOf(path, text)) })
}

const COMPARISONS: ReadonlySet<string> = new Set<BinaryOperator>(['<', '<=', '>', '>=', '==', '!='])
const SUMS: ReadonlySet<string> = new Set<BinaryOperator>(['+', '-'])
const PRODUCTS: ReadonlySet<string> = new Set<BinaryOperator>(['*', '/', '@'])
const WORDS: ReadonlySet<string> = new Set(['and', 'or', 'not'])

/** Far beyond what anyone reads, far below what a stack bears. */
const DEEPEST = 100
const LONGEST = 2000

class EquationParser {
  readonly #scalar: Scalar
  readonly #tokens: readonly Token[]
  #at = 0
  #depth = 0

  constructor(scalar: Scalar) {
    this.#scalar = scalar
    this.#tokens = tokensOf(scalar.text)
  }

  whole(): Expression {
    if (this.#tokens.length > LONGEST)
      throw new Misread(this.#next, `an equation of more than ${LONGEST} signs`, 'give its parts names')
    const expression = this.#or()
    if (this.#next.kind !== 'end') throw this.#unexpected()
    return expression
  }

  #or(): Expression {
    let left = this.#and()
    while (this.#isNext('or')) left = this.#binary(left, this.#take(), this.#and())
    return left
  }

  #and(): Expression {
    let left = this.#not()
    while (this.#isNext('and')) left = this.#binary(left, this.#take(), this.#not())
    return left
  }

  #not(): Expression {
    return this.#isNext('not') ? this.#unary(() => this.#not()) : this.#comparison()
  }

  #comparison(): Expression {
    const left = this.#sum()
    if (!COMPARISONS.has(this.#next.text)) return left
    const compared = this.#binary(left, this.#take(), this.#sum())
    if (COMPARISONS.has(this.#next.text))
      throw new Misread(this.#next, 'comparisons do not chain', 'write `a < b and b < c`')
    return compared
  }

  #sum(): Expression {
    let left = this.#product()
    while (SUMS.has(this.#next.text)) left = this.#binary(left, this.#take(), this.#product())
    return left
  }

  #product(): Expression {
    let left = this.#negation()
    while (PRODUCTS.has(this.#next.text)) left = this.#binary(left, this.#take(), this.#negation())
    return left
  }

  #negation(): Expression {
    return this.#isNext('-') ? this.#unary(() => this.#negation()) : this.#power()
  }

  #power(): Expression {
    const base = this.#postfix()
    if (!this.#isNext('^')) return base
    const operator = this.#take()
    return this.#binary(
      base,
      operator,
      this.#deeper(() => this.#negation()),
    )
  }

  #postfix(): Expression {
    let operand = this.#primary()
    while (this.#isNext('.')) {
      const dot = this.#take()
      const name = this.#take()
      const at = { start: dot.start, end: name.end }
      if (name.text !== 'T')
        throw new Misread(
          at,
          `only \`.T\` follows a dot, not \`${this.#written(at)}\``,
          '`.T` transposes a matrix',
        )
      operand = { kind: 'transpose', operand, span: this.#from(operand.span, name) }
    }
    return operand
  }

  #primary(): Expression {
    const token = this.#next
    if (token.kind === 'number') {
      this.#take()
      return { kind: 'number', value: Number(token.text), span: this.#span(token) }
    }
    if (token.kind === 'name' && !WORDS.has(token.text)) {
      this.#take()
      return this.#isNext('(')
        ? this.#call(token)
        : { kind: 'name', name: token.text, span: this.#span(token) }
    }
    if (token.text === '(') return this.#parentheses()
    throw this.#missing()
  }

  #parentheses(): Expression {
    const open = this.#take()
    const inner = this.#deeper(() => this.#or())
    const span = this.#between(open, this.#close(open))
    return inner.kind === 'binary' ? { ...inner, parenthesized: true, span } : { ...inner, span }
  }

  #call(name: Token): Expression {
    const open = this.#take()
    const positional: Expression[] = []
    const named: NamedArgument[] = []
    while (!this.#isNext(')')) {
      if (this.#isNamed()) named.push(this.#namedArgument())
      else if (named.length === 0) positional.push(this.#deeper(() => this.#or()))
      else throw new Misread(this.#next, 'named arguments come last')
      if (!this.#isNext(',')) break
      const comma = this.#take()
      if (this.#isNext(')')) throw new Misread(comma, 'nothing stands after this comma')
    }
    const span = this.#between(name, this.#close(open))
    return { kind: 'call', name: name.text, nameSpan: this.#span(name), arguments: positional, named, span }
  }

  #isNamed(): boolean {
    return this.#next.kind === 'name' && this.#tokens[this.#at + 1]?.text === '='
  }

  #namedArgument(): NamedArgument {
    const name = this.#take()
    this.#take()
    return { name: name.text, nameSpan: this.#span(name), value: this.#deeper(() => this.#or()) }
  }

  #unary(operand: () => Expression): Expression {
    const operator = this.#take()
    const inner = this.#deeper(operand)
    return {
      kind: 'unary',
      operator: operator.text === 'not' ? 'not' : '-',
      operand: inner,
      span: { ...inner.span, start: this.#span(operator).start },
    }
  }

  #binary(left: Expression, operator: Token, right: Expression): Expression {
    return {
      kind: 'binary',
      operator: operator.text as BinaryOperator,
      left,
      right,
      operatorSpan: this.#span(operator),
      parenthesized: false,
      span: { ...left.span, end: right.span.end },
    }
  }

  #deeper(parse: () => Expression): Expression {
    if (++this.#depth > DEEPEST)
      throw new Misread(this.#next, `nested more than ${DEEPEST} deep`, 'give the inner parts names')
    const expression = parse()
    this.#depth--
    return expression
  }

  #close(open: Token): Token {
    if (this.#isNext(')')) return this.#take()
    if (this.#next.kind !== 'end') throw this.#unexpected()
    const opened = { start: open.start, end: open.end, text: 'opened here' }
    throw new Misread(this.#next, '`)` is missing', undefined, opened)
  }

  /** An operand should begin here. */
  #missing(): Misread {
    const { text } = this.#next
    const before = this.#tokens[this.#at - 1]
    if (before === undefined && text === '') return new Misread(this.#next, 'an equation is missing here')
    if (text === '') return new Misread(this.#next, `nothing stands after \`${before?.text}\``)
    if (text === 'not')
      return new Misread(this.#next, '`not` binds more loosely than this', 'write `(not x)`')
    if (text === ')' && before?.text === '(')
      return new Misread(this.#next, 'nothing stands in these parentheses')
    if (before === undefined || before.text === '(' || before.text === ',')
      return new Misread(this.#next, `nothing stands before \`${text}\``)
    return new Misread(this.#next, `nothing stands between \`${before.text}\` and \`${text}\``)
  }

  /** An operand ended, and what follows neither continues nor ends the equation. */
  #unexpected(): Misread {
    const { text } = this.#next
    const before = this.#tokens[this.#at - 1]
    if (text === '=')
      return new Misread(
        this.#next,
        '`=` compares nothing',
        'write `==` to compare; an equation is named by its key',
      )
    if (text === ')') return new Misread(this.#next, '`)` was never opened')
    if (text === ',') return new Misread(this.#next, '`,` separates arguments, and there is no call here')
    // Every other sign goes on with an equation.
    return new Misread(
      this.#next,
      `an operator is missing between \`${before?.text}\` and \`${text}\``,
      text === '(' || before?.text === ')' ? 'a product is written `*` or `@`' : undefined,
    )
  }

  get #next(): Token {
    // The last token is the end, and nothing takes it.
    return this.#tokens[Math.min(this.#at, this.#tokens.length - 1)]!
  }

  #isNext(text: string): boolean {
    return this.#next.text === text && this.#next.kind !== 'end'
  }

  #take(): Token {
    const token = this.#next
    this.#at++
    return token
  }

  #written(at: { start: number; end: number }): string {
    return this.#scalar.text.slice(at.start, at.end)
  }

  #span(token: Token): Span {
    return spanWithin(this.#scalar, token.start, token.end)
  }

  #between(first: Token, last: Token): Span {
    return spanWithin(this.#scalar, first.start, last.end)
  }

  #from(first: Span, last: Token): Span {
    return { ...first, end: this.#span(last).end }
  }
}
