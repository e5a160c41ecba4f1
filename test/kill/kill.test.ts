import { spawn } from 'node:child_process'
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readSafetensors } from '../../runtime/safetensors.ts'
import { builtCli } from '../commands/support/built.ts'
import { type Project, project } from '../commands/support/project.ts'
import { Random } from '../support/random.ts'

/**
 * Training is killed, as a machine that loses power kills it, at moments drawn from a seed; what it leaves is whole, and
 * it goes on to the very bits of a run that nobody disturbed. `npm run test:kill` kills 50 times.
 */
const KILLS = Number(process.env['LOOPLESS_KILLS'] ?? 4)
/** Kills of one run, before it may come to its end. */
const KILLS_A_RUN = 2

const SPEC = `loopless: 1
network: brave
data:
  file: data.csv
  inputs: { X: { columns: [a, b] } }
  targets: { Y: { columns: [y] } }
  split: { test: 0.25 }
inputs: { X: [2, m] }
targets: { Y: { shape: [1, m], classes: [off, lit] } }
layers:
  - standardize
  - dropout: 0.2
  - dense: { units: 5, activation: tanh }
  - dense: { units: 1, activation: sigmoid }
loss: binary-cross-entropy
metrics: [binary-accuracy]
training:
  optimizer: { nadam: { rate: 0.02 } }
  schedule: { reduce-on-plateau: { patience: 1 } }
  clipping: [{ by-norm: 1 }]
  batch: 7
  epochs: 60
  stopping: { patience: 60, monitor: binary-accuracy }
  checkpoints: { iterations: 2 }
`
const row = (i: number) => `${i % 5},${(i * 7) % 11},${(i % 5) * 2 > (i * 7) % 11 ? 'lit' : 'off'}`
const CSV = `a,b,y\n${Array.from({ length: 120 }, (_, i) => row(i)).join('\n')}\n`

const WEIGHTS = 'weights/brave.safetensors'
const CHECKPOINT = 'weights/brave.checkpoint.safetensors'

it(`ends in the same bits after each of ${KILLS} kills, and never leaves a torn file`, {
  timeout: 60_000 + 5000 * KILLS,
}, async () => {
  const random = new Random(2026)
  const brave = project({ 'brave.yaml': SPEC, 'data.csv': CSV })
  const { started, ended } = await trained(brave)
  const undisturbed = readFileSync(brave.path(WEIGHTS))
  const lastCheckpoint = readFileSync(brave.path(CHECKPOINT))

  const steps: number[] = []
  while (steps.length < KILLS) {
    brave.remove('weights')
    for (let kills = 0; kills < KILLS_A_RUN && steps.length < KILLS; ) {
      // One in five before there is anything to go on from.
      const moment: Moment =
        random.between(0, 1) < 0.2
          ? { from: 'the start', after: random.between(0.25, 1) * started }
          : { from: 'a checkpoint', after: random.between(0, 0.6) * (ended - started) }
      if ((await trained(brave, moment)).how === 'finished') break
      kills += 1
      steps.push(stepLeft(brave))
    }
    expect((await trained(brave)).how).toBe('finished')
    expect(readFileSync(brave.path(WEIGHTS))).toEqual(undisturbed)
    expect(readFileSync(brave.path(CHECKPOINT))).toEqual(lastCheckpoint)
    expect(readdirSync(brave.path('weights')).filter((file) => /\d$/.test(file))).toEqual([])
  }
  if (KILLS > 4) console.log(`killed ${steps.length} times, with checkpoints of steps ${steps.join(', ')}`)
})

/** So many milliseconds after a process was started, or has written its first checkpoint. */
interface Moment {
  readonly from: 'the start' | 'a checkpoint'
  readonly after: number
}

interface Ended {
  readonly how: 'finished' | 'killed'
  /** Milliseconds to the first checkpoint, and to the end. */
  readonly started: number
  readonly ended: number
}

/** Trains, or goes on, until the moment at which it is killed. */
function trained({ folder, path }: Project, moment?: Moment): Promise<Ended> {
  const written = () => statSync(path(CHECKPOINT), { throwIfNoEntry: false })?.mtimeMs
  const before = written()
  return new Promise((resolve, reject) => {
    const began = performance.now()
    const child = spawn(process.execPath, [builtCli(), 'train', 'brave.yaml', '--resume'], {
      cwd: folder,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text
    })
    const kill = () => child.kill('SIGKILL')
    let timer = moment?.from === 'the start' ? setTimeout(kill, moment.after) : undefined
    let started = 0
    const watch = setInterval(() => {
      if (started > 0 || written() === before) return
      started = performance.now() - began
      if (moment?.from === 'a checkpoint') timer = setTimeout(kill, moment.after)
    }, 2)
    child.on('error', reject)
    child.on('close', (code, signal) => {
      clearTimeout(timer)
      clearInterval(watch)
      const times = { started, ended: performance.now() - began }
      if (signal === 'SIGKILL') resolve({ how: 'killed', ...times })
      else if (code === 0) resolve({ how: 'finished', ...times })
      else reject(new Error(said))
    })
  })
}

/** The step of the checkpoint that a kill has left; every file that is there is whole. */
function stepLeft({ path }: Project): number {
  if (!existsSync(path('weights'))) return 0
  for (const file of readdirSync(path('weights'))) {
    // Half of a file is only ever there by a name that nobody reads, and is swept up by the next run.
    if (/\.\d+$/.test(file)) continue
    expect(file).toMatch(/^brave(\.checkpoint)?\.(safetensors|svg)$/)
    const bytes = readFileSync(path(`weights/${file}`))
    if (file.endsWith('.svg')) expect(bytes.toString()).toMatch(/<\/svg>\n$/)
    else readSafetensors(bytes)
  }
  if (!existsSync(path(CHECKPOINT))) return 0
  return Number(readSafetensors(readFileSync(path(CHECKPOINT))).metadata.get('run.step'))
}
