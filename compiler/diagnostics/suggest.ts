/**
 * The candidate somebody probably meant. One letter in three may be wrong
 * (swapped, missing, too many, another), so short words ask for near matches
 * and unrelated ones are never proposed. Case and hyphens don't count.
 */
export function suggest(written: string, candidates: Iterable<string>): string | undefined {
  const wanted = plain(written)
  let best: string | undefined
  let least = Infinity
  let looked = 0
  for (const candidate of candidates) {
    const name = plain(candidate)
    const allowed = Math.min(Math.floor(Math.min(wanted.length, name.length) / 3), least - 1)
    if (Math.abs(wanted.length - name.length) > allowed) continue
    if (++looked > MOST) return best
    const distance = wanted === name ? 0 : editsBetween(wanted, name, allowed)
    if (distance <= allowed) [best, least] = [candidate, distance]
    if (distance === 0) return best
  }
  return best
}

/** Among more names of nearly its length nobody looks for one; and where all of many are unknown, it would take long. */
const MOST = 100

/** Of so many unknown names it is told what may have been meant: that takes long, and of more nobody reads it. */
export const MOST_ADVISED = 1000

/** Said of the first unknown name without advice. */
export const ADVICE_ENDS = `what was meant is looked for with the first ${MOST_ADVISED} only`

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
  return /[A-Z_ -]/.test(name) ? name.toLowerCase().replaceAll(/[-_ ]/g, '') : name
}

/**
 * Insertions, deletions, replacements and swaps of neighbours that turn one word into the other.
 *
 * @param most more of them are not counted: then the result is infinite
 */
export function editsBetween(a: string, b: string, most = Infinity): number {
  // What both begin and end with takes no edits.
  let start = 0
  while (start < a.length && start < b.length && a[start] === b[start]) start++
  let [endOfA, endOfB] = [a.length, b.length]
  while (endOfA > start && endOfB > start && a[endOfA - 1] === b[endOfB - 1])
    [endOfA, endOfB] = [endOfA - 1, endOfB - 1]
  const longer = Math.max(endOfA, endOfB) - start
  if (Math.min(endOfA, endOfB) === start) return longer > most ? Infinity : longer
  // One edit replaces a letter, or swaps two.
  if (most === 1 && longer > 2) return Infinity
  return editsAmong(a.slice(start, endOfA), b.slice(start, endOfB), most)
}

function editsAmong(a: string, b: string, most: number): number {
  // Row i holds the distances from the first i letters of `a` to every start of `b`.
  let previous: number[] = []
  let row = Array.from({ length: b.length + 1 }, (_, j) => j)
  let leastBefore = 0
  for (let i = 1; i <= a.length; i++) {
    const next = [i]
    let least = i
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1]
      let edits = same ? row[j - 1]! : Math.min(row[j]!, next[j - 1]!, row[j - 1]!) + 1
      if (!same && i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1])
        edits = Math.min(edits, previous[j - 2]! + 1)
      next.push(edits)
      if (edits < least) least = edits
    }
    // A swap goes back by two rows: both have to be beyond it.
    if (least > most && leastBefore > most) return Infinity
    leastBefore = least
    previous = row
    row = next
  }
  return row[b.length]! > most ? Infinity : row[b.length]!
}
