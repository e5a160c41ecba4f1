import type { Node } from '../forms/document.ts'
import type { Source } from '../forms/source.ts'
import type { Reference, Word } from '../forms/spec.ts'
import { referenceOf } from './names.ts'
import type { Vocabulary } from './vocabulary.ts'

/** A word of the user's, and what `words:` calls its file. */
export interface OwnWord {
  readonly word: Word
  readonly file: Reference
}

/** `words: [./layers/mine.yaml]`: first all are known by name, then each is checked, for one may use another. */
export function ownWordsOf(node: Node | undefined, from: Source, vocabulary: Vocabulary): readonly OwnWord[] {
  if (node?.kind !== 'sequence') return []
  const found = node.items.flatMap((item) => {
    if (item.kind !== 'scalar' || typeof item.value !== 'string') return []
    const own = vocabulary.addFile(from, item)
    return own ? [{ ...own, file: referenceOf(item) }] : []
  })
  return found.flatMap(({ kind, name, file }) => {
    const word = vocabulary.word(kind, name.text, name.span)
    return word ? [{ word, file }] : []
  })
}
