import type { Diagnostic } from '../../compiler/diagnostics/report.ts'
import type { Sample } from './samples.ts'
export async function sabotaged(_sample: Sample): Promise<readonly Diagnostic[]> {
  return []
}
