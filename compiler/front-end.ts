import { read } from './1-read/read.ts'
import { allWords } from './2-check/all-words.ts'
import { examine } from './2-check/check.ts'
import { expand } from './3-expand/expand.ts'
import { proveWord, type Undecided } from './3-expand/prove.ts'
import type { Report } from './diagnostics/report.ts'
import type { Document } from './forms/document.ts'
import type { Program } from './forms/program.ts'
import type { Source } from './forms/source.ts'
import type { Library, NetworkSpec, Word } from './forms/spec.ts'
import { warn } from './warnings/warn.ts'

/** What a spec says, proved in its sizes: all that `check` needs, and nothing that generating does. */
export interface Understood {
  readonly read?: Document
  readonly check?: NetworkSpec | Word
  /** Of a network. */
  readonly expand?: Program
  /** Of a word: what only its uses can decide. */
  readonly undecided?: readonly Undecided[]
}

/** Stages 1 to 3, and a look at what they made. A form is missing from the first stage on that found an error. */
export function understand(source: Source, library: Library, report: Report): Understood {
  const document = read(source, report)
  if (!document) return {}
  // What is not read as it was meant has other sizes than those that were meant.
  const isRead = !report.hasErrors
  const { spec, isSound } = examine(document, library, report, read)
  if (spec?.kind === 'network' && !isSound && isRead) expand(spec, library, report)
  if (!spec || !isSound) return { read: document }
  if (spec.kind !== 'network') return { read: document, check: spec, undecided: proveWord(spec, report) }
  const program = isRead ? expand(spec, library, report) : undefined
  if (program && !report.hasErrors) warn(spec, program, library, report)
  return { read: document, check: spec, ...(program && { expand: program }) }
}

/** Every word of the library, and those of files, which may use each other; their sizes are not proved here. */
export function understandWords(files: readonly Source[], library: Library, report: Report): readonly Word[] {
  return allWords(
    files.flatMap((file) => read(file, report) ?? []),
    library,
    report,
    read,
  )
}
