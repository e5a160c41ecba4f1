import { type Contestant, enter } from './contestant.ts'
import type { Participant } from './participants.ts'
import type { Measured, ParticipantResults, WorkloadResults } from './results.ts'
import { rounds } from './rounds.ts'
import { deviation, limitOf, quiet, ratio, type Sample, summary, TOLERANCE } from './statistics.ts'
import type { Workload } from './workloads.ts'

export interface MeasureOptions {
  /** How long turns are taken. */
  readonly seconds: number
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
  let wanted: readonly number[] | undefined
  for (const participant of participants) {
    options.say(`${id} · ${participant.label}: getting ready`)
    const { name, label } = participant
    const contestant = await enter(participant, folder)
    if (typeof contestant === 'string') {
      if (!wanted) throw new Error(`${label}: ${contestant}`)
      entries.push({ name, label, refuses: contestant })
      continue
    }
    const { version, differs } = contestant
    const entry = { name, label, ...(version && { version }) }
    if (differs) {
      entries.push({ ...entry, differs })
      contestants.push(contestant)
      continue
    }
    const found = await contestant
      .results(mode === 'train' ? STEPS : 1)
      .catch((error: Error) => error.message)
    if (typeof found === 'string') {
      if (!wanted) throw new Error(found)
      entries.push({ ...entry, refuses: found })
      continue
    }
    wanted ??= found
    const worst = deviation(found, wanted)
    entries.push({ ...entry, deviation: worst })
    if (worst <= TOLERANCE) contestants.push(contestant)
    else await contestant.end()
  }

  const samples = await samplesOf(contestants, options)
  const compared = contestants.filter(({ participant }) => participant.compared)
  const measured = new Map<string, Measured>()
  for (const contestant of contestants) {
    const own = samples.get(contestant)!
    measured.set(contestant.participant.name, {
      perSecond: summary(own),
      ratio: ratio(samples.get(contestants[0]!)!, own),
      ...(compared.length > 0 && {
        ratios: Object.fromEntries(
          compared.map((other) => [other.participant.label, ratio(samples.get(other)!, own)]),
        ),
      }),
      ...(await allocationOf(contestant, own)),
      samples: own,
    })
    await contestant.end()
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
): Promise<ReadonlyMap<Contestant, readonly Sample[]>> {
  const turns = await rounds(contestants, options)
  return new Map(
    contestants.map((contestant) => {
      const own = turns.filter((turn) => turn.contestant === contestant)
      const limit = limitOf(own.map(({ timing }) => timing))
      const samples = own.map(({ round, times, timing }) => ({
        round,
        perSecond: (1000 * times) / timing.work,
        quiet: quiet(timing, limit),
      }))
      return [contestant, samples]
    }),
  )
}

/** Of a second's work at most; of what Node runs, and not so slowly that nobody asks. */
async function allocationOf(
  contestant: Contestant,
  samples: readonly Sample[],
): Promise<Pick<Measured, 'bytes'>> {
  const { median } = summary(samples)
  if (contestant.participant.python || median < 0.2) return {}
  return contestant.allocation(Math.min(1000, Math.ceil(median)))
}
