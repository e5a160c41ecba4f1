import { existsSync, readdirSync, statSync } from 'node:fs'
import { basename, dirname, relative, resolve } from 'node:path'
import { didYouMean } from '../essentials.ts'
import { NothingThere, onDisk } from './failure.ts'
import { SETTINGS_FILE } from './project.ts'
import { forwardSlashes } from './terminal.ts'

/** A file that may hold a spec. */
export interface Found {
  /** Absolute. */
  readonly file: string
  /** By its own path; other files are only looked at. */
  readonly named: boolean
}

const YAML = '**/*.{yaml,yml}'
const OTHERS = ['**/node_modules/**']
const MAGIC = /[*?{}[\]!]/

/** Files, folders and globs to files, each once, in order of their paths. */
export async function findFiles(paths: readonly string[], folder: string): Promise<readonly Found[]> {
  const found = new Map<string, Found>()
  for (const path of paths)
    for (const each of await filesOf(path, folder)) {
      const named = each.named || found.get(each.file)?.named === true
      found.set(each.file, { ...each, named })
    }
  return [...found.values()].sort((a, b) => (a.file < b.file ? -1 : 1))
}

async function filesOf(path: string, folder: string): Promise<readonly Found[]> {
  const file = resolve(folder, path)
  const kind = await onDisk(`read ${path}`, () => statSync(file, { throwIfNoEntry: false }))
  if (kind?.isFile()) return [{ file, named: true }]
  if (kind?.isDirectory()) return search(YAML, file)
  if (!MAGIC.test(path)) throw noSuchFile(path, file)
  const matches = await search(path, folder)
  if (matches.length === 0) throw new NothingThere(`no file matches \`${path}\``)
  return matches
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

async function search(pattern: string, folder: string): Promise<readonly Found[]> {
  const { glob } = await import('tinyglobby')
  const files = await glob(forwardSlashes(pattern), {
    cwd: folder,
    absolute: true,
    expandDirectories: false,
    ignore: OTHERS,
  })
  return files
    .map((file) => ({ file: resolve(file), named: false }))
    .filter(({ file }) => basename(file) !== SETTINGS_FILE)
}

function noSuchFile(path: string, file: string): Error {
  return new NothingThere(`there is no file or folder \`${path}\``, neighbour(file))
}

/** @param folder from which paths are written; the working folder where none is named */
export function neighbour(file: string, folder = process.cwd()): string | undefined {
  const written = (path: string) => forwardSlashes(relative(folder, path))
  try {
    const names = readdirSync(dirname(file)).map((name) => written(resolve(dirname(file), name)))
    return didYouMean(written(file), names)
  } catch {
    return undefined
  }
}
