import { describe, expect, it } from 'vitest'
import { renderAll } from '../../compiler/diagnostics/render.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import { positionAt, sourceOf } from '../../compiler/forms/source.ts'
import { withoutMark } from '../../compiler/forms/text.ts'
import { understand } from '../../compiler/front-end.ts'
import { library } from '../support/compiled.ts'

/**
 * An equation with one unknown name, `wrong`, in every way that YAML can write it: the caret is under that name, at its
 * line and column in the file, and the line printed above the caret has it there too.
 */
const STYLES: readonly (readonly [style: string, equation: string])[] = [
  ['plain', 'b: a + wrong'],
  ['plain, after blanks', 'b:      a  +   wrong'],
  ['in double quotes', 'b: "a + wrong"'],
  ['in single quotes', "b: 'a + wrong'"],
  ['plain, over lines', 'b: a\n    + wrong'],
  ['plain, over lines with an empty one', 'b: a\n\n\n    + wrong\n    + a'],
  ['in double quotes, over lines', 'b: "a\n    +\n\n    wrong + a"'],
  ['in single quotes, over lines', "b: 'a\n    +\n    wrong'"],
  ['in double quotes, with joined lines', 'b: "a + \\\n    wrong"'],
  ['after escapes', String.raw`b: "a\x20\u002b\U00000020wrong"`],
  ['after an escaped tab', String.raw`b: "a\t+\twrong"`],
  ['after an escaped end of line', String.raw`b: "a +\n wrong"`],
  ['literal', 'b: |\n    a +\n    wrong'],
  ['literal, stripped', 'b: |-\n    a + wrong\n'],
  ['literal, kept', 'b: |+\n    a + wrong\n\n'],
  ['literal, its indentation given', 'b: |2\n      a +\n    wrong'],
  ['literal, after blank lines', 'b: |\n\n\n    a +\n\n    wrong'],
  ['literal, deeper lines', 'b: |\n    a +\n        wrong'],
  ['literal, after a comment', 'b: | # what it is\n    a + wrong'],
  ['folded', 'b: >\n    a +\n    wrong'],
  ['folded, stripped, with deeper lines', 'b: >-\n    a +\n        wrong\n    + a'],
  ['folded, with empty lines', 'b: >\n    a\n\n\n    +\n\n    wrong'],
  ['folded, with blanks inside', 'b: >\n    a   +     wrong'],
  ['with tabs inside', 'b: a\t+\twrong'],
  ['literal, with tabs inside', 'b: |\n    a\t+\twrong'],
  ['after letters of two bytes', 'β: a\n  é: β + wrong'],
  ['after letters of two units', '𝑥: a\n  b: 𝑥 + 𝑥 + wrong'],
  ['after letters of two units, literal', '𝑥: a\n  b: |\n    𝑥 +\n    𝑥 + wrong'],
  ['after letters of two units, escaped', '𝑥: a\n  b: "\\U0001D465 + wrong"'],
  ['after wide letters', '重: a\n  b: 重 + 重 + wrong'],
  ['after combining letters', 'e\u0301: a\n  b: e\u0301 + wrong'],
  ['with a key in quotes', '"b": a + wrong'],
  ['as an explicit key', '? b\n  : a + wrong'],
  ['with a comment behind', 'b: a + wrong # and no more'],
]

const FRAMES: readonly (readonly [name: string, frame: (text: string) => string])[] = [
  ['as it is', (text) => text],
  ['after a comment in emoji', (text) => `# 😀 日本 é\n${text}`],
  ['with ends of lines of Windows', (text) => text.replaceAll('\n', '\r\n')],
  ['with a byte-order mark', (text) => `\uFEFF${text}`],
  ['after the marker of a document', (text) => `---\n${text}`],
]

const spec = (equation: string) => `loopless: 1
network: f
summary: "😀 of b"
inputs: { a: [] }
equations:
  ${equation}
`

describe.each(FRAMES)('%s', (_, frame) => {
  it.each(STYLES)('the caret is under the name: %s', (_style, equation) => {
    const text = withoutMark(frame(spec(equation)))
    const report = new Report()
    understand(sourceOf('f.yaml', text), library, report)
    expect(report.diagnostics.map(({ code }) => code)).toEqual(['E401'])
    const [{ at }] = report.diagnostics as [(typeof report.diagnostics)[number]]
    expect(text.slice(at.start, at.end)).toBe('wrong')
    expect(at.start).toBe(text.indexOf('wrong'))
    const { line, column } = positionAt(at.source, at.start)
    expect(text.split('\n')[line - 1]!.slice(column - 1, column + 4)).toBe('wrong')
    expectCaret(renderAll(report.diagnostics))
  })

  it.each([
    ['in a flow mapping', '{ b: a + wrong }'],
    ['in a flow mapping, in quotes', '{ "b": "a + wrong" }'],
    ['in a flow mapping, over lines', '{\n    c: a,\n    b: a\n      + wrong\n  }'],
  ])('the caret is under the name: %s', (_style, equations) => {
    const text = withoutMark(frame(spec('x').replace(/equations:\n {2}x/, `equations: ${equations}`)))
    const report = new Report()
    understand(sourceOf('f.yaml', text), library, report)
    expect(report.diagnostics.map(({ code, at }) => `${code} ${text.slice(at.start, at.end)}`)).toEqual([
      'E401 wrong',
    ])
    expect(report.diagnostics[0]!.at.start).toBe(text.indexOf('wrong'))
    expectCaret(renderAll(report.diagnostics))
  })
})

/** In columns of a terminal: what is before the caret is as wide as what is before the name. */
function expectCaret(rendered: string): void {
  const lines = rendered.split('\n')
  const caret = lines.findIndex((line) => line.includes('^'))
  const [before] = lines[caret]!.split('^')
  const [above] = lines[caret - 1]!.split('wrong')
  expect(widthOf(before!), rendered).toBe(widthOf(above!))
  expect(lines[caret]!.replaceAll(/[^^]/g, '')).toBe('^^^^^')
}

/** Wide letters take two columns, combining ones none; a tab stands for itself in both lines. */
function widthOf(text: string): number {
  return [...text.normalize('NFC')].reduce((sum, letter) => sum + (/[\u4e00-\u9fff]/.test(letter) ? 2 : 1), 0)
}

describe('a place that is no equation', () => {
  it.each([
    ['an alias', 'equations:\n  b: *a', 'E107', '*a'],
    ['an anchor', 'equations:\n  b: &c a', 'E107', '&c'],
    ['an anchor on a mapping', 'equations: &all\n  b: a', 'E107', '&all'],
    ['a tag', 'equations:\n  b: !not a', 'E108', '!not'],
    ['a tag before quotes', 'equations:\n  b: !!str "a"', 'E108', '!!str'],
    ['a comment without a blank', 'equations:\n  b: a #c', 'E106', '#c'],
    ['a tab', 'equations:\n\tb: a', 'E111', '\t'],
  ])('is pointed at: %s', (_, body, code, written) => {
    for (const [, frame] of FRAMES) {
      const text = withoutMark(
        frame(`loopless: 1\nnetwork: f\nsummary: "é 😀"\ninputs: { a: [] }\n${body}\n`),
      )
      const report = new Report()
      understand(sourceOf('f.yaml', text), library, report)
      const [first] = report.diagnostics
      expect([first?.code, first && text.slice(first.at.start, first.at.end)]).toEqual([code, written])
    }
  })
})
