/** Rows in columns as wide as their widest; `align` has an `l` or an `r` for each. */
export function aligned(align: string, rows: readonly (readonly string[])[]): readonly string[] {
  const widths = [...align].map((_, column) =>
    Math.max(0, ...rows.map((row) => [...(row[column] ?? '')].length)),
  )
  return rows.map((row) =>
    row
      .map((cell, column) => {
        const blank = ' '.repeat(widths[column]! - [...cell].length)
        return align[column] === 'r' ? blank + cell : cell + blank
      })
      .join('  ')
      .trimEnd(),
  )
}

/** A number as people read it: six digits. */
export function figure(value: number): string {
  return String(Number(value.toPrecision(6)))
}
