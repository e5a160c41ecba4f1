/** A column of numbers, or of names from a list: `'age'`, `{ plan: ['free', 'pro'] }`. */
export type EncodedColumn = string | Readonly<Record<string, readonly string[]>>

/**
 * Makes examples of rows of a table: the numbers of one input in their order, a name as a 1 among 0s.
 *
 * ```ts
 * const encode = encoder<{ age: number; plan: 'free' | 'pro' }>('X', ['age', { plan: ['free', 'pro'] }])
 * encode({ age: 31, plan: 'pro' })   // 31 0 1
 * ```
 *
 * The function throws a RangeError for a column that is missing or no finite number, and for a name that is none of its
 * column's.
 */
export function encoder<Row extends object>(
  name: string,
  columns: readonly EncodedColumn[],
): (row: Row) => Float64Array {
  const places = columns.flatMap((column): readonly NamedColumn[] =>
    typeof column === 'string' ? [{ name: column }] : named(column),
  )
  const length = places.reduce((sum, { categories }) => sum + (categories?.length ?? 1), 0)
  return (row) => {
    const numbers = new Float64Array(length)
    const values = row as Readonly<Record<string, unknown>>
    let at = 0
    for (const { name: column, categories } of places) {
      const value = values[column]
      if (value === undefined) throw new RangeError(`${name} needs the column \`${column}\``)
      if (categories) numbers[at + placeIn(categories, value, name, column)] = 1
      else numbers[at] = finite(value, name, column)
      at += categories?.length ?? 1
    }
    return numbers
  }
}

function named(column: Readonly<Record<string, readonly string[]>>): readonly NamedColumn[] {
  return Object.entries(column).map(([name, categories]) => ({ name, categories }))
}

interface NamedColumn {
  readonly name: string
  readonly categories?: readonly string[]
}

function placeIn(categories: readonly string[], value: unknown, name: string, column: string): number {
  const place = categories.indexOf(String(value))
  if (place >= 0) return place
  const known = categories.map((category) => `\`${category}\``).join(', ')
  throw new RangeError(`\`${value}\` is no \`${column}\` of ${name}; there are ${known}`)
}

function finite(value: unknown, name: string, column: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value
  throw new RangeError(`${name} needs a finite number in \`${column}\`, not ${value}`)
}
