import { execFileSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve } from 'node:path'
import { fileLibrary, type Library, type Source, textOf } from '../essentials.ts'
import { Failure } from './failure.ts'
import { forwardSlashes, shown } from './terminal.ts'

/** A commit of the repository around the working folder, by the name that the user has for it. */
export interface Revision {
  readonly name: string
  readonly commit: string
}

/** Names that no commit has are no revisions, and so is whatever git could take for an option. */
export function revisionNamed(name: string, folder = process.cwd()): Revision | undefined {
  if (name === '' || name.startsWith('-')) return undefined
  const commit = git(['rev-parse', '--verify', '--quiet', `${name}^{commit}`], folder)?.trim()
  return commit === undefined || commit === '' ? undefined : { name, commit }
}

/** A file as it was, there or not; its path says of which revision. */
export function sourceAt({ name, commit }: Revision, file: string): Source | undefined {
  const folder = existingFolder(dirname(file))
  const within = forwardSlashes(relative(folder, file))
  const bytes = bytesOf(['cat-file', 'blob', `${commit}:./${within}`], folder)
  if (bytes === undefined) return undefined
  // What was a project then, git does not tell: words may come from anywhere in the repository.
  const prefix = git(['rev-parse', '--show-prefix'], folder)?.trim() ?? ''
  return { path: `${name}:${shown(file)}`, projectPath: `${prefix}${within}`, ...textOf(bytes) }
}

/** Files below a folder as they were, or the file itself; absolute. */
export function filesAt({ commit }: Revision, path: string): readonly string[] {
  const folder = existingFolder(path)
  const below = forwardSlashes(relative(folder, path)) || '.'
  const listed = git(['ls-tree', '-r', '-z', '--name-only', commit, '--', below], folder)
  return (listed ?? '').split('\0').flatMap((file) => (file === '' ? [] : [resolve(folder, file)]))
}

/** The words of a user's own as they were then; those of the library are of the version that runs. */
export function libraryAt(revision: Revision): Library {
  const prefix = `${revision.name}:`
  return {
    ...fileLibrary(),
    file: (from, path) => {
      const folder = dirname(from.path.startsWith(prefix) ? from.path.slice(prefix.length) : from.path)
      return sourceAt(revision, isAbsolute(path) ? path : resolve(folder, path))
    },
    // What lies there now says nothing about then.
    beside: () => [],
  }
}

/** A folder that was there then may be gone; git runs in what is left of its path. */
function existingFolder(folder: string): string {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? folder : existingFolder(dirname(folder))
}

/** What git prints, or nothing where it refuses. No shell reads the words. */
function git(words: readonly string[], cwd: string): string | undefined {
  return bytesOf(words, cwd)?.toString('utf8')
}

function bytesOf(words: readonly string[], cwd: string): Buffer | undefined {
  try {
    return execFileSync('git', words, {
      cwd,
      stdio: ['ignore', 'pipe', 'ignore'],
      maxBuffer: 2 ** 28,
    })
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT')
      throw new Failure(1, 'cannot run `git`: there is no such program')
    return undefined
  }
}
