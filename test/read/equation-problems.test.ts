import { describe, expect, it } from 'vitest'
import { parseEquationText } from '../../compiler/forms/parse-equation.ts'

/** The equation with what is blamed underlined, then the message and the help. */
function complaint(text: string): string {
  const { problem } = parseEquationText(text)
  if (problem === undefined) return 'nothing is wrong'
  const { span, message, help, labels = [] } = problem
  const underline = ' '.repeat(span.start) + '^'.repeat(Math.max(1, span.end - span.start))
  const others = labels.map((label) => `${' '.repeat(label.span.start)}- ${label.text}`)
  return ['', text, underline, ...others, message, ...(help === undefined ? [] : [help]), ''].join('\n')
}

describe('an equation that cannot be read', () => {
  it.each(
    [
      `
a < b < c
      ^
comparisons do not chain
write \`a < b and b < c\`
`,
      `
a == b != c
       ^^
comparisons do not chain
write \`a < b and b < c\`
`,
      `
a = b
  ^
\`=\` compares nothing
write \`==\` to compare; an equation is named by its key
`,
      `
x ** 2
  ^^
\`**\` has no meaning in an equation
a power is written \`^\`
`,
      `
a && b
  ^^
\`&&\` has no meaning in an equation
write \`and\`
`,
      `
a || b
  ^^
\`||\` has no meaning in an equation
write \`or\`
`,
      `
a and !b
      ^
\`!\` has no meaning in an equation
write \`not\`
`,
      `
W · A
  ^
\`·\` has no meaning in an equation
write \`*\` for element by element, \`@\` for the matrix product
`,
      `
W·A
 ^
\`·\` has no meaning in an equation
write \`*\` for element by element, \`@\` for the matrix product
`,
      `
a − b
  ^
\`−\` has no meaning in an equation
write \`-\`, the sign on the keyboard
`,
      `
x²
 ^
\`²\` has no meaning in an equation
write \`^2\`
`,
      `
Wᵀ @ x
 ^
\`ᵀ\` has no meaning in an equation
write \`.T\`
`,
      `
W' @ x
 ^
\`'\` has no meaning in an equation
a transpose is written \`.T\`
`,
      `
x[0]
 ^
\`[\` has no meaning in an equation
elements and slices cannot be picked; parentheses are round
`,
      `
a ? b : c
  ^
\`?\` has no meaning in an equation
write \`where(condition, a, b)\`
`,
      `
sum(A, over:k)
           ^
\`:\` has no meaning in an equation
a named argument is written \`over=k\`; a choice is written \`where(condition, a, b)\`
`,
      `
a $ b
  ^
\`$\` has no meaning in an equation
`,
      `
(a + b
      ^
- opened here
\`)\` is missing
`,
      `
f(a, g(b)
         ^
 - opened here
\`)\` is missing
`,
      `
a + b)
     ^
\`)\` was never opened
`,
      `
a, b
 ^
\`,\` separates arguments, and there is no call here
`,
      `
f(a b)
    ^
an operator is missing between \`a\` and \`b\`
`,
      `
2 x
  ^
an operator is missing between \`2\` and \`x\`
`,
      `
2x
^^
\`2x\` is neither a number nor a name
a product is written \`2 * x\`
`,
      `
1_000
^^^^^
\`1_000\` is neither a number nor a name
write \`1000\`
`,
      `
0x1F
^^^^
\`0x1F\` is neither a number nor a name
`,
      `
(a)(b)
   ^
an operator is missing between \`)\` and \`(\`
a product is written \`*\` or \`@\`
`,
      `
2(b)
 ^
an operator is missing between \`2\` and \`(\`
a product is written \`*\` or \`@\`
`,
      `
x.t
 ^^
only \`.T\` follows a dot, not \`.t\`
\`.T\` transposes a matrix
`,
      `
x.
 ^
only \`.T\` follows a dot, not \`.\`
\`.T\` transposes a matrix
`,
      `
a +
   ^
nothing stands after \`+\`
`,
      `
* a
^
nothing stands before \`*\`
`,
      `
a + * b
    ^
nothing stands between \`+\` and \`*\`
`,
      `
f(, a)
  ^
nothing stands before \`,\`
`,
      `
f(a,)
   ^
nothing stands after this comma
`,
      `
()
 ^
nothing stands in these parentheses
`,
      `
f(over=k, a)
          ^
named arguments come last
`,
      `
a < not b
    ^^^
\`not\` binds more loosely than this
write \`(not x)\`
`,
    ].map((expected) => [expected.split('\n')[1]!, expected]),
  )('%s', (text, expected) => {
    expect(complaint(text)).toBe(expected)
  })

  it('an empty one', () => {
    expect(parseEquationText('  ').problem).toMatchObject({ message: 'an equation is missing here' })
  })
})
