import { createInterface } from 'node:readline'
import type { Report, Source, Span } from '../../essentials.ts'
import { shown } from '../terminal.ts'
import { bytesOf, type DataFile, linesOf } from './data-file.ts'
import { cellOf, columnsOf, FIRST, isObject, namesIn, places } from './json.ts'
import type { Row, Table } from './table.ts'

/** An object of columns in each line, one line for each example. */
export async function openJsonLines(file: DataFile, report: Report): Promise<Table | undefined> {
  const first: Readonly<Record<string, unknown>>[] = []
  for await (const { text, line } of linesIn(file)) {
    const object = objectIn(text)
    if (object === undefined) {
      await complain(file, line, report)
      return undefined
    }
    if (first.push(object) === FIRST) break
  }
  if (first.length === 0) {
    report.add({ code: 'E503', at: file.span, message: `${shown(file.path)} is empty` })
    return undefined
  }
  const names = namesIn(first)
  return {
    path: shown(file.path),
    columns: columnsOf(
      names,
      first.map((object) => rowOf(object, names)),
    ),
    rows: () => rowsOf(file, names, report),
    placesOf: (cells) =>
      Promise.all(cells.map(async ({ row, column }) => cellSpan(await exampleOf(file, row), names[column]!))),
  }
}

const BATCH = 512

async function* rowsOf(
  file: DataFile,
  names: readonly string[],
  report: Report,
): AsyncIterable<readonly Row[]> {
  let batch: Row[] = []
  for await (const { text, line } of linesIn(file)) {
    const object = objectIn(text)
    if (object === undefined) {
      yield batch
      return complain(file, line, report)
    }
    batch.push(rowOf(object, names))
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  yield batch
}

interface Line {
  readonly text: string
  /** From 1. */
  readonly line: number
}

/** Those that are not blank. */
async function* linesIn(file: DataFile): AsyncIterable<Line> {
  const bytes = bytesOf(file)
  const failed = new Promise<never>((_, reject) => bytes.once('error', reject))
  failed.catch(() => {})
  const lines = createInterface({ input: bytes, crlfDelay: Number.POSITIVE_INFINITY })
  let line = 0
  try {
    for await (const text of lines) {
      line += 1
      if (/^\uFEFF?\s*$/.test(text)) continue
      yield { text: line === 1 ? text.replace(/^\uFEFF/, '') : text, line }
    }
    // An interface only ends where its stream has failed.
    if (bytes.errored) await failed
  } finally {
    lines.close()
    bytes.destroy()
  }
}

function objectIn(text: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const value: unknown = JSON.parse(text)
    return isObject(value) ? value : undefined
  } catch {
    return undefined
  }
}

function rowOf(object: Readonly<Record<string, unknown>>, names: readonly string[]): Row {
  return names.map((name) => cellOf(object[name]))
}

async function complain(file: DataFile, line: number, report: Report): Promise<void> {
  const source = await linesOf(file, line)
  report.add({
    code: 'E502',
    at: { source, start: 0, end: source.text.trimEnd().length },
    message: 'this line is no object of JSON',
  })
}

async function exampleOf(file: DataFile, row: number): Promise<Source> {
  let at = 0
  for await (const { line } of linesIn(file)) if (at++ === row) return linesOf(file, line)
  throw new Error('invariant: a row that was read is there')
}

function cellSpan(source: Source, name: string): Span {
  return places(source)([name])
}
