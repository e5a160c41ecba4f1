import type { Node } from '../forms/document.ts'
import type { Source } from '../forms/source.ts'
import type { Word } from '../forms/spec.ts'
import type { Vocabulary } from './vocabulary.ts'

/** `words: [./layers/mine.yaml]`: first all are known by name, then each is checked, for one may use another. */
export function ownWordsOf(node: Node | undefined, from: Source, vocabulary: Vocabulary): readonly Word[] {
  if (node?.kind !== 'sequence') return []
  const found = node.items.flatMap((item) => {
    const own =
      item.kind === 'scalar' && typeof item.value === 'string' ? vocabulary.addFile(from, item) : undefined
    return own ?? []
  })
  return found.flatMap(({ kind, name }) => vocabulary.word(kind, name.text, name.span) ?? [])
}
