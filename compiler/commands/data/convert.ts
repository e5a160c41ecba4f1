import { didYouMean, type Precision } from '../../essentials.ts'
import type { PortColumns } from './ports.ts'
import { type Cell, isWide, type Numbers, type Row } from './table.ts'

/** What is wrong with a cell. */
export interface Wrong {
  readonly code: 'E505' | 'E506' | 'E507'
  readonly message: string
  readonly help?: string | undefined
}

/** Writes an example's numbers, from a place on; or says of each cell that holds none what is wrong with it. */
export interface Converter {
  /** How many numbers an example has: as many as rows, or which class it is. */
  readonly size: number
  readonly convert: (row: Row, into: Float64Array, at: number, complain: Complain) => void
  /** Whether an example lacks a value. */
  readonly lacks: (row: Row) => boolean
}

export type Complain = (column: number, wrong: Wrong) => void

/** Cells to numbers of one port. */
export function converterOf({ port, columns, table }: PortColumns, precision: Precision): Converter {
  const number = numberReader(precision)
  const readers = columns.map(({ index, width, categories }) => {
    const { name } = table.columns[index]!
    const read = categories
      ? nameReader(`column \`${name}\``, 'category', categories)
      : port.classes
        ? nameReader(`\`${port.name}\``, 'class', port.classes)
        : number
    return { index, width, isCategory: categories !== undefined, read }
  })
  const write = (cell: Numbers, width: number, into: Float64Array, at: number): Wrong | undefined => {
    if (cell.length !== width)
      return {
        code: 'E507',
        message: `there ${cell.length === 1 ? 'is 1 number' : `are ${cell.length} numbers`} here, and ${width} in other examples`,
      }
    if (cell instanceof Uint8Array) {
      into.set(cell, at)
      return undefined
    }
    for (let i = 0; i < width; i++) {
      const value = number(cell[i])
      if (typeof value !== 'number') return value
      into[at + i] = value
    }
    return undefined
  }
  return {
    size: columns.reduce((sum, { width }) => sum + width, 0),
    lacks: (row) =>
      columns.some(({ index, categories }) => isMissing(row[index], categories ?? port.classes)),
    convert: (row, into, from, complain) => {
      let at = from
      for (const { index, width, isCategory, read } of readers) {
        const cell = row[index]
        const result = isWide(cell) ? (write(cell, width, into, at) ?? 0) : read(cell)
        if (typeof result !== 'number') complain(index, result)
        else if (isCategory) into.fill(0, at, at + width)[at + result] = 1
        else if (!isWide(cell)) into[at] = result
        at += width
      }
    },
  }
}

const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i

/** Decimal numbers that the network's precision can hold. */
function numberReader(precision: Precision): (cell: Cell) => number | Wrong {
  const isHeld = precision === 'float32' ? (x: number) => Number.isFinite(Math.fround(x)) : Number.isFinite
  return (cell) => {
    if (isMissing(cell)) return { code: 'E505', message: 'a number is missing' }
    const number = typeof cell === 'string' && NUMBER.test(cell.trim()) ? Number(cell) : cell
    if (typeof number !== 'number') return { code: 'E505', message: `\`${cell}\` is not a number` }
    if (isHeld(number)) return number
    const help = Number.isFinite(number) ? '`precision: float64` holds it' : undefined
    return { code: 'E505', message: `\`${cell}\` is more than ${precision} can hold`, help }
  }
}

/** Names of classes or categories; where no name looks like one, their numbers from 0. */
function nameReader(
  owner: string,
  kind: 'class' | 'category',
  classes: readonly string[],
): (cell: Cell) => number | Wrong {
  const places = new Map(classes.map((each, index) => [each, index]))
  const takesNumbers = !classes.some((each) => NUMBER.test(each))
  return (cell) => {
    if (isMissing(cell, classes)) return { code: 'E506', message: `a ${kind} of ${owner} is missing` }
    const text = String(cell).trim()
    const place = places.get(text) ?? alike(text, classes)
    if (place !== undefined) return place
    if (takesNumbers && /^\d{1,9}$/.test(text) && Number(text) < classes.length) return Number(text)
    const known = classes.map((each) => `\`${each}\``).join(', ')
    return {
      code: 'E506',
      message: `\`${text}\` is none of the ${kind === 'class' ? 'classes' : 'categories'} of ${owner}`,
      help: didYouMean(text, classes) ?? `they are ${known}`,
    }
  }
}

/** `3.0` is the class 3. */
function alike(text: string, classes: readonly string[]): number | undefined {
  if (!NUMBER.test(text)) return undefined
  const place = classes.findIndex((each) => NUMBER.test(each) && Number(each) === Number(text))
  return place < 0 ? undefined : place
}

/** What tables write where they have nothing. */
const NOTHING: ReadonlySet<string> = new Set(['', 'na', 'n/a', 'nan', 'null', 'none'])

/** Nothing, or what is written for nothing, unless that is one of the names. */
function isMissing(cell: Cell, names: readonly string[] = []): boolean {
  if (typeof cell === 'string') {
    const text = cell.trim()
    return NOTHING.has(text.toLowerCase()) && !names.includes(text)
  }
  if (isWide(cell)) return !(cell instanceof Uint8Array) && cell.some(Number.isNaN)
  return cell === undefined || Number.isNaN(cell)
}
