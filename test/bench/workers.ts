import { mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { build } from 'esbuild'
import type { Matrix, Net, Options } from '../../runtime/index.ts'
import { generated } from '../support/generate.ts'
import { inputs, targets } from './prepare.ts'
import { probe } from './probe.ts'
import type { Timing } from './protocol.ts'
import type { WorkersResult } from './results.ts'
import { deviation, limitOf, quiet, summaryOf, TOLERANCE } from './statistics.ts'
import { type Workload, workloads } from './workloads.ts'

/** What is shared by two threads: batches wide enough to be worth it. */
const SHARED = [
  { id: 'W2', batch: 256 },
  { id: 'W4', batch: 256 },
]
const WORKERS = 2
/** Losses of so many steps are compared. */
const STEPS = 5
/** As in `rounds.ts`. */
const SAMPLE = 40
const WARM = 3000

export interface WorkersOptions {
  readonly seconds: number
  readonly say: (text: string) => void
}

/** Milliseconds of a step by one thread and by two, in turns. */
export async function shared(folder: string, options: WorkersOptions): Promise<readonly WorkersResult[]> {
  const results: WorkersResult[] = []
  for (const { id, batch } of SHARED)
    results.push(
      await share(
        workloads.find((workload) => workload.id === id)!,
        batch,
        join(folder, `${id}-shared`),
        options,
      ),
    )
  return results
}

/** Makes a step and returns its loss. */
type Step = () => number | Promise<number>

async function share(
  { id, spec }: Workload,
  batch: number,
  folder: string,
  { seconds, say }: WorkersOptions,
): Promise<WorkersResult> {
  say(`${id}: getting ready`)
  const contenders = await contendersOf(spec, batch, folder)
  const { one, several } = contenders
  const title = `${id} · batch ${batch}`
  try {
    const found = [await lossesOf(one), await lossesOf(several)] as const
    const worst = deviation(found[1], found[0])
    if (worst > TOLERANCE) return { title, workers: WORKERS, deviation: worst }
    const times = await paceOf(one)
    await paceOf(several)
    const pairs: { readonly one: Timing; readonly several: Timing }[] = []
    const began = performance.now()
    while (performance.now() - began < 1000 * seconds) {
      say(
        `${id}: round ${pairs.length + 1}, ${Math.round((performance.now() - began) / 1000)} of ${seconds} s`,
      )
      pairs.push({ one: await sample(one, times), several: await sample(several, times) })
    }
    const limit = limitOf(pairs.flatMap(({ one, several }) => [one, several]))
    const undisturbed = pairs.filter(({ one, several }) => quiet(one, limit) && quiet(several, limit))
    const figure = (of: (pair: (typeof pairs)[number]) => number) =>
      summaryOf(undisturbed.map(of), pairs.map(of))
    const fastest = (who: 'one' | 'several') => Math.min(...pairs.map((pair) => pair[who].work))
    return {
      title,
      workers: WORKERS,
      deviation: worst,
      measured: {
        one: figure(({ one }) => one.work),
        several: figure(({ several }) => several.work),
        ratio: figure(({ one, several }) => one.work / several.work),
        fastest: { one: fastest('one'), several: fastest('several') },
      },
    }
  } finally {
    await contenders.close()
  }
}

/** A net that steps in this thread, and one that shares its batches, with equal parameters and data. */
async function contendersOf(spec: string, batch: number, folder: string) {
  const { create, sourceOf, Matrix, workers, url } = await modulesOf(spec, folder)
  const [alone, together] = [await create({ batch, seed: 1 }), await create({ batch, seed: 1 })]
  const ports = [...alone.model.inputs, ...alone.model.targets].map((name) => alone.matrices.get(name)!)
  const [X, Y] = ports as [Matrix, Matrix]
  const source = sourceOf([
    new Matrix(X.rows, batch, batch, inputs(X.rows, batch)),
    new Matrix(Y.rows, batch, batch, targets(Y.rows, batch)),
  ])
  const order = scattered(batch)
  const team = await workers(WORKERS, url).open(together, source, batch)
  // As `fit` does it, without workers and with them.
  const one: Step = () => {
    source.gather(ports, order, 0)
    return alone.step(...ports)
  }
  const several: Step = async () => {
    const loss = team.compute(order, 0, batch)
    const sum = typeof loss === 'number' ? loss : await loss
    together.update()
    return sum
  }
  return { one, several, close: () => team.close() }
}

/** All examples, in an order that is far from theirs and always the same. */
function scattered(examples: number): Uint32Array {
  // A prime has no factor in common with a smaller number.
  return Uint32Array.from({ length: examples }, (_, i) => (i * 1_597 + 11) % examples)
}

interface Modules
  extends Pick<typeof import('../../runtime/index.ts'), 'sourceOf' | 'Matrix'>,
    Pick<typeof import('../../runtime/workers/index.ts'), 'workers'> {
  readonly create: (options: Options) => Promise<Net>
  /** Of the network's module. */
  readonly url: URL
}

/** The network and the runtime's threads as JavaScript, since threads import it. */
async function modulesOf(spec: string, folder: string): Promise<Modules> {
  mkdirSync(folder, { recursive: true })
  const path = `test/bench/specs/${spec}.yaml`
  writeFileSync(join(folder, `${spec}.ts`), await generated(path, readFileSync(path, 'utf8')))
  writeFileSync(
    join(folder, 'main.ts'),
    `export { Matrix, sourceOf } from 'loopless/runtime'
     export { workers } from 'loopless/runtime/workers'`,
  )
  await build({
    entryPoints: {
      network: join(folder, `${spec}.ts`),
      main: join(folder, 'main.ts'),
      'node-worker': resolve('runtime/workers/node-worker.ts'),
    },
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'es2022',
    outdir: folder,
    alias: {
      'loopless/runtime/workers': resolve('runtime/workers/node-index.ts'),
      'loopless/runtime': resolve('runtime/index.ts'),
    },
    logLevel: 'silent',
  })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const url = pathToFileURL(join(folder, 'network.js'))
  return {
    url,
    ...(await import(url.href)),
    ...(await import(pathToFileURL(join(folder, 'main.js')).href)),
  }
}

async function lossesOf(step: Step): Promise<readonly number[]> {
  const losses: number[] = []
  for (let i = 0; i < STEPS; i++) losses.push(await step())
  return losses
}

/** How many steps a sample takes, after engines have had time to compile. */
async function paceOf(step: Step): Promise<number> {
  let one = Infinity
  for (const began = performance.now(); performance.now() - began < WARM; )
    one = Math.min(one, (await sample(step, 1)).work)
  return Math.max(1, Math.round(SAMPLE / one))
}

/** Milliseconds of one step, of so many. The clock's: two processors' time is no thread's. */
async function sample(step: Step, times: number): Promise<Timing> {
  const before = probe()
  const began = performance.now()
  for (let i = 0; i < times; i++) await step()
  const work = (performance.now() - began) / times
  return { work, before, after: probe() }
}
