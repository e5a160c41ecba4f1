import { type Contestant, enter } from './contestant.ts'
import type { Participant } from './participants.ts'
import type { Allocation } from './protocol.ts'
import type { Measured, ParticipantResults, WorkloadResults } from './results.ts'
import { paceOf, rounds } from './rounds.ts'
import { deviation, limitOf, quiet, ratio, type Sample, summary, TOLERANCE } from './statistics.ts'
import type { Workload } from './workloads.ts'

export interface MeasureOptions {
  /** How long turns are taken. */
  readonly seconds: number
  /** Also what one time allocates, in another process. */
  readonly heap: boolean
  /** Told what goes on. */
  readonly say: (text: string) => void
}

/** Losses of so many steps are compared, so that updates are compared too. */
const STEPS = 5

/** One workload, by all who take part, in turns. */
export async function measure(
  workload: Workload,
  participants: readonly Participant[],
  folder: string,
  options: MeasureOptions,
): Promise<WorkloadResults> {
  const { id, title, mode } = workload
  const entries: ParticipantResults[] = []
  const contestants: Contestant[] = []
  let wanted: readonly (readonly number[])[] | undefined
  for (const participant of participants) {
    options.say(`${id} · ${participant.label}: getting ready`)
    const { name, label } = participant
    const contestant = await enter(participant, folder)
    if (typeof contestant === 'string') {
      entries.push({ name, label, refuses: contestant })
      continue
    }
    const { version, differs } = contestant
    const entry = { name, label, ...(version && { version }) }
    if (differs) {
      entries.push({ ...entry, differs })
    } else {
      const found = await contestant.results(mode === 'train' ? STEPS : 1)
      wanted ??= found
      const worst = deviation(found.flat(), wanted.flat())
      entries.push({ ...entry, deviation: worst })
      if (worst > TOLERANCE) {
        await contestant.end()
        continue
      }
    }
    contestants.push(contestant)
  }

  const samples = await samplesOf(contestants, options)
  for (const contestant of contestants) await contestant.end()
  const [first] = contestants
  const measured = new Map<string, Measured>()
  for (const { participant } of contestants) {
    const own = samples.get(participant)!
    const allocation =
      options.heap && !participant.python ? await allocationOf(participant, folder) : undefined
    measured.set(participant.name, {
      perSecond: summary(own),
      ratio: ratio(samples.get(first!.participant)!, own),
      ...(allocation && { allocation }),
      samples: own,
    })
  }
  return {
    id,
    title,
    unit: mode === 'train' ? 'steps' : 'predictions',
    participants: entries.map((entry) => {
      const figures = measured.get(entry.name)
      return figures ? { ...entry, measured: figures } : entry
    }),
  }
}

/** The same probe takes its own time in each process, by what the process has done to the engine: so each has its own limit. */
async function samplesOf(
  contestants: readonly Contestant[],
  options: MeasureOptions,
): Promise<ReadonlyMap<Participant, readonly Sample[]>> {
  const turns = await rounds(contestants, options)
  return new Map(
    contestants.map(({ participant }) => {
      const own = turns.filter((turn) => turn.participant === participant)
      const limit = limitOf(own.map(({ timing }) => timing))
      const samples = own.map(({ round, times, timing }) => ({
        round,
        perSecond: (1000 * times) / timing.work,
        quiet: quiet(timing, limit),
      }))
      return [participant, samples]
    }),
  )
}

/** So much room for new objects that nothing is collected meanwhile; samples were taken with the engine's own settings. */
const ROOMY = ['--expose-gc', '--min-semi-space-size=64', '--max-semi-space-size=64']

async function allocationOf(participant: Participant, folder: string): Promise<Allocation | undefined> {
  const contestant = await enter(participant, folder, ROOMY)
  if (typeof contestant === 'string') return undefined
  const { times } = await paceOf(contestant)
  const allocation = await contestant.allocation(times)
  await contestant.end()
  return allocation
}
