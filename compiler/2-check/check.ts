import type { Report } from '../diagnostics/report.ts'
import { type Document, fieldOf } from '../forms/document.ts'
import type { Library, NetworkSpec, Word, WordKind } from '../forms/spec.ts'
import { kindOf } from './kind.ts'
import { networkOf } from './network.ts'
import { type Read, Vocabulary } from './vocabulary.ts'
import { checkExample, wordOf } from './word.ts'

/**
 * A document to what it says: words resolved, attributes typed, equations
 * parsed. Everything wrong is reported; then there is no spec.
 *
 * Names inside equations, functions and sizes are stage 3's: only there do
 * equations have values. `read` is stage 1, for the files of words.
 */
export function check(
  document: Document,
  library: Library,
  report: Report,
  read: Read,
): NetworkSpec | Word | undefined {
  const { spec, isSound } = examine(document, library, report, read)
  return isSound ? spec : undefined
}

/**
 * The same, and of a network with something wrong in it the rest: what has been
 * complained of is unknown there, so that stage 3 may look for other mistakes.
 */
export function examine(
  document: Document,
  library: Library,
  report: Report,
  read: Read,
): { readonly spec?: NetworkSpec | Word | undefined; readonly isSound: boolean } {
  const before = report.complaints
  const kind = kindOf(document, report)
  if (kind === undefined) return { isSound: false }
  const vocabulary = new Vocabulary(library, report, read)
  const spec =
    kind.kind === 'network' ? networkOf(document, vocabulary) : ownWord(document, kind.kind, vocabulary)
  return { spec, isSound: report.complaints === before }
}

function ownWord(document: Document, kind: WordKind, vocabulary: Vocabulary): Word | undefined {
  const name = fieldOf(document.root, kind)
  if (name?.kind !== 'scalar') return wordOf(document, kind, vocabulary)
  vocabulary.add(kind, name.text, document)
  const word = vocabulary.word(kind, name.text, name.span)
  if (word !== undefined) checkExample(word, fieldOf(document.root, 'example'), vocabulary)
  return word
}
