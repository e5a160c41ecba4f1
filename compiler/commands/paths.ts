import {
  type Dirent,
  existsSync,
  lstat,
  lstatSync,
  readdir,
  readdirSync,
  realpath,
  type Stats,
  stat,
  statSync,
} from 'node:fs'
import { basename, dirname, relative, resolve } from 'node:path'
import type { FileSystemAdapter } from 'tinyglobby'
import { didYouMean, whyRefused } from '../essentials.ts'
import { NothingThere, wrongUsage } from './failure.ts'
import { SETTINGS_FILE } from './project.ts'
import { forwardSlashes } from './terminal.ts'

/** A file that may hold a spec. */
export interface Found {
  /** Absolute. */
  readonly file: string
  /** By its own path; other files are only looked at. */
  readonly named: boolean
  /** Where somebody said that specs are: right in a folder that was named, not somewhere below it. */
  readonly isLookedFor: boolean
  /** Why it cannot be read, where that is known: of folders too. */
  readonly refused?: string
}

const YAML = '**/*.{yaml,yml}'
const OTHERS = ['**/node_modules/**']
const MAGIC = /[*?{}[\]!]/

/** Files, folders and globs to files, each once, in order of their paths. */
export async function findFiles(paths: readonly string[], folder: string): Promise<readonly Found[]> {
  const found = new Map<string, Found>()
  for (const path of paths)
    for (const each of await filesOf(path, folder)) {
      const before = found.get(each.file)
      const named = each.named || before?.named === true
      found.set(each.file, { ...each, named, isLookedFor: each.isLookedFor || before?.isLookedFor === true })
    }
  return [...found.values()].sort((a, b) => (a.file < b.file ? -1 : 1))
}

async function filesOf(path: string, folder: string): Promise<readonly Found[]> {
  if (path === '') throw wrongUsage('a path is empty', '`.` is the working folder')
  const file = resolve(folder, path)
  const kind = kindOf(file)
  if (kind === 'folder') return search(YAML, file, (found) => dirname(found) === file)
  // Whoever reads it tells what is no file to read, beside what is wrong with others.
  if (kind === 'file' || (kind === 'unknown' && !MAGIC.test(path)))
    return [{ file, named: true, isLookedFor: true }]
  if (!MAGIC.test(path)) throw noSuchFile(path, file)
  const matches = await search(path, folder, () => !path.includes('**'))
  if (matches.length === 0) throw new NothingThere(`no file matches \`${path}\``)
  return matches
}

/** What there is of this name, if anything is, and if that can be seen; a link to nothing passes for a file. */
function kindOf(path: string): 'file' | 'folder' | 'unknown' | undefined {
  try {
    if (statSync(path, { throwIfNoEntry: false })?.isDirectory()) return 'folder'
    return lstatSync(path, { throwIfNoEntry: false }) ? 'file' : undefined
  } catch (error) {
    if (whyRefused(error) === undefined) throw error
    return 'unknown'
  }
}

/** Where files may come and go that these paths find: files and folders themselves, of a glob the folder that holds all of it. */
export function rootsOf(paths: readonly string[], folder: string): readonly string[] {
  return paths.map((path) =>
    existsSync(resolve(folder, path)) ? resolve(folder, path) : partsOf(path, folder).root,
  )
}

/** Which of other files than those on the disk such a path finds, by the files that are below a folder or are the file itself. */
export async function findAmong(
  filesBelow: (path: string) => readonly string[],
  path: string,
  folder: string,
): Promise<readonly string[]> {
  const file = resolve(folder, path)
  const below = filesBelow(file)
  if (below.includes(file)) return [file]
  const { root, pattern } = below.length > 0 ? { root: file, pattern: YAML } : partsOf(path, folder)
  if (pattern === undefined) return []
  const { default: picomatch } = await import('picomatch')
  const isFound = picomatch(pattern, { ignore: OTHERS })
  return filesBelow(root).filter(
    (each) => isFound(forwardSlashes(relative(root, each))) && basename(each) !== SETTINGS_FILE,
  )
}

/** Of a glob, the folder that holds all that it finds, and what it says of files in there. */
function partsOf(path: string, folder: string): { readonly root: string; readonly pattern?: string } {
  const parts = forwardSlashes(path).split('/')
  const magic = parts.findIndex((part) => MAGIC.test(part))
  if (magic < 0) return { root: resolve(folder, path) }
  const root = parts.slice(0, magic).join('/') || (path.startsWith('/') ? '/' : '.')
  return { root: resolve(folder, root), pattern: parts.slice(magic).join('/') }
}

async function search(
  pattern: string,
  folder: string,
  isLookedFor: (file: string) => boolean,
): Promise<readonly Found[]> {
  const { glob } = await import('tinyglobby')
  const refused = new Map<string, string>()
  const files = await glob(forwardSlashes(pattern), {
    cwd: folder,
    absolute: true,
    expandDirectories: false,
    ignore: OTHERS,
    fs: withRefusals((path, reason) => refused.set(resolve(path), `cannot be read: ${reason}`)),
  })
  return [
    ...files
      .map((file) => ({ file: resolve(file), named: false, isLookedFor: isLookedFor(resolve(file)) }))
      .filter(({ file }) => basename(file) !== SETTINGS_FILE),
    ...[...refused].map(([file, reason]) => ({ file, named: false, isLookedFor: true, refused: reason })),
  ]
}

/**
 * The disk for somebody who passes over in silence what it refuses: folders are told of, and links to nothing are files like
 * others, of which whoever reads them will tell.
 */
function withRefusals(tell: (folder: string, reason: string) => void): FileSystemAdapter {
  const readFolder = (
    path: string,
    options: { withFileTypes: true },
    done: (error: NodeJS.ErrnoException | null, entries: Dirent[]) => void,
  ) =>
    readdir(path, options, (error, entries) => {
      // It may have gone since it was seen.
      if (error && error.code !== 'ENOENT') tell(path, whyRefused(error) ?? error.message)
      done(error, entries)
    })
  const realPath = (path: string, done: (error: NodeJS.ErrnoException | null, real: string) => void) =>
    realpath(path, (error, real) => done(null, error ? path : real))
  const statOrLink = (path: string, done: (error: NodeJS.ErrnoException | null, stats: Stats) => void) =>
    stat(path, (error, stats) => (error ? lstat(path, done) : done(null, stats)))
  return { readdir: readFolder, realpath: realPath, stat: statOrLink } as FileSystemAdapter
}

function noSuchFile(path: string, file: string): Error {
  return new NothingThere(`there is no file or folder \`${path}\``, neighbour(file))
}

/** @param folder from which paths are written; the working folder where none is named */
export function neighbour(file: string, folder = process.cwd()): string | undefined {
  const written = (path: string) => forwardSlashes(relative(folder, path))
  try {
    const names = readdirSync(dirname(file)).map((name) => written(resolve(dirname(file), name)))
    return didYouMean(
      written(file),
      names.filter((name) => name !== written(file)),
    )
  } catch {
    return undefined
  }
}
