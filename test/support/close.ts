/** The largest difference between two lists of numbers, in units of their largest number; Infinity if one is not finite. */
export function gap(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Number.POSITIVE_INFINITY
  let difference = 0
  let largest = Number.MIN_VALUE
  for (let at = 0; at < expected.length; at++) {
    const [a, e] = [actual[at]!, expected[at]!]
    // NaN and infinities agree with themselves only.
    if (Object.is(a, e)) continue
    const apart = Math.abs(a - e)
    if (!Number.isFinite(apart)) return Number.POSITIVE_INFINITY
    difference = Math.max(difference, apart)
    largest = Math.max(largest, Math.abs(e), Math.abs(a))
  }
  return difference === 0 ? 0 : difference / Math.max(largest, largestOf(expected))
}

export function largestOf(numbers: ArrayLike<number>): number {
  let largest = 0
  for (let at = 0; at < numbers.length; at++)
    if (Number.isFinite(numbers[at])) largest = Math.max(largest, Math.abs(numbers[at]!))
  return largest
}
