import { stopwatch } from '../support/stopwatch.ts'

const values = Float64Array.from({ length: 4096 }, (_, i) => 1 + i / 4096)
const PASSES = 160

/**
 * Milliseconds of a computation that is always the same, about half a one: when it takes longer, something else uses the
 * machine. A first pass brings its numbers back into the cache, whatever the work before has left there.
 */
export function probe(): number {
  sum()
  const elapsed = stopwatch()
  for (let pass = 0; pass < PASSES; pass++) sum()
  return elapsed()
}

/** Four chains, so that the processor's arithmetic is busy, and not its patience. */
function sum(): number {
  let [a, b, c, d] = [0, 0, 0, 0]
  for (let i = 0; i < values.length; i += 4) {
    a += values[i]! * values[i]!
    b += values[i + 1]! * values[i + 1]!
    c += values[i + 2]! * values[i + 2]!
    d += values[i + 3]! * values[i + 3]!
  }
  return a + b + c + d
}
