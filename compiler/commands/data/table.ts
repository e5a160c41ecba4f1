import type { Source, Span } from '../../essentials.ts'

/** A data file: examples in rows, under named columns. */
export interface Table {
  readonly source: Source
  /** In the file's order. */
  readonly columns: readonly Column[]
  readonly rows: readonly (readonly Cell[])[]
  /** Where a cell stands; counted from 0, as everything here. Slow: it is for complaints. */
  readonly placeOf: (row: number, column: number) => Span
}

export interface Column {
  readonly name: string
  readonly span: Span
}

/** As the file has it; `undefined` where it has nothing. */
export type Cell = string | number | boolean | undefined
