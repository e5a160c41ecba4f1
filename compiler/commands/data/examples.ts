import { didYouMean, type Precision, type Report } from '../../essentials.ts'
import { type PortColumns, width } from './ports.ts'
import type { Cell, Table } from './table.ts'

/** All of a port's numbers, example after example: what its rows hold or, of classes, which class it is. */
export interface PortNumbers {
  readonly name: string
  readonly perExample: number
  readonly numbers: Float64Array
}

/** More complaints of one kind help nobody. */
const ENOUGH = 10

/** Cells to numbers; complains about each that is none, up to a point. */
export function numbersOf(
  ports: readonly PortColumns[],
  table: Table,
  precision: Precision,
  report: Report,
): readonly PortNumbers[] {
  let wrong = 0
  return ports.map(({ port, columns }) => {
    const readers = columns.map((column) => ({
      ...column,
      width: width(column),
      read: column.categories
        ? nameReader(`column \`${table.columns[column.index]!.name}\``, 'category', column.categories)
        : port.classes
          ? nameReader(`\`${port.name}\``, 'class', port.classes)
          : numberReader(precision),
    }))
    const perExample = readers.reduce((sum, reader) => sum + reader.width, 0)
    const numbers = new Float64Array(table.rows.length * perExample)
    let at = 0
    for (const [row, cells] of table.rows.entries())
      for (const { index, categories, width: rows, read } of readers) {
        const result = read(cells[index])
        if (typeof result === 'number') numbers[categories ? at + result : at] = categories ? 1 : result
        else if (wrong++ < ENOUGH) {
          const span = table.placeOf(row, index)
          const text = `column \`${table.columns[index]!.name}\`, example ${table.exampleOf(row)}`
          report.add({ ...result, at: span, labels: [{ span, text }] })
        }
        at += rows
      }
    return { name: port.name, perExample, numbers }
  })
}

interface Wrong {
  readonly code: 'E505' | 'E506'
  readonly message: string
  readonly help?: string | undefined
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
    if (isMissing(cell)) return { code: 'E506', message: `a ${kind} of ${owner} is missing` }
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

/** Nothing, or nothing but blanks. */
export function isMissing(cell: Cell): cell is undefined | '' {
  return cell === undefined || (typeof cell === 'string' && cell.trim() === '')
}
