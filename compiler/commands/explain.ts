import {
  CODES,
  codeNamed,
  didYouMean,
  explain,
  fileLibrary,
  Report,
  understand,
  type Word,
} from '../essentials.ts'
import { WORD_KINDS } from '../forms/spec.ts'
import { wordPage } from '../print/word-page.ts'
import { type ExitCode, wrongUsage } from './failure.ts'
import { print } from './terminal.ts'

/** The page of a code, or of each word of that name; without one, all codes with their titles. */
export function explainNamed(name: string | undefined): ExitCode {
  if (name === undefined) {
    print(
      Object.entries(CODES)
        .map(([code, title]) => `${code}  ${title}`)
        .join('\n'),
    )
    return 0
  }
  const code = codeNamed(name)
  const pages = code ? [explain(code)] : wordsNamed(name).map(wordPage)
  if (pages.length === 0)
    throw wrongUsage(
      `there is no code and no word \`${name}\``,
      nearest(name) ?? '`loopless explain` lists all codes',
    )
  print(pages.join('\n'))
  return 0
}

/** A word of each kind that has one: `cosine` is a loss and a schedule. */
function wordsNamed(name: string): readonly Word[] {
  const library = fileLibrary()
  return WORD_KINDS.flatMap((kind) => {
    const source = library.names(kind).includes(name) ? library.word(kind, name) : undefined
    const { check: spec } = source ? understand(source, library, new Report()) : {}
    return spec && spec.kind !== 'network' ? [spec] : []
  })
}

/** Codes are short: one figure off is near. */
function nearest(name: string): string | undefined {
  const library = fileLibrary()
  return didYouMean(name, [...Object.keys(CODES), ...WORD_KINDS.flatMap((kind) => library.names(kind))])
}
