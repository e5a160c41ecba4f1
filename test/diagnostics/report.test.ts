import { describe, expect, it } from 'vitest'
import { render, renderAll } from '../../compiler/diagnostics/render.ts'
import { type Finding, Report } from '../../compiler/diagnostics/report.ts'
import { type Source, type Span, sourceOf } from '../../compiler/forms/source.ts'

const CAT = sourceOf(
  'specs/models/cat.yaml',
  'loopless: 1\nnetwork: cat\n\nlayers:\n  - dense: { units: 20, activation: relu }\n  - mine: { units: 7, wide: 21 }\n',
)
const MINE = sourceOf('layers/mine.yaml', 'loopless: 1\nlayer: mine\nequations:\n  Z: W @ A\n')

/** The place of the `n`th time that `text` stands in a source. */
function at(source: Source, text: string, n = 1): Span {
  let start = -1
  for (let i = 0; i < n; i++) start = source.text.indexOf(text, start + 1)
  return { source, start, end: start + text.length }
}

function rendered(finding: Finding): string {
  const report = new Report()
  report.add(finding)
  return renderAll(report.diagnostics)
}

describe('a report', () => {
  it('is sorted by file and by place', () => {
    const report = new Report()
    report.add({ code: 'E203', at: at(CAT, 'wide'), message: 'third' })
    report.add({ code: 'E203', at: at(CAT, 'cat'), message: 'second' })
    report.add({ code: 'E401', at: at(MINE, 'W @ A'), message: 'first' })
    expect(report.diagnostics.map(({ message }) => message)).toEqual(['first', 'second', 'third'])
  })

  it('says the same of the same place once', () => {
    const report = new Report()
    report.add({ code: 'E203', at: at(CAT, 'wide'), message: 'said' })
    report.add({ code: 'E203', at: at(CAT, 'wide'), message: 'said again' })
    report.add({ code: 'E204', at: at(CAT, 'wide'), message: 'something else' })
    expect(report.diagnostics.map(({ message }) => message)).toEqual(['said', 'something else'])
    expect(report.complaints).toBe(3)
  })

  it('knows errors', () => {
    const report = new Report()
    expect(report.hasErrors).toBe(false)
    report.add({ code: 'E203', at: at(CAT, 'wide'), message: 'no' })
    expect(report.hasErrors).toBe(true)
    expect(report.diagnostics[0]?.severity).toBe('error')
  })
})

describe('a diagnostic in text', () => {
  it('has its lines, the other places, where it comes from and what to do', () => {
    expect(
      rendered({
        code: 'E301',
        at: at(CAT, '21'),
        message: '`W @ A` multiplies (7, 21) by (20, m)',
        labels: [
          { span: at(CAT, '20'), text: 'A has 20 rows from here' },
          { span: at(CAT, '21'), text: 'W has 21 columns from here' },
        ],
        notes: ['in layer word `mine`, layers/mine.yaml:4:6'],
        help: '`wide` must be 20 here',
      }),
    ).toMatchInlineSnapshot(`
      "error[E301]: \`W @ A\` multiplies (7, 21) by (20, m)
        --> specs/models/cat.yaml:6:29
         |
       5 |   - dense: { units: 20, activation: relu }
         |                     -- A has 20 rows from here
       6 |   - mine: { units: 7, wide: 21 }
         |                             ^^ W has 21 columns from here
         = in layer word \`mine\`, layers/mine.yaml:4:6
         = help: \`wide\` must be 20 here
      "
    `)
  })

  it('leaves lines out, and keeps numbers of different lengths in one column', () => {
    const source = sourceOf('a.yaml', 'a: 1\n'.repeat(12))
    expect(
      rendered({
        code: 'E104',
        at: at(source, 'a', 11),
        message: '`a` is given twice',
        labels: [{ span: at(source, 'a', 9), text: 'first here' }],
      }),
    ).toMatchInlineSnapshot(`
      "error[E104]: \`a\` is given twice
         --> a.yaml:11:1
          |
        9 | a: 1
          | - first here
        ...
       11 | a: 1
          | ^
      "
    `)
  })

  it('shows several marks of one line below each other', () => {
    expect(
      rendered({
        code: 'E401',
        at: at(MINE, 'W'),
        message: 'so',
        labels: [
          { span: at(MINE, 'A'), text: 'that' },
          { span: at(MINE, '@'), text: 'this' },
        ],
      }),
    ).toMatchInlineSnapshot(`
      "error[E401]: so
        --> layers/mine.yaml:4:6
         |
       4 |   Z: W @ A
         |      ^
         |        - this
         |          - that
      "
    `)
  })

  it('names places in other files', () => {
    expect(
      rendered({
        code: 'E211',
        at: at(CAT, 'mine'),
        message: 'twice',
        labels: [{ span: at(MINE, 'mine'), text: 'the other one' }],
      }),
    ).toMatchInlineSnapshot(`
      "error[E211]: twice
        --> specs/models/cat.yaml:6:5
         |
       6 |   - mine: { units: 7, wide: 21 }
         |     ^^^^
         = the other one, layers/mine.yaml:2:8
      "
    `)
  })

  it('points behind the end of a line and of a file', () => {
    const source = sourceOf('a.yaml', 'J: a +')
    expect(
      rendered({ code: 'E408', at: { source, start: 6, end: 6 }, message: 'more' }),
    ).toMatchInlineSnapshot(`
      "error[E408]: more
        --> a.yaml:1:7
         |
       1 | J: a +
         |       ^
      "
    `)
    const empty = sourceOf('a.yaml', '')
    expect(
      rendered({ code: 'E102', at: { source: empty, start: 0, end: 0 }, message: 'empty' }),
    ).toMatchInlineSnapshot(`
      "error[E102]: empty
        --> a.yaml:1:1
         |
       1 |
         | ^
      "
    `)
  })

  it('marks the first line of what spans several', () => {
    const source = sourceOf('a.yaml', 'a: { b: 1,\n  c: 2 }\n')
    expect(
      rendered({ code: 'E205', at: { source, start: 3, end: 19 }, message: 'long' }),
    ).toMatchInlineSnapshot(`
      "error[E205]: long
        --> a.yaml:1:4
         |
       1 | a: { b: 1,
         |    ^^^^^^^
      "
    `)
  })

  it('stays in line after tabs, wide letters and combining marks, and in files of Windows', () => {
    const tabs = sourceOf('a.yaml', 'a:\tbc\n')
    expect(rendered({ code: 'E205', at: at(tabs, 'bc'), message: 'tab' }).split('\n')[4]).toBe('   |   \t^^')
    const wide = sourceOf('a.yaml', '权重: 😀 é x\r\n')
    expect(
      rendered({ code: 'E205', at: at(wide, 'x'), message: 'wide' })
        .split('\n')
        .slice(3, 5),
    ).toEqual([' 1 | 权重: 😀 é x', '   |            ^'])
  })

  it('shows of a very long line the part that matters', () => {
    const source = sourceOf('a.yaml', `a: ${'x'.repeat(300)} wrong ${'y'.repeat(300)}`)
    expect(rendered({ code: 'E205', at: at(source, 'wrong'), message: 'long' })).toMatchInlineSnapshot(`
      "error[E205]: long
        --> a.yaml:1:305
         |
       1 | …xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx wrong yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy…
         |                                                             ^^^^^
      "
    `)
  })

  it('shows a very long line once more for a mark that its part has not', () => {
    const source = sourceOf(
      'cat.yaml',
      'layers: [{ dense: { units: 20, activation: relu, bias: true, weights: he-normal } }, { dropout: { rate: 0.25 } }, { mine: { units: 7, wide: 21 } }]',
    )
    expect(
      rendered({
        code: 'E301',
        at: at(source, '21'),
        message: 'far',
        labels: [
          { span: at(source, '20'), text: 'that' },
          { span: at(source, 'relu'), text: 'near it' },
        ],
      }),
    ).toMatchInlineSnapshot(`
      "error[E301]: far
        --> cat.yaml:1:141
         |
       1 | layers: [{ dense: { units: 20, activation: relu, bias: true, weights: he-normal } }, { dropout: { rate: 0.25 } }, { mine…
         |                            -- that
         |                                            ---- near it
       1 | … }, { dropout: { rate: 0.25 } }, { mine: { units: 7, wide: 21 } }]
         |                                                             ^^
      "
    `)
  })

  it('lets no file command the terminal', () => {
    const source = sourceOf('a.yaml', 'a: \u001b[31mred\u202e')
    const text = rendered({
      code: 'E205',
      at: at(source, 'red'),
      message: 'not \u001b[31mred',
      help: '\u0007',
    })
    for (const sign of ['\u001b', '\u0007', '\u202e']) expect(text).not.toContain(sign)
    expect(text).toContain(' 1 | a: ␛[31mred�\n')
  })

  it('is painted only by whoever brings the paint', () => {
    const [diagnostic] = (() => {
      const report = new Report()
      report.add({ code: 'E203', at: at(CAT, 'wide'), message: 'no', help: 'yes' })
      return report.diagnostics
    })()
    const tag = (name: string) => (text: string) => `<${name}>${text}</${name}>`
    const paint = {
      bold: tag('b'),
      red: tag('red'),
      yellow: tag('yellow'),
      blue: tag('blue'),
      cyan: tag('cyan'),
    }
    expect(render(diagnostic!, paint)).toMatchInlineSnapshot(`
      "<b><red>error[E203]</red></b><b>: no</b>
        <blue>--></blue> specs/models/cat.yaml:6:23
         <blue>|</blue>
       <blue>6</blue> <blue>|</blue>   - mine: { units: 7, wide: 21 }
         <blue>|</blue>                       <red>^^^^</red>
         <blue>=</blue> <b>help</b>: yes
      "
    `)
  })
})
