import { shuffle } from '../../../runtime/shuffle.ts'
import { type DataSpec, didYouMean, type PartName, type Report, type SplitSpec } from '../../essentials.ts'
import { listed } from './ports.ts'
import type { Examples, Labels } from './read.ts'

/** Places of examples in the data, in the file's order. */
export interface Split {
  readonly training: Uint32Array
  /** Held out from training, to say when to stop. */
  readonly validation?: Uint32Array
  /** Held out from training, for an honest measure. */
  readonly test?: Uint32Array
}

/** The same seed parts the same number of examples in the same way, always; files that are parts are parts. */
export function splitOf({ store, counts, labels }: Examples, { split }: DataSpec, report: Report): Split {
  const held: Partial<Record<PartName, Uint32Array>> = {}
  let start = 0
  for (const [part, count] of counts) {
    const first = start
    held[part] = Uint32Array.from({ length: count }, (_, index) => first + index)
    start += count
  }
  const all = held.training ?? new Uint32Array()
  if (split === undefined) return { ...held, training: all }
  const classes = store.ports.findIndex(({ isClass }) => isClass)
  if (split.stratify && classes < 0)
    report.add({
      code: 'E501',
      at: split.span,
      message: '`stratify` needs a target with classes',
      help: 'leave it out: the parts are drawn from all examples alike',
    })
  const parts =
    split.kind === 'column'
      ? byLabels(split, labels, all, report)
      : byShares(
          split,
          split.stratify && classes >= 0
            ? groupsOf(all, (example) => store.classOf(example, classes))
            : [all],
        )
  for (const [name, part] of Object.entries(parts))
    if (part?.length === 0)
      report.add({
        code: 'E510',
        at: split.span,
        message: `of ${all.length === 1 ? '1 example' : `${all.length} examples`} this split leaves none ${PURPOSE[name as PartName]}`,
      })
  return { ...held, ...parts }
}

const PURPOSE = { training: 'to train on', validation: 'to validate with', test: 'to test' } as const

/** Examples of each class, class after class. */
function groupsOf(all: Uint32Array, classOf: (example: number) => number): readonly Uint32Array[] {
  const sizes = new Map<number, number>()
  for (const example of all) sizes.set(classOf(example), (sizes.get(classOf(example)) ?? 0) + 1)
  const groups = new Map(
    [...sizes].map(([name, size]) => [name, { group: new Uint32Array(size), filled: 0 }]),
  )
  for (const example of all) {
    const place = groups.get(classOf(example))!
    place.group[place.filled++] = example
  }
  return [...groups].sort(([a], [b]) => a - b).map(([, { group }]) => group)
}

function byShares(
  { test, validation, seed }: SplitSpec & { readonly kind: 'shares' },
  groups: readonly Uint32Array[],
): Split {
  const parts = groups.map((group, at) => {
    const order = new Uint32Array(group.length)
    shuffle(order, seed, at + 1)
    const held = Math.round(group.length * (test ?? 0))
    const valid = held + Math.round(group.length * (validation ?? 0))
    const drawn = order.map((index) => group[index]!)
    return {
      test: drawn.subarray(0, held),
      validation: drawn.subarray(held, valid),
      training: drawn.subarray(valid),
    }
  })
  const inOrder = (name: PartName) => joined(parts.map((part) => part[name])).sort()
  return {
    training: inOrder('training'),
    ...(validation !== undefined && { validation: inOrder('validation') }),
    ...(test !== undefined && { test: inOrder('test') }),
  }
}

function joined(parts: readonly Uint32Array[]): Uint32Array {
  const all = new Uint32Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}

function byLabels(
  { column, test, validation }: SplitSpec & { readonly kind: 'column' },
  labels: Labels | undefined,
  all: Uint32Array,
  report: Report,
): Split {
  if (labels === undefined) return { training: all }
  const { names } = labels
  for (const { name, span } of [...test, ...validation])
    if (!names.includes(name))
      report.add({
        code: 'E515',
        at: span,
        message: `no example has \`${name}\` in column \`${column.name}\``,
        labels: [{ span: column.span, text: 'the examples are parted by this column' }],
        help: didYouMean(name, names) ?? `it has ${listed(names)}`,
      })
  if (report.hasErrors) return { training: all }
  const [tested, validated] = [test, validation].map((values) => new Set(values.map(({ name }) => name)))
  const partOf = names.map(
    (name): PartName => (tested!.has(name) ? 'test' : validated!.has(name) ? 'validation' : 'training'),
  )
  const of = (part: PartName) => all.filter((example) => partOf[labels.numbers[example]!] === part)
  return {
    training: of('training'),
    ...(validation.length > 0 && { validation: of('validation') }),
    ...(test.length > 0 && { test: of('test') }),
  }
}
