import { categories, network, repeat, repeatSiblings, siblings } from './network.ts'
import type { Schema } from './schema.ts'
import { words } from './word.ts'

/** The schemas that a check of networks asks for. What words are given is judged by what they declare. */
export const schemasOfNetworks: readonly Schema[] = [network, siblings, repeat, categories, repeatSiblings]

/** Those that a check of words asks for too: of a user's own, since the library's are checked when this is built. */
export const schemasOfWords: readonly Schema[] = Object.values(words)
