import { existsSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import { positionAt, type Source, type Span } from '../../essentials.ts'
import { forwardSlashes } from '../terminal.ts'

/**
 * A file as services name it, which show it beside its line: from the root of
 * the repository, where the service says which that is, however deep in it the
 * command runs; else from the working folder.
 */
export function inRepository(path: string): string {
  const { GITHUB_WORKSPACE, CI_PROJECT_DIR } = process.env
  const root = GITHUB_WORKSPACE || CI_PROJECT_DIR
  if (!root) return path
  const fromRoot = forwardSlashes(relative(root, resolve(path)))
  return fromRoot.startsWith('../') || isAbsolute(fromRoot) ? path : fromRoot
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
