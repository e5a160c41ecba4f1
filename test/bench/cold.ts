import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { copyFileSync, cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import { build, transform } from 'esbuild'
import { built, environment, missing } from './contestant.ts'
import type { Participant } from './participants.ts'
import { bundled } from './prepare.ts'
import { probe } from './probe.ts'
import type { Timing } from './protocol.ts'
import type { ColdStart } from './results.ts'
import { limitOf, quiet, summaryOf } from './statistics.ts'
import type { Workload } from './workloads.ts'

/** Pairs of starts, a bare one and one with a prediction, one after the other. */
const PAIRS = 25
/** Who takes longer than so many milliseconds starts a few times only. */
const PATIENCE = 2000
const FEWEST = 3

interface Pair extends Timing {
  readonly bare: number
}

/** A script for Node that does the work once, and nothing of the bench beside it. */
interface Starter {
  readonly label: string
  readonly script: string
}

/** Milliseconds from the start of a process to its end after the first prediction, beyond those of Node with nothing to do. */
export async function coldStarts(
  workload: Workload,
  participants: readonly Participant[],
  folder: string,
  say: (text: string) => void,
): Promise<readonly ColdStart[]> {
  const starters = [...(await ours(workload, folder)), ...(await theirs(participants, folder))]
  const nothing = join(folder, 'nothing.cjs')
  writeFileSync(nothing, '')
  const times = new Map(starters.map((starter) => [starter, [] as Pair[]]))
  // The first calls of the probe are for the engine.
  for (let i = 0; i < 20; i++) probe()
  for (let pair = 0; pair < PAIRS; pair++) {
    say(`cold start ${pair + 1} of ${PAIRS}`)
    for (const starter of starters) {
      const pairs = times.get(starter)!
      if (pair >= FEWEST && pairs[0]!.work > PATIENCE) continue
      const before = probe()
      const bare = await lifetime(nothing)
      const work = await lifetime(starter.script)
      pairs.push({ bare, work, before, after: probe() })
    }
  }
  const limit = limitOf([...times.values()].flat())
  return [...times].map(([{ label }, pairs]) => {
    const undisturbed = pairs.filter((pair) => quiet(pair, limit))
    const figure = (of: (pair: Pair) => number) => summaryOf(undisturbed.map(of), pairs.map(of))
    return { label, beyond: figure(({ work, bare }) => work - bare), bare: figure(({ bare }) => bare).median }
  })
}

/** What a user has: the package as it is built, the generated module as JavaScript, a file of weights, a script of some lines. */
async function ours({ spec }: Workload, folder: string): Promise<readonly Starter[]> {
  if (!existsSync('dist/runtime'))
    throw new RangeError('the package must be built before it starts: npm run build')
  const loopless = join(folder, 'node_modules/loopless')
  mkdirSync(loopless, { recursive: true })
  for (const part of ['package.json', 'dist']) cpSync(part, join(loopless, part), { recursive: true })
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }')
  const { code } = await transform(readFileSync(join(folder, `${spec}.ts`), 'utf8'), { loader: 'ts' })
  writeFileSync(join(folder, `${spec}.js`), code)
  const starter = (label: string, name: string, lines: string): Starter => {
    const script = join(folder, `${name}.js`)
    writeFileSync(script, lines)
    return { label, script }
  }
  const installed = starter(
    'Loopless, as installed',
    'predict',
    `import { readFile } from 'node:fs/promises'
import { predictor } from './${spec}.js'
const served = await predictor(await readFile(new URL('weights.safetensors', import.meta.url)))
served.predictOne(new Float32Array(served.X.rows))
`,
  )
  return [
    starter('an empty ES module', 'empty', ''),
    await bundledOf(installed),
    installed,
    starter(
      'Loopless, as installed, a step of training',
      'train',
      `import { create } from './${spec}.js'
const net = await create({ batch: 1, seed: 1 })
net.step(net.X, net.Y)
`,
    ),
  ]
}

/** As functions are deployed that have to start fast: with what they use of the package in their own script. */
async function bundledOf({ script }: Starter): Promise<Starter> {
  const folder = dirname(script)
  const outdir = join(folder, 'bundled')
  await build({
    absWorkingDir: folder,
    entryPoints: [script],
    bundle: true,
    minify: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    outdir,
    logLevel: 'warning',
  })
  copyFileSync(join(folder, 'weights.safetensors'), join(outdir, 'weights.safetensors'))
  return { label: 'Loopless, bundled', script: join(outdir, basename(script)) }
}

/** What the bench itself has of the others, one file each. */
async function theirs(participants: readonly Participant[], folder: string): Promise<readonly Starter[]> {
  const able = participants.filter(
    (participant) =>
      participant.name !== 'loopless' && !participant.newest && !participant.python && !missing(participant),
  )
  return Promise.all(
    able.map(async ({ name, label }) => {
      // Packages of peers are found from there.
      const script = join(built, `once-${name}.js`)
      const contents = `
        import { peer } from './peers/${name}.ts'
        import { readTask } from './task.ts'
        const contestant = await peer(readTask(${JSON.stringify(folder)}))
        await contestant.run(1)
        // Some libraries leave something behind that keeps the process alive.
        process.exit(0)
      `
      writeFileSync(script, await bundled(contents, resolve('test/bench'), { packages: 'external' }))
      return { label, script }
    }),
  )
}

/** Milliseconds of a process from start to end. */
async function lifetime(script: string): Promise<number> {
  const began = performance.now()
  const child = spawn(process.execPath, [script], { env: environment, stdio: 'ignore' })
  const [code] = await once(child, 'exit')
  const elapsed = performance.now() - began
  if (code !== 0) throw new Error(`${script} ended with ${code}`)
  return elapsed
}
