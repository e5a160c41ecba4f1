import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { dirname, isAbsolute, relative, resolve } from 'node:path'
import { fileLibrary, type Library, type Source, textOf } from '../essentials.ts'
import { Failure } from './failure.ts'
import { forwardSlashes, shown } from './terminal.ts'

/** A commit of the repository around the working folder, by the name that the user has for it. */
export interface Revision {
  readonly name: string
  readonly commit: string
  readonly why?: never
  readonly help?: never
}

/** A name that is no revision, and why that is, where git or the clone says why. */
export interface NoRevision {
  readonly commit?: never
  readonly why?: string
  readonly help?: string
}

/** Names that no commit has are no revisions, and so is whatever git could take for an option. */
export function revisionNamed(name: string, folder = process.cwd()): Revision | NoRevision {
  if (name === '' || name.startsWith('-')) return {}
  const found = git(['rev-parse', '--verify', '--quiet', `${name}^{commit}`], folder)
  if (found.isDone && found.text.trim() !== '') return { name, commit: found.text.trim() }
  const shallow = git(['rev-parse', '--is-shallow-repository'], folder)
  if (!shallow.isDone) return refusalOf(shallow)
  const fetching = fetchingOf(name, folder)
  if (shallow.text.trim() === 'true')
    return {
      why: 'this clone is shallow, and has no more of the history than it was asked for',
      help: `\`fetch-depth: 0\` for actions/checkout fetches the rest; or \`${fetching ?? 'git fetch --unshallow'}\``,
    }
  return fetching === undefined ? {} : { help: `\`${fetching}\` fetches the branch, if there is one` }
}

/** A file as it was, there or not; its path says of which revision. */
export function sourceAt({ name, commit }: Revision, file: string): Source | undefined {
  const folder = existingFolder(dirname(file))
  const within = `./${forwardSlashes(relative(folder, file))}`
  const what = `read ${name}:${shown(file)}`
  const entry = demanded(what, ['ls-tree', '-z', '--full-name', commit, '--', within], folder)
  const [, blob, projectPath] = /^\d+ blob (\w+)\t([^\0]+)/.exec(entry) ?? []
  if (blob === undefined || projectPath === undefined) return undefined
  const { bytes } = answerTo(what, ['cat-file', 'blob', blob], folder)
  // What was a project then, git does not tell: words may come from anywhere in the repository.
  return { path: `${name}:${shown(file)}`, projectPath, ...textOf(bytes) }
}

/** Files below a folder as they were, or the file itself; absolute. */
export function filesAt({ name, commit }: Revision, path: string): readonly string[] {
  const folder = existingFolder(path)
  const below = `./${forwardSlashes(relative(folder, path))}`
  const what = `list ${shown(path)} of ${name}`
  const files = demanded(what, ['ls-tree', '-r', '-z', '--name-only', commit, '--', below], folder)
  return listed(files).map((file) => resolve(folder, file))
}

/** All YAML files of the repository that had this text somewhere; absolute. */
export function yamlWith(text: string, { name, commit }: Revision): readonly string[] {
  const what = `search ${name}`
  const top = demanded(what, ['rev-parse', '--show-toplevel'], process.cwd()).trimEnd()
  const found = git(
    ['grep', '-z', '-l', '-F', '--no-color', '-e', text, commit, '--', '*.yaml', '*.yml'],
    top,
  )
  if (found.isDone) return listed(found.text).map((file) => resolve(top, file.slice(`${commit}:`.length)))
  // Git complains where it could not search, and says nothing where nothing was found.
  if (found.text !== '') throw refused(what, found)
  return []
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

/** Names with zeros between them, which no name has. */
function listed(text: string): readonly string[] {
  return text.split('\0').filter((name) => name !== '')
}

/** Of `origin/main`, what fetches that branch and no more. */
function fetchingOf(name: string, folder: string): string | undefined {
  const remotes = git(['remote'], folder)
  const remote = remotes.text.split('\n').find((each) => each !== '' && name.startsWith(`${each}/`))
  if (remote === undefined) return undefined
  return `git fetch ${remote} ${name.slice(remote.length + 1)}:refs/remotes/${name}`
}

/** A folder that was there then may be gone; git runs in what is left of its path. */
function existingFolder(folder: string): string {
  return statSync(folder, { throwIfNoEntry: false })?.isDirectory() ? folder : existingFolder(dirname(folder))
}

/** What git prints, or why it refuses, in its own words. */
interface Answer {
  readonly isDone: boolean
  readonly text: string
  /** The same, of files that need not be text. */
  readonly bytes: Buffer
}

/** No shell reads the words. */
function git(words: readonly string[], cwd: string): Answer {
  const { error, status, stdout, stderr } = spawnSync('git', words, {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe'],
    maxBuffer: 2 ** 28,
  })
  if (error)
    throw new Failure(
      2,
      `cannot run \`git\`: ${'code' in error && error.code === 'ENOENT' ? 'there is no such program' : error.message}`,
    )
  const isDone = status === 0
  const bytes = isDone ? stdout : stderr
  return { isDone, text: bytes.toString('utf8'), bytes }
}

function demanded(what: string, words: readonly string[], cwd: string): string {
  return answerTo(what, words, cwd).text
}

function answerTo(what: string, words: readonly string[], cwd: string): Answer {
  const answer = git(words, cwd)
  if (!answer.isDone) throw refused(what, answer)
  return answer
}

function refused(what: string, answer: Answer): Failure {
  const { why, help } = refusalOf(answer)
  return new Failure(2, `cannot ${what}: ${why}`, help)
}

/** What is wrong stands in git's first line, and what to do about it in those below. */
function refusalOf({ text }: Answer): NoRevision {
  const [first = '', ...rest] = text
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')
  const help = rest.join(' ')
  return { why: `git says: ${first.replace(/^fatal: /, '')}`, ...(help !== '' && { help }) }
}
