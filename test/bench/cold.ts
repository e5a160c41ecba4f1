import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { start, versionOf } from './contestant.ts'
import type { Participant } from './participants.ts'
import type { ColdStart } from './results.ts'
import { spread } from './statistics.ts'

/** Pairs of starts, a bare one and one with a prediction, one after the other. */
const PAIRS = 25

/** Milliseconds from the start of a process to its end after the first prediction, beyond those of Node with nothing to do. */
export async function coldStarts(
  participants: readonly Participant[],
  folder: string,
  say: (text: string) => void,
): Promise<readonly ColdStart[]> {
  const starters = participants.filter(
    (participant) => !participant.python && (!participant.needs || versionOf(participant)),
  )
  const nothing = join(folder, 'nothing.cjs')
  writeFileSync(nothing, '')
  const times = new Map(starters.map((starter) => [starter, [] as { bare: number; full: number }[]]))
  for (let pair = 0; pair < PAIRS; pair++) {
    say(`cold start ${pair + 1} of ${PAIRS}`)
    for (const starter of starters) {
      const bare = await lifetime(() => spawn(process.execPath, [nothing], { stdio: 'ignore' }))
      const full = await lifetime(() => start(starter, folder, ['--once']))
      times.get(starter)!.push({ bare, full })
    }
  }
  return [...times].map(([{ label }, pairs]) => ({
    label,
    beyond: spread(pairs.map(({ bare, full }) => full - bare)),
    bare: spread(pairs.map(({ bare }) => bare)).median,
  }))
}

/** Milliseconds from start to end. */
async function lifetime(begin: () => ChildProcess): Promise<number> {
  const began = performance.now()
  const child = begin()
  const [code] = await once(child, 'exit')
  const elapsed = performance.now() - began
  if (code !== 0) throw new Error(`${child.spawnargs.join(' ')} ended with ${code}`)
  return elapsed
}
