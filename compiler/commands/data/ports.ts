import {
  type ColumnSpec,
  type ColumnsSpec,
  constantOf,
  type DataSpec,
  didYouMean,
  type NetworkSpec,
  type PortSpec,
  type Program,
  type Reference,
  type Report,
} from '../../essentials.ts'
import type { Table } from './table.ts'

/** A table, and where the spec names it. */
export interface OpenTable {
  readonly file: Reference
  readonly table: Table
}

/** A port of the network, and where in which table its rows come from. */
export interface PortColumns extends OpenTable {
  readonly port: PortSpec
  readonly rows: number
  /** One for each row; where there are classes, one for all; with categories or wide cells, one for many. */
  readonly columns: readonly PlacedColumn[]
}

/** A column's place in its table. */
export interface PlacedColumn {
  readonly index: number
  /** How many rows it fills. */
  readonly width: number
  readonly categories?: readonly string[]
}

/** Which columns are which rows; complains where a file does not have what the spec names. */
export function portColumns(
  { data, inputs, targets }: NetworkSpec & { readonly data: DataSpec },
  program: Program,
  tableOf: (port: ColumnsSpec) => OpenTable,
  report: Report,
): readonly PortColumns[] {
  const shapes = [...program.interface.inputs, ...program.interface.targets]
  const specs = [...data.inputs, ...data.targets].map((spec) => ({ spec, ...tableOf(spec) }))
  return [...inputs, ...targets].flatMap((port) => {
    const found = specs.find(({ spec }) => spec.name === port.name)
    const rows = shapes.find(({ name }) => name === port.name)?.shape[0]
    if (found === undefined || rows === undefined) return []
    const { spec, file, table } = found
    const others = specs.flatMap((each) => (each.table === table ? namesIn(each.spec) : []))
    // A column that says which part an example is of is in the file that all share.
    if (data.split?.kind === 'column' && spec.files === undefined) others.push(data.split.column.name)
    const columns = columnsOf(spec, table, new Set(others), report)
    if (columns === undefined) return []
    const placed = { port, rows: constantOf(rows) ?? 0, file, table, columns }
    checkCount(placed, spec, report)
    return [placed]
  })
}

function namesIn({ columns }: ColumnsSpec): readonly string[] {
  return columns === 'all' ? [] : columns.map(({ name }) => name)
}

function columnsOf(
  { columns }: ColumnsSpec,
  table: Table,
  named: ReadonlySet<string>,
  report: Report,
): readonly PlacedColumn[] | undefined {
  if (columns === 'all')
    return table.columns.flatMap(({ name, width }, index) => (named.has(name) ? [] : [{ index, width }]))
  const found = columns.flatMap((column) => {
    const index = columnOf(column, table, report)
    return index === undefined ? [] : [placedColumn(column, index, table)]
  })
  return found.length === columns.length ? found : undefined
}

function placedColumn({ categories }: ColumnSpec, index: number, { columns }: Table): PlacedColumn {
  return categories
    ? { index, width: categories.length, categories }
    : { index, width: columns[index]!.width }
}

export function columnOf(
  { name, span }: Reference,
  { path, columns, doubt }: Table,
  report: Report,
): number | undefined {
  const matches = columns.flatMap((column, index) => (column.name === name ? [{ ...column, index }] : []))
  const [only, other] = matches
  if (only !== undefined && other === undefined) return only.index
  const names = columns.map((column) => column.name)
  // One mistake makes all columns missing.
  if (doubt !== undefined && report.diagnostics.some(({ help }) => help === doubt)) return undefined
  report.add({
    code: 'E504',
    at: span,
    message:
      only === undefined
        ? `${path} has no column \`${name}\``
        : `${path} has ${matches.length} columns called \`${name}\``,
    labels: matches.flatMap((match) => (match.span ? [{ span: match.span, text: 'one is here' }] : [])),
    help:
      only === undefined
        ? (doubt ?? didYouMean(name, names) ?? `its columns are ${listed(names)}`)
        : undefined,
  })
  return undefined
}

const MANY = 12

export function listed(names: readonly string[]): string {
  const shown = names.slice(0, MANY).map((name) => `\`${name}\``)
  const rest = names.length - shown.length
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}

/** What the spec alone decides it has been checked for; the rest depends on the file. */
function checkCount({ port, rows, file, columns }: PortColumns, spec: ColumnsSpec, report: Report): void {
  const wanted = port.classes ? 1 : rows
  const filled = columns.reduce((sum, { width }) => sum + width, 0)
  if (filled === wanted) return
  const are = filled === 1 ? 'is' : 'are'
  const have =
    filled === columns.length
      ? `${filled} ${filled === 1 ? 'column' : 'columns'} ${are}`
      : columns.length === 1
        ? `${filled} numbers of its column are`
        : `${filled} of its columns are`
  report.add({
    code: 'E507',
    at: port.shape.span,
    message: port.classes
      ? `the classes of \`${port.name}\` stand in one column, and ${have} left for them`
      : `\`${port.name}\` has ${rows} ${rows === 1 ? 'row' : 'rows'}, and ${have} there for ${rows === 1 ? 'it' : 'them'}`,
    labels: [
      {
        span: file.span,
        text: spec.columns === 'all' ? 'all that no other port names' : 'in this file',
      },
    ],
  })
}
