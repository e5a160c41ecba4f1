import { positionAt, type Source, type Span } from '../forms/source.ts'
import type { Diagnostic, Label } from './report.ts'

/** How parts are painted; picocolors fits, and plain text is the default. */
export interface Paint {
  readonly bold: (text: string) => string
  readonly red: (text: string) => string
  readonly yellow: (text: string) => string
  readonly blue: (text: string) => string
  readonly cyan: (text: string) => string
}

const PLAIN: Paint = { bold: same, red: same, yellow: same, blue: same, cyan: same }

/** All of them, a blank line between two. */
export function renderAll(diagnostics: readonly Diagnostic[], paint: Paint = PLAIN): string {
  return diagnostics.map((diagnostic) => render(diagnostic, paint)).join('\n')
}

/**
 * A diagnostic as text, with the lines it is about:
 *
 *     error[E301]: `W @ A` multiplies (7, 21) by (20, m)
 *       --> specs/models/cat.yaml:9:24
 *        |
 *      8 |   - dense: { units: 20, activation: relu }
 *        |                     -- A has 20 rows from here
 *      9 |   - mine: { units: 7, wide: 21 }
 *        |                             ^^ W has 21 columns from here
 *        = in layer word `mine`, layers/mine.yaml:11:6
 *        = help: `wide` must be 20 here
 */
export function render(diagnostic: Diagnostic, paint: Paint = PLAIN): string {
  const { severity, code, at, message, notes, help } = diagnostic
  const alarm = severity === 'error' ? paint.red : paint.yellow
  const { line, column } = positionAt(at.source, at.start)
  const marks = marksOf(diagnostic)
  const margin = ' '.repeat(String(marks.at(-1)!.line).length)
  const elsewhere = diagnostic.labels.filter(({ span }) => span.source.path !== at.source.path)
  const remarks = [
    ...elsewhere.map(({ span, text }) => printable(`${text}, ${place(span)}`)),
    ...notes.map(printable),
    ...(help === undefined ? [] : [`${paint.bold('help')}: ${printable(help)}`]),
  ]
  return [
    `${paint.bold(alarm(`${severity}[${code}]`))}${paint.bold(`: ${printable(message)}`)}`,
    `${margin} ${paint.blue('-->')} ${printable(at.source.path)}:${line}:${column}`,
    `${margin}  ${paint.blue('|')}`,
    ...frame(marks, margin, { primary: alarm, ...paint }),
    ...remarks.map((remark) => `${margin}  ${paint.blue('=')} ${remark}`),
    '',
  ].join('\n')
}

/** What is underlined: a stretch of one line. */
interface Mark {
  /** One file's, but perhaps an excerpt of its own. */
  readonly source: Source
  readonly line: number
  /** Offsets in the line. */
  readonly start: number
  readonly end: number
  readonly text: string
  readonly primary: boolean
}

function marksOf({ at, labels }: Diagnostic): readonly Mark[] {
  const here = labels.filter(({ span }) => span.source.path === at.source.path)
  const own = here.find(({ span }) => span.start === at.start && span.end === at.end)
  const others = here.filter((label) => label !== own)
  const marks = [
    mark({ span: at, text: own?.text ?? '' }, true),
    ...others.map((label) => mark(label, false)),
  ]
  return marks.sort((a, b) => a.line - b.line || a.start - b.start)
}

function mark({ span, text }: Label, primary: boolean): Mark {
  const { line, column } = positionAt(span.source, span.start)
  const start = column - 1
  return { source: span.source, line, start, end: start + (span.end - span.start), text, primary }
}

type FramePaint = Paint & { readonly primary: Paint['red'] }

/**
 * Every marked line with its marks below it; `...` where lines are left out. A long line is shown once more for a mark
 * that stands outside of what is shown of it.
 */
function frame(marks: readonly Mark[], margin: string, paint: FramePaint): readonly string[] {
  const bar = paint.blue('|')
  const framed: string[] = []
  let shown = 0
  let window: Window | undefined
  for (const { source, line, start, end, text, primary } of marks) {
    const written = lineOf(source, line)
    if (line !== shown || window === undefined || !isShown(start, window)) {
      if (shown > 0 && line > shown + 1) framed.push(`${margin}${paint.blue('...')}`)
      const number = String(line).padStart(margin.length)
      window = windowOf(written, start)
      framed.push(` ${paint.blue(number)} ${bar} ${window.text}`.trimEnd())
    }
    shown = line
    const before = window.lead + written.slice(window.start, start)
    // A mark never leaves its line, nor what is shown of it.
    const underline = underlineOf(written.slice(start, Math.min(end, window.end)), primary ? '^' : '-')
    const words = text === '' ? '' : ` ${printable(text)}`
    framed.push(
      `${margin}  ${bar} ${blankLike(before)}${(primary ? paint.primary : paint.cyan)(underline + words)}`,
    )
  }
  return framed
}

const split = new WeakMap<Source, readonly string[]>()

function lineOf(source: Source, line: number): string {
  const lines = split.get(source) ?? source.text.split('\n')
  split.set(source, lines)
  return (lines[line - (source.firstLine ?? 1)] ?? '').replace(/\r$/, '')
}

const WIDEST = 120
/** What is seen behind the beginning of a mark, at least. */
const BEHIND = 20

/** What is shown of a line. */
interface Window {
  /** Offsets in the line, of what is itself. */
  readonly start: number
  readonly end: number
  /** What stands for what is left out before. */
  readonly lead: string
  readonly isCut: boolean
  readonly text: string
}

/** Of a very long line, the part around the mark, dots where it goes on. */
function windowOf(line: string, mark: number): Window {
  if (line.length <= WIDEST)
    return { start: 0, end: line.length, lead: '', isCut: false, text: printable(line) }
  const start = mark < WIDEST - BEHIND ? 0 : wholeFrom(line, mark - 59)
  const end = wholeFrom(line, Math.min(line.length, start + WIDEST - (start > 0 ? 1 : 0)))
  const lead = start > 0 ? '…' : ''
  const isCut = end < line.length
  const text = `${lead}${printable(line.slice(start, end))}${isCut ? '…' : ''}`
  return { start, end, lead, isCut, text }
}

function isShown(mark: number, { start, end, isCut }: Window): boolean {
  return mark >= start && mark <= (isCut ? end - BEHIND : end)
}

/** No character of two units is parted. */
function wholeFrom(line: string, at: number): number {
  return /[\udc00-\udfff]/.test(line[at] ?? '') ? at - 1 : at
}

function place({ source, start }: Span): string {
  const { line, column } = positionAt(source, start)
  return `${source.path}:${line}:${column}`
}

/** As wide as the text, tabs kept: they are as wide above. */
function blankLike(text: string): string {
  return printable(text)
    .split('\t')
    .map((part) => ' '.repeat(widthOf(part)))
    .join('\t')
}

/** As wide as the text; a tab is kept where something stands behind it, and is as wide as above. */
function underlineOf(text: string, sign: string): string {
  const parts = printable(text)
    .replace(/\t+$/, (tabs) => ' '.repeat(tabs.length))
    .split('\t')
  const underline = parts.map((part) => sign.repeat(widthOf(part))).join('\t')
  return underline === '' ? sign : underline
}

const COMBINING = /\p{Mn}|\p{Me}|\u200d|\ufe0f/gu
const WIDE =
  /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]|\p{Emoji_Presentation}/gu

/** Columns of a terminal. */
function widthOf(text: string): number {
  // Nearly all text, without the cost of the tables of Unicode.
  if (/^[\x20-\x7e\t]*$/.test(text)) return text.length
  const visible = text.replaceAll(COMBINING, '')
  return [...visible].length + (visible.match(WIDE)?.length ?? 0)
}

/** Control characters as pictures of themselves, and no change of direction: a file does not command a terminal. */
export function printable(text: string): string {
  // Nearly all text, sooner.
  if (/^[\x20-\x7e\t]*$/.test(text)) return text
  return text
    .replaceAll(/(?!\t)\p{Cc}/gu, (control) => {
      const code = control.charCodeAt(0)
      return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\ufffd'
    })
    .replaceAll(/[\u202a-\u202e\u2066-\u2069]/g, '\ufffd')
}

function same(text: string): string {
  return text
}
