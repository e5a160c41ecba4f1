import { existsSync, statSync } from 'node:fs'
import { dirname, resolve } from 'node:path'
import { DELIMITED, type Reference, type Report } from '../../essentials.ts'
import { onDisk } from '../failure.ts'
import { neighbour } from '../paths.ts'
import { shown } from '../terminal.ts'
import { type DataFile, unreadable } from './data-file.ts'
import { openDelimited } from './delimited.ts'
import { openIdx } from './idx.ts'
import { openJson } from './json.ts'
import { openJsonLines } from './json-lines.ts'
import { openNpy } from './npy.ts'
import { openNpz } from './npz.ts'
import { openPictures } from './pictures.ts'
import type { Table } from './table.ts'

type Opener = (file: DataFile, report: Report) => Promise<Table | undefined>

/** By the end of a file's name, where `.gz` may follow. */
const READERS: readonly { readonly ending: RegExp; readonly name: string; readonly open: Opener }[] = [
  { ending: DELIMITED, name: '.csv, .tsv', open: openDelimited },
  { ending: /\.json$/i, name: '.json', open: openJson },
  { ending: /\.(jsonl|ndjson)$/i, name: '.jsonl', open: openJsonLines },
  { ending: /\.npy$/i, name: '.npy', open: openNpy },
  { ending: /\.npz$/i, name: '.npz', open: openNpz },
  { ending: /[.-]idx\d*(-\w+)?$/i, name: 'IDX files such as `images-idx3-ubyte`', open: openIdx },
]

/** The file or folder that a spec's `data:` names, from the spec's folder. */
export async function openTable(
  { name, span }: Reference,
  separator: string | undefined,
  report: Report,
): Promise<Table | undefined> {
  const path = resolve(dirname(span.source.path), name)
  if (!existsSync(path)) {
    const help =
      neighbour(path, dirname(resolve(span.source.path))) ?? 'files are named from the folder of the spec'
    report.add({ code: 'E502', at: span, message: `there is no file \`${name}\``, help })
    return undefined
  }
  const file = { path, span, ...(separator !== undefined && { separator }) }
  const stat = statSync(path)
  if (!stat.isDirectory() && !stat.isFile()) {
    report.add({
      code: 'E502',
      at: span,
      message: `\`${name}\` is neither a file nor a folder`,
      help: 'copy what it holds into a file: a pipe or a device may never end',
    })
    return undefined
  }
  const open = stat.isDirectory() ? openPictures : openerOf(path)
  if (open !== undefined) return reading(file, report, () => open(file, report))
  const kinds = READERS.map((reader) => reader.name).join(', ')
  report.add({
    code: 'E502',
    at: span,
    message: `\`${name}\` is of no kind that can be read`,
    help: `data are read from ${kinds} and folders of pictures`,
  })
  return undefined
}

function openerOf(path: string): Opener | undefined {
  const plain = path.replace(/\.gz$/i, '')
  return READERS.find(({ ending }) => ending.test(plain))?.open
}

/** What the disk refuses, or gzip cannot undo, is nobody's bug. */
export async function reading<T>(
  file: DataFile,
  report: Report,
  act: () => Promise<T>,
): Promise<T | undefined> {
  try {
    return await onDisk(`read ${shown(file.path)}`, act)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!code.startsWith('Z_')) throw error
    return unreadable(file, 'is not what gzip wrote, or is cut short', report)
  }
}
