import type { Network, Unusable, Versions } from './earlier.ts'

/** A network as it was and as it is; one of them alone is gone, or new. */
export interface Pair {
  readonly before?: Network | Unusable
  readonly after?: Network
}

/** By name; then by file, where a network has got another name; two that are alone are one. */
export function pairsOf({ before, after }: Versions): readonly Pair[] {
  const rest = new Set(before)
  const take = (isIt: (network: Network | Unusable) => boolean) => {
    const found = [...rest].find(isIt)
    if (found) rest.delete(found)
    return found
  }
  const found = new Map(after.map((each) => [each, take(({ name }) => name === each.name)]))
  for (const each of after)
    if (!found.get(each))
      found.set(
        each,
        take(({ file }) => file === each.file || before.length + after.length === 2),
      )
  return [
    ...after.map((each): Pair => {
      const earlier = found.get(each)
      return { after: each, ...(earlier && { before: earlier }) }
    }),
    ...[...rest].map((each) => ({ before: each })),
  ]
}
