import type { Report } from '../diagnostics/report.ts'
import { didYouMean, suggest } from '../diagnostics/suggest.ts'
import { DELIMITED } from '../forms/data-files.ts'
import { type Entry, entryOf, fieldOf, type Mapping, type Node } from '../forms/document.ts'
import {
  type ColumnSpec,
  type ColumnsSpec,
  type DataSpec,
  type FilesSpec,
  PARTS,
  type Reference,
} from '../forms/spec.ts'
import { filesOf, partsAgree } from './files.ts'
import { referenceOf, referencesOf, Scope, textOf } from './names.ts'
import { categories } from './schemas/network.ts'
import { splitOf } from './split.ts'
import { validateEntry } from './validate.ts'

interface Ports {
  readonly inputs: readonly Reference[]
  readonly targets: readonly Reference[]
}

/** `data:`: which columns of which files are which inputs and targets. */
export function dataOf(node: Node | undefined, ports: Ports, report: Report): DataSpec | undefined {
  if (node?.kind !== 'mapping') return undefined
  const inputs = columnsOf(node, 'inputs', ports.inputs, report)
  const targets = columnsOf(node, 'targets', ports.targets, report)
  const files = filesOf(fieldOf(node, 'file'))
  const homeless = [...inputs, ...targets].find((port) => port.files === undefined)
  if (files === undefined && homeless !== undefined && !meansFile(node))
    report.add({
      code: 'E204',
      at: entryOf(node, 'inputs')?.key.span ?? node.span,
      message: `\`${homeless.name}\` is in no file`,
      help: 'write `file: …` for all ports, or in the port',
    })
  const split = splitOf(fieldOf(node, 'split'), report)
  const all = [files, ...inputs.map((port) => port.files), ...targets.map((port) => port.files)]
  const found = all.filter((each) => each !== undefined)
  if (found.length === 0 || !partsAgree(found, split, report)) return undefined
  const separator = textOf(fieldOf(node, 'separator'))
  checkSeparator(entryOf(node, 'separator'), found, report)
  return {
    ...(files && { files }),
    ...(separator !== undefined && { separator }),
    inputs,
    targets,
    missing: textOf(fieldOf(node, 'missing')) === 'drop' ? 'drop' : 'error',
    ...(split && { split }),
    span: node.span,
  }
}

/** A sign between fields is for files that have some. */
function checkSeparator(entry: Entry | undefined, files: readonly FilesSpec[], report: Report): void {
  const all = files.flatMap((each) => PARTS.flatMap((part) => each[part] ?? []))
  if (entry === undefined || all.some(({ name }) => DELIMITED.test(name))) return
  report.add({
    code: 'E217',
    at: entry.key.span,
    message: '`separator` stands between fields, and no file here has any',
    labels: all.map(({ span }) => ({ span, text: 'neither .csv nor .tsv' })),
    help: 'leave it out',
  })
}

/** A key that is wrong, or was meant to be this one, has been told. */
function meansFile({ entries }: Mapping): boolean {
  return entries.some(({ key }) => key.text === 'file' || suggest(key.text, ['file']) !== undefined)
}

/** The columns of each port; every port of the network has some, and no other has. */
function columnsOf(
  data: Node,
  section: 'inputs' | 'targets',
  ports: readonly Reference[],
  report: Report,
): readonly ColumnsSpec[] {
  const node = fieldOf(data, section)
  const entries = entriesOf(node)
  const names = ports.map(({ name }) => name)
  const strangers = entries.filter(({ key }) => !ports.some(({ name }) => name === key.text))
  // Where the network has none at all, that has been told, or there is nothing else wrong.
  if (ports.length > 0 || !report.hasErrors)
    for (const { key } of strangers)
      report.add({
        code: 'E215',
        at: key.span,
        message: `\`${key.text}\` is not one of the network's ${section}`,
        help:
          didYouMean(key.text, names) ??
          (names.length > 0 ? `they are ${names.map((name) => `\`${name}\``).join(', ')}` : undefined),
      })
  const at = entryOf(data, section)?.key.span ?? data.span
  const isSound =
    node !== undefined && strangers.length === 0 && !report.blames(at) && !report.blames(node.span)
  for (const { name } of ports)
    if (isSound && entryOf(node, name) === undefined)
      report.add({ code: 'E204', at, message: `\`${section}\` of the data needs columns for \`${name}\`` })
  return entries.flatMap(({ key, value }) => {
    const files = filesOf(fieldOf(value, 'file'))
    const columns = value.kind === 'mapping' ? columnsIn(value, files !== undefined, report) : undefined
    return columns ? { name: key.text, ...(files && { files }), columns } : []
  })
}

/** `age`, or `{ plan: [free, pro, team] }`. */
function columnIn(item: Node, report: Report): ColumnSpec | undefined {
  if (item.kind !== 'mapping') return referencesOf(item)[0]
  const [entry, other] = item.entries
  if (entry === undefined) return undefined
  if (other)
    report.add({
      code: 'E205',
      at: other.key.span,
      message: 'a column with categories stands alone',
      help: `write \`{ ${other.key.text}: […] }\` as an item of its own`,
    })
  if (!validateEntry(entry, categories, report)) return undefined
  return { ...referenceOf(entry.key), categories: distinct(entry.value, report) }
}

/** The names in a list; each once. */
function distinct(list: Node, report: Report): readonly string[] {
  const names = new Scope(report)
  const found = referencesOf(list)
  for (const name of found) names.define(name, 'a category')
  return found.map(({ name }) => name)
}

function entriesOf(node: Node | undefined): Mapping['entries'] {
  return node?.kind === 'mapping' ? node.entries : []
}

/** `{ columns: [a, b] }`, `{ columns: all }`, `{ column: a }`; of files of its own, all columns where it names none. */
function columnsIn(node: Node, isWhole: boolean, report: Report): ColumnsSpec['columns'] | undefined {
  const one = entryOf(node, 'column')
  const several = entryOf(node, 'columns')
  if (one && several)
    report.add({
      code: 'E217',
      at: several.key.span,
      message: '`column` names one column, `columns` several: not both',
      labels: [{ span: one.key.span, text: '`column` here' }],
    })
  if (several === undefined) {
    if (one === undefined && isWhole) return 'all'
    if (one === undefined && !report.blames(node.span))
      report.add({
        code: 'E204',
        at: node.span,
        message: 'columns are named by `columns` or `column`',
        help: 'write `columns: [a, b]`, a row each; `column: a` if a cell holds all the numbers of an example',
      })
    return referencesOf(one?.value).map((column) => ({ ...column, alone: true }))
  }
  if (textOf(several.value) === 'all') return 'all'
  // What is neither a list nor `all`, the schema has told.
  if (several.value.kind !== 'sequence') return undefined
  const items = several.value.items.map((item) => columnIn(item, report))
  const columns = items.filter((column) => column !== undefined)
  const scope = new Scope(report)
  for (const column of columns) scope.define(column, 'a column')
  // How many rows they fill nobody can say, where something is wrong with one.
  return columns.length < items.length ? undefined : columns
}
