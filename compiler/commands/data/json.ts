import { fieldOf, type Node, Report, read, type Source, type Span } from '../../essentials.ts'
import type { Cell, Table } from './table.ts'

/** A list of objects, one for each example; or an object of lists, one for each column. */
export function readJson(source: Source, report: Report): Table | undefined {
  const value = parsed(source, report)
  if (value === undefined) return undefined
  const table = Array.isArray(value)
    ? fromExamples(value, source, report)
    : fromColumns(value, source, report)
  if (table === undefined) return undefined
  const { names, rows, path } = table
  const place = places(source)
  return {
    source,
    columns: names.map((name) => ({ name, span: place([]) })),
    rows,
    placeOf: (row, column) => place(path(row, names[column] ?? '')),
    exampleOf: (row) => row + 1,
  }
}

interface Content {
  readonly names: readonly string[]
  readonly rows: readonly (readonly Cell[])[]
  readonly path: (row: number, name: string) => readonly (string | number)[]
}

function parsed(source: Source, report: Report): unknown {
  try {
    return JSON.parse(source.text.replace(/^\uFEFF/, ''))
  } catch (error) {
    const message = error instanceof Error ? error.message : ''
    const at = Number(/position (\d+)/.exec(message)?.[1] ?? 0)
    report.add({
      code: 'E502',
      at: { source, start: at, end: Math.min(at + 1, source.text.length) },
      message: 'the file is not JSON from here on',
    })
    return undefined
  }
}

function fromExamples(examples: readonly unknown[], source: Source, report: Report): Content | undefined {
  const objects = examples.filter(isObject)
  if (objects.length < examples.length) {
    const wrong = examples.findIndex((example) => !isObject(example))
    reportShape(places(source)([wrong]), 'an example is an object of columns', report)
    return undefined
  }
  const names = Object.keys(objects[0] ?? {})
  return {
    names,
    rows: objects.map((object) => names.map((name) => cellOf(object[name]))),
    path: (row, name) => [row, name],
  }
}

function fromColumns(value: unknown, source: Source, report: Report): Content | undefined {
  if (!isObject(value)) {
    reportShape(places(source)([]), 'data are a list of objects, or an object of lists', report)
    return undefined
  }
  const names = Object.keys(value)
  const lists = names.map((name) => value[name])
  const [first] = lists
  const length = Array.isArray(first) ? first.length : 0
  for (const [index, list] of lists.entries())
    if (!Array.isArray(list) || list.length !== length) {
      const place = places(source)([names[index]!])
      reportShape(
        place,
        Array.isArray(list)
          ? `column \`${names[index]}\` has ${list.length} values, \`${names[0]}\` has ${length}`
          : `column \`${names[index]}\` is not a list`,
        report,
      )
      return undefined
    }
  return {
    names,
    rows: Array.from({ length }, (_, row) => lists.map((list) => cellOf((list as readonly unknown[])[row]))),
    path: (row, name) => [name, row],
  }
}

function reportShape(at: Span, message: string, report: Report): void {
  report.add({ code: 'E502', at, message })
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** What is no single value is as good as none. */
function cellOf(value: unknown): Cell {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : undefined
}

/** JSON is YAML, and our YAML knows its places; of a very large file only the beginning is worth it. */
const LARGE = 2_000_000

function places(source: Source): (path: readonly (string | number)[]) => Span {
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
