import type { DataSpec, NetworkSpec, Program, Report } from '../../essentials.ts'
import { numbersOf, type PortNumbers } from './examples.ts'
import { portColumns } from './ports.ts'
import { readTable } from './read-table.ts'
import { type Split, splitOf } from './split.ts'

/** A spec's data: each port's numbers, and which examples are for what. */
export interface SpecData {
  readonly ports: readonly PortNumbers[]
  readonly examples: number
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
  const examples = table.rows.length
  return {
    ports: numbersOf(columns, table, program.precision, report),
    examples,
    split: splitOf(examples, spec.data, report),
  }
}

/** A port's numbers of some examples. */
export function chosen({ perExample, numbers }: PortNumbers, examples: Uint32Array): Float64Array {
  const part = new Float64Array(examples.length * perExample)
  for (const [index, example] of examples.entries())
    part.set(numbers.subarray(example * perExample, (example + 1) * perExample), index * perExample)
  return part
}
