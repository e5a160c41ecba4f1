import type { DataSpec, NetworkSpec, Program, Report } from '../../essentials.ts'
import { readExamples } from './read.ts'
import { type Split, splitOf } from './split.ts'
import type { ExampleStore } from './store.ts'

/** A spec's data: its examples, and which of them are for what. */
export interface SpecData {
  readonly store: ExampleStore
  /** Examples that lacked a value and were left out. */
  readonly dropped: number
  readonly split: Split
  /** Of all numbers, in order. */
  readonly digest: string
}

export async function dataOf(
  spec: NetworkSpec & { readonly data: DataSpec },
  program: Program,
  report: Report,
): Promise<SpecData | undefined> {
  const examples = await readExamples(spec, program, report)
  if (examples === undefined) return undefined
  const { store, dropped, digest, counts } = examples
  for (const [part, count] of counts) {
    const file = (spec.data.files ?? spec.data.inputs[0]?.files)?.[part]
    if (count === 0 && file)
      report.add({
        code: 'E503',
        at: file.span,
        message: `every example of \`${file.name}\` lacks a value`,
      })
  }
  return { store, dropped: dropped.length, split: splitOf(examples, spec.data, report), digest }
}
