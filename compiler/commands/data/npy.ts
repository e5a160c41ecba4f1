import { readFile } from 'node:fs/promises'
import { gunzipSync } from 'node:zlib'
import type { Report } from '../../essentials.ts'
import { shown } from '../terminal.ts'
import {
  type ArrayLayout,
  arrayRows,
  BYTE,
  beginning,
  cellOf,
  type Element,
  elementOf,
  isByte,
  numbersIn,
  wideElementOf,
  widthOf,
} from './arrays.ts'
import { type DataFile, stemOf, unreadable } from './data-file.ts'
import type { Row, Table } from './table.ts'

/** An array of NumPy: one column, called as the file, with a cell for each place of its first dimension. */
export async function openNpy(file: DataFile, report: Report): Promise<Table | undefined> {
  const header = headerOf(await beginning(file, MOST))
  if (typeof header === 'string') return unreadable(file, header, report)
  const rows = () =>
    header.isColumnMajor ? transposedRows(file, header, report) : arrayRows(file, header, report)
  return {
    path: shown(file.path),
    columns: [{ name: stemOf(file), width: widthOf(header), isBytes: isByte(header) }],
    rows,
  }
}

/** More than any header that NumPy writes of an array of numbers. */
const MOST = 1 << 16

interface NpyLayout extends ArrayLayout {
  /** The first dimension runs fastest, as in Fortran. */
  readonly isColumnMajor: boolean
}

/**
 * What a file says of itself, or what is wrong with it.
 *
 * Format: https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
export function headerOf(bytes: Buffer): NpyLayout | string {
  if (bytes.subarray(0, 6).toString('latin1') !== '\x93NUMPY') return 'is no array of NumPy'
  const isShort = bytes[6] === 1
  const start = isShort ? 10 : 12
  if (bytes.length < start) return 'is cut short'
  const length = isShort ? bytes.readUInt16LE(8) : bytes.readUInt32LE(8)
  if (bytes.length < start + length) return 'is cut short'
  const text = bytes.toString('utf8', start, start + length)
  const kind = /'descr':\s*'([^']*)'/.exec(text)?.[1]
  const shape = /'shape':\s*\(([^)]*)\)/.exec(text)?.[1]
  if (shape === undefined || kind === undefined)
    return 'holds records, and only arrays of numbers can be read'
  const element = elementNamed(kind)
  if (element === undefined) return `holds \`${kind}\`, and only numbers and texts can be read`
  if ('text' in element && /,\s*\d/.test(shape))
    return `holds \`${kind}\`, and texts are read one for each example`
  const sizes = shape.split(',').flatMap((size) => (size.trim() === '' ? [] : [Number(size)]))
  if (sizes.length === 0) return 'holds a single number, and no examples'
  if (sizes.includes(0)) return 'holds nothing'
  return {
    header: start + length,
    element,
    shape: sizes,
    isColumnMajor: sizes.length > 1 && /'fortran_order':\s*True/.test(text),
  }
}

/** `<f4`: the order of the bytes, the kind, and how many. */
function elementNamed(kind: string): Element | undefined {
  const [, order = '', letter = '', digits = ''] = /^([<>|=])([a-zA-Z])(\d+)$/.exec(kind) ?? []
  const isLittle = order !== '>'
  const bytes = Number(digits)
  if (letter === 'f' && bytes === 4) return elementOf('getFloat32', 4, isLittle)
  if (letter === 'f' && bytes === 8) return elementOf('getFloat64', 8, isLittle)
  if (letter === 'f' && bytes === 2)
    return { bytes: 2, read: (view, at) => half(view.getUint16(at, isLittle)) }
  if (letter === 'U') return { bytes: 4 * bytes, text: (cell) => codePoints(cell, isLittle) }
  if (letter === 'S') return { bytes, text: (cell) => Buffer.from(cell).toString('utf8').replace(/\0+$/, '') }
  const isSigned = letter === 'i'
  if (letter === 'b' && bytes === 1) return BYTE
  if (letter !== 'u' && !isSigned) return undefined
  if (bytes === 1) return isSigned ? elementOf('getInt8', 1, isLittle) : BYTE
  if (bytes === 2) return elementOf(isSigned ? 'getInt16' : 'getUint16', 2, isLittle)
  if (bytes === 4) return elementOf(isSigned ? 'getInt32' : 'getUint32', 4, isLittle)
  return bytes === 8 ? wideElementOf(isSigned, isLittle) : undefined
}

/** IEEE 754 with sixteen bits: a sign, five of the exponent, ten behind the point. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 31
  const fraction = bits & 1023
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** A text of fixed length in code points of four bytes each, filled up with zeros. */
function codePoints(cell: Uint8Array, isLittle: boolean): string {
  const view = new DataView(cell.buffer, cell.byteOffset, cell.byteLength)
  const points = Array.from({ length: cell.length / 4 }, (_, index) => view.getUint32(4 * index, isLittle))
  return String.fromCodePoint(...points.filter((point) => point > 0))
}

/** The numbers of an example lie apart from each other: the file is read whole. */
async function* transposedRows(
  file: DataFile,
  layout: NpyLayout,
  report: Report,
): AsyncIterable<readonly Row[]> {
  const bytes = await readFile(file.path)
  const rows = rowsOf(/\.gz$/i.test(file.path) ? gunzipSync(bytes) : bytes, layout)
  if (rows === undefined) unreadable(file, 'is cut short', report)
  else yield rows
}

/** All examples of an array that is in memory; nothing where it is shorter than it says. */
export function rowsOf(bytes: Uint8Array, layout: NpyLayout): readonly Row[] | undefined {
  const { header, element, shape, isColumnMajor } = layout
  const examples = shape[0]!
  const width = widthOf(layout)
  const content = bytes.subarray(header)
  if ('text' in element) {
    if (content.length < examples * element.bytes) return undefined
    return Array.from({ length: examples }, (_, at) => [
      element.text(content.subarray(at * element.bytes, (at + 1) * element.bytes)),
    ])
  }
  if (content.length < examples * width * element.bytes) return undefined
  const numbers = numbersIn(content, element, examples * width)
  const places = isColumnMajor ? columnMajorPlaces(shape) : undefined
  return Array.from({ length: examples }, (_, example) => [
    cellOf(
      places
        ? places.map((place) => numbers[place + example]!)
        : numbers.slice(example * width, (example + 1) * width),
    ),
  ])
}

/** Where the numbers of the first example are, its last dimension fastest, in an array whose first is. */
function columnMajorPlaces([examples = 1, ...inner]: readonly number[]): readonly number[] {
  let places = [0]
  let stride = examples
  for (const size of inner) {
    const step = stride
    places = places.flatMap((place) => Array.from({ length: size }, (_, index) => place + index * step))
    stride *= size
  }
  return places
}
