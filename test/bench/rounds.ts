import type { Contestant } from './contestant.ts'
import type { Timing } from './protocol.ts'

/** One sample of somebody. */
export interface Turn {
  readonly contestant: Contestant
  readonly round: number
  /** How often the work was done. */
  readonly times: number
  readonly timing: Timing
}

/** A sample takes about so many milliseconds, or once the work. */
const SAMPLE = 40
/** Whoever takes longer for a sample than so many milliseconds sits out rounds, so that others have their turns. */
const PATIENCE = 200
/** Engines compile what they have run often: libraries of much code get faster for some seconds. So many milliseconds go by before samples count. */
const WARM = 3000
/** Everybody has at least so many turns … */
const FEWEST = 3
/** … but one only who takes longer than so many milliseconds for it. */
const HOPELESS = 5000

interface Pace {
  readonly contestant: Contestant
  readonly times: number
  /** Takes part in so many rounds at first, */
  readonly fewest: number
  /** and then in every one, every second … */
  readonly every: number
}

/** Everybody in turn, round after round, for so many seconds; who is slow, in fewer rounds. */
export async function rounds(
  contestants: readonly Contestant[],
  { seconds, say }: { readonly seconds: number; readonly say: (text: string) => void },
): Promise<readonly Turn[]> {
  const paces: Pace[] = []
  for (const contestant of contestants) {
    say(`${contestant.participant.label}: warming up`)
    paces.push(await paceOf(contestant))
  }
  const turns: Turn[] = []
  const began = performance.now()
  for (let round = 0; round < FEWEST || performance.now() - began < 1000 * seconds; round++) {
    say(`round ${round + 1}, ${Math.round((performance.now() - began) / 1000)} of ${seconds} s`)
    for (const { contestant, times, fewest, every } of paces) {
      if (round >= fewest && round % every !== 0) continue
      const timing = await contestant.sample(times)
      turns.push({ contestant, round, times, timing })
    }
  }
  return turns
}

/** Doubles the work until it takes as long as a sample should, and goes on for a while. */
async function paceOf(contestant: Contestant): Promise<Pace> {
  let times = 1
  let { work } = await contestant.sample(times)
  for (let all = work; all < WARM; all += work) {
    if (work < SAMPLE) times *= 2
    work = (await contestant.sample(times)).work
  }
  const one = work / times
  const fitting = Math.max(1, Math.round(SAMPLE / one))
  return {
    contestant,
    times: fitting,
    fewest: one > HOPELESS ? 1 : FEWEST,
    every: Math.max(1, Math.round((fitting * one) / PATIENCE)),
  }
}
