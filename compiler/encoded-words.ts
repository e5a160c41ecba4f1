import { read } from './1-read/read.ts'
import { check } from './2-check/check.ts'
import { encodeWord } from './checked-words.ts'
import { renderAll } from './diagnostics/render.ts'
import { Report } from './diagnostics/report.ts'
import { WORD_KINDS, type Word, type WordKind } from './forms/spec.ts'
import { fileLibrary } from './library.ts'

export interface EncodedWord {
  readonly kind: WordKind
  readonly name: string
  readonly text: string
}

/** Every word of a library, checked, as a build writes it. */
export function encodedWords(root: string): readonly EncodedWord[] {
  return checkedWords(root).map((word) => ({ kind: word.kind, name: word.name, text: encodeWord(word) }))
}

/** @throws Error when a word is not sound */
export function checkedWords(root: string): readonly Word[] {
  const library = fileLibrary(root, '')
  const report = new Report()
  const words = WORD_KINDS.flatMap((kind) =>
    library.names(kind).flatMap((name) => {
      const source = library.word(kind, name)
      const document = source && read(source, report)
      const word = document && check(document, library, report, read)
      return word === undefined || word.kind === 'network' ? [] : word
    }),
  )
  if (report.hasErrors) throw new Error(renderAll(report.diagnostics))
  return words
}
