import type { Node } from '../forms/document.ts'
import type { Renaming } from '../forms/spec.ts'
import { referenceOf } from './names.ts'

/** `renamed: { encoder: features }`, from old to new; what is no name, the schema has told. */
export function renamedOf(node: Node | undefined): readonly Renaming[] {
  if (node?.kind !== 'mapping') return []
  return node.entries.flatMap(({ key, value }) =>
    value.kind === 'scalar' && value.value !== null
      ? [{ from: referenceOf(key), to: referenceOf(value) }]
      : [],
  )
}
