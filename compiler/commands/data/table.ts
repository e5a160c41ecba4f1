import type { Source, Span } from '../../essentials.ts'

/** A data file: examples in rows, under named columns. */
export interface Table {
  readonly source: Source
  /** In the file's order. */
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  /** Where a cell stands; counted from 0, as everything here. Slow: it is for complaints. */
  readonly placeOf: (row: number, column: number) => Span
  /** The number of an example in the file, from 1. */
  readonly exampleOf: (row: number) => number
}

/** The rows that pass; they keep their places and numbers. */
export function rowsWhere(table: Table, passes: (row: readonly Cell[]) => boolean): Table {
  const kept = table.rows.flatMap((row, index) => (passes(row) ? [index] : []))
  return {
    ...table,
    rows: kept.map((index) => table.rows[index]!),
    placeOf: (row, column) => table.placeOf(kept[row]!, column),
    exampleOf: (row) => table.exampleOf(kept[row]!),
  }
}

export interface Column {
  readonly name: string
  readonly span: Span
}

/** As the file has it; `undefined` where it has nothing. */
export type Cell = string | number | boolean | undefined
