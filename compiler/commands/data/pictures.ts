import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { extname, join } from 'node:path'
import type { Report } from '../../essentials.ts'
import { shown } from '../terminal.ts'
import { type DataFile, unreadable } from './data-file.ts'
import { type Colours, colours, decoderOf, type Picture } from './pixels.ts'
import type { Cell, Row, Table } from './table.ts'

/**
 * A folder of pictures, each in the folder of its class (or a folder there), or all beside each other.
 *
 * Its columns are `gray`, `rgb` and `rgba`, the pixels from 0 to 255, row after row, the numbers of a pixel together; the
 * name of the `folder`; and the `file` with its folder. Folders and files are in the order of their names.
 */
export async function openPictures(file: DataFile, report: Report): Promise<Table | undefined> {
  const files = filesIn(file.path)
  const [first] = files
  if (first === undefined)
    return unreadable(file, 'has no pictures', report, `pictures end in ${ENDINGS.join(', ')}`)
  const picture = await pictureOf(file, first, report)
  if (picture === undefined) return undefined
  const pixels = picture.width * picture.height
  return {
    path: shown(file.path),
    columns: COLUMNS.map((name) => ({
      name,
      isBytes: name in CHANNELS,
      width: name in CHANNELS ? CHANNELS[name as Colours] * pixels : 1,
    })),
    rows: (wanted) => rowsOf(file, files, picture, wanted, report),
  }
}

const CHANNELS: Readonly<Record<Colours, number>> = { gray: 1, rgb: 3, rgba: 4 }
const COLUMNS = ['gray', 'rgb', 'rgba', 'folder', 'file'] as const
const ENDINGS = ['.png', '.jpg', '.jpeg']

/** A picture's folder, empty for those that are in none, and its name. */
interface PictureFile {
  readonly folder: string
  readonly name: string
}

function filesIn(path: string): readonly PictureFile[] {
  const { folders, pictures } = inside(path)
  const deep = (folder: string): readonly string[] => {
    const { folders: more, pictures: here } = inside(join(path, folder))
    return [...here, ...more.flatMap((name) => deep(`${folder}/${name}`).map((file) => `${name}/${file}`))]
  }
  return [
    ...pictures.map((name) => ({ folder: '', name })),
    ...folders.flatMap((folder) => deep(folder).map((name) => ({ folder, name }))),
  ]
}

/** What is hidden is none of the data. */
function inside(path: string): { readonly folders: readonly string[]; readonly pictures: readonly string[] } {
  const entries = readdirSync(path, { withFileTypes: true }).filter(({ name }) => !name.startsWith('.'))
  const folders = entries.filter((entry) => entry.isDirectory()).map(({ name }) => name)
  const files = entries.filter((entry) => !entry.isDirectory()).map(({ name }) => name)
  const pictures = files.filter((name) => ENDINGS.includes(extname(name).toLowerCase()))
  return { folders: folders.sort(), pictures: pictures.sort() }
}

const BATCH = 64

async function* rowsOf(
  file: DataFile,
  files: readonly PictureFile[],
  first: Picture,
  wanted: ReadonlySet<number>,
  report: Report,
): AsyncIterable<readonly Row[]> {
  const needsPixels = COLUMNS.some((name, index) => wanted.has(index) && name in CHANNELS)
  let batch: Row[] = []
  for (const each of files) {
    const picture = needsPixels ? await pictureOf(file, each, report) : first
    if (picture === undefined) return
    if (picture.width !== first.width || picture.height !== first.height) {
      yield batch
      report.add({
        code: 'E507',
        at: file.span,
        message: `${shown(pathOf(file, each))} has ${picture.width}×${picture.height} pixels, the first picture has ${first.width}×${first.height}`,
      })
      return
    }
    batch.push(COLUMNS.map((name, index) => (wanted.has(index) ? cellOf(name, each, picture) : undefined)))
    if (batch.length < BATCH) continue
    yield batch
    batch = []
  }
  yield batch
}

function cellOf(column: (typeof COLUMNS)[number], { folder, name }: PictureFile, picture: Picture): Cell {
  if (column === 'folder') return folder
  if (column === 'file') return folder === '' ? name : `${folder}/${name}`
  return colours(picture, column)
}

async function pictureOf(file: DataFile, each: PictureFile, report: Report): Promise<Picture | undefined> {
  const path = pathOf(file, each)
  const decode = await decoderOf(extname(path).toLowerCase())
  const bytes = await readFile(path)
  try {
    return decode(bytes)
  } catch (error) {
    const why = error instanceof Error ? error.message : ''
    const at = file.span
    report.add({ code: 'E502', at, message: `${shown(path)} is no picture that can be read`, notes: [why] })
    return undefined
  }
}

function pathOf({ path }: DataFile, { folder, name }: PictureFile): string {
  return join(path, folder, name)
}
