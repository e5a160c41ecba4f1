import {
  closeSync,
  existsSync,
  fchmodSync,
  fchownSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
  writeSync,
} from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { whyRefused } from '../essentials.ts'
import { INTERRUPTED, onDisk, refusal } from './failure.ts'
import { print, shown } from './terminal.ts'

export interface Output {
  /** Absolute. */
  readonly file: string
  readonly text: string
}

/** Writes all of them or none: each file whole, and when one fails those before it are put back. */
export async function writeAll(outputs: readonly Output[]): Promise<void> {
  const undo: (() => void)[] = []
  try {
    for (const { file, text } of outputs)
      await onDisk(`write ${shown(file)}`, () => {
        const made = mkdirSync(dirname(file), { recursive: true })
        if (made !== undefined) undo.push(() => rmSync(made, { recursive: true }))
        const before = existsSync(file) ? readFileSync(file) : undefined
        replace(file, text)
        undo.push(() => (before === undefined ? rmSync(file) : replace(file, before)))
      })
  } catch (error) {
    for (const put of undo.reverse()) put()
    throw error
  }
}

/**
 * Puts a content in the place of a file, or of what a link leads to, at once: until it is whole it lies beside that, by a name
 * that says whose it is. Who may read and write the file stays as it was.
 */
function replace(file: string, content: string | Uint8Array): void {
  const whole = existsSync(file) ? realpathSync(file) : file
  const before = statSync(whole, { throwIfNoEntry: false })
  const partial = join(dirname(whole), `.${basename(whole)}.${process.pid}.loopless`)
  try {
    const handle = openSync(partial, 'w', before?.mode)
    try {
      writeFileSync(handle, content)
      if (before) keepOwner(handle, before)
      fsyncSync(handle)
    } finally {
      closeSync(handle)
    }
    renameSync(partial, whole)
  } catch (error) {
    rmSync(partial, { force: true })
    throw error
  }
}

/** Only the superuser may give a file away; who opens one has the bits of his mask taken. */
function keepOwner(handle: number, { uid, gid, mode }: Stats): void {
  try {
    if (process.getuid?.() === 0) fchownSync(handle, uid, gid)
    fchmodSync(handle, mode)
  } catch (error) {
    if (whyRefused(error) === undefined) throw error
  }
}

const PARTIAL = /^\..+\.(\d+)\.loopless$/

/** Removes what runs that were killed were just writing in a folder; what a living process writes stays. */
export async function sweepUp(folder: string): Promise<void> {
  if (!statSync(folder, { throwIfNoEntry: false })?.isDirectory()) return
  for (const entry of await onDisk(`read ${shown(folder)}`, () =>
    readdirSync(folder, { withFileTypes: true }),
  )) {
    const [, pid] = PARTIAL.exec(entry.name) ?? []
    if (pid === undefined || !entry.isFile() || isAlive(Number(pid))) continue
    const file = join(folder, entry.name)
    await onDisk(`remove ${shown(file)}`, () => rmSync(file, { force: true }))
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0)
  } catch (error) {
    // Another user's may not be asked, and is there.
    return (error as NodeJS.ErrnoException).code !== 'ESRCH'
  }
}

/** Text that comes line by line. */
export interface Lines {
  readonly write: (text: string) => void
  /** All has been written. */
  readonly end: () => Promise<void>
}

const MUCH = 1 << 16

/** What was asked for, to a file that is there when it is whole, or to the terminal. */
export function outputTo(file: string | undefined): Lines {
  if (file === undefined) return buffered(print, async () => {})
  const whole = resolve(file)
  const partial = `${whole}.${process.pid}`
  const remove = () => rmSync(partial, { force: true })
  const leave = () => process.exit(INTERRUPTED)
  let open: number | undefined
  const write = (text: string) => {
    if (open === undefined) {
      mkdirSync(dirname(whole), { recursive: true })
      open = openSync(partial, 'w')
      process.once('exit', remove).once('SIGINT', leave)
    }
    writeSync(open, text)
  }
  return buffered(
    (text) => {
      try {
        write(text)
      } catch (error) {
        throw refusal(`write ${shown(whole)}`, error)
      }
    },
    () =>
      onDisk(`write ${shown(whole)}`, () => {
        write('')
        closeSync(open!)
        renameSync(partial, whole)
        process.removeListener('exit', remove).removeListener('SIGINT', leave)
      }),
  )
}

function buffered(write: (text: string) => void, end: () => Promise<void>): Lines {
  let held = ''
  const flush = () => {
    if (held !== '') write(held)
    held = ''
  }
  return {
    write: (text) => {
      held += text
      if (held.length > MUCH) flush()
    },
    end: () => {
      flush()
      return end()
    },
  }
}

/** One file, whole or not at all; its folder is made. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  await onDisk(`write ${shown(file)}`, async () => {
    mkdirSync(dirname(file), { recursive: true })
    await writeFileAtomic(file, Buffer.from(content as Uint8Array))
  })
}
