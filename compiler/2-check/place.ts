import type { Entry, Mapping, Node } from '../forms/document.ts'
import type { Span } from '../forms/source.ts'
import type { Schema } from './schemas/schema.ts'

/** Where a schema is not kept. */
export interface Place {
  readonly node: Node
  /** The entry it is the value of, or whose list it stands in. */
  readonly entry: Entry | undefined
  readonly inList: boolean
  readonly at: Span
}

/** Where a key that is wrong in a mapping of this schema would be right, as a line of help. */
export type Elsewhere = (key: string, schema: Schema) => string | undefined

export function placeOf(entry: Entry): Place {
  return { node: entry.value, entry, inList: false, at: entry.value.span }
}

/** What a JSON pointer leads to: `/columns/0`, the first item of the value of `columns`. */
export function placeAt(pointer: string, start: Place): Place {
  return keysIn(pointer).reduce(within, start)
}

/** The keys of a pointer from the outside in; `a/b` is written `a~1b` there. */
function keysIn(pointer: string): readonly string[] {
  const keys = pointer.split('/').slice(1)
  return keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'))
}

function within({ node, entry }: Place, key: string): Place {
  if (node.kind === 'mapping') return placeOf(entryNamed(key, node))
  const item = node.kind === 'sequence' ? node.items[Number(key)] : undefined
  if (item === undefined) throw new Error(`invariant: the document has an item ${key} where its data has one`)
  return { node: item, entry, inList: true, at: item.span }
}

/** Should two entries have one name, then plain data has the last. */
export function entryNamed(name: string | undefined, mapping: Mapping): Entry {
  const entries = byName.get(mapping) ?? new Map(mapping.entries.map((each) => [each.key.text, each]))
  byName.set(mapping, entries)
  const entry = entries.get(name ?? '')
  if (entry === undefined)
    throw new Error(`invariant: the document has a key \`${name}\` where its data has one`)
  return entry
}

/** So that many mistakes in one mapping are found as soon as one. */
const byName = new WeakMap<Mapping, ReadonlyMap<string, Entry>>()

/** An alias or a tag: stage 1 has complained, and left an empty scalar that still has its text. */
export function isReported(node: Node): boolean {
  return node.kind === 'scalar' && node.value === null && !/^(~|null)?$/i.test(node.text)
}
