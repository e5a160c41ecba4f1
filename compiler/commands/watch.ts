import { statSync } from 'node:fs'
import { extname, sep } from 'node:path'
import { type FSWatcher, watch } from 'chokidar'
import { fileLibrary, type Library } from '../essentials.ts'
import { complain, type ExitCode, Failure } from './failure.ts'
import { noting } from './libraries.ts'
import { whereSpecsAre } from './specs.ts'
import { isWatched, say, shown } from './terminal.ts'

/** Editors write a file in several steps: milliseconds without a change before all of it is taken. */
const CALM = 60

/** Folders that hold no specs, and much else. */
const OTHERS = ['node_modules', '.git']
const YAML = ['.yaml', '.yml']

const CLEAR = '\x1b[2J\x1b[3J\x1b[H'

/**
 * Runs once, and again whenever a spec, a word that one names or the settings change,
 * until it is interrupted, which is how it ends well. What is wrong with specs ends
 * nothing, even where they are gone; wrong usage at the beginning does.
 *
 * @param run with a library that remembers which files specs name
 */
export async function watching(
  paths: readonly string[],
  run: (library: Library) => Promise<ExitCode>,
): Promise<ExitCode> {
  const changes = new Changes()
  process.once('SIGINT', () => changes.interrupt())
  try {
    for (let first = true; ; first = false) {
      // Folders are watched before they are read, so that no change falls between. Which files specs name is known
      // afterwards: what has changed since it was read is looked up.
      await changes.watchAlso(await whereSpecsAre(paths))
      const read = new Map<string, number>()
      const note = (file: string) => read.set(file, read.get(file) ?? lastChange(file))
      try {
        await run(noting(fileLibrary(), note))
      } catch (error) {
        if (first && error instanceof Failure && error.exitCode === 2) throw error
        complain(error)
      }
      await changes.watchAlso([...read.keys()])
      const [missed] = [...read].find(([file, time]) => lastChange(file) !== time) ?? []
      if (missed !== undefined) changes.note(missed)
      else say('\nwatching for changes; Ctrl-C ends it')
      const changed = await changes.next()
      if (changed === undefined) return 0
      if (isWatched(process.stdout)) process.stdout.write(CLEAR)
      say(`${shown(changed)} has changed`)
    }
  } finally {
    await changes.end()
  }
}

function lastChange(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}

/** Changes of files, one after the other; those that come together are one. */
class Changes {
  readonly #watchers: FSWatcher[] = []
  readonly #watched = new Set<string>()
  #changed: string | undefined
  #isInterrupted = false
  #timer: NodeJS.Timeout | undefined
  #wake = () => {}

  /** Files and folders, which need not be there. Of folders, YAML. */
  async watchAlso(paths: readonly string[]): Promise<void> {
    const fresh = paths.filter((path) => !this.#watched.has(path))
    if (fresh.length === 0) return
    for (const path of fresh) this.#watched.add(path)
    const watcher = watch(fresh, {
      ignoreInitial: true,
      ignored: (path, stats) => {
        const root = fresh.find((each) => path.startsWith(each)) ?? ''
        if (
          path
            .slice(root.length)
            .split(sep)
            .some((part) => OTHERS.includes(part))
        )
          return true
        return stats?.isFile() === true && !this.#watched.has(path) && !YAML.includes(extname(path))
      },
    })
    watcher.on('all', (event, path) => {
      if (event !== 'addDir') this.note(path)
    })
    // A folder that may not be read is no reason to stop.
    watcher.on('error', (error) => complain(error))
    this.#watchers.push(watcher)
    await new Promise<void>((ready) => watcher.once('ready', ready))
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

  /** The first file that has changed since it was last asked for; nothing when it was interrupted. */
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

  async end(): Promise<void> {
    clearTimeout(this.#timer)
    await Promise.all(this.#watchers.map((watcher) => watcher.close()))
  }
}
