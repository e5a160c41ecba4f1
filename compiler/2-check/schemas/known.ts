import type { Word } from '../../forms/spec.ts'
import { attributeSchema, attributesSchema } from './attributes.ts'
import { categories, network, repeat, repeatSiblings, siblings } from './network.ts'
import type { Schema } from './schema.ts'
import { words as wordSchemas } from './word.ts'

/** The schemas that a check of specs asks for, as long as they use these words only. */
export function knownSchemas(words: readonly Word[]): readonly Schema[] {
  return [
    network,
    siblings,
    repeat,
    categories,
    repeatSiblings,
    ...Object.values(wordSchemas),
    ...words.map(attributesSchema),
    // Of defaults, in the words' own files.
    ...words.flatMap(({ attributes }) => attributes.map(attributeSchema)),
  ]
}
