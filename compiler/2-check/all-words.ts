import type { Report } from '../diagnostics/report.ts'
import type { Document } from '../forms/document.ts'
import { wholeOf } from '../forms/source.ts'
import { type Library, WORD_KINDS, type Word } from '../forms/spec.ts'
import { type Read, Vocabulary } from './vocabulary.ts'

/** Every word of the library, and those of files, which may use each other; what is wrong with the files is reported. */
export function allWords(
  files: readonly Document[],
  library: Library,
  report: Report,
  read: Read,
): readonly Word[] {
  const vocabulary = new Vocabulary(library, report, read)
  // First all are known by name, then each is checked.
  const own = files.flatMap((file) => vocabulary.addDocument(file) ?? [])
  for (const { kind, name } of own) vocabulary.word(kind, name.text, name.span)
  for (const kind of WORD_KINDS)
    for (const name of library.names(kind)) {
      const source = library.word(kind, name)
      if (source) vocabulary.word(kind, name, wholeOf(source))
    }
  return vocabulary.words
}
