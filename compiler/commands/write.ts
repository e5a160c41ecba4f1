import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs'
import { dirname } from 'node:path'
import writeFileAtomic from 'write-file-atomic'
import { onDisk } from './failure.ts'
import { shown } from './terminal.ts'

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

/** One file, whole or not at all; its folder is made. */
export async function writeWhole(file: string, content: string | Uint8Array): Promise<void> {
  await onDisk(`write ${shown(file)}`, async () => {
    mkdirSync(dirname(file), { recursive: true })
    await writeFileAtomic(file, Buffer.from(content as Uint8Array))
  })
}
