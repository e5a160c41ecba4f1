import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import type { ParseError } from 'jsonc-parser'
import { fieldOf, type Node, Report, read, type Source, type Span } from '../../essentials.ts'
import { shown } from '../terminal.ts'
import type { DataFile } from './data-file.ts'
import type { Cell, Row, Table } from './table.ts'

/** A list of objects, one for each example; or an object of lists, one for each column. It is read whole. */
export async function openJson(file: DataFile, report: Report): Promise<Table | undefined> {
  const bytes = await readFile(file.path)
  const text = (/\.gz$/i.test(file.path) ? gunzipSync(bytes) : bytes).toString('utf8')
  const source = { path: shown(file.path), text }
  if (text.replace(/^\uFEFF/, '').trim() === '') {
    report.add({ code: 'E503', at: file.span, message: `${source.path} is empty` })
    return undefined
  }
  const value = await parsed(source, report)
  if (value === undefined) return undefined
  const table = Array.isArray(value)
    ? fromExamples(value, source, report)
    : fromColumns(value, source, report)
  if (table === undefined) return undefined
  const { names, first, rows, path } = table
  const place = places(source)
  return {
    path: source.path,
    columns: columnsOf(names, first),
    rows: async function* (wanted) {
      yield rows(wanted)
    },
    placesOf: async (cells) => cells.map(({ row, column }) => place(path(row, names[column] ?? ''))),
  }
}

/** So many examples tell what columns there are, and how wide they are. */
export const FIRST = 512

/** What any of the examples has; where one lacks it, a value is missing. */
export function namesIn(examples: readonly Readonly<Record<string, unknown>>[]): readonly string[] {
  return [...new Set(examples.flatMap((example) => Object.keys(example)))]
}

/** How wide a column is, the first example tells that has it. */
export function columnsOf(names: readonly string[], first: readonly Row[]): Table['columns'] {
  return names.map((name, index) => {
    const cell = first.find((row) => row[index] !== undefined)?.[index]
    return { name, width: typeof cell === 'object' ? cell.length : 1 }
  })
}

interface Content {
  readonly names: readonly string[]
  /** Some rows from the first on. */
  readonly first: readonly Row[]
  readonly rows: (wanted: ReadonlySet<number>) => readonly Row[]
  readonly path: (row: number, name: string) => readonly (string | number)[]
}

async function parsed(source: Source, report: Report): Promise<unknown> {
  try {
    return JSON.parse(source.text.replace(/^\uFEFF/, ''))
  } catch {
    report.add({ code: 'E502', at: await mistakeIn(source), message: 'the file is not JSON from here on' })
    return undefined
  }
}

/** The engine does not always say where; a parser for editors does. */
async function mistakeIn(source: Source): Promise<Span> {
  const { parse } = await import('jsonc-parser')
  const errors: ParseError[] = []
  parse(source.text, errors, { disallowComments: true })
  const [{ offset, length } = { offset: 0, length: 1 }] = errors
  // What is missing at the end is missing behind the last sign.
  const start = Math.min(offset, source.text.trimEnd().length - 1)
  return { source, start, end: Math.max(start + 1, Math.min(offset + length, source.text.length)) }
}

function fromExamples(examples: readonly unknown[], source: Source, report: Report): Content | undefined {
  const objects = examples.filter(isObject)
  if (objects.length < examples.length) {
    const wrong = examples.findIndex((example) => !isObject(example))
    reportShape(places(source)([wrong]), 'an example is an object of columns', report)
    return undefined
  }
  const names = namesIn(objects)
  const rows = objects.map((object) => names.map((name) => cellOf(object[name])))
  return { names, first: rows, rows: () => rows, path: (row, name) => [row, name] }
}

/** What is no list, or of another length, is about the data and no part of them, unless it is asked for. */
function fromColumns(value: unknown, source: Source, report: Report): Content | undefined {
  if (!isObject(value)) {
    reportShape(places(source)([]), 'data are a list of objects, or an object of lists', report)
    return undefined
  }
  const names = Object.keys(value)
  const lists = names.map((name) => listOf(value[name]))
  return {
    names,
    first: Array.from({ length: FIRST }, (_, row) => lists.map((list) => cellOf(list?.[row]))),
    rows: (wanted) => {
      const columns = [...wanted].sort((a, b) => a - b)
      const length = lists[columns[0] ?? 0]?.length
      for (const column of columns) {
        const list = lists[column]
        if (list !== undefined && list.length === length) continue
        const message = list
          ? `column \`${names[column]}\` has ${list.length} values, \`${names[columns[0]!]}\` has ${length}`
          : `column \`${names[column]}\` is not a list`
        reportShape(places(source)([names[column]!]), message, report)
        return []
      }
      return Array.from({ length: length ?? 0 }, (_, row) => lists.map((list) => cellOf(list?.[row])))
    },
    path: (row, name) => [name, row],
  }
}

function listOf(value: unknown): readonly unknown[] | undefined {
  return Array.isArray(value) ? value : undefined
}

function reportShape(at: Span, message: string, report: Report): void {
  report.add({ code: 'E502', at, message })
}

export function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** A single value, or a list of numbers, of lists of numbers, and so on, `null` where one is missing; what else there may be is as good as nothing. */
export function cellOf(value: unknown): Cell {
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (!Array.isArray(value)) return undefined
  const items: readonly unknown[] = value.flat(Number.POSITIVE_INFINITY)
  const numbers = items.map((item) => item ?? Number.NaN)
  return numbers.every((each) => typeof each === 'number') ? numbers : undefined
}

/** JSON is YAML, and our YAML knows its places; of a very large file only the beginning is worth it. */
const LARGE = 2_000_000

export function places(source: Source): (path: readonly (string | number)[]) => Span {
  const beginning: Span = { source, start: 0, end: Math.min(1, source.text.length) }
  let root: Node | undefined
  let wasRead = false
  return (path) => {
    if (!wasRead && source.text.length <= LARGE) root = read(source, new Report())?.root
    wasRead = true
    let node = root
    for (const step of path) {
      const inside = typeof step === 'number' ? itemOf(node, step) : fieldOf(node, step)
      // What is missing is missing from what is there.
      if (inside === undefined) break
      node = inside
    }
    return node === undefined ? beginning : firstLineOf(node.span)
  }
}

function itemOf(node: Node | undefined, index: number): Node | undefined {
  return node?.kind === 'sequence' ? node.items[index] : undefined
}

function firstLineOf(span: Span): Span {
  const [line = ''] = span.source.text.slice(span.start, span.end).split('\n')
  return { ...span, end: span.start + Math.max(1, line.length) }
}
