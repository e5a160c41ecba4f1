import { existsSync } from 'node:fs'
import { dirname, extname, resolve } from 'node:path'
import { type Reference, type Report, readSource } from '../../essentials.ts'
import { onDisk } from '../failure.ts'
import { neighbour } from '../paths.ts'
import { shown } from '../terminal.ts'
import { readCsv } from './csv.ts'
import { readJson } from './json.ts'
import type { Table } from './table.ts'

const READERS = { '.csv': readCsv, '.json': readJson }

/** The file that a spec's `data:` names, from the spec's folder. */
export async function readTable({ name, span }: Reference, report: Report): Promise<Table | undefined> {
  const file = resolve(dirname(span.source.path), name)
  const reader = Object.entries(READERS).find(([extension]) => extension === extname(name).toLowerCase())?.[1]
  if (reader === undefined) {
    const help = `data are read from ${Object.keys(READERS).join(' and ')}`
    report.add({ code: 'E502', at: span, message: `\`${name}\` is of no kind that can be read`, help })
    return undefined
  }
  if (!existsSync(file)) {
    const help = neighbour(file) ?? 'files are named from the folder of the spec'
    report.add({ code: 'E502', at: span, message: `there is no file \`${name}\``, help })
    return undefined
  }
  const source = await onDisk(`read ${shown(file)}`, () => readSource(shown(file)))
  if (/^\uFEFF?\s*$/.test(source.text)) {
    report.add({ code: 'E503', at: span, message: `\`${name}\` is empty` })
    return undefined
  }
  const table = reader(source, report)
  if (table?.rows.length !== 0) return table
  report.add({ code: 'E503', at: span, message: `\`${name}\` has no examples` })
  return undefined
}
