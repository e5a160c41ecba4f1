import { threefry } from '../../../runtime/random.ts'
import { uniform53 } from '../../../runtime/uniform.ts'

/** A source of numbers in [0, 1) that are the same in every run. */
export function numbers(seed: number): () => number {
  const words = new Uint32Array(2)
  let count = 0
  return () => {
    threefry(seed, 0, 0, count++, words)
    return uniform53(words[0]!, words[1]!)
  }
}

/** n points in [from, to). */
export function points(n: number, from: number, to: number): number[] {
  const next = numbers(n)
  return Array.from({ length: n }, () => from + (to - from) * next())
}
