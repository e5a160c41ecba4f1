import {
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

/** A port of the network, and where in the table its rows come from. */
export interface PortColumns {
  readonly port: PortSpec
  readonly rows: number
  /** One for each row; where there are classes, one for all; with categories, one for as many rows as it has. */
  readonly columns: readonly PlacedColumn[]
}

/** A column's place in the table. */
export interface PlacedColumn {
  readonly index: number
  readonly categories?: readonly string[]
}

export function width({ categories }: PlacedColumn): number {
  return categories?.length ?? 1
}

/** Which columns are which rows; complains where the file does not have what the spec names. */
export function portColumns(
  { data, inputs, targets }: NetworkSpec & { readonly data: DataSpec },
  program: Program,
  table: Table,
  report: Report,
): readonly PortColumns[] {
  const ports = [...program.interface.inputs, ...program.interface.targets]
  const specs = [...data.inputs, ...data.targets]
  const named = new Set(
    specs.flatMap(({ columns }) => (columns === 'all' ? [] : columns.map(({ name }) => name))),
  )
  if (data.split?.kind === 'column') named.add(data.split.column.name)
  const rest = table.columns.flatMap(({ name }, index) => (named.has(name) ? [] : [{ index }]))
  return [...inputs, ...targets].flatMap((port) => {
    const spec = specs.find(({ name }) => name === port.name)
    const rows = ports.find(({ name }) => name === port.name)?.shape[0]
    if (spec === undefined || rows === undefined) return []
    const columns = columnsOf(spec, table, rest, report)
    if (columns === undefined) return []
    const found = { port, rows: constantOf(rows) ?? 0, columns }
    checkCount(found, spec, data, report)
    return [found]
  })
}

function columnsOf(
  { columns }: ColumnsSpec,
  table: Table,
  rest: readonly PlacedColumn[],
  report: Report,
): readonly PlacedColumn[] | undefined {
  if (columns === 'all') return rest
  const found = columns.flatMap((column) => {
    const index = columnOf(column, table, report)
    const { categories } = column
    return index === undefined ? [] : { index, ...(categories && { categories }) }
  })
  return found.length === columns.length ? found : undefined
}

function columnOf({ name, span }: Reference, { source, columns }: Table, report: Report): number | undefined {
  const matches = columns.flatMap((column, index) => (column.name === name ? [{ ...column, index }] : []))
  const [only, other] = matches
  if (only !== undefined && other === undefined) return only.index
  const names = columns.map((column) => column.name)
  report.add({
    code: 'E504',
    at: span,
    message:
      only === undefined
        ? `${source.path} has no column \`${name}\``
        : `${source.path} has ${matches.length} columns called \`${name}\``,
    labels: matches.map((match) => ({ span: match.span, text: 'one is here' })),
    help: only === undefined ? (didYouMean(name, names) ?? `its columns are ${listed(names)}`) : undefined,
  })
  return undefined
}

const MANY = 12

function listed(names: readonly string[]): string {
  const shown = names.slice(0, MANY).map((name) => `\`${name}\``)
  const rest = names.length - shown.length
  return shown.join(', ') + (rest > 0 ? ` and ${rest} more` : '')
}

/** What the spec alone decides it has been checked for; `all` depends on the file. */
function checkCount(
  { port, rows, columns }: PortColumns,
  spec: ColumnsSpec,
  data: DataSpec,
  report: Report,
): void {
  const wanted = port.classes ? 1 : rows
  const filled = columns.reduce((sum, column) => sum + width(column), 0)
  if (filled === wanted) return
  const have =
    filled !== columns.length
      ? `${filled} of its columns are`
      : columns.length === 1
        ? '1 column is'
        : `${columns.length} columns are`
  report.add({
    code: 'E507',
    at: port.shape.span,
    message: port.classes
      ? `the classes of \`${port.name}\` stand in one column, and ${have} left for them`
      : `\`${port.name}\` has ${rows} ${rows === 1 ? 'row' : 'rows'}, and ${have} there for ${rows === 1 ? 'it' : 'them'}`,
    labels: [
      {
        span: data.file.span,
        text: spec.columns === 'all' ? 'all that no other port names' : 'in this file',
      },
    ],
  })
}
