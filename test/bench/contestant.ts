import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import type { Readable } from 'node:stream'
import { text } from 'node:stream/consumers'
import type { Participant } from './participants.ts'
import type { Allocation, Greeting, Request, Results, Timing } from './protocol.ts'

/** Everything runs from the root of the project; the peers' packages are found from here, and so code that needs them is built into it. */
const here = resolve('test/bench')
export const built = join(here, 'node_modules/.cache/bench')

/** Numerical libraries use one thread, and find out themselves which processor this is. */
export const environment: NodeJS.ProcessEnv = {
  ...process.env,
  OMP_NUM_THREADS: '1',
  OPENBLAS_NUM_THREADS: '1',
}
for (const name of ['OPENBLAS_CORETYPE', 'OPENBLAS_L2_SIZE']) delete environment[name]

/** Debian's, the one that has the peers. */
const PYTHON = '/usr/bin/python3'

/** The newest Node, as a package. */
const newestNode = resolve('test/platforms/node_modules/node')

/** The version of a participant's package, or of its own Node; nothing where it has none, or it is not installed. */
export function versionOf({ needs, newest }: Participant): string | undefined {
  const folder = needs ? join(here, 'node_modules', needs) : newest && newestNode
  const file = folder && join(folder, 'package.json')
  return file && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).version : undefined
}

/** What has to be done so that a participant finds what it needs; nothing where it is there. */
export function missing(participant: Participant): string | undefined {
  const { needs, newest, python } = participant
  if ((needs || newest) && !versionOf(participant))
    return `not installed: npm ci --prefix test/${needs ? 'bench' : 'platforms'}`
  if (python && !existsSync(PYTHON)) return `there is no ${PYTHON}`
  return undefined
}

/** The Node that runs a participant. */
export function nodeOf({ newest }: Participant): string {
  return newest ? join(newestNode, 'bin/node') : process.execPath
}

/** Starts a participant's program at the task in a folder. */
function start(participant: Participant, folder: string): ChildProcess {
  const { name, python } = participant
  const [program, ...rest] = python
    ? [PYTHON, join(here, 'child.py'), name, folder]
    : [nodeOf(participant), join(built, 'child.js'), name, folder]
  return spawn(program, rest, { env: environment, stdio: ['pipe', 'ignore', 'pipe', 'pipe'] })
}

/** A participant in its process, ready for its turns. */
export interface Contestant {
  readonly participant: Participant
  readonly version?: string
  readonly differs?: string
  /** Of the first times, one after another: losses, or probabilities. */
  readonly results: (times: number) => Promise<readonly number[]>
  readonly sample: (times: number) => Promise<Timing>
  readonly allocation: (times: number) => Promise<Allocation>
  readonly end: () => Promise<void>
}

/** Makes a participant ready for the task in a folder, or says why it does not take part. */
export async function enter(participant: Participant, folder: string): Promise<Contestant | string> {
  const { python } = participant
  const absent = missing(participant)
  if (absent) return absent
  const child = start(participant, folder)
  const complaints = text(child.stderr!)
  // A process that has ended takes no requests; that it gives no answers is what is noticed.
  child.stdin!.on('error', () => {})
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()))
  const answers = createInterface(child.stdio[3] as Readable)[Symbol.asyncIterator]()

  async function answer<T>(): Promise<T> {
    const { value, done } = await answers.next()
    if (done) throw new Error(`${participant.label} ended: ${lastLine(await complaints)}`)
    return JSON.parse(value)
  }
  async function ask<T>(request: Request): Promise<T> {
    child.stdin!.write(`${JSON.stringify(request)}\n`)
    return answer<T>()
  }
  const end = () => {
    child.stdin!.end()
    return ended
  }

  let greeting: Greeting
  try {
    greeting = await answer<Greeting>()
  } catch (error) {
    return python && /No module named/.test(String(error))
      ? `not installed: Debian's ${python}`
      : String(error instanceof Error ? error.message : error)
  }
  if ('refuses' in greeting) {
    await end()
    return greeting.refuses
  }
  const version = versionOf(participant) ?? greeting.version
  return {
    participant,
    ...(version && { version }),
    ...(greeting.differs && { differs: greeting.differs }),
    results: async (times) => (await ask<Results>({ results: times })).results.flat(),
    sample: (times) => ask({ sample: times }),
    allocation: (times) => ask({ allocation: times }),
    end,
  }
}

function lastLine(complaints: string): string {
  const lines = complaints.trim().split('\n')
  return lines.findLast((line) => /Error|error/.test(line)) ?? lines.at(-1)!
}
