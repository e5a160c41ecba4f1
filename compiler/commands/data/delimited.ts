import { pipeline } from 'node:stream'
import { CsvError, type Options, type Parser, parse } from 'csv-parse'
import { type Report, type Source, type Span, wholeOf } from '../../essentials.ts'
import { shown } from '../terminal.ts'
import { bytesOf, type DataFile, excerptsOf, linesOf } from './data-file.ts'
import type { Place, Row, Table } from './table.ts'

/** Fields with commas or other signs between them, the columns' names in the first line. */
export async function openDelimited(file: DataFile, report: Report): Promise<Table | undefined> {
  const options = optionsOf(file)
  const header = await firstRecord(file, options, report)
  if (header === undefined) return undefined
  const [source] = await excerptsOf(file, [[0, header.bytes]])
  const { names } = header
  return {
    path: shown(file.path),
    columns: names.map((name, column) => ({
      name,
      width: 1,
      span: fieldSpan(source!, column, options.delimiter),
    })),
    ...doubtOf(names, options),
    rows: () => rowsOf(file, names.length, options, report),
    placesOf: (cells) => placesOf(file, cells, options),
  }
}

/** A first line of one long name looks like several with something else between them. */
function doubtOf([name = '', other]: readonly string[], { delimiter }: DelimitedOptions): { doubt?: string } {
  const sign = other === undefined ? /[;\t|,]/.exec(name)?.[0] : undefined
  if (sign === undefined || sign === delimiter) return {}
  return { doubt: `write \`separator: ${JSON.stringify(sign)}\` if that is what stands between the columns` }
}

interface DelimitedOptions extends Options {
  readonly delimiter: string
}

function optionsOf({ path, separator }: DataFile): DelimitedOptions {
  const usual = /\.tsv(\.gz)?$/i.test(path) ? '\t' : ','
  return {
    delimiter: separator ?? usual,
    bom: true,
    // A blank that separates is none to be trimmed.
    trim: /\S/.test(separator ?? usual),
    skip_empty_lines: true,
    relax_column_count: true,
  }
}

interface Header {
  readonly names: readonly string[]
  readonly bytes: number
}

async function firstRecord(
  file: DataFile,
  options: DelimitedOptions,
  report: Report,
): Promise<Header | undefined> {
  try {
    for await (const { record, info } of detailed(file, options)) return { names: record, bytes: info.bytes }
    report.add({ code: 'E503', at: file.span, message: `${shown(file.path)} is empty` })
  } catch (error) {
    await complain(file, error, options, report)
  }
  return undefined
}

/** So many rows at a time; to hand them on one by one would take longer than to read them. */
const BATCH = 512

async function* rowsOf(
  file: DataFile,
  width: number,
  options: DelimitedOptions,
  report: Report,
): AsyncIterable<readonly Row[]> {
  let batch: Row[] = []
  let row = -1
  try {
    for await (const record of records(file, options)) {
      if (row >= 0) {
        if (record.length !== width) {
          yield batch
          return reportLength(
            file,
            { row, column: Math.min(record.length, width + 1) - 1 },
            record.length,
            width,
            options,
            report,
          )
        }
        batch.push(record)
      }
      row += 1
      if (batch.length < BATCH) continue
      yield batch
      batch = []
    }
    yield batch
  } catch (error) {
    await complain(file, error, options, report)
  }
}

async function reportLength(
  file: DataFile,
  place: Place,
  length: number,
  wanted: number,
  options: DelimitedOptions,
  report: Report,
): Promise<void> {
  const [at] = await placesOf(file, [place], options)
  report.add({
    code: 'E502',
    at: at ?? file.span,
    message: `this row has ${length} fields, the first has ${wanted}`,
  })
}

/** Every record, the names of the columns first. */
function records(file: DataFile, options: Options): AsyncIterable<readonly string[]> {
  return parsing(file, options)
}

/** The same with its place; the parser's types don't know what `info` makes of the records. */
function detailed(file: DataFile, options: Options): AsyncIterable<Detailed> {
  return parsing(file, { ...options, info: true })
}

interface Detailed {
  readonly record: readonly string[]
  /** `bytes`: up to the record's end, from the beginning of the file. */
  readonly info: { readonly bytes: number }
}

function parsing(file: DataFile, options: Options): Parser {
  // Errors reach whoever reads the records.
  return pipeline(bytesOf(file), parse(options), () => {})
}

const MISTAKES: Readonly<Record<string, string>> = {
  CSV_QUOTE_NOT_CLOSED: 'a quote is opened and never closed',
  INVALID_OPENING_QUOTE: 'a quote stands inside a field that does not begin with one',
  CSV_INVALID_CLOSING_QUOTE: 'a field goes on after its closing quote',
}

async function complain(
  file: DataFile,
  error: unknown,
  options: DelimitedOptions,
  report: Report,
): Promise<void> {
  if (!(error instanceof CsvError)) throw error
  const first = await linesOf(file, 1)
  const { doubt } = doubtOf(first.text.split(options.delimiter), options)
  if (doubt !== undefined) {
    report.add({
      code: 'E502',
      at: wholeOf(first),
      message: `the first line has no \`${options.delimiter}\` between the names of columns`,
      help: doubt,
    })
    return
  }
  const at =
    error.code === 'CSV_QUOTE_NOT_CLOSED'
      ? await openedQuote(file, options)
      : wholeOf(await linesOf(file, Number(/at line (\d+)/.exec(error.message)?.[1] ?? 1)))
  report.add({
    code: 'E502',
    at,
    message: MISTAKES[error.code] ?? error.message.toLowerCase(),
    help: 'inside quotes, a quote is written twice',
  })
}

/** The parser only sees at the end of the file that it is missing; it opened behind the last record that is whole. */
async function openedQuote(file: DataFile, options: DelimitedOptions): Promise<Span> {
  let from = 0
  try {
    for await (const { info } of detailed(file, options)) from = info.bytes
  } catch (error) {
    if (!(error instanceof CsvError)) throw error
  }
  const [source] = await excerptsOf(file, [[from, from + FAR]])
  const start = source!.text.indexOf('"')
  const [line = ''] = source!.text.slice(start).split('\n')
  return { source: source!, start, end: start + line.trimEnd().length }
}

/** A quote opens within so many bytes of its record. */
const FAR = 1 << 16

/** Reads the file again, up to the last of the cells. */
async function placesOf(
  file: DataFile,
  cells: readonly Place[],
  options: DelimitedOptions,
): Promise<readonly Span[]> {
  const last = Math.max(...cells.map(({ row }) => row))
  const wanted = new Map<number, readonly [number, number]>()
  const rows = new Set(cells.map(({ row }) => row))
  let row = -1
  let from = 0
  for await (const { info } of detailed(file, options)) {
    if (rows.has(row)) wanted.set(row, [from, info.bytes])
    from = info.bytes
    if (row++ === last) break
  }
  const order = [...wanted.keys()]
  const sources = await excerptsOf(file, [...wanted.values()])
  const sourceOf = new Map(order.map((each, index) => [each, sources[index]!]))
  return cells.map((cell) => fieldSpan(sourceOf.get(cell.row)!, cell.column, options.delimiter))
}

function fieldSpan(source: Source, field: number, delimiter: string): Span {
  const { text } = source
  const sign = delimiter.replace(/[\\\]^-]/, '\\$&')
  const blank = /\S/.test(delimiter) ? /\s*/y : /(?:)/y
  const one = new RegExp(`[^\\S\\r\\n${sign}]*(?:"(?:[^"]|"")*")?[^${sign}\\r\\n]*`, 'y')
  let start = skip(blank, text, 0)
  for (let index = 0; ; index++) {
    const end = skip(one, text, start)
    if (index === field || text[end] !== delimiter) {
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
