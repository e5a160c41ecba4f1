import { expect, it } from 'vitest'
import { render } from '../../compiler/diagnostics/render.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import { sourceOf } from '../../compiler/forms/source.ts'
import { Random } from '../support/random.ts'

/*
 * What is underlined is what is meant, whatever stands before it: on a terminal, the characters above the carets of
 * each mark are those of its span, or, where the line goes on beyond what is shown, the first of them.
 */

/** What a line is made of, and how it is shown; spans begin and end between pieces. */
const PIECES: readonly (readonly [written: string, shown: string])[] = [
  ...[...'abcxyz:{}[],-^…0123456789  '].map((sign) => [sign, sign] as const),
  ['\t', '\t'],
  ['é', 'é'],
  ['e\u0301', 'e'],
  ['重', '重'],
  ['カ', 'カ'],
  ['😀', '😀'],
  ['𝑥', '𝑥'],
  ['\u001b', '␛'],
  ['\u202e', '\ufffd'],
  ['👍\ufe0f', '👍'],
]
const WIDE = new Set(['重', 'カ', '😀', '👍'])

/** What stands in each column of a terminal. */
function columnsOf(line: string): readonly string[] {
  const columns: string[] = []
  for (const character of line) {
    if (character === '\u0301' || character === '\ufe0f') continue
    const width = character === '\t' ? 8 - (columns.length % 8) : WIDE.has(character) ? 2 : 1
    columns.push(character, ...Array<string>(width - 1).fill(character === '\t' ? '\t' : ''))
  }
  return columns
}

interface Marked {
  readonly start: number
  readonly end: number
  /** As it is shown, without tabs, which have no sign to be known by. */
  readonly shown: string
}

function lineOf(random: Random): { readonly text: string; readonly marked: readonly Marked[] } {
  const count = random.pick([5, 30, 110, 125, 400])
  const pieces = Array.from({ length: count }, () => random.pick(PIECES))
  const starts = pieces.map((_, index) =>
    pieces.slice(0, index).reduce((sum, [{ length }]) => sum + length, 0),
  )
  const marked = Array.from({ length: random.integer(1, 4) }, () => {
    const first = random.integer(0, count - 1)
    const last = Math.min(count - 1, first + random.pick([0, 1, 5, 150]))
    return {
      start: starts[first]!,
      end: starts[last]! + pieces[last]![0].length,
      shown: withoutTabs(pieces.slice(first, last + 1).map(([, shown]) => shown)),
    }
  })
  const places = new Map(marked.map((one) => [`${one.start} ${one.end}`, one]))
  return { text: pieces.map(([written]) => written).join(''), marked: [...places.values()] }
}

function withoutTabs(shown: readonly string[]): string {
  return shown.filter((sign) => sign !== '\t').join('')
}

it('the characters above the carets are those of the span', () => {
  const random = new Random(7)
  for (let round = 0; round < 1500; round++) {
    const { text, marked } = lineOf(random)
    // Blanks at the end of a line are not shown.
    const source = sourceOf('a.yaml', `first: line\n${text}.\nlast: line\n`)
    const spans = marked.map(({ start, end }) => ({ source, start: start + 12, end: end + 12 }))
    const report = new Report()
    report.add({
      code: 'E205',
      at: spans[0]!,
      message: 'so',
      labels: spans.map((span, index) => ({ span, text: `mark ${index}` })),
    })
    const rendered = render(report.diagnostics[0]!)
    const told = new Set<number>()
    let above: readonly string[] = []
    for (const line of rendered.split('\n').slice(3)) {
      if (line.startsWith(' 2 | ')) above = columnsOf(line)
      const mark = /^ {3}\| ([ \t]*)([-^](?:[-^\t]*[-^])?) mark (\d)$/.exec(line)
      if (mark === null) continue
      const index = Number(mark[3])
      told.add(index)
      expect(mark[2]![0], rendered).toBe(index === 0 ? '^' : '-')
      const underline = columnsOf(`   | ${mark[1]}${mark[2]}`)
      const under = above.filter((_, column) => /[-^]/.test(underline[column] ?? '') && column >= 5)
      const { shown } = marked[index]!
      const seen = withoutTabs(under)
      if (shown === '') expect(under.length, rendered).toBeGreaterThan(0)
      // Where the line is cut, so is what is underlined; but something of it is there.
      else if (above.at(-1) === '…') expect(shown.startsWith(seen) && seen !== '', rendered).toBe(true)
      else expect(seen, rendered).toBe(shown)
    }
    expect(told.size, rendered).toBe(marked.length)
  }
})
