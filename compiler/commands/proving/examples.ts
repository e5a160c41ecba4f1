import { BATCH, type Program } from '../../index.ts'
import { choicesOf, choose } from '../benching/examples.ts'
import type { Random } from './random.ts'

/** From where numbers are drawn that may be any. */
export interface Interval {
  readonly low: number
  readonly high: number
}

/** Row by row; a number of the spec has neither rows nor columns. */
export interface Example {
  readonly rows: number
  readonly columns: number
  readonly isScalar: boolean
  readonly data: Float64Array<ArrayBuffer>
}

/**
 * Random examples for every port: of what has classes or categories one of them, of what is promised to lie in a range
 * numbers of that range, and of all else numbers of the interval.
 */
export function examplesFor(
  { interface: { inputs, targets }, values }: Program,
  batch: number,
  interval: Interval,
  random: Random,
): ReadonlyMap<string, Example> {
  return new Map(
    [...inputs, ...targets].map((port) => {
      const [rows = 1, columns = 1] = port.shape.map(({ key }) => (key === BATCH ? batch : Number(key)))
      const { promises } = values.find(({ leaf, name }) => leaf && name === port.name)!
      const data = random.array(rows * columns, 0, 1)
      const matrix = { data, stride: columns, columns }
      const choices = choicesOf(port, rows)
      if (choices.length === 0 && promises?.sumsToOne !== undefined) choices.push({ first: 0, rows })
      for (const { first, rows: count } of choices) choose(matrix, first, count)
      const isChosen = (row: number) =>
        choices.some(({ first, rows: count }) => row >= first && row < first + count)
      for (let at = 0; at < data.length; at++) {
        if (isChosen(Math.floor(at / columns))) continue
        if (promises?.range === 'log-probability') data[at] = Math.log(data[at]!)
        else if (promises?.range === undefined)
          data[at] = interval.low + (interval.high - interval.low) * data[at]!
      }
      return [port.name, { rows, columns, isScalar: port.shape.length === 0, data }]
    }),
  )
}
