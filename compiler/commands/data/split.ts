import { shuffle } from '../../../runtime/shuffle.ts'
import { type DataSpec, didYouMean, type Report, type SplitSpec } from '../../essentials.ts'
import type { Table } from './table.ts'

/** Places of examples in the data, in the file's order. */
export interface Split {
  readonly training: Uint32Array
  /** Held out from training, to say when to stop. */
  readonly validation?: Uint32Array
  /** Held out from training, for an honest measure. */
  readonly test?: Uint32Array
}

/**
 * The same seed parts the same number of examples in the same way, always.
 *
 * @param classes the class of each example, where there are classes
 */
export function splitOf(
  table: Table,
  { split }: DataSpec,
  classes: ArrayLike<number> | undefined,
  report: Report,
): Split {
  const examples = table.rows.length
  const all = Uint32Array.from({ length: examples }, (_, index) => index)
  if (split === undefined) return { training: all }
  if (split.stratify && classes === undefined)
    report.add({
      code: 'E501',
      at: split.span,
      message: '`stratify` needs a target with classes',
      help: 'leave it out: the parts are drawn from all examples alike',
    })
  const parts =
    split.kind === 'column'
      ? byColumn(split, table, report)
      : byShares(split, split.stratify && classes ? groupsOf(all, classes) : [all])
  for (const [name, part] of Object.entries(parts))
    if (part?.length === 0)
      report.add({
        code: 'E510',
        at: split.span,
        message: `of ${examples === 1 ? '1 example' : `${examples} examples`} this split leaves none ${PURPOSE[name as keyof Split]}`,
      })
  return parts
}

const PURPOSE = { training: 'to train on', validation: 'to validate with', test: 'to test' } as const

/** Examples of each class, class after class. */
function groupsOf(all: Uint32Array, classes: ArrayLike<number>): readonly Uint32Array[] {
  const groups = new Map<number, number[]>()
  for (const example of all) {
    const known = groups.get(classes[example]!) ?? []
    known.push(example)
    groups.set(classes[example]!, known)
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, group]) => Uint32Array.from(group))
}

function byShares(
  { test, validation, seed }: SplitSpec & { readonly kind: 'shares' },
  groups: readonly Uint32Array[],
): Split {
  const parts = { training: [] as number[], validation: [] as number[], test: [] as number[] }
  for (const [at, group] of groups.entries()) {
    const order = new Uint32Array(group.length)
    shuffle(order, seed, at + 1)
    const held = Math.round(group.length * (test ?? 0))
    const valid = held + Math.round(group.length * (validation ?? 0))
    for (const [place, index] of order.entries())
      parts[place < held ? 'test' : place < valid ? 'validation' : 'training'].push(group[index]!)
  }
  return {
    training: Uint32Array.from(parts.training).sort(),
    ...(validation !== undefined && { validation: Uint32Array.from(parts.validation).sort() }),
    ...(test !== undefined && { test: Uint32Array.from(parts.test).sort() }),
  }
}

function byColumn(
  { column, test, validation }: SplitSpec & { readonly kind: 'column' },
  { columns, rows, source }: Table,
  report: Report,
): Split {
  const at = columns.findIndex(({ name }) => name === column.name)
  if (at < 0) {
    const names = columns.map(({ name }) => name)
    report.add({
      code: 'E504',
      at: column.span,
      message: `${source.path} has no column \`${column.name}\``,
      help: didYouMean(column.name, names),
    })
    return { training: new Uint32Array(1) }
  }
  const of = (isWanted: (value: string) => boolean) =>
    Uint32Array.from(rows.flatMap((row, index) => (isWanted(String(row[at] ?? '').trim()) ? [index] : [])))
  return {
    training: of((value) => !test.includes(value) && !validation.includes(value)),
    ...(validation.length > 0 && { validation: of((value) => validation.includes(value)) }),
    ...(test.length > 0 && { test: of((value) => test.includes(value)) }),
  }
}
