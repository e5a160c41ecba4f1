import { readFile } from 'node:fs/promises'
import type { Report } from '../../essentials.ts'
import { shown } from '../terminal.ts'
import { isByte, widthOf } from './arrays.ts'
import { type DataFile, unreadable } from './data-file.ts'
import { headerOf, rowsOf } from './npy.ts'
import type { Column, Row, Table } from './table.ts'

/** Several arrays of NumPy in one file: a column for each, by its name. It is read whole. */
export async function openNpz(file: DataFile, report: Report): Promise<Table | undefined> {
  const { unzipSync } = await import('fflate')
  const bytes = await readFile(file.path)
  let arrays: Readonly<Record<string, Uint8Array>>
  try {
    arrays = unzipSync(bytes, { filter: ({ name }) => name.endsWith('.npy') })
  } catch {
    return unreadable(file, 'is no archive of NumPy, or is cut short', report)
  }
  const columns: (Column & { readonly rows: readonly Row[] })[] = []
  for (const [entry, content] of Object.entries(arrays)) {
    const name = entry.slice(0, -'.npy'.length)
    const header = headerOf(Buffer.from(content.buffer, content.byteOffset, content.byteLength))
    const rows = typeof header === 'string' ? undefined : rowsOf(content, header)
    // Some archives have single numbers and texts beside their arrays; who asks for these is told that there are none.
    if (rows !== undefined && typeof header !== 'string')
      columns.push({ name, width: widthOf(header), isBytes: isByte(header), rows })
  }
  if (columns.length === 0) return unreadable(file, 'has no array that can be read', report)
  return {
    path: shown(file.path),
    columns,
    rows: async function* (wanted) {
      const [first, ...others] = [...wanted].map((index) => columns[index]!)
      const other = others.find(({ rows }) => rows.length !== first?.rows.length)
      if (first && other)
        unreadable(
          file,
          `has ${other.rows.length} examples in \`${other.name}\` and ${first.rows.length} in \`${first.name}\``,
          report,
        )
      else yield (first?.rows ?? []).map((_, index) => columns.map(({ rows }) => rows[index]?.[0]))
    },
  }
}
