/** Something that can be done again and again. */
export interface Repeatable {
  /** Once. */
  readonly act: () => void
  /** Back to where it began. */
  readonly restart: () => void
}

/** Times of one round, which the clock can tell apart. */
const ROUND = 0.001
const FEWEST_ROUNDS = 5
/**
 * Training goes on from step to step, and what has been learned by heart is another task: averages of gradients that
 * are zero sink to numbers with which processors are slow.
 */
const MOST_ACTS = 256

/** Seconds that it takes, the median of many rounds, once the engine has compiled it. */
export function medianTime({ act, restart }: Repeatable, seconds: number): number {
  restart()
  const first = warmUp(act, seconds / 2)
  const acts = Math.min(MOST_ACTS, Math.max(1, Math.ceil(ROUND / first)))
  const times: number[] = []
  let since = MOST_ACTS
  for (let spent = 0; spent < seconds || times.length < FEWEST_ROUNDS; ) {
    if (since + acts > MOST_ACTS) {
      restart()
      since = 0
    }
    const start = performance.now()
    for (let n = 0; n < acts; n++) act()
    const time = (performance.now() - start) / 1000
    since += acts
    spent += time
    times.push(time / acts)
  }
  return medianOf(times)
}

/** Seconds that it took at the end. */
function warmUp(act: () => void, seconds: number): number {
  let last = 0
  const begin = performance.now()
  do {
    const start = performance.now()
    for (let n = 0; n < 3; n++) act()
    last = (performance.now() - start) / 3000
  } while (performance.now() - begin < seconds * 1000)
  return last
}

export function medianOf(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b)
  const middle = sorted.length >> 1
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2
}
