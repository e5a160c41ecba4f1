/*
 * One participant at one task, in a process of its own, since libraries change what all code of a process shares.
 * `node child.js NAME FOLDER` answers requests, see protocol.ts.
 */
import { writeSync } from 'node:fs'
import { type HeapProfiler, Session } from 'node:inspector/promises'
import { createInterface } from 'node:readline'
import { stopwatch } from '../support/stopwatch.ts'
import type { Contestant, Peer } from './peer.ts'
import { probe } from './probe.ts'
import type { Allocation, Greeting, Request, Results, Timing } from './protocol.ts'
import { readTask } from './task.ts'

const [name, folder] = process.argv.slice(2)
const { peer }: { readonly peer: Peer } = await import(`./peers/${name!}.ts`)
const contestant = await peer(readTask(folder!))

const refuses = typeof contestant === 'string'
if (refuses) say({ refuses: contestant })
else await serve(contestant)
// Some libraries leave something behind that keeps the process alive.
process.exit(refuses ? 1 : 0)

async function serve(contestant: Contestant): Promise<void> {
  say({ differs: contestant.differs ?? '' })
  for await (const line of createInterface(process.stdin)) say(await answer(contestant, JSON.parse(line)))
}

async function answer(contestant: Contestant, request: Request): Promise<Results | Timing | Allocation> {
  if ('results' in request) {
    const results: number[][] = []
    for (let i = 0; i < request.results; i++) {
      await contestant.run(1)
      results.push(Array.from(contestant.result()))
    }
    return { results }
  }
  if ('sample' in request) {
    const before = probe()
    const elapsed = stopwatch()
    await contestant.run(request.sample)
    const work = elapsed()
    return { work, before, after: probe() }
  }
  return allocation(contestant, request.allocation)
}

/**
 * By the engine's sampling profiler, which counts what is collected too. Objects on the heap, numbers that were put there
 * among them; not the bytes behind typed arrays.
 */
async function allocation(contestant: Contestant, times: number): Promise<Allocation> {
  const session = new Session()
  session.connect()
  await session.post('HeapProfiler.startSampling', {
    samplingInterval: 512,
    includeObjectsCollectedByMajorGC: true,
    includeObjectsCollectedByMinorGC: true,
  })
  await contestant.run(times)
  const { profile } = await session.post('HeapProfiler.stopSampling')
  session.disconnect()
  return { bytes: bytesIn(profile.head) / times }
}

function bytesIn({ selfSize, children }: HeapProfiler.SamplingHeapProfileNode): number {
  return children.reduce((sum, child) => sum + bytesIn(child), selfSize)
}

function say(message: Greeting | Results | Timing | Allocation): void {
  writeSync(3, `${JSON.stringify(message)}\n`)
}
