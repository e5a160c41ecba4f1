import { CsvError, type Options, parse } from 'csv-parse/sync'
import type { Report, Source, Span } from '../../essentials.ts'
import type { Table } from './table.ts'

const OPTIONS = { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true } satisfies Options

/** Commas between fields, the columns' names in the first line. */
export function readCsv(source: Source, report: Report): Table | undefined {
  const records = recordsOf(source, report)
  if (records === undefined) return undefined
  const [header = [], ...rows] = records
  const placeOf = places(source)
  for (const [row, fields] of rows.entries())
    if (fields.length !== header.length) {
      report.add({
        code: 'E502',
        at: placeOf(row + 1, Math.min(fields.length, header.length + 1) - 1),
        message: `this row has ${fields.length} fields, the first has ${header.length}`,
      })
      return undefined
    }
  return {
    source,
    columns: header.map((name, column) => ({ name, span: placeOf(0, column) })),
    rows,
    placeOf: (row, column) => placeOf(row + 1, column),
    exampleOf: (row) => row + 1,
  }
}

const MISTAKES: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  INVALID_OPENING_QUOTE: 'a quote stands inside a field that does not begin with one',
  CSV_INVALID_CLOSING_QUOTE: 'a field goes on after its closing quote',
}

function recordsOf(source: Source, report: Report): readonly (readonly string[])[] | undefined {
  try {
    return parse(source.text, OPTIONS)
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
    const line = Number(/at line (\d+)/.exec(error.message)?.[1] ?? 1)
    report.add({
      code: 'E502',
      at: lineOf(source, line),
      message: MISTAKES[error.code] ?? error.message.toLowerCase(),
      help: 'inside quotes, a quote is written twice',
    })
    return undefined
  }
}

function lineOf(source: Source, line: number): Span {
  const lines = source.text.split('\n')
  const start = lines.slice(0, line - 1).reduce((sum, { length }) => sum + length + 1, 0)
  return { source, start, end: start + (lines[line - 1] ?? '').trimEnd().length }
}

/** Where each field of each record is; found out when first asked, by reading the text again. */
function places(source: Source): (record: number, field: number) => Span {
  let starts: readonly number[] | undefined
  return (record, field) => {
    starts ??= recordStarts(source.text)
    return fieldSpan(source, starts[record] ?? 0, field)
  }
}

/** The parser counts bytes, spans count UTF-16 units. */
function recordStarts(text: string): readonly number[] {
  const bytes = Buffer.from(text)
  const starts = [text.startsWith('\uFEFF') ? 1 : 0]
  let before = 0
  let units = 0
  for (const { info } of detailed(text)) {
    units += bytes.toString('utf8', before, info.bytes).length
    before = info.bytes
    starts.push(units)
  }
  return starts
}

/** The parser's types don't know what `info` makes of the records. */
function detailed(text: string): readonly { readonly info: { readonly bytes: number } }[] {
  const records: readonly unknown[] = parse(text, { ...OPTIONS, info: true })
  return records as readonly { readonly info: { readonly bytes: number } }[]
}

function fieldSpan(source: Source, record: number, field: number): Span {
  const { text } = source
  let start = skip(/\s*/y, text, record)
  for (let index = 0; ; index++) {
    const end = skip(/[^\S\r\n]*(?:"(?:[^"]|"")*")?[^,\r\n]*/y, text, start)
    if (index === field || text[end] !== ',') {
      const written = text.slice(start, end)
      const first = start + (written.length - written.trimStart().length)
      return { source, start: first, end: Math.max(first, start + written.trimEnd().length) }
    }
    start = end + 1
  }
}

function skip(pattern: RegExp, text: string, from: number): number {
  pattern.lastIndex = from
  return pattern.test(text) ? pattern.lastIndex : from
}
