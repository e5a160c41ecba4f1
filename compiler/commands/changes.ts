import { type FSWatcher, readdirSync, statSync, watch } from 'node:fs'
import { dirname, extname, join, sep } from 'node:path'
import { refusal } from './failure.ts'
import { shown } from './terminal.ts'

/** Editors write a file in several steps: milliseconds without a change before all of it is taken. */
const CALM = 60

/** Folders that hold no specs, and much else. */
const OTHERS = ['node_modules', '.git']
const YAML = ['.yaml', '.yml']

/**
 * Changes of files, and of YAML in folders; those that come together are one.
 *
 * Folders are watched, not files: editors put a new file in the place of the old one,
 * and what is not there yet can only be seen from above. Which folders, is asked again
 * by every call of `watch`, so that nobody has to follow them as they come and go.
 */
export class Changes {
  readonly #watchers = new Map<string, { readonly watcher: FSWatcher; readonly id: string }>()
  #wanted: readonly string[] = []
  #isOld: (path: string) => boolean = () => false
  #changed: string | undefined
  #isInterrupted = false
  #timer: NodeJS.Timeout | undefined
  #wake = () => {}

  /**
   * @param paths absolute, of files and folders, there or not; they take the place of those before
   * @param isOld says of a path that tells of a change that this one is known
   */
  watch(paths: readonly string[], isOld: (path: string) => boolean = () => false): void {
    this.#wanted = paths
    this.#isOld = isOld
    const folders = new Map(paths.flatMap((path) => [...foldersOf(path)]))
    // Another folder may have come by the same name.
    for (const [folder, { watcher, id }] of this.#watchers)
      if (folders.get(folder) !== id) {
        watcher.close()
        this.#watchers.delete(folder)
      }
    for (const [folder, id] of folders) if (!this.#watchers.has(folder)) this.#add(folder, id)
  }

  note(path: string): void {
    this.#changed ??= path
    clearTimeout(this.#timer)
    this.#timer = setTimeout(() => this.#wake(), CALM)
  }

  interrupt(): void {
    this.#isInterrupted = true
    this.#wake()
  }

  /** The first path that has changed since this was last asked; nothing when it was interrupted. */
  async next(): Promise<string | undefined> {
    await new Promise<void>((resolve) => {
      this.#wake = () => {
        if (this.#isInterrupted || this.#changed !== undefined) resolve()
      }
      if (this.#isInterrupted) resolve()
      else if (this.#changed !== undefined) this.note(this.#changed)
    })
    const changed = this.#changed
    this.#changed = undefined
    return this.#isInterrupted ? undefined : changed
  }

  end(): void {
    clearTimeout(this.#timer)
    for (const { watcher } of this.#watchers.values()) watcher.close()
  }

  #add(folder: string, id: string): void {
    try {
      const watcher = watch(folder, (_, name) => {
        const path = name === null ? folder : join(folder, name)
        if (this.#matters(path) && !this.#isOld(path)) this.note(path)
      })
      // A folder that goes says so, in some systems by an error.
      watcher.on('error', () => this.note(folder))
      this.#watchers.set(folder, { watcher, id })
    } catch (error) {
      if (!isOutOfReach(error)) throw refusal(`watch ${shown(folder)}`, error)
    }
  }

  #matters(path: string): boolean {
    // What is wanted, or a folder on the way to it.
    if (this.#wanted.some((wanted) => wanted === path || wanted.startsWith(path + sep))) return true
    const isInside = this.#wanted.some((wanted) => path.startsWith(wanted + sep))
    return isInside && (YAML.includes(extname(path)) || this.#watchers.has(path) || isFolder(path))
  }
}

/** Folders to watch for a path, each with what tells it from another of its name. */
function foldersOf(path: string): ReadonlyMap<string, string> {
  const found = new Map<string, string>()
  const walk = (folder: string, ids: readonly string[]) => {
    const id = idOf(folder)
    // Links may go round in a circle.
    if (id === undefined || ids.includes(id)) return
    found.set(folder, id)
    for (const name of namesIn(folder))
      if (!OTHERS.includes(name) && isFolder(join(folder, name))) walk(join(folder, name), [...ids, id])
  }
  const above = nearestFolder(dirname(path))
  found.set(above, idOf(above) ?? '')
  if (isFolder(path)) walk(path, [])
  return found
}

function nearestFolder(path: string): string {
  return isFolder(path) ? path : nearestFolder(dirname(path))
}

function idOf(folder: string): string | undefined {
  const stat = statSync(folder, { throwIfNoEntry: false })
  return stat && `${stat.dev} ${stat.ino}`
}

function isFolder(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch (error) {
    if (isOutOfReach(error)) return []
    throw error
  }
}

/** Gone since it was listed, or not to be read: then nothing in it is read either. */
function isOutOfReach(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  return ['ENOENT', 'ENOTDIR', 'EACCES', 'EPERM'].includes(code)
}
