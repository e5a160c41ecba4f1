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
    rows: await paired(oldRows, youngRows),
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

/** Equal rows meet, whatever number they have; of what lies between, rows of one word are one row that changed. */
async function paired(before: readonly Row[], after: readonly Row[]): Promise<readonly Pair[]> {
  const { diffArrays } = await import('diff')
  const runs = diffArrays([...before], [...after], { comparator: isAlike })
  const pairs: Pair[] = []
  let [old, young] = [0, 0]
  for (let at = 0; at < runs.length; at++) {
    const { added, removed, count } = runs[at]!
    if (!added && !removed) {
      for (let i = 0; i < count; i++) pairs.push(pairOf(before[old++]!, after[young++]!))
      continue
    }
    // A run that is removed and a run that is added stand side by side, in either order.
    const next = runs[at + 1]
    const other = next && (next.added || next.removed) ? next : undefined
    if (other) at++
    const gone = removed ? count : (other?.count ?? 0)
    const fresh = added ? count : (other?.count ?? 0)
    pairs.push(...matched(before.slice(old, old + gone), after.slice(young, young + fresh)))
    old += gone
    young += fresh
  }
  return pairs
}

function isAlike(a: Row, b: Row): boolean {
  return isSameWord(a, b) && a.word === b.word && a.shape === b.shape && a.parameters === b.parameters
}

/** `dense 4` and `dense 3, tanh`; where both bear names of their own, the names decide. */
function isSameWord(a: Row, b: Row): boolean {
  if ((a.parameters === undefined) !== (b.parameters === undefined)) return false
  const isNumbered = [a, b].some(({ name }) => /^\d+$/.test(name))
  return isNumbered ? a.word.split(' ')[0] === b.word.split(' ')[0] : a.name === b.name
}

function matched(before: readonly Row[], after: readonly Row[]): readonly Pair[] {
  const pairs: Pair[] = []
  let next = 0
  for (const row of before) {
    const found = after.findIndex((other, index) => index >= next && isSameWord(row, other))
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
