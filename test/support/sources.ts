import { readdirSync, readFileSync } from 'node:fs'
import { posix, resolve } from 'node:path'

const root = resolve(import.meta.dirname, '../..')

/** A TypeScript file of the project. */
export interface SourceFile {
  /** From the project's root, with forward slashes. */
  readonly path: string
  /** What it imports: paths from the root, and packages by their names. */
  readonly imports: readonly string[]
  /** Its plain string literals. */
  readonly strings: readonly string[]
}

/** Every TypeScript file of these folders. */
export function sourcesIn(...folders: readonly string[]): readonly SourceFile[] {
  return folders
    .flatMap((folder) =>
      readdirSync(resolve(root, folder), { recursive: true, encoding: 'utf8' }).map(
        (file) => `${folder}/${file}`,
      ),
    )
    .map((path) => path.replaceAll('\\', '/'))
    .filter((path) => path.endsWith('.ts'))
    .sort()
    .map((path) => {
      const code = withoutComments(readFileSync(resolve(root, path), 'utf8'))
      return { path, imports: importsIn(code, path), strings: stringsIn(code) }
    })
}

const COMMENT_OR_STRING =
  /\/\*[\s\S]*?\*\/|\/\/.*|'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\[\s\S])*`/g

/** Comments give way to blanks; what looks like one in a string stays. */
function withoutComments(text: string): string {
  return text.replace(COMMENT_OR_STRING, (found) => (found.startsWith('/') ? ' ' : found))
}

function importsIn(code: string, path: string): readonly string[] {
  const statements =
    /(?:^|[;\n}])\s*(?:import|export)\b[^'"`;]*?from\s*['"]([^'"]+)['"]|\bimport\s*\(?\s*['"]([^'"]+)['"]/g
  return [...code.matchAll(statements)].map(([, from, plain]) => {
    const name = (from ?? plain)!
    return name.startsWith('.') ? posix.join(posix.dirname(path), name) : name
  })
}

function stringsIn(code: string): readonly string[] {
  return [...code.matchAll(COMMENT_OR_STRING)].flatMap(([found]) =>
    found.startsWith('`') ? [] : [found.slice(1, -1)],
  )
}
