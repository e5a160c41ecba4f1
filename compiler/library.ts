import {
  closeSync,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  realpathSync,
  statSync,
} from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { decodeWord } from './checked-words.ts'
import { whyRefused } from './disk.ts'
import type { Source } from './forms/source.ts'
import type { Library, Refused, Word, WordKind } from './forms/spec.ts'
import { type Text, textOf } from './forms/text.ts'

const FOLDERS: Readonly<Record<WordKind, string>> = {
  layer: 'layers',
  activation: 'activations',
  loss: 'losses',
  metric: 'metrics',
  regularizer: 'regularizers',
  optimizer: 'optimizers',
  schedule: 'schedules',
  clipping: 'clippings',
  initializer: 'initializers',
}

/** The words that come with Loopless, as they are when it first reads them, and the files of a user's own. */
export function fileLibrary(root = libraryRoot(), checkedRoot = CHECKED): Library {
  const known = new Map<WordKind, readonly string[]>()
  const decoded = new Map<string, Word | undefined>()
  const library: Library = {
    names: (kind) => {
      const names = known.get(kind) ?? namesIn(join(root, FOLDERS[kind]))
      known.set(kind, names)
      return names
    },
    word: (kind, name) => {
      // A name is a file's name and nothing else.
      if (!/^[\w-]+$/.test(name)) return undefined
      const file = join(root, FOLDERS[kind], `${name}.yaml`)
      return existsSync(file)
        ? { path: `library/${FOLDERS[kind]}/${name}.yaml`, text: readFileSync(file, 'utf8') }
        : undefined
    },
    checked: (kind, name) => {
      const key = `${kind} ${name}`
      if (!decoded.has(key)) {
        const source = library.word(kind, name)
        const file = join(checkedRoot, kind, `${name}.json`)
        const inside = (...word: [WordKind, string]) => library.checked?.(...word)
        decoded.set(
          key,
          source && existsSync(file) ? decodeWord(readFileSync(file, 'utf8'), source, inside) : undefined,
        )
      }
      return decoded.get(key)
    },
    file: (from, path) => {
      const file = isAbsolute(path) ? path : join(dirname(from.path), path)
      if (existsSync(file)) return readOwn(file, rootOf(from))
      const isLink = lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()
      return isLink ? { refused: 'is a link that leads nowhere' } : undefined
    },
    beside: (from, path) => {
      const folder = dirname(join(dirname(from.path), path))
      if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory() || leadsOut(folder, rootOf(from)))
        return []
      const isOther = (file: string) => existsSync(file) && resolve(file) !== resolve(from.path)
      const files = readdirSync(folder).filter((file) => /\.ya?ml$/.test(file) && isOther(join(folder, file)))
      return files.sort().map((file) => `${path.slice(0, path.lastIndexOf('/') + 1)}${file}`)
    },
  }
  return library
}

/** Beside what is built; the sources have none. */
const CHECKED = join(dirname(fileURLToPath(import.meta.url)), 'words')

/** A file of the user's that lies in this folder, and is a text. */
function readOwn(file: string, root: string): Source | Refused {
  if (leadsOut(file, root)) return { refused: 'is a link that leads out of the project', isOutside: true }
  const read = readText(file)
  return 'refused' in read ? read : sourceAt(file, read)
}

/** Whether a file or folder that is there lies, behind all links, outside of another folder. */
export function leadsOut(file: string, root: string): boolean {
  const way = wayTo(file, root)
  // Where the way to it cannot be seen, the file cannot be read either, and that is told.
  return way !== undefined && (way.startsWith('..') || isAbsolute(way))
}

function wayTo(file: string, root: string): string | undefined {
  try {
    return relative(realpathSync(root), realpathSync(file))
  } catch (error) {
    if (whyRefused(error) === undefined) throw error
    return undefined
  }
}

/** Far beyond what anyone writes. */
const LARGEST = 16 * 1024 * 1024
/** As much as shows what a file is. */
const BEGINNING = 64 * 1024

/** Why a file is none to read. */
export interface Unreadable extends Refused {
  /** What it may say all the same, as far as it can be seen. */
  readonly guess?: string
}

/** What a file says; what is no plain file may never end, and what the system keeps to itself is nobody's bug. */
export function readText(file: string): Text | Unreadable {
  try {
    const stat = statSync(file)
    if (stat.isDirectory()) return { refused: 'is a folder', guess: '' }
    if (!stat.isFile()) return { refused: 'is no plain file', guess: '' }
    const refused = tooLarge(stat.size)
    if (refused !== undefined) return { refused, guess: textOf(beginningOf(file, BEGINNING)).text }
    return textOf(readFileSync(file))
  } catch (error) {
    const reason = whyRefused(error)
    if (reason === undefined) throw error
    const isGone = (error as NodeJS.ErrnoException).code === 'ENOENT'
    const isLink = isGone && lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink()
    return { refused: isLink ? 'is a link to nothing' : `cannot be read: ${reason}` }
  }
}

/** Why so many bytes are not read. */
export function tooLarge(bytes: number): string | undefined {
  return bytes > LARGEST ? `is larger than ${LARGEST} bytes` : undefined
}

/** The first bytes of a plain file. */
export function beginningOf(file: string, length: number): Uint8Array {
  const bytes = new Uint8Array(length)
  const handle = openSync(file, 'r')
  try {
    return bytes.subarray(0, readSync(handle, bytes))
  } finally {
    closeSync(handle)
  }
}

/** The folder of the project a source is in; its own, where it is in none. */
function rootOf({ path, projectPath = path }: Source): string {
  if (isAbsolute(projectPath) || projectPath.startsWith('../')) return resolve(dirname(path))
  return resolve(path, ...projectPath.split('/').map(() => '..'))
}

function namesIn(folder: string): readonly string[] {
  return readdirSync(folder)
    .filter((file) => file.endsWith('.yaml'))
    .map((file) => file.slice(0, -'.yaml'.length))
    .sort()
}

/** A file as a source; its path is written with forward slashes everywhere. */
export function readSource(path: string): Source {
  return sourceAt(path, textOf(readFileSync(path)))
}

function sourceAt(path: string, text: Text): Source {
  return { path: path.replaceAll('\\', '/'), ...text }
}

/** `specs/library`, beside the sources or beside `dist`. */
function libraryRoot(): string {
  const here = dirname(fileURLToPath(import.meta.url))
  const candidates = [resolve(here, '../specs/library'), resolve(here, '../../specs/library')]
  return candidates.find((candidate) => existsSync(candidate))!
}
