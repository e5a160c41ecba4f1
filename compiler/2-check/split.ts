import type { Report } from '../diagnostics/report.ts'
import { entryOf, fieldOf, type Node } from '../forms/document.ts'
import type { SplitSpec } from '../forms/spec.ts'
import { isBlamed, numberOf, referenceOf, referencesOf } from './names.ts'
import { USUAL_SEED } from './usual.ts'

/** `split: { test: 0.2, validation: 0.1, seed: 1 }`, or `split: { column: set, test: [test], validation: [dev] }`. */
export function splitOf(node: Node | undefined, report: Report): SplitSpec | undefined {
  if (node?.kind !== 'mapping') return undefined
  const column = entryOf(node, 'column')
  const parts = [entryOf(node, 'test'), entryOf(node, 'validation')]
  const stratify = entryOf(node, 'stratify')
  const isStratified = stratify?.value.kind === 'scalar' && stratify.value.value === true
  if (parts.every((part) => part === undefined) && !report.blames(node.span))
    report.add({
      code: 'E204',
      at: node.span,
      message: 'a split needs `test` or `validation`',
      help: 'write the share that is held out: `test: 0.2`',
    })
  for (const part of parts) {
    const isShare = numberOf(part?.value) !== undefined
    if (part === undefined || isShare === (column === undefined) || isBlamed(part, report)) continue
    report.add({
      code: 'E205',
      at: part.value.span,
      message: column
        ? `\`${part.key.text}\` lists the values of a column, and this is a share`
        : `\`${part.key.text}\` is a share between 0 and 1`,
      labels: column ? [{ span: column.key.span, text: 'the examples are parted by this column' }] : [],
      help: column ? undefined : 'values say which part an example is of where `column` names a column',
    })
    return undefined
  }
  if (column && stratify)
    report.add({
      code: 'E217',
      at: stratify.key.span,
      message: 'a column parts the examples as they are: `stratify` has nothing to do',
      labels: [{ span: column.key.span, text: 'the column' }],
    })
  const around = {
    seed: numberOf(fieldOf(node, 'seed')) ?? USUAL_SEED,
    stratify: isStratified,
    span: node.span,
  }
  const valuesOf = (name: string) => referencesOf(fieldOf(node, name))
  if (column?.value.kind === 'scalar')
    return {
      ...around,
      kind: 'column',
      column: referenceOf(column.value),
      test: valuesOf('test'),
      validation: valuesOf('validation'),
    }
  const [test, validation] = ['test', 'validation'].map((name) => numberOf(fieldOf(node, name)))
  // What is no share by itself has been told.
  if ((test ?? 0) >= 1 || (validation ?? 0) >= 1) return undefined
  if ((test ?? 0) + (validation ?? 0) < 1)
    return {
      ...around,
      kind: 'shares',
      ...(test !== undefined && { test }),
      ...(validation !== undefined && { validation }),
    }
  report.add({
    code: 'E510',
    at: node.span,
    message: `shares of ${test} and ${validation} leave nothing to train on`,
  })
  return undefined
}
