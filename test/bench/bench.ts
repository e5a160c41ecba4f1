/*
 * Every workload beside every peer: `npm run bench -- --help`, and README.md. Run from the root of the project.
 */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { cpus, tmpdir } from 'node:os'
import { join } from 'node:path'
import { Command, InvalidArgumentError } from 'commander'
import { chart } from './chart.ts'
import { coldStarts } from './cold.ts'
import { measure } from './measure.ts'
import { participants, taking } from './participants.ts'
import { prepare } from './prepare.ts'
import type { Results, WorkloadResults } from './results.ts'
import { sizes } from './size.ts'

import { coldTable, differing, machineOf, sizeTable, table, workersTable } from './table.ts'
import { tileShares, tileTable } from './tiles.ts'
import { shared } from './workers.ts'
import { chosen, servedWorkload, wide, workloads } from './workloads.ts'

interface Options {
  readonly peers?: readonly string[]
  readonly seconds: number
  readonly cold?: true
  readonly size?: true
  readonly tiles?: true
  readonly workers?: true
  readonly json?: string
  readonly svg?: string
  readonly from?: string
}

const command = new Command('npm run bench --')
  .description('Measures Loopless beside other libraries, in turns.')
  .argument('[workloads...]', `${workloads.map(({ id }) => id).join(', ')}; all by default`)
  .option(
    '--peers <names>',
    `${participants
      .slice(1)
      .map(({ name }) => name)
      .join(',')}; all by default`,
    list,
  )
  .option('--seconds <number>', 'how long turns are taken, for each workload', positive, 20)
  .option('--cold', 'only the time from the start of a process to its first prediction, beyond bare Node')
  .option('--size', 'only the bytes of bundled scripts')
  .option('--tiles', 'only the speed of matrix products, beside a tile that knows no memory')
  .option('--workers', 'only steps that two threads share, beside those of one')
  .option('--json <file>', 'write all results, every sample among them')
  .option('--svg <file>', 'write a chart')
  .option('--from <file>', 'read the results of an earlier run instead of measuring')
  .action(run)

try {
  await command.parseAsync()
} catch (error) {
  if (!(error instanceof RangeError)) throw error
  command.error(`error: ${error.message}`, { exitCode: 2 })
}

async function run(names: readonly string[], options: Options): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'loopless-bench-'))
  try {
    const results = options.from
      ? (JSON.parse(readFileSync(options.from, 'utf8')) as Results)
      : await measured(names, options, folder)
    if (options.from) print(results)
    if (options.json) writeFileSync(options.json, `${JSON.stringify(results, undefined, 1)}\n`)
    if (options.svg) writeFileSync(options.svg, chart(results.workloads))
    if (results.workloads.some(differing) || differing({ participants: results.workers ?? [] }))
      process.exitCode = 1
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function measured(names: readonly string[], options: Options, folder: string): Promise<Results> {
  const who = taking(options.peers)
  const which = chosen(names)
  const machine = { processor: cpus()[0]!.model, cores: cpus().length, node: process.version }
  console.log(machineOf(machine))
  if (options.size || options.cold) {
    const task = await prepare(servedWorkload, folder)
    const results: Results = {
      machine,
      workloads: [],
      ...(options.size && { sizes: await sizes(servedWorkload, task, who) }),
      ...(options.cold && { coldStarts: await coldStarts(servedWorkload, who, task, say) }),
    }
    printExtras(results)
    return results
  }
  if (options.tiles) {
    const tiles = await tileShares(names.length ? which : wide, folder, options.seconds)
    const results: Results = { machine, workloads: [], tiles }
    printExtras(results)
    return results
  }
  if (options.workers) {
    const results: Results = {
      machine,
      workloads: [],
      workers: await shared(folder, { seconds: options.seconds, say }),
    }
    say('')
    printExtras(results)
    return results
  }
  const done: WorkloadResults[] = []
  for (const workload of which) {
    const task = await prepare(workload, folder)
    done.push(await measure(workload, who, task, { seconds: options.seconds, say }))
    say('')
    console.log(`\n${table(done.at(-1)!)}`)
  }
  return { machine, workloads: done }
}

function print(results: Results): void {
  console.log(machineOf(results.machine))
  for (const workload of results.workloads) console.log(`\n${table(workload)}`)
  printExtras(results)
}

function printExtras({ sizes, coldStarts, tiles, workers }: Results): void {
  if (sizes) console.log(`\n${sizeTable(sizes)}`)
  if (coldStarts) console.log(`\n${coldTable(coldStarts)}`)
  for (const shares of tiles ?? []) console.log(`\n${tileTable(shares)}`)
  if (workers) console.log(`\n${workersTable(workers)}`)
}

/** What goes on, on one line, for who watches. */
function say(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\u001b[K${text}`)
}

function list(text: string): readonly string[] {
  return text.split(',').filter((name) => name !== '')
}

function positive(text: string): number {
  const value = Number(text)
  if (!(value > 0)) throw new InvalidArgumentError('a number above 0 is needed')
  return value
}
