import type { Span } from '../../essentials.ts'

/** Data as a reader finds them: examples in rows, under named columns. Nothing is held that can be read again. */
export interface Table {
  /** As the user would type it. */
  readonly path: string
  /** In the file's order. */
  readonly columns: readonly Column[]
  /** What may be wrong where a column is not there. */
  readonly doubt?: string
  /**
   * The rows in order, some at a time, from the first at every call. Ends early where the file is not what it
   * should be, which is reported.
   *
   * @param wanted places of columns; other cells may stay empty
   */
  readonly rows: (wanted: ReadonlySet<number>) => AsyncIterable<readonly Row[]>
  /** Where cells stand, in a file that people read. Slow: it is for complaints. */
  readonly placesOf?: (cells: readonly Place[]) => Promise<readonly Span[]>
}

export interface Column {
  readonly name: string
  /** How many numbers its cells hold: the pixels of a picture, say. */
  readonly width: number
  /** Whole numbers from 0 to 255. */
  readonly isBytes?: boolean
  readonly span?: Span
}

export type Row = readonly Cell[]

/** As the file has it; `undefined` where it has nothing. */
export type Cell = string | number | boolean | undefined | Numbers

/** Of a cell that is wider than one number. */
export type Numbers = readonly number[] | Uint8Array | Float64Array

/** A cell, counted from 0. */
export interface Place {
  readonly row: number
  readonly column: number
}

export function isWide(cell: Cell): cell is Numbers {
  return typeof cell === 'object'
}
