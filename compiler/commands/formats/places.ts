import { existsSync, realpathSync } from 'node:fs'
import { basename, dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { positionAt, type Source, type Span, whyRefused } from '../../essentials.ts'
import { forwardSlashes, NAMELESS_INPUT } from '../terminal.ts'

/**
 * A file as services name it, which show it beside its line: from the root of
 * the repository, where the service says which that is, however deep in it the
 * command runs; else from the working folder.
 */
export function inRepository(path: string): string {
  const { GITHUB_WORKSPACE, CI_PROJECT_DIR } = process.env
  const root = GITHUB_WORKSPACE || CI_PROJECT_DIR
  if (!root) return path
  const file = resolve(path)
  // The root may be named by a link, or lie behind one. A file that is itself a link is in the repository by its own name.
  const ways = [relative(root, file), relative(real(root), join(real(dirname(file)), basename(file)))].map(
    forwardSlashes,
  )
  return ways.find((way) => !way.startsWith('../') && !isAbsolute(way)) ?? path
}

/** The path without links; the path itself where nothing is there, or nothing is to be seen. */
function real(path: string): string {
  try {
    return realpathSync(path)
  } catch (error) {
    if (whyRefused(error) === undefined) throw error
    return path
  }
}

export function isOfStdin({ path }: Source): boolean {
  return path === NAMELESS_INPUT && !existsSync(path)
}

/** A word that comes with Loopless is no file of the user's. */
export function isOfLibrary({ path }: Source): boolean {
  return path.startsWith('library/') && !existsSync(path)
}

/** `specs/cat.yaml:6:37`. */
export function printPlace({ source, start }: Span): string {
  const { line, column } = positionAt(source, start)
  return `${inRepository(source.path)}:${line}:${column}`
}
