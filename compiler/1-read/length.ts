/** Far beyond what anyone writes, and as much as is parsed in a second. A line costs as much as two other parts. */
const MOST = 100_000

/** Where a text has more parts than are read, if it has: lines, and what stands between commas, colons, brackets and quotes. */
export function tooLong(text: string): number | undefined {
  if (text.length < MOST / 2) return undefined
  let parts = 0
  for (const { index, 0: sign } of text.matchAll(/[\n,:[\]{}"']/g)) {
    parts += sign === '\n' ? 2 : 1
    if (parts > MOST) return index
  }
  return undefined
}
