/** What it took to compile a network. */
export interface Cost {
  readonly layers: number
  /** Milliseconds. */
  readonly compile: number
  readonly render: number
  /** Bytes that all forms of the network hold together. */
  readonly held: number
}

/** The least there is: what disturbs a measurement only ever adds to it. */
export function least(costs: readonly Cost[], layers: number, of: (cost: Cost) => number): number {
  return Math.min(...costs.filter((cost) => cost.layers === layers).map(of))
}

/** How much more the double of a network takes. */
export function growth(costs: readonly Cost[], layers: number, of: (cost: Cost) => number): number {
  return least(costs, 2 * layers, of) / least(costs, layers, of)
}

/** Milliseconds for 1,000 layers. */
export const LONGEST = 5000
/** Twice the layers: twice the time, and four times if it were quadratic. */
export const LINEAR = 3
export const LINEAR_MEMORY = 2.5
