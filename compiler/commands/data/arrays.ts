import type { Report } from '../../essentials.ts'
import { chunksOf, type DataFile, unreadable } from './data-file.ts'
import type { Numbers, Row } from './table.ts'

/** How numbers lie in a binary file. */
export interface NumberElement {
  readonly bytes: number
  readonly read: (view: DataView, at: number) => number
}

/** Texts of a fixed length. */
export interface TextElement {
  readonly bytes: number
  readonly text: (cell: Uint8Array) => string
}

export type Element = NumberElement | TextElement

type Getter = {
  [K in keyof DataView]: DataView[K] extends (at: number, littleEndian?: boolean) => number ? K : never
}[keyof DataView]

/** `elementOf('getFloat32', 4, true)`: numbers of four bytes, the smallest first. */
export function elementOf(getter: Getter, bytes: number, isLittle: boolean): NumberElement {
  return { bytes, read: (view, at) => view[getter](at, isLittle) }
}

export const BYTE = elementOf('getUint8', 1, true)

/** Whole numbers of 64 bits; past 2⁵³ the nearest that a double can hold. */
export function wideElementOf(isSigned: boolean, isLittle: boolean): NumberElement {
  const getter = isSigned ? 'getBigInt64' : 'getBigUint64'
  return { bytes: 8, read: (view, at) => Number(view[getter](at, isLittle)) }
}

/** Bytes stay bytes: a picture takes an eighth of its place in doubles. */
export function numbersIn(bytes: Uint8Array, { bytes: size, read }: NumberElement, count: number): Numbers {
  if (read === BYTE.read) return bytes.slice(0, count)
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  return Float64Array.from({ length: count }, (_, index) => read(view, index * size))
}

/** An array of examples: the first dimension counts them, the others are the numbers of one. */
export interface ArrayLayout {
  /** Bytes before the first number. */
  readonly header: number
  readonly element: Element
  readonly shape: readonly number[]
}

export function widthOf({ shape }: ArrayLayout): number {
  return shape.slice(1).reduce((product, size) => product * size, 1)
}

export function isByte({ element }: ArrayLayout): boolean {
  return element === BYTE
}

const CHUNK = 1 << 18

/** The examples of an array, read piece by piece. */
export async function* arrayRows(
  file: DataFile,
  layout: ArrayLayout,
  report: Report,
): AsyncIterable<readonly Row[]> {
  const width = widthOf(layout)
  const size = width * layout.element.bytes
  const examples = layout.shape[0] ?? 0
  const wanted = Math.max(1, Math.floor(CHUNK / size)) * size
  let rest = Buffer.alloc(0)
  let skipped = 0
  let given = 0
  for await (const chunk of chunksOf(file)) {
    const past = Math.min(chunk.length, layout.header - skipped)
    skipped += past
    rest = Buffer.concat([rest, chunk.subarray(past)])
    if (rest.length < wanted) continue
    const rows = rowsIn(rest, size, layout.element, width).slice(0, examples - given)
    yield rows
    given += rows.length
    rest = rest.subarray(rows.length * size)
  }
  const rows = rowsIn(rest, size, layout.element, width).slice(0, examples - given)
  yield rows
  given += rows.length
  if (given < examples) unreadable(file, `is cut short: ${given} of ${examples} examples are there`, report)
}

function rowsIn(bytes: Buffer, size: number, element: Element, width: number): readonly Row[] {
  return Array.from({ length: Math.floor(bytes.length / size) }, (_, index) => {
    const cell = bytes.subarray(index * size, (index + 1) * size)
    return ['text' in element ? element.text(cell) : cellOf(numbersIn(cell, element, width))]
  })
}

/** A number that stands alone is just that. */
export function cellOf(numbers: Numbers): Numbers | number {
  return numbers.length === 1 ? numbers[0]! : numbers
}

/** The first bytes of a file, as many as there are. */
export async function beginning(file: DataFile, bytes: number): Promise<Buffer> {
  const parts: Buffer[] = []
  let length = 0
  for await (const chunk of chunksOf(file)) {
    parts.push(chunk)
    length += chunk.length
    if (length >= bytes) break
  }
  return Buffer.concat(parts).subarray(0, bytes)
}
