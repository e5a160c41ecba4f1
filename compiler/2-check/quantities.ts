/** What a unit stands for: thousands in steps of 1000, bytes in steps of 1024 where an `i` says so. */
const COUNTS: Readonly<Record<string, number>> = { k: 1e3, M: 1e6, G: 1e9 }
const BYTES: Readonly<Record<string, number>> = {
  KB: 1e3,
  MB: 1e6,
  GB: 1e9,
  KiB: 2 ** 10,
  MiB: 2 ** 20,
  GiB: 2 ** 30,
}
const UNITS = { ...COUNTS, ...BYTES }

/** Of a number with a unit behind it; plain digits are numbers to YAML. */
export const COUNT_PATTERN = patternFor(COUNTS)
export const BYTES_PATTERN = patternFor(BYTES)

function patternFor(units: object): string {
  return String.raw`^\d+(\.\d+)? ?(${Object.keys(units).join('|')})$`
}

/** `300k` is 300,000. Another text is no quantity. */
export function quantityOf(written: string | number): number | undefined {
  if (typeof written === 'number') return written
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?) ?([A-Za-z]+)$/.exec(written) ?? []
  const factor = Object.hasOwn(UNITS, unit) ? UNITS[unit] : undefined
  return factor === undefined ? undefined : Number(number) * factor
}

/** Of a quantity whose unit is in other letters, or lacks its `B`, how it is written: of `64kB`, `64KB`. */
export function quantityMeant(written: string, pattern: string | undefined): string | undefined {
  if (pattern !== COUNT_PATTERN && pattern !== BYTES_PATTERN) return undefined
  const [, number, unit = ''] = /^(\d+(?:\.\d+)?)\s*([A-Za-z]+)$/.exec(written) ?? []
  const letters = unit.toLowerCase()
  const meant = Object.keys(pattern === COUNT_PATTERN ? COUNTS : BYTES).find((each) =>
    [letters, `${letters}b`].includes(each.toLowerCase()),
  )
  return meant && `${number}${meant}`
}
