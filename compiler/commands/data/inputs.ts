import type { DataSpec, NetworkSpec, Program, Report } from '../../essentials.ts'
import { isMissing, numbersOf, type PortNumbers } from './examples.ts'
import { portColumns } from './ports.ts'
import { readTable } from './read-table.ts'
import { rowsWhere } from './table.ts'

export interface Inputs {
  readonly ports: readonly PortNumbers[]
  /** For each example of the file, whether it is in the ports: with `missing: drop` those that lack a value are not. */
  readonly complete: readonly boolean[]
}

/** The inputs of examples in another file than the spec's, by the spec's columns; targets need not be there. */
export async function examplesIn(
  file: string,
  spec: NetworkSpec & { readonly data: DataSpec },
  program: Program,
  report: Report,
): Promise<Inputs> {
  const nothing = { ports: [], complete: [] }
  const table = await readTable({ name: file, span: spec.data.file.span }, report)
  if (table === undefined) return nothing
  const columns = portColumns({ ...spec, targets: [] }, program, table, report)
  if (report.hasErrors) return nothing
  const used = columns.flatMap((port) => port.columns.map(({ index }) => index))
  const complete = table.rows.map(
    (row) => spec.data.missing === 'error' || !used.some((index) => isMissing(row[index])),
  )
  const whole = new Set(table.rows.filter((_, row) => complete[row]))
  const ports = numbersOf(
    columns,
    rowsWhere(table, (row) => whole.has(row)),
    program.precision,
    report,
  )
  return { ports, complete }
}
