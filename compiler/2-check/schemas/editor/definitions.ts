import type { EditorSchema } from './spelled.ts'
import { REFERENCE } from './words.ts'

/** The schema with those of the definitions that it refers to, or that these refer to. */
export function withDefinitions(schema: EditorSchema, all: EditorSchema): EditorSchema {
  const found = new Set<string>()
  const follow = (part: unknown): void => {
    if (typeof part !== 'object' || part === null) return
    if ('$ref' in part && typeof part.$ref === 'string') {
      const name = part.$ref.slice(REFERENCE.length).split('/')[0]!
      if (found.has(name)) return
      found.add(name)
      follow(all[name])
    }
    for (const inner of Object.values(part)) follow(inner)
  }
  follow(schema)
  const definitions = Object.fromEntries(Object.entries(all).filter(([name]) => found.has(name)))
  return { ...schema, definitions }
}
