import { categories, network, repeat, repeatSiblings, siblings } from './network.ts'
import type { Schema } from './schema.ts'
import { words } from './word.ts'

/** The schemas that a check of specs asks for. What words are given is judged by what they declare. */
export const knownSchemas: readonly Schema[] = [
  network,
  siblings,
  repeat,
  categories,
  repeatSiblings,
  ...Object.values(words),
]
