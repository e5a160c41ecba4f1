import type { DataSpec, NetworkSpec, Program, Report } from '../../essentials.ts'
import { numbersOf, type PortNumbers } from './examples.ts'
import { portColumns } from './ports.ts'
import { readTable } from './read-table.ts'

/** The inputs of examples in another file than the spec's, by the spec's columns; targets need not be there. */
export async function examplesIn(
  file: string,
  spec: NetworkSpec & { readonly data: DataSpec },
  program: Program,
  report: Report,
): Promise<readonly PortNumbers[]> {
  const table = await readTable({ name: file, span: spec.data.file.span }, report)
  if (table === undefined) return []
  const columns = portColumns({ ...spec, targets: [] }, program, table, report)
  return report.hasErrors ? [] : numbersOf(columns, table, program.precision, report)
}
