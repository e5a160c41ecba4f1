import { BATCH, elementsOf, evaluateSize, type NetworkSpec, type Program } from '../essentials.ts'

/** Of the memory of WebAssembly, in bytes: a net has one, and it never grows. */
export const CEILING = 2 ** 32

/** The batch that the spec trains with, where it says one, and so much as a number. */
export function batchTrained({ batch, training }: NetworkSpec): number | undefined {
  const said = batch ?? training?.batch
  return said === 'all' ? undefined : said
}

/**
 * Whether training may need more than there is: seldom, and then it is worth planning. Every value of the forward pass may
 * come once more as a gradient, parameters also as the state of an optimizer, and what is on the way from one to another: all
 * of that is less than eight times the values.
 */
export function mayPassCeiling(spec: NetworkSpec, program: Program): boolean {
  const batch = batchTrained(spec)
  if (batch === undefined) return false
  const bytes = program.precision === 'float64' ? 8 : 4
  const columns = (name: string) => (name === BATCH ? batch : 1)
  let elements = 0
  for (const { shape } of program.values) elements += evaluateSize(elementsOf(shape), columns)
  return 8 * elements * bytes > CEILING
}
