import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { missing, nodeOf, start } from './contestant.ts'
import type { Participant } from './participants.ts'
import { probe } from './probe.ts'
import type { Timing } from './protocol.ts'
import type { ColdStart } from './results.ts'
import { limitOf, quiet, summaryOf } from './statistics.ts'

/** Pairs of starts, a bare one and one with a prediction, one after the other. */
const PAIRS = 25
/** Who takes longer than so many milliseconds starts a few times only. */
const PATIENCE = 2000
const FEWEST = 3

interface Pair extends Timing {
  readonly bare: number
}

/** Milliseconds from the start of a process to its end after the first prediction, beyond those of Node with nothing to do. */
export async function coldStarts(
  participants: readonly Participant[],
  folder: string,
  say: (text: string) => void,
): Promise<readonly ColdStart[]> {
  const starters = participants.filter((participant) => !participant.python && !missing(participant))
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
      const bare = await lifetime(() => spawn(nodeOf(starter), [nothing], { stdio: 'ignore' }))
      const work = await lifetime(() => start(starter, folder, ['--once']))
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

/** Milliseconds from start to end. */
async function lifetime(begin: () => ChildProcess): Promise<number> {
  const began = performance.now()
  const child = begin()
  const [code] = await once(child, 'exit')
  const elapsed = performance.now() - began
  if (code !== 0) throw new Error(`${child.spawnargs.join(' ')} ended with ${code}`)
  return elapsed
}
