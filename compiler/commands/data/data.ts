import type { DataSpec, NetworkSpec, Program, Report } from '../../essentials.ts'
import { isMissing, numbersOf, type PortNumbers } from './examples.ts'
import { type PortColumns, portColumns } from './ports.ts'
import { readTable } from './read-table.ts'
import { type Split, splitOf } from './split.ts'
import { rowsWhere, type Table } from './table.ts'

/** A spec's data: each port's numbers, and which examples are for what. */
export interface SpecData {
  readonly ports: readonly PortNumbers[]
  readonly examples: number
  /** Examples that lacked a value and were left out. */
  readonly dropped: number
  readonly split: Split
}

export async function dataOf(
  spec: NetworkSpec & { readonly data: DataSpec },
  program: Program,
  report: Report,
): Promise<SpecData | undefined> {
  const table = await readTable(spec.data.file, report)
  if (table === undefined) return undefined
  const columns = portColumns(spec, program, table, report)
  if (report.hasErrors) return undefined
  const complete = spec.data.missing === 'drop' ? withoutMissing(table, columns) : table
  if (complete.rows.length === 0)
    report.add({
      code: 'E503',
      at: spec.data.file.span,
      message: `every example of \`${spec.data.file.name}\` lacks a value`,
    })
  const ports = numbersOf(columns, complete, program.precision, report)
  const classes = columns.findIndex(({ port }) => port.classes !== undefined)
  return {
    ports,
    examples: complete.rows.length,
    dropped: table.rows.length - complete.rows.length,
    split: splitOf(complete, spec.data, ports[classes]?.numbers, report),
  }
}

/** `missing: drop`: an example that lacks a value that is used. */
function withoutMissing(table: Table, ports: readonly PortColumns[]): Table {
  const used = ports.flatMap(({ columns }) => columns.map(({ index }) => index))
  return rowsWhere(table, (row) => !used.some((index) => isMissing(row[index])))
}

/** A port's numbers of some examples. */
export function chosen({ perExample, numbers }: PortNumbers, examples: Uint32Array): Float64Array {
  const part = new Float64Array(examples.length * perExample)
  for (const [index, example] of examples.entries())
    part.set(numbers.subarray(example * perExample, (example + 1) * perExample), index * perExample)
  return part
}
