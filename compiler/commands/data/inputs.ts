import type { DataSpec, NetworkSpec, Program, Report } from '../../essentials.ts'
import { readExamples } from './read.ts'
import type { ExampleStore } from './store.ts'

export interface Inputs {
  readonly store: ExampleStore
  /** Places in the file of examples that lack a value: with `missing: drop` they are not in the store. */
  readonly dropped: readonly number[]
}

/** The inputs of examples in another file than the spec's, by the spec's columns; targets need not be there. */
export async function examplesIn(
  file: string,
  spec: NetworkSpec & { readonly data: DataSpec },
  program: Program,
  report: Report,
): Promise<Inputs | undefined> {
  const { split: _, ...data } = spec.data
  const { span } = data
  const files = { training: { name: file, span }, span }
  const inputs = data.inputs.map(({ name, columns }) => ({ name, columns }))
  return readExamples({ ...spec, targets: [], data: { ...data, files, inputs } }, program, report)
}
