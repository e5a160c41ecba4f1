import { describe, expect, it } from 'vitest'
import type { Expression } from '../../compiler/forms/equation.ts'
import { parseEquationText } from '../../compiler/forms/parse-equation.ts'
import { parenthesize } from './parenthesize.ts'

function parsed(text: string): Expression {
  const { expression, problem } = parseEquationText(text)
  if (problem) throw new Error(`${text}: ${problem.message}`)
  return expression
}

const implied = (text: string) => parenthesize(parsed(text))

/** The text under a span. */
const under = ({ span }: { span: Expression['span'] }) => span.source.text.slice(span.start, span.end)

describe('numbers and names', () => {
  it.each([
    ['1', 1],
    ['0.5', 0.5],
    ['.5', 0.5],
    ['1e-7', 1e-7],
    ['1.0e-8', 1e-8],
    ['2E+3', 2000],
    ['007', 7],
  ])('%s is the number %d', (text, value) => {
    expect(parsed(text)).toMatchObject({ kind: 'number', value })
  })

  it.each(['x', 'W1', 'fan_in', '_x', 'β', 'größe', 'Δt', '权重', 'x̂'])('%s is a name', (name) => {
    expect(parsed(name)).toMatchObject({ kind: 'name', name })
  })
})

describe('precedence, from loosest to tightest', () => {
  it.each([
    ['a or b or c', '((a or b) or c)'],
    ['a or b and c', '(a or (b and c))'],
    ['a and b or c', '((a and b) or c)'],
    ['not a and b', '((not a) and b)'],
    ['not not a', '(not (not a))'],
    ['not a < b', '(not (a < b))'],
    ['a < b and c >= d', '((a < b) and (c >= d))'],
    ['a + b < c', '((a + b) < c)'],
    ['a == b', '(a == b)'],
    ['a != b', '(a != b)'],
    ['a <= b', '(a <= b)'],
    ['a > b', '(a > b)'],
    ['(a > b) == (c > d)', '((a > b) == (c > d))'],
    ['a - b - c', '((a - b) - c)'],
    ['a - b + c', '((a - b) + c)'],
    ['a + b * c', '(a + (b * c))'],
    ['a / b / c', '((a / b) / c)'],
    ['a @ b @ c', '((a @ b) @ c)'],
    ['a * b @ c', '((a * b) @ c)'],
    ['a @ b + c', '((a @ b) + c)'],
    ['-a * b', '((-a) * b)'],
    ['a * -b', '(a * (-b))'],
    ['a - -b', '(a - (-b))'],
    ['--a', '(-(-a))'],
    ['-x^2', '(-(x ^ 2))'],
    ['2^-x', '(2 ^ (-x))'],
    ['a^b^c', '(a ^ (b ^ c))'],
    ['a^-b^c', '(a ^ (-(b ^ c)))'],
    ['a * b^2', '(a * (b ^ 2))'],
    ['W.T @ A', '(W.T @ A)'],
    ['-W.T', '(-W.T)'],
    ['x.T^2', '(x.T ^ 2)'],
    ['2^x.T', '(2 ^ x.T)'],
    ['(a @ b).T', '(a @ b).T'],
    ['x.T.T', 'x.T.T'],
    ['f(x).T', 'f(x).T'],
    ['1 / (1 + exp(-Z))', '(1 / (1 + exp((-Z))))'],
  ])('%s reads as %s', (text, expected) => {
    expect(implied(text)).toBe(expected)
  })
})

describe('calls', () => {
  it.each([
    ['f()', 'f()'],
    ['f(x)', 'f(x)'],
    ['f (x)', 'f(x)'],
    ['f(a, b + c)', 'f(a, (b + c))'],
    ['sum(A, over=k)', 'sum(A, over=k)'],
    ['sum(A, over = k)', 'sum(A, over=k)'],
    ['f(over=2 * k, to=1)', 'f(over=(2 * k), to=1)'],
    ['if(bias, b, 0)', 'if(bias, b, 0)'],
    ['f(a == b)', 'f((a == b))'],
    ['mean(sum((A - Y)^2, over=k), over=m) / 2', '(mean(sum(((A - Y) ^ 2), over=k), over=m) / 2)'],
  ])('%s reads as %s', (text, expected) => {
    expect(implied(text)).toBe(expected)
  })
})

describe('places', () => {
  it('knows where a product, its operator and its factors stand', () => {
    const product = parsed('a + (W @ A.T)')
    if (product.kind !== 'binary' || product.right.kind !== 'binary') throw new Error('not a product')
    expect(under(product)).toBe('a + (W @ A.T)')
    expect(under({ span: product.operatorSpan })).toBe('+')
    expect(under(product.right)).toBe('(W @ A.T)')
    expect(under({ span: product.right.operatorSpan })).toBe('@')
    expect(under(product.right.right)).toBe('A.T')
  })

  it('knows where a call, its name and its named arguments stand', () => {
    const call = parsed(' sum( A , over = k ) ')
    if (call.kind !== 'call') throw new Error('not a call')
    expect(under(call)).toBe('sum( A , over = k )')
    expect(under({ span: call.nameSpan })).toBe('sum')
    expect(call.named.map(({ nameSpan, value }) => [under({ span: nameSpan }), under(value)])).toEqual([
      ['over', 'k'],
    ])
  })

  it('counts letters outside the first plane as the editor does', () => {
    const sum = parsed('𝑥 + y')
    expect(sum).toMatchObject({ kind: 'binary', left: { name: '𝑥' }, right: { span: { start: 5, end: 6 } } })
  })

  it('remembers parentheses only where they stood', () => {
    expect(parsed('(a @ b) * c')).toMatchObject({ parenthesized: false, left: { parenthesized: true } })
    expect(parsed('((a @ b)) * c')).toMatchObject({
      left: { parenthesized: true, span: { start: 0, end: 9 } },
    })
  })
})

describe('limits', () => {
  it('reads sums of hundreds of terms', () => {
    expect(parsed(Array(900).fill('x').join(' + ')).kind).toBe('binary')
  })

  it.each([
    ['parentheses', `${'('.repeat(5000)}x${')'.repeat(5000)}`, 'an equation of more than 2000 signs'],
    ['parentheses', `${'('.repeat(500)}x${')'.repeat(500)}`, 'nested more than 100 deep'],
    ['signs', `${'-'.repeat(500)}x`, 'nested more than 100 deep'],
    ['negations', `${'not '.repeat(500)}x`, 'nested more than 100 deep'],
    ['powers', `${'x^'.repeat(500)}x`, 'nested more than 100 deep'],
    ['calls', `${'f('.repeat(500)}x${')'.repeat(500)}`, 'nested more than 100 deep'],
    ['named arguments', `${'f(a='.repeat(300)}x${')'.repeat(300)}`, 'nested more than 100 deep'],
    ['transposes', `x${'.T'.repeat(5000)}`, 'an equation of more than 2000 signs'],
  ])('refuses thousands of %s instead of falling over', (_, text, message) => {
    expect(parseEquationText(text).problem?.message).toBe(message)
  })
})
