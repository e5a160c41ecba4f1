import type { Report } from '../diagnostics/report.ts'
import type { Node, Scalar } from '../forms/document.ts'
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
  const found = listedIn(node.items, from, vocabulary.report).flatMap((item) => {
    const own = vocabulary.addFile(from, item)
    return own ? [{ ...own, file: referenceOf(item) }] : []
  })
  return found.flatMap(({ kind, name, file }) => {
    const word = vocabulary.word(kind, name.text, name.span)
    return word ? [{ word, file }] : []
  })
}

/** Each file once, however often it is listed: that it is twice is no mistake of the word in it. */
function listedIn(items: readonly Node[], from: Source, report: Report): readonly Scalar[] {
  const listed = new Map<string, Scalar[]>()
  for (const item of items) {
    if (item.kind !== 'scalar' || typeof item.value !== 'string' || item.text.trim() === '') continue
    const file = placeOf(item.text, from)
    const same = listed.get(file)
    if (same) same.push(item)
    else listed.set(file, [item])
  }
  return [...listed.values()].map((same) => {
    const [first, second] = same as [Scalar, ...Scalar[]]
    if (second)
      report.add({
        code: 'E207',
        at: second.span,
        message: `\`${second.text}\` is listed ${same.length === 2 ? 'twice' : `${same.length} times`}`,
        labels: [{ span: first.span, text: 'first here' }],
        help: 'list each file once',
      })
    return first
  })
}

/** Where a path leads from a file: the same for `mine.yaml` and `./mine.yaml`. */
function placeOf(path: string, { path: shown, projectPath = shown }: Source): string {
  const parts: string[] = []
  for (const part of [...projectPath.split('/').slice(0, -1), ...path.split(/[\\/]/)])
    if (part === '..' && parts.length > 0 && parts.at(-1) !== '..') parts.pop()
    else if (part !== '.' && part !== '') parts.push(part)
  return parts.join('/')
}
