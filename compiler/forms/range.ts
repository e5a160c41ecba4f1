/** `[0, 1)`: from 0 on, below 1. */
export interface Range {
  readonly text: string
  readonly low: number
  readonly lowOpen: boolean
  readonly high: number
  readonly highOpen: boolean
  /** `(low, inf)`: the attribute whose number is this end; the end itself is then infinite. */
  readonly lowName?: string
  readonly highName?: string
}

/** The range with numbers for its names; an end whose name has none stays open. */
export function resolved(range: Range, numberOf: (name: string) => number | undefined): Range {
  const { lowName, highName } = range
  const low = lowName === undefined ? range.low : (numberOf(lowName) ?? range.low)
  const high = highName === undefined ? range.high : (numberOf(highName) ?? range.high)
  return { ...range, low, high }
}

/** Whether a number lies in a range without names. */
export function isWithin(value: number, { low, lowOpen, high, highOpen }: Range): boolean {
  return (lowOpen ? value > low : value >= low) && (highOpen ? value < high : value <= high)
}

/** The attributes that a range names. */
export function namesIn({ lowName, highName }: Range): readonly string[] {
  return [lowName, highName].flatMap((name) => name ?? [])
}
