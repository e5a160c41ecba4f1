import { describe, expect, it } from 'vitest'
import { read } from '../../compiler/1-read/read.ts'
import { renderAll } from '../../compiler/diagnostics/render.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import { plainOf } from '../../compiler/forms/document.ts'
import { sourceOf } from '../../compiler/forms/source.ts'

/** What is said of a text, and what of it the next stage gets. */
function readText(text: string) {
  const report = new Report()
  const document = read(sourceOf('spec.yaml', text), report)
  return { said: renderAll(report.diagnostics), left: document && plainOf(document.root) }
}

const said = (text: string) => readText(text).said
const left = (text: string) => readText(text).left

describe('an equation cut at its comma', () => {
  it('in braces, and put together again', () => {
    expect(said('equations: { J: f(a, b), K: 1 }')).toMatchInlineSnapshot(`
      "error[E105]: YAML cuts this at its comma
        --> spec.yaml:1:17
         |
       1 | equations: { J: f(a, b), K: 1 }
         |                 ^^^^^^^
         = help: put quotes around it: \`"f(a, b)"\`
      "
    `)
    expect(left('equations: { J: f(a, b), K: 1 }')).toEqual({ equations: { J: 'f(a, b)', K: 1 } })
  })

  it('in brackets', () => {
    expect(said('X: [max(a, b), m]')).toMatchInlineSnapshot(`
      "error[E105]: YAML cuts this at its comma
        --> spec.yaml:1:5
         |
       1 | X: [max(a, b), m]
         |     ^^^^^^^^^
         = help: put quotes around it: \`"max(a, b)"\`
      "
    `)
    expect(left('X: [max(a, b), m]')).toEqual({ X: ['max(a, b)', 'm'] })
  })

  it('at several commas, over several lines', () => {
    expect(left('x: { J: f(a,\n  g(b, c), d), K: 1 }')).toEqual({ x: { J: 'f(a,\n  g(b, c), d)', K: 1 } })
    expect(said('x: { J: f(a,\n  g(b, c), d), K: 1 }')).toMatchInlineSnapshot(`
      "error[E105]: YAML cuts this at its comma
        --> spec.yaml:1:9
         |
       1 | x: { J: f(a,
         |         ^^^^
         = help: put quotes around it: \`"f(a, g(b, c), d)"\`
      "
    `)
  })

  it('but not where quotes keep it whole, or where nothing is cut', () => {
    expect(said('x: { J: "f(a, b)", K: f(a), L: [f(a), "g(a, b)"] }')).toBe('')
  })

  it('but not where a parenthesis is simply missing', () => {
    expect(said('x: { J: f(a, b: 2 }')).toBe('')
  })
})

describe('a comment that takes the end of an equation', () => {
  it('after a value', () => {
    expect(said('equations:\n  J: a + b #c\n')).toMatchInlineSnapshot(`
      "error[E106]: YAML reads a comment here, not the end of an equation
        --> spec.yaml:2:12
         |
       2 |   J: a + b #c
         |            ^^
         = help: put a blank after \`#\` if it is a comment; \`#\` means nothing in an equation
      "
    `)
  })

  it('instead of a value', () => {
    expect(said('equations:\n  J: #c\n')).toMatchInlineSnapshot(`
      "error[E106]: YAML reads a comment here, not the end of an equation
        --> spec.yaml:2:6
         |
       2 |   J: #c
         |      ^^
         = help: put a blank after \`#\` if it is a comment; \`#\` means nothing in an equation
      "
    `)
  })

  it('in predicting, update and fitted too', () => {
    expect(said('update:\n  v: a #c')).toContain('E106')
    expect(said('predicting:\n  v: a #c')).toContain('E106')
    expect(said('fitted:\n  mean:\n    equation: a #c')).toContain('E106')
  })

  it('but not a comment with its blank, nor one beside what is no equation', () => {
    expect(said('equations:\n  J: a + b # the sum\n  #K: 3\nunits: 3 #three\n')).toBe('')
  })
})

describe("YAML's own signs", () => {
  it('an alias', () => {
    expect(said('equations:\n  J: *v')).toMatchInlineSnapshot(`
      "error[E107]: \`*v\` is an alias to YAML
        --> spec.yaml:2:6
         |
       2 |   J: *v
         |      ^^
         = help: aliases are not part of the language; put quotes around an equation that begins with \`*\`
      "
    `)
    expect(said('equations:\n  J: *v + 1')).toMatchInlineSnapshot(`
      "error[E107]: \`*v\` is an alias to YAML
        --> spec.yaml:2:6
         |
       2 |   J: *v + 1
         |      ^^
         = help: aliases are not part of the language; put quotes around an equation that begins with \`*\`
      "
    `)
  })

  it('an anchor', () => {
    expect(said('a: &x { b: 1 }')).toMatchInlineSnapshot(`
      "error[E107]: \`&x\` is an anchor to YAML
        --> spec.yaml:1:4
         |
       1 | a: &x { b: 1 }
         |    ^^
         = help: anchors and aliases are not part of the language; write the text where it is used
      "
    `)
  })

  it('a tag', () => {
    expect(said('equations:\n  J: !a + b')).toMatchInlineSnapshot(`
      "error[E108]: \`!a\` is a tag to YAML
        --> spec.yaml:2:6
         |
       2 |   J: !a + b
         |      ^^
         = help: tags are not part of the language; a negation is written \`not a\`
      "
    `)
    expect(said('a: !!str 5')).toMatchInlineSnapshot(`
      "error[E108]: \`!!str\` is a tag to YAML
        --> spec.yaml:1:4
         |
       1 | a: !!str 5
         |    ^^^^^
         = help: tags are not part of the language; of what kind a value is, its key says
      "
    `)
  })

  it('a number with underscores', () => {
    expect(said('iterations: 1_000')).toMatchInlineSnapshot(`
      "error[E110]: \`1_000\` is text to YAML, not a number
        --> spec.yaml:1:13
         |
       1 | iterations: 1_000
         |             ^^^^^
         = help: write \`1000\`; put quotes around it if it is a name
      "
    `)
    expect(said('columns: ["1_000", a_1, 1_a]')).toBe('')
  })

  it('a merge key', () => {
    expect(said('a: { <<: b }')).toMatchInlineSnapshot(`
      "error[E112]: merge keys are not part of the language
        --> spec.yaml:1:6
         |
       1 | a: { <<: b }
         |      ^^
         = help: write the keys out
      "
    `)
  })

  it('a key that is a list', () => {
    expect(said('? [a, b]\n: 1\nc: 2')).toMatchInlineSnapshot(`
      "error[E113]: a key is one word, not a list or a mapping
        --> spec.yaml:1:3
         |
       1 | ? [a, b]
         |   ^^^^^^
      "
    `)
  })
})

describe('files', () => {
  it('with a key given twice', () => {
    expect(said('loss: a\nseed: 1\nloss: b\n')).toMatchInlineSnapshot(`
      "error[E104]: \`loss\` is given twice
        --> spec.yaml:3:1
         |
       1 | loss: a
         | ---- first here
       ...
       3 | loss: b
         | ^^^^
      "
    `)
    expect(left('loss: a\nloss: b\n')).toEqual({ loss: 'a' })
  })

  it.each([[''], ['\n\n'], ['# only a comment\n'], ['---\n'], ['\uFEFF']])('%j is empty', (text) => {
    expect(said(text)).toContain('error[E102]: the file is empty\n  --> spec.yaml:1:1')
  })

  it('with several documents', () => {
    expect(said('loopless: 1\n---\nloopless: 1\n')).toMatchInlineSnapshot(`
      "error[E103]: a second document begins here
        --> spec.yaml:2:1
         |
       2 | ---
         | ^^^
         = help: a file holds one spec; give this one a file of its own
      "
    `)
  })

  it('indented with tabs', () => {
    expect(said('layers:\n\t- dense: 3\n')).toMatchInlineSnapshot(`
      "error[E111]: a tab indents this line
        --> spec.yaml:2:1
         |
       2 | 	- dense: 3
         | ^
         = help: YAML is indented with blanks
      "
    `)
  })
})

describe('syntax', () => {
  it('an interval', () => {
    expect(said('a:\n  range: [0, 1)\nb: 2\n')).toMatchInlineSnapshot(`
      "error[E114]: \`[0, 1)\` begins a list to YAML, which never ends
        --> spec.yaml:2:10
         |
       2 |   range: [0, 1)
         |          ^^^^^^
         = help: put quotes around an interval: \`"[0, 1)"\`
      "
    `)
  })

  it('an interval in braces', () => {
    expect(said('a: { range: [0, 1) }\nb: 2\n')).toMatchInlineSnapshot(`
      "error[E114]: \`[0, 1)\` begins a list to YAML, which never ends
        --> spec.yaml:1:13
         |
       1 | a: { range: [0, 1) }
         |             ^^^^^^
         = help: put quotes around an interval: \`"[0, 1)"\`
      "
    `)
  })

  it('an open bracket', () => {
    expect(said('a: [b, c\nd: 1\n')).toMatchInlineSnapshot(`
      "error[E101]: this \`[\` is never closed
        --> spec.yaml:1:4
         |
       1 | a: [b, c
         |    ^
         = help: close it with \`]\`, and indent its lines
      "
    `)
  })

  it('an open brace', () => {
    expect(said('a: { b: 1\nd: 1\n')).toMatchInlineSnapshot(`
      "error[E101]: this \`{\` is never closed
        --> spec.yaml:1:4
         |
       1 | a: { b: 1
         |    ^
         = help: close it with \`}\`, and indent its lines
      "
    `)
  })

  it('an open quote', () => {
    expect(said('summary: "a\nd: 1\n')).toMatchInlineSnapshot(`
      "error[E101]: this \`"\` is never closed
        --> spec.yaml:1:10
         |
       1 | summary: "a
         |          ^
         = help: close it with \`"\`
      "
    `)
  })

  it('an open apostrophe', () => {
    expect(said("summary: 'a\nd: 1\n")).toMatchInlineSnapshot(`
      "error[E101]: this \`'\` is never closed
        --> spec.yaml:1:10
         |
       1 | summary: 'a
         |          ^
         = help: close it with \`'\`
      "
    `)
  })

  it('a colon in a text', () => {
    expect(said('summary: a: b\n')).toMatchInlineSnapshot(`
      "error[E101]: a mapping cannot begin in the middle of a line
        --> spec.yaml:1:10
         |
       1 | summary: a: b
         |          ^
         = help: put quotes around a text that holds \`: \`, or check the indentation of the next line
      "
    `)
  })

  it('keys below a value', () => {
    expect(said('a: 1\n  b: 2\n')).toMatchInlineSnapshot(`
      "error[E101]: a key has a value beside it or keys below it, not both
        --> spec.yaml:1:4
         |
       1 | a: 1
         |    ^
         = help: remove the value, or indent the next line less
      "
    `)
  })

  it('a list beside keys', () => {
    expect(said('- a\nb: 1\n')).toMatchInlineSnapshot(`
      "error[E101]: not YAML: unexpected text after a value
        --> spec.yaml:2:1
         |
       2 | b: 1
         | ^
         = help: check the indentation; put quotes around a text with signs in it
      "
    `)
  })

  it('a sign at the start', () => {
    expect(said('a: @x\n')).toMatchInlineSnapshot(`
      "error[E101]: YAML keeps \`@\` for itself at the start of a text
        --> spec.yaml:1:4
         |
       1 | a: @x
         |    ^
         = help: put quotes around the text
      "
    `)
  })

  it('a wrong escape', () => {
    expect(said('a: "\\q"\n')).toMatchInlineSnapshot(`
      "error[E101]: \`\\q\` is no escape that YAML knows
        --> spec.yaml:1:5
         |
       1 | a: "\\q"
         |     ^
         = help: in double quotes \`\\\` begins an escape; in single quotes it is itself
      "
    `)
  })

  it('a bracket too many', () => {
    expect(said('a: b\nc: ]\n')).toMatchInlineSnapshot(`
      "error[E101]: this \`]\` was never opened
        --> spec.yaml:2:4
         |
       2 | c: ]
         |    ^
      "
    `)
  })

  it('a comparison at the start', () => {
    expect(said('a: > 0\n')).toMatchInlineSnapshot(`
      "error[E101]: not YAML: unexpected \`0\`
        --> spec.yaml:1:6
         |
       1 | a: > 0
         |      ^
         = help: check the indentation; put quotes around a text with signs in it
      "
    `)
  })

  it('only the first error is told, and nothing is left', () => {
    const { said, left } = readText('a: }\nb: ]\nc: @\n')
    expect(said.match(/error/g)).toHaveLength(1)
    expect(left).toBeUndefined()
  })

  it.each([
    ['brackets', '['.repeat(30_000)],
    ['closed brackets', `${'['.repeat(30_000)}${']'.repeat(30_000)}`],
    ['braces', '{a: '.repeat(30_000)],
    ['lists', '- '.repeat(30_000)],
    ['keys', '? '.repeat(30_000)],
  ])('refuses thousands of nested %s', (_, text) => {
    expect(said(text)).toContain('error[E101]: nested more than 200 deep')
  })
})
