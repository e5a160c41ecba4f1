import type { Kernels } from 'loopless/runtime'
import { medianOf, type Repeatable } from './time.ts'

/** What a kernel has of a step's time. */
export interface KernelTime {
  readonly kernel: string
  /** In a step. */
  readonly calls: number
  /** All of these calls, in the median of the steps. */
  readonly seconds: number
  /** Of the time of all kernels. */
  readonly share: number
}

type Kernel = (...operands: unknown[]) => void

/** Of a kernel: what its calls took since the step began, and what they took in each step before. */
interface Tally {
  calls: number
  milliseconds: number
  readonly steps: number[]
}

const WARM = 20
const MOST_STEPS = 500

/**
 * Where the time goes, kernel by kernel, the longest first. Each call is timed by itself, so that steps take longer
 * than usual; what the clock takes is measured and left out.
 *
 * @param network whose calls go through its property `kernels`
 */
export function timeOfKernels(
  network: { readonly kernels: Kernels; readonly model: { readonly kernels: readonly string[] } },
  { act, restart }: Repeatable,
  seconds: number,
): readonly KernelTime[] {
  const own = network.kernels
  const tallies = new Map(network.model.kernels.map((name) => [name, newTally()]))
  const watched = Object.fromEntries(
    [...tallies].map(([name, tally]) => [name, timed(own[name as keyof Kernels] as Kernel, tally)]),
  )
  restart()
  Object.assign(network, { kernels: watched })
  try {
    for (let n = 0; n < WARM; n++) act()
    const begin = performance.now()
    let steps = 0
    do {
      for (const tally of tallies.values()) Object.assign(tally, { calls: 0, milliseconds: 0 })
      act()
      for (const tally of tallies.values()) tally.steps.push(tally.milliseconds)
      steps += 1
    } while (steps < MOST_STEPS && performance.now() - begin < seconds * 1000)
  } finally {
    Object.assign(network, { kernels: own })
  }
  return sharesOf(tallies, clockTime())
}

function newTally(): Tally {
  return { calls: 0, milliseconds: 0, steps: [] }
}

function timed(kernel: Kernel, tally: Tally): Kernel {
  return (...operands) => {
    const start = performance.now()
    kernel(...operands)
    tally.milliseconds += performance.now() - start
    tally.calls += 1
  }
}

/** Milliseconds that are measured where nothing is done. */
function clockTime(): number {
  const tally = newTally()
  const nothing = timed(() => {}, tally)
  for (let n = 0; n < 10_000; n++) {
    tally.milliseconds = 0
    nothing(1, 2, 3, 4)
    tally.steps.push(tally.milliseconds)
  }
  return medianOf(tally.steps)
}

function sharesOf(tallies: ReadonlyMap<string, Tally>, clock: number): readonly KernelTime[] {
  const times = [...tallies]
    .filter(([, { calls }]) => calls > 0)
    .map(([kernel, { calls, steps }]) => ({
      kernel,
      calls,
      seconds: Math.max(0, medianOf(steps) - calls * clock) / 1000,
    }))
    .sort((a, b) => b.seconds - a.seconds)
  const all = times.reduce((sum, { seconds }) => sum + seconds, 0)
  return times.map((each) => ({ ...each, share: all > 0 ? each.seconds / all : 1 / times.length }))
}
