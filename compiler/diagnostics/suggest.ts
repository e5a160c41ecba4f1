/**
 * The candidate somebody probably meant. One letter in three may be wrong
 * (swapped, missing, too many, another), so short words ask for near matches
 * and unrelated ones are never proposed. Case and hyphens don't count.
 */
export function suggest(written: string, candidates: Iterable<string>): string | undefined {
  const wanted = plain(written)
  let best: string | undefined
  let least = Infinity
  for (const candidate of candidates) {
    const name = plain(candidate)
    const distance = wanted === name ? 0 : editsBetween(wanted, name)
    const allowed = Math.floor(Math.min(wanted.length, name.length) / 3)
    if (distance <= allowed && distance < least) [best, least] = [candidate, distance]
  }
  return best
}

/** As a line of help. */
export function didYouMean(written: string, candidates: Iterable<string>): string | undefined {
  const best = suggest(written, candidates)
  return best === undefined ? undefined : `did you mean \`${best}\`?`
}

/** Names, each with what others call the same. */
export type OtherNames = readonly (readonly [name: string, others: readonly string[]])[]

/** What is called so elsewhere, by the name that it has here; case and hyphens don't count. */
export function nameHere(written: string, known: OtherNames): string | undefined {
  return known.find(([, others]) => sameName(written, others) !== undefined)?.[0]
}

/** The candidate that is the same name, but for case and hyphens. */
export function sameName(written: string, candidates: readonly string[]): string | undefined {
  const wanted = plain(written)
  return candidates.find((candidate) => plain(candidate) === wanted)
}

/** As a line of help. */
export function calledHere(written: string, known: OtherNames): string | undefined {
  const name = nameHere(written, known)
  return name === undefined ? undefined : `here it is called \`${name}\``
}

function plain(name: string): string {
  return name.toLowerCase().replaceAll(/[-_ ]/g, '')
}

/** Insertions, deletions, replacements and swaps of neighbours that turn one word into the other. */
export function editsBetween(a: string, b: string): number {
  // Row i holds the distances from the first i letters of `a` to every start of `b`.
  let previous: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    for (let j = 1; j <= b.length; j++) {
      const differs = a[i - 1] === b[j - 1] ? 0 : 1
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1]
      next.push(
        Math.min(
          row[j]! + 1,
          next[j - 1]! + 1,
          row[j - 1]! + differs,
          swapped ? previous[j - 2]! + 1 : Infinity,
        ),
      )
    }
    previous = row
    row = next
  }
  return row[b.length]!
}
