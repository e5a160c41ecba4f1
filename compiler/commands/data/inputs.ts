import {
  type ColumnsSpec,
  type DataSpec,
  type NetworkSpec,
  type Program,
  type Report,
  wholeOf,
} from '../../essentials.ts'
import { readExamples } from './read.ts'
import type { ExampleStore } from './store.ts'

export interface Inputs {
  readonly store: ExampleStore
  /** Places in the file of examples that lack a value: with `missing: drop` they are not in the store. */
  readonly dropped: readonly number[]
}

/**
 * The inputs of examples in another file than the spec's, by the spec's columns; targets need not be there.
 *
 * @param file as it was typed
 */
export async function examplesIn(
  file: string,
  spec: NetworkSpec & { readonly data: DataSpec },
  program: Program,
  report: Report,
): Promise<Inputs | undefined> {
  const { data } = spec
  const span = wholeOf({ path: '--input', text: file })
  const files = { training: { name: file, span }, span }
  const withoutFile = ({ name, columns }: ColumnsSpec): ColumnsSpec => ({ name, columns })
  const inputs = data.inputs.map(withoutFile)
  // Their columns may be there, and are no input's.
  const targets = data.targets.filter((port) => port.files === undefined)
  return readExamples({ ...spec, targets: [], data: { ...data, files, inputs, targets } }, program, report)
}
