import { statSync } from 'node:fs'
import { sep } from 'node:path'
import { fileLibrary, type Library } from '../essentials.ts'
import { Changes } from './changes.ts'
import { complain, type ExitCode, Failure } from './failure.ts'
import { noting } from './libraries.ts'
import { whereSpecsAre } from './specs.ts'
import { isWatched, say, shown } from './terminal.ts'

const CLEAR = '\x1b[2J\x1b[3J\x1b[H'

/**
 * Runs once, and again whenever a spec, a word that one names, the settings or what was made of them change,
 * until it is interrupted, which is how it ends well. What is wrong with specs ends
 * nothing, even where they are gone; wrong usage at the beginning does.
 *
 * @param run with a library that remembers which files specs name; it tells which files it makes, as it leaves them
 */
export async function watching(
  paths: readonly string[],
  run: (library: Library, made: (files: readonly string[]) => void) => Promise<ExitCode>,
): Promise<ExitCode> {
  const changes = new Changes()
  process.once('SIGINT', () => changes.interrupt())
  try {
    for (let isFirst = true; ; isFirst = false) {
      // Folders are watched before they are read, so that no change falls between. Which files specs name is known
      // afterwards: whether one has changed since it was read is looked up.
      const where = await whereSpecsAre(paths)
      changes.watch(where)
      const read = new Map<string, number>()
      const note = (file: string) => read.set(file, read.get(file) ?? lastChange(file))
      const made = new Map<string, number>()
      const noteMade = (files: readonly string[]) => {
        for (const file of files) made.set(file, lastChange(file))
      }
      try {
        await run(noting(fileLibrary(), note), noteMade)
      } catch (error) {
        if (isFirst && error instanceof Failure && error.exitCode === 2) throw error
        complain(error)
      }
      changes.watch([...where, ...read.keys(), ...made.keys()], (path) => isAsMade(path, made))
      const [missed] = [...read, ...made].find(([file, time]) => lastChange(file) !== time) ?? []
      if (missed === undefined) say('\nwatching for changes; Ctrl-C ends it')
      else changes.note(missed)
      const changed = await changes.next()
      if (changed === undefined) return 0
      if (isWatched(process.stdout)) process.stdout.write(CLEAR)
      say(`${shown(changed)} has changed`)
    }
  } finally {
    changes.end()
  }
}

/** What is told late of one's own writing: a file is as it was left, or a folder, all that was made in it. */
function isAsMade(path: string, made: ReadonlyMap<string, number>): boolean {
  const within = [...made].filter(([file]) => file === path || file.startsWith(path + sep))
  return within.length > 0 && within.every(([file, time]) => lastChange(file) === time)
}

/** In milliseconds; of a file that is not there, 0. */
function lastChange(file: string): number {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0
}
