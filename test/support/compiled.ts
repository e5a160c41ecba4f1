import { compile, type Forms } from '../../compiler/compile.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import { type Source, sourceOf } from '../../compiler/forms/source.ts'
import type { Library, WordKind } from '../../compiler/forms/spec.ts'
import { type Understood, understand } from '../../compiler/front-end.ts'
import { fileLibrary } from '../../compiler/library.ts'

const onDisk = fileLibrary()
const names = new Map<WordKind, readonly string[]>()
const words = new Map<string, Source | undefined>()

/** The library, each of its files read once. */
export const library: Library = {
  names: (kind) => names.get(kind) ?? names.set(kind, onDisk.names(kind)).get(kind)!,
  word: (kind, name) => {
    const key = `${kind} ${name}`
    if (!words.has(key)) words.set(key, onDisk.word(kind, name))
    return words.get(key)
  },
  file: onDisk.file,
}

/** The library, and files that are only in the test. */
export function libraryWith(files: Readonly<Record<string, string>>): Library {
  return {
    ...library,
    file: (_from, path) => {
      const text = files[path.replace(/^\.\//, '')]
      return text === undefined ? undefined : sourceOf(path, text.trimStart())
    },
  }
}

/** Every form of a network that has to compile. */
export function compiled(source: Source | string, files: Readonly<Record<string, string>> = {}): Forms {
  const report = new Report()
  const known = typeof source === 'string' ? sourceOf('network.yaml', source) : source
  const forms = compile(known, libraryWith(files), report)
  if (!forms) throw new Error(`${complaintsIn(report).join('\n')}\nin\n${known.text}`)
  return forms
}

/** Stages 1 to 3, and what they complain of. */
export function understood(
  text: string,
  files: Readonly<Record<string, string>> = {},
): { readonly understood: Understood; readonly complaints: readonly string[] } {
  const report = new Report()
  const result = understand(sourceOf('spec.yaml', text), libraryWith(files), report)
  return { understood: result, complaints: complaintsIn(report) }
}

/** Errors: what a law makes up at random may well be a strange network. */
function complaintsIn(report: Report): readonly string[] {
  return report.diagnostics
    .filter(({ severity }) => severity === 'error')
    .map(({ code, message, notes }) => `${code} ${message}${notes.map((note) => `; ${note}`).join('')}`)
}
