import { didYouMean, type PortSpec, type Precision, type Report } from '../../essentials.ts'
import type { PortColumns } from './ports.ts'
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
    const read = port.classes ? classReader(port, port.classes) : numberReader(precision)
    const numbers = new Float64Array(table.rows.length * columns.length)
    let at = 0
    for (const [row, cells] of table.rows.entries())
      for (const column of columns) {
        const result = read(cells[column])
        if (typeof result === 'number') numbers[at] = result
        else if (wrong++ < ENOUGH)
          report.add({
            ...result,
            at: table.placeOf(row, column),
            labels: [
              {
                span: table.placeOf(row, column),
                text: `column \`${table.columns[column]!.name}\`, example ${row + 1}`,
              },
            ],
          })
        at += 1
      }
    return { name: port.name, perExample: columns.length, numbers }
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

/** Names of classes or, where no name looks like one, their numbers from 0. */
function classReader({ name }: PortSpec, classes: readonly string[]): (cell: Cell) => number | Wrong {
  const places = new Map(classes.map((each, index) => [each, index]))
  const takesNumbers = !classes.some((each) => NUMBER.test(each))
  return (cell) => {
    if (isMissing(cell)) return { code: 'E506', message: `a class of \`${name}\` is missing` }
    const text = String(cell).trim()
    const place = places.get(text) ?? alike(text, classes)
    if (place !== undefined) return place
    if (takesNumbers && /^\d{1,9}$/.test(text) && Number(text) < classes.length) return Number(text)
    const known = classes.map((each) => `\`${each}\``).join(', ')
    return {
      code: 'E506',
      message: `\`${text}\` is none of the classes of \`${name}\``,
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

function isMissing(cell: Cell): cell is undefined | '' {
  return cell === undefined || (typeof cell === 'string' && cell.trim() === '')
}
