/** @throws RangeError when an option is no whole number, or less than it may be */
export function wholeNumber(name: string, value: number, least: 0 | 1): number {
  if (Number.isSafeInteger(value) && value >= least) return value
  throw new RangeError(`${name} must be a whole number${least === 1 ? ' of 1 or more' : ''}, not ${value}`)
}
