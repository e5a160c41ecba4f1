import {
  closeSync,
  existsSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  writeSync,
} from 'node:fs'
import { dirname, resolve } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { INTERRUPTED, onDisk, refusal } from './failure.ts'
import { print, shown } from './terminal.ts'

export interface Output {
  /** Absolute. */
  readonly file: string
  readonly text: string
}

/** Writes all of them or none: each file whole, and when one fails those before it are put back. */
export async function writeAll(outputs: readonly Output[]): Promise<void> {
  const undo: (() => void | Promise<void>)[] = []
  try {
    for (const { file, text } of outputs)
      await onDisk(`write ${shown(file)}`, async () => {
        const made = mkdirSync(dirname(file), { recursive: true })
        if (made !== undefined) undo.push(() => rmSync(made, { recursive: true }))
        const before = existsSync(file) ? readFileSync(file) : undefined
        await writeFileAtomic(file, text)
        undo.push(() => (before === undefined ? rmSync(file) : writeFileAtomic(file, before)))
      })
  } catch (error) {
    for (const put of undo.reverse()) await put()
    throw error
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
