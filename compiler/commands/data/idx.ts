import type { Report } from '../../essentials.ts'
import { shown } from '../terminal.ts'
import {
  type ArrayLayout,
  arrayRows,
  BYTE,
  beginning,
  type Element,
  elementOf,
  isByte,
  widthOf,
} from './arrays.ts'
import { type DataFile, stemOf, unreadable } from './data-file.ts'
import type { Table } from './table.ts'

/** An array as MNIST has it: one column, called as the file, with a cell for each place of its first dimension. */
export async function openIdx(file: DataFile, report: Report): Promise<Table | undefined> {
  const layout = layoutOf(await beginning(file, MOST))
  if (typeof layout === 'string') return unreadable(file, layout, report)
  return {
    path: shown(file.path),
    columns: [{ name: stemOf(file), width: widthOf(layout), isBytes: isByte(layout) }],
    rows: () => arrayRows(file, layout, report),
  }
}

const MOST = 4 + 4 * 255

/** The third byte says how numbers lie: http://yann.lecun.com/exdb/mnist/ */
const ELEMENTS: Readonly<Record<number, Element>> = {
  8: BYTE,
  9: elementOf('getInt8', 1, false),
  11: elementOf('getInt16', 2, false),
  12: elementOf('getInt32', 4, false),
  13: elementOf('getFloat32', 4, false),
  14: elementOf('getFloat64', 8, false),
}

function layoutOf(bytes: Buffer): ArrayLayout | string {
  if (bytes.length < 4 || bytes.readUInt16BE(0) !== 0) return 'is no IDX file'
  const element = ELEMENTS[bytes[2]!]
  const dimensions = bytes[3]!
  if (element === undefined || dimensions === 0) return 'is no IDX file'
  const header = 4 + 4 * dimensions
  if (bytes.length < header) return 'is cut short'
  const shape = Array.from({ length: dimensions }, (_, index) => bytes.readUInt32BE(4 + 4 * index))
  return shape.includes(0) ? 'holds nothing' : { header, element, shape }
}
