import { type Forms, printable, printShape } from '../index.ts'
import type { ExitCode } from './failure.ts'
import { inFormat } from './formats/formats.ts'
import { inMarkdown, rowInMarkdown } from './formats/markdown.ts'
import { layersOf } from './layers.ts'
import { aligned } from './table.ts'
import { colorsFor, grouped, print } from './terminal.ts'
import { formsOf, versionOf } from './versions.ts'

export interface DiffOptions {
  readonly format: 'text' | 'markdown' | 'json'
}

/** An input, a target, a layer, the loss, a metric or the update. */
interface Row {
  readonly name: string
  readonly word: string
  readonly shape: string
  /** Of layers; nothing else learns. */
  readonly parameters?: number
  readonly multiplyAdds?: number
}

interface Pair {
  readonly change: 'same' | 'added' | 'removed' | 'changed'
  readonly before?: Row
  readonly after?: Row
}

interface Network {
  readonly spec: string
  readonly network: string
  readonly precision: string
  readonly parameters: number
  readonly multiplyAdds: number
}

interface Comparison {
  readonly before: Network
  readonly after: Network
  readonly rows: readonly Pair[]
}

/** Layers, shapes, parameters and work of two networks, side by side. */
export function diff(before: string, after: string, { format }: DiffOptions): Promise<ExitCode> {
  return inFormat(format === 'json' ? 'json' : 'text', () => compareAndTell(before, after, format))
}

async function compareAndTell(
  before: string,
  after: string,
  format: DiffOptions['format'],
): Promise<ExitCode> {
  const [from, to] = [await versionOf(before), await versionOf(after)]
  const [old, young] = [formsOf(from), formsOf(to)]
  const [oldRows, youngRows] = [rowsOf(old), rowsOf(young)]
  const comparison: Comparison = {
    before: networkOf(before, old, oldRows),
    after: networkOf(after, young, youngRows),
    rows: await paired(oldRows, youngRows, formerlyIn(young)),
  }
  print(TEXTS[format](comparison))
  return 0
}

const TEXTS: Readonly<Record<DiffOptions['format'], (comparison: Comparison) => string>> = {
  text: textOf,
  markdown: markdownOf,
  json: (comparison) => JSON.stringify(comparison, undefined, 2),
}

function rowsOf({ check, simplify, select }: Forms): readonly Row[] {
  const { inputs, targets } = simplify.interface
  return [
    ...inputs.map(({ name, shape }) => ({ name, word: 'input', shape: printShape(shape) })),
    ...targets.map(({ name, shape, classes }) => ({
      name,
      word: classes ? `target: ${classes.join(', ')}` : 'target',
      shape: printShape(shape),
    })),
    ...layersOf(check, simplify, select, 1).map(({ name, word, output, parameters, multiplyAdds }) =>
      output === undefined
        ? { name, word: word === name ? '' : word, shape: '' }
        : { name, word, shape: output, parameters, multiplyAdds },
    ),
  ]
}

function networkOf(spec: string, { simplify }: Forms, rows: readonly Row[]): Network {
  const total = (of: 'parameters' | 'multiplyAdds') => rows.reduce((sum, row) => sum + (row[of] ?? 0), 0)
  return {
    spec,
    network: simplify.network,
    precision: simplify.precision,
    parameters: total('parameters'),
    multiplyAdds: total('multiplyAdds'),
  }
}

/** By the name that a layer has, the one that it had, as `renamed` says. */
type Formerly = ReadonlyMap<string, string>

function formerlyIn({ simplify: { interface: ports, layers } }: Forms): Formerly {
  const nameOf = (key: string) => key.charAt(0).toLowerCase() + key.slice(1)
  const names = (ports.renamed ?? []).flatMap(({ name, layerBefore }): readonly [string, string][] => {
    const note = ports.parameters.find((each) => each.name === name)
    const layer = note ? layers[note.layer] : layers.find(({ key }) => name.startsWith(`${nameOf(key)}_`))
    return layer === undefined || layerBefore === undefined ? [] : [[nameOf(layer.key), nameOf(layerBefore)]]
  })
  return new Map(names)
}

/**
 * Equal rows meet, whatever number they have; of what lies between, those that say the same and only learn more or less;
 * and of what is left, rows of one word are one row that changed.
 */
async function paired(
  before: readonly Row[],
  after: readonly Row[],
  formerly: Formerly,
): Promise<readonly Pair[]> {
  const { diffArrays } = await import('diff')
  const isSame: Comparing = (a, b) => isSameWord(a, b, formerly)
  const saysSame: Comparing = (a, b) => isSame(a, b) && a.word === b.word && a.shape === b.shape
  const isAlike: Comparing = (a, b) => saysSame(a, b) && a.parameters === b.parameters
  const align = (
    old: readonly Row[],
    young: readonly Row[],
    [comparator, ...others]: readonly Comparing[],
  ): readonly Pair[] => {
    if (comparator === undefined) return matched(old, young, isSame)
    const pairs: Pair[] = []
    let [gone, fresh]: [Row[], Row[]] = [[], []]
    let [at, to] = [0, 0]
    for (const { added, removed, count } of diffArrays([...old], [...young], { comparator })) {
      if (removed) gone.push(...old.slice(at, at + count))
      else if (added) fresh.push(...young.slice(to, to + count))
      else {
        pairs.push(...align(gone, fresh, others))
        ;[gone, fresh] = [[], []]
        for (let i = 0; i < count; i++) pairs.push(pairOf(old[at + i]!, young[to + i]!))
      }
      if (!added) at += count
      if (!removed) to += count
    }
    return [...pairs, ...align(gone, fresh, others)]
  }
  return align(before, after, [isAlike, saysSame])
}

type Comparing = (before: Row, after: Row) => boolean

/** `dense 4` and `dense 3, tanh`; where both bear names of their own, or one is said to have been the other, the names decide. */
function isSameWord(a: Row, b: Row, formerly: Formerly): boolean {
  if ((a.parameters === undefined) !== (b.parameters === undefined)) return false
  const before = formerly.get(b.name)
  if (before !== undefined) return a.name === before
  const isNumbered = [a, b].some(({ name }) => /^\d+$/.test(name))
  return isNumbered ? a.word.split(' ')[0] === b.word.split(' ')[0] : a.name === b.name
}

function matched(before: readonly Row[], after: readonly Row[], isSame: Comparing): readonly Pair[] {
  const pairs: Pair[] = []
  let next = 0
  for (const row of before) {
    const found = after.findIndex((other, index) => index >= next && isSame(row, other))
    if (found < 0) pairs.push({ change: 'removed', before: row })
    else {
      pairs.push(...after.slice(next, found).map((each): Pair => ({ change: 'added', after: each })))
      pairs.push(pairOf(row, after[found]!))
      next = found + 1
    }
  }
  return [...pairs, ...after.slice(next).map((each): Pair => ({ change: 'added', after: each }))]
}

/** A number that a layer has by its place counts: its parameters are called after it. */
function pairOf(before: Row, after: Row): Pair {
  const isSame = (['name', 'word', 'shape', 'parameters', 'multiplyAdds'] as const).every(
    (key) => before[key] === after[key],
  )
  return { change: isSame ? 'same' : 'changed', before, after }
}

const MARKS: Readonly<Record<Pair['change'], string>> = { same: '', added: '+', removed: '-', changed: '~' }
const HEAD = ['', 'layer', 'word', 'shape', 'parameters', 'multiply-adds'] as const

function cellsOf({ change, before, after }: Pair): readonly string[] {
  const cell = (of: (row: Row) => string | number | undefined) =>
    fromTo(before && told(of(before)), after && told(of(after)))
  return [
    MARKS[change],
    cell(({ name }) => name),
    cell(({ word }) => word),
    cell(({ shape }) => shape),
    cell(({ parameters }) => parameters),
    cell(({ multiplyAdds }) => multiplyAdds),
  ]
}

function told(value: string | number | undefined): string {
  return typeof value === 'number' ? grouped(value) : printable(value ?? '')
}

function fromTo(before: string | undefined, after: string | undefined): string {
  if (before === undefined || after === undefined || before === after) return after ?? before ?? ''
  return `${before || 'nothing'} → ${after || 'nothing'}`
}

function totalsOf({ before, after }: Comparison): readonly string[] {
  const total = (of: 'parameters' | 'multiplyAdds') => {
    const more = after[of] - before[of]
    const by = more === 0 ? '' : ` (${more > 0 ? '+' : '−'}${grouped(Math.abs(more))})`
    return fromTo(grouped(before[of]), grouped(after[of])) + by
  }
  return ['', 'total', '', '', total('parameters'), total('multiplyAdds')]
}

function headingOf({ before, after }: Comparison): string {
  return [fromTo(before.network, after.network), fromTo(before.precision, after.precision)].join(' · ')
}

function textOf(comparison: Comparison): string {
  const { bold, red, green, yellow } = colorsFor(process.stdout)
  const paints = { same: (text: string) => text, added: green, removed: red, changed: yellow }
  const [head, ...lines] = aligned('llllrr', [HEAD, ...comparison.rows.map(cellsOf), totalsOf(comparison)])
  return [
    bold(headingOf(comparison)),
    '',
    head!,
    ...lines.map((line, index) => paints[comparison.rows[index]?.change ?? 'same'](line)),
  ].join('\n')
}

/** For the comment of a pull request. */
function markdownOf(comparison: Comparison): string {
  const bold = (cells: readonly string[]) => cells.map((cell) => (cell === '' ? '' : `**${cell}**`))
  return [
    `**${inMarkdown(headingOf(comparison))}**`,
    '',
    rowInMarkdown(HEAD),
    '|---|---|---|---|--:|--:|',
    ...comparison.rows.map((pair) => {
      const [mark = '', ...cells] = cellsOf(pair)
      return rowInMarkdown([mark && `\`${mark}\``, ...cells.map(inMarkdown)])
    }),
    rowInMarkdown(bold(totalsOf(comparison))),
  ].join('\n')
}
