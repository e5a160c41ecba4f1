import type { Node } from '../forms/document.ts'
import { ALLOTTED, type Allotment } from '../forms/spec.ts'
import { quantityOf } from './quantities.ts'

/** `budget: { parameters: 300k }`; what is no quantity, the schema has told. */
export function budgetOf(node: Node | undefined): readonly Allotment[] {
  if (node?.kind !== 'mapping') return []
  return node.entries.flatMap(({ key, value }) => {
    const of = ALLOTTED.find((name) => name === key.text)
    const isWritten = value.kind === 'scalar' && typeof value.value !== 'boolean' && value.value !== null
    const most = isWritten ? quantityOf(value.value) : undefined
    return of === undefined || most === undefined || value.kind !== 'scalar'
      ? []
      : [{ of, most, written: value.text, span: value.span }]
  })
}
