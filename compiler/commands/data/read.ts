import { createHash } from 'node:crypto'
import { dirname, resolve } from 'node:path'
import {
  type ColumnsSpec,
  type DataSpec,
  type FilesSpec,
  type NetworkSpec,
  PARTS,
  type PartName,
  type Precision,
  type Program,
  type Reference,
  type Report,
  type Span,
} from '../../essentials.ts'

import { counted } from '../terminal.ts'
import { type Converter, converterOf, type Wrong } from './convert.ts'
import { openTable, reading } from './open.ts'
import { columnOf, type OpenTable, type PortColumns, portColumns } from './ports.ts'
import { ExampleStore, type StoredPort } from './store.ts'
import type { Row, Table } from './table.ts'

/** All examples of a network's files, as numbers. */
export interface Examples {
  readonly store: ExampleStore
  /** Of the files of each part, how many examples there are. */
  readonly counts: ReadonlyMap<PartName, number>
  /** Examples that lacked a value and were left out, by their places. */
  readonly dropped: readonly number[]
  /** Of each example, what stands in the split's column. */
  readonly labels: Labels | undefined
  /** Of all that was read. */
  readonly digest: string
}

/** Texts, each as its place among those that are different. */
export interface Labels {
  readonly names: readonly string[]
  readonly numbers: ArrayLike<number>
}

type DataNetwork = NetworkSpec & { readonly data: DataSpec }

/** Reads whatever the spec names, a piece at a time; complains about each cell that is no number, up to a point. */
export async function readExamples(
  spec: DataNetwork,
  program: Program,
  report: Report,
): Promise<Examples | undefined> {
  const { data } = spec
  const [first] = [data.files, ...data.inputs.map(({ files }) => files)].filter(
    (files) => files !== undefined,
  )
  const parts = PARTS.filter((part) => first?.[part] !== undefined)
  const opened = new Map<PartName, readonly PortColumns[]>()
  for (const part of parts) {
    const ports = await openPorts(spec, part, program, report)
    if (ports === undefined) return undefined
    opened.set(part, ports)
  }
  if (report.hasErrors) return undefined
  const reader = new Reader(spec, program, [...opened.values()], report)
  for (const [part, ports] of opened) await reader.read(part, ports)
  await reader.complain()
  return report.hasErrors ? undefined : reader.examples
}

/** The tables of a part, each opened once however many ports are in it. */
async function openPorts(
  spec: DataNetwork,
  part: PartName,
  program: Program,
  report: Report,
): Promise<readonly PortColumns[] | undefined> {
  const { data, inputs, targets } = spec
  const names = new Set([...inputs, ...targets].map(({ name }) => name))
  const tables = new Map<string, OpenTable>()
  const read = [...data.inputs, ...data.targets].filter(({ name }) => names.has(name))
  for (const port of read) {
    const file = fileOf(port, data, part)
    const path = resolve(dirname(file.span.source.path), file.name)
    if (tables.has(path)) continue
    const table = await openTable(file, data.separator, report)
    if (table === undefined) return undefined
    tables.set(path, { file, table })
  }
  const tableOf = (port: ColumnsSpec) => {
    const file = fileOf(port, data, part)
    return tables.get(resolve(dirname(file.span.source.path), file.name))!
  }
  return portColumns(spec, program, tableOf, report)
}

function fileOf({ files }: ColumnsSpec, data: DataSpec, part: PartName): Reference {
  const found: FilesSpec | undefined = files ?? data.files
  return found![part]!
}

/** More complaints help nobody. */
const ENOUGH = 10
/** Of what is wrong in many examples, the first are shown. */
const SHOWN = 3

/** One mistake, though many examples may have it. */
interface Trouble {
  readonly file: Reference
  readonly table: Table
  readonly column: number
  readonly wrong: Wrong
  /** The first of them. */
  readonly rows: number[]
  examples: number
}

class Reader {
  readonly #spec: DataNetwork
  readonly #precision: Precision
  readonly #report: Report
  readonly #store: ExampleStore
  readonly #numbers: Float64Array
  readonly #hash = createHash('sha256')
  readonly #counts = new Map<PartName, number>()
  readonly #dropped: number[] = []
  readonly #troubles = new Map<string, Trouble>()
  readonly #labelNames = new Map<string, number>()
  #labels = new Uint32Array(1024)

  constructor(
    spec: DataNetwork,
    { precision }: Program,
    parts: readonly (readonly PortColumns[])[],
    report: Report,
  ) {
    this.#spec = spec
    this.#precision = precision
    this.#report = report
    const ports = parts[0]!.map((port, index): StoredPort => {
      const { size } = converterOf(port, precision)
      const isBytes = parts.every((part) => holdsBytes(part[index]!))
      return {
        name: port.port.name,
        size,
        isClass: port.port.classes !== undefined,
        kind: isBytes ? 'byte' : precision,
      }
    })
    for (const { name, size, isClass, kind } of ports)
      this.#hash.update(`${name} ${size} ${isClass ? 'class' : kind}\n`)
    this.#store = new ExampleStore(ports)
    this.#numbers = new Float64Array(ports.reduce((sum, { size }) => sum + size, 0))
  }

  get examples(): Examples {
    const names = [...this.#labelNames.keys()]
    return {
      store: this.#store,
      counts: this.#counts,
      dropped: this.#dropped,
      labels: names.length > 0 ? { names, numbers: this.#labels } : undefined,
      digest: this.#hash.digest('hex'),
    }
  }

  async read(part: PartName, ports: readonly PortColumns[]): Promise<void> {
    const { data } = this.#spec
    const tables = [...new Map(ports.map(({ table, file }) => [table, file]))].map(([table, file]) => ({
      table,
      file,
    }))
    const converters = ports.map((port) => ({
      ...converterOf(port, this.#precision),
      table: tables.findIndex(({ table }) => table === port.table),
    }))
    const labels = this.#labelColumn(tables)
    const wanted = tables.map(
      ({ table }) =>
        new Set([
          ...ports.flatMap((port) => (port.table === table ? port.columns.map(({ index }) => index) : [])),
          ...(labels?.table === table ? [labels.column] : []),
        ]),
    )
    const before = this.#store.examples
    let row = 0
    const path = resolve(dirname(tables[0]!.file.span.source.path), tables[0]!.file.name)
    await reading({ path, span: tables[0]!.file.span }, this.#report, async () => {
      for await (const rows of side(tables, wanted, this.#report)) {
        const example = this.#examples(rows, row, converters, tables, data.missing === 'drop')
        if (labels && example)
          this.#label(rows[tables.findIndex(({ table }) => table === labels.table)]![labels.column])
        row += 1
        if (this.#troubles.size >= ENOUGH) break
      }
    })
    const { file } = tables[0]!
    if (row === 0 && !this.#report.hasErrors)
      this.#report.add({ code: 'E503', at: file.span, message: `\`${file.name}\` has no examples` })
    this.#counts.set(part, this.#store.examples - before)
    this.#hash.update(`${part} ${this.#store.examples - before}\n`)
  }

  /** Tells all that was wrong, each at its place. */
  async complain(): Promise<void> {
    const told = [...this.#troubles.values()].slice(0, ENOUGH)
    for (const table of new Set(told.map((trouble) => trouble.table))) {
      const troubles = told.filter((trouble) => trouble.table === table)
      const cells = troubles.flatMap((trouble) => trouble.rows.map((row) => ({ ...trouble, row })))
      const places = [...((await table.placesOf?.(cells)) ?? [])]
      for (const trouble of troubles) {
        const isLast = told.length === ENOUGH && trouble === told.at(-1)
        const notes = [
          ...(trouble.examples > 1 ? [`this is so in ${counted(trouble.examples, 'example')}`] : []),
          ...(isLast ? ['reading stopped here: there may be more'] : []),
        ]
        this.#report.add({ ...findingOf(trouble, places.splice(0, trouble.rows.length)), notes })
      }
    }
  }

  /** One row of each table; whether there is an example in them. */
  #examples(
    rows: readonly Row[],
    row: number,
    converters: readonly (Converter & { readonly table: number })[],
    tables: readonly OpenTable[],
    drops: boolean,
  ): boolean {
    if (drops && converters.some(({ lacks, table }) => lacks(rows[table]!))) {
      this.#dropped.push(row)
      return false
    }
    let at = 0
    for (const { convert, size, table } of converters) {
      convert(rows[table]!, this.#numbers, at, (column, wrong) => {
        this.#note({ ...tables[table]!, column, wrong, rows: [], examples: 0 }, row)
      })
      at += size
    }
    this.#hash.update(this.#store.append(this.#numbers))
    return true
  }

  #note(trouble: Trouble, row: number): void {
    const { table, column, wrong } = trouble
    const kind = `${table.path} ${column} ${wrong.message}`
    const known = this.#troubles.get(kind) ?? trouble
    known.examples += 1
    if (known.rows.length < SHOWN) known.rows.push(row)
    this.#troubles.set(kind, known)
  }

  #labelColumn(tables: readonly OpenTable[]): { readonly table: Table; readonly column: number } | undefined {
    const { split, files } = this.#spec.data
    // Examples without targets are no part of anything.
    if (split?.kind !== 'column' || files === undefined || this.#spec.targets.length === 0) return undefined
    const table = tables.find(({ file }) => file.span === files.training.span)?.table
    const column = table && columnOf(split.column, table, this.#report)
    return table && column !== undefined ? { table, column } : undefined
  }

  #label(cell: Row[number]): void {
    const text = String(cell ?? '').trim()
    const at = this.#store.examples - 1
    if (at >= this.#labels.length) {
      const more = new Uint32Array(2 * this.#labels.length)
      more.set(this.#labels)
      this.#labels = more
    }
    const number = this.#labelNames.get(text) ?? this.#labelNames.size
    this.#labelNames.set(text, number)
    this.#labels[at] = number
  }
}

/** The rows of several tables side by side; they must be equally many. */
async function* side(
  tables: readonly OpenTable[],
  wanted: readonly ReadonlySet<number>[],
  report: Report,
): AsyncIterable<readonly Row[]> {
  const sources = tables.map(({ table }, index) => ({
    batches: table.rows(wanted[index]!)[Symbol.asyncIterator](),
    batch: [] as readonly Row[],
    at: 0,
    read: 0,
    ended: false,
  }))
  try {
    for (;;) {
      for (const source of sources)
        while (source.at >= source.batch.length && !source.ended) {
          const next = await source.batches.next()
          source.ended = next.done === true
          source.batch = next.done ? [] : next.value
          source.at = 0
        }
      if (sources.some(({ ended }) => ended)) break
      const count = Math.min(...sources.map(({ batch, at }) => batch.length - at))
      for (let i = 0; i < count; i++) yield sources.map(({ batch, at }) => batch[at + i]!)
      for (const source of sources) {
        source.at += count
        source.read += count
      }
    }
    const shorter = sources.findIndex(({ ended }) => ended)
    const longer = sources.findIndex(({ ended }) => !ended)
    if (longer < 0 || report.hasErrors) return
    const [few, many] = [tables[shorter]!, tables[longer]!]
    report.add({
      code: 'E514',
      at: few.file.span,
      message: `${few.table.path} has ${sources[shorter]!.read} examples, and ${many.table.path} has more`,
      labels: [{ span: many.file.span, text: 'examples of both stand side by side' }],
    })
  } finally {
    for (const { batches } of sources) await batches.return?.()
  }
}

/** Whole numbers that fit into a byte: pictures, and a few classes. */
function holdsBytes({ port, columns, table }: PortColumns): boolean {
  if (port.classes) return port.classes.length <= 256
  return columns.every(({ index, categories }) => categories ?? table.columns[index]!.isBytes)
}

function findingOf({ file, table, rows, column, wrong }: Trouble, spans: readonly Span[]) {
  const textOf = (row: number) => `column \`${table.columns[column]!.name}\`, example ${row + 1}`
  const [first] = spans
  return first
    ? { ...wrong, at: first, labels: spans.map((span, index) => ({ span, text: textOf(rows[index]!) })) }
    : {
        ...wrong,
        at: file.span,
        labels: [{ span: file.span, text: `${textOf(rows[0]!)} of ${table.path}` }],
      }
}
