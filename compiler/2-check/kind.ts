import type { Report } from '../diagnostics/report.ts'
import { didYouMean, suggest } from '../diagnostics/suggest.ts'
import { type Document, entryOf } from '../forms/document.ts'
import { WORD_KINDS, type WordKind } from '../forms/spec.ts'
import { textOf } from './names.ts'
import { isReported } from './place.ts'

export interface Kind {
  readonly kind: 'network' | WordKind
  readonly name: string
}

const KINDS = ['network', ...WORD_KINDS] as const
const HELP = `a spec names itself: ${KINDS.map((kind) => `\`${kind}:\``).join(', ')}`

/** What kind of spec a file holds: the key that names it says so. */
export function kindOf({ root, source }: Document, report: Report): Kind | undefined {
  if (isReported(root)) return undefined
  if (root.kind !== 'mapping') {
    report.add({ code: 'E201', at: root.span, message: 'a spec is a mapping of keys', help: HELP })
    return undefined
  }
  // A network may have a loss, so `network` and what only networks have come first.
  const isNetwork = ['network', 'layers', 'inputs', 'training', 'differentiate'].some((key) =>
    entryOf(root, key),
  )
  const kind = isNetwork ? 'network' : WORD_KINDS.find((candidate) => entryOf(root, candidate))
  if (kind !== undefined) return { kind, name: textOf(entryOf(root, kind)?.value) ?? '' }
  const misspelt = root.entries.find(({ key }) => didYouMean(key.text, KINDS))?.key
  report.add({
    code: 'E201',
    at: misspelt?.span ?? root.entries[0]?.key.span ?? { source, start: 0, end: 0 },
    message: misspelt
      ? `\`${misspelt.text}\` is not a kind of spec`
      : 'this file is neither a network nor a word',
    help: (misspelt && didYouMean(misspelt.text, KINDS)) ?? HELP,
  })
  return undefined
}

/** Keys of networks, two of which no other tool has at its root. */
const OF_NETWORKS: readonly string[] = [
  'layers',
  'inputs',
  'targets',
  'equations',
  'training',
  'differentiate',
]

/**
 * Whether a file is meant as a spec, by the keys at its root: its version or something near to that, the key that names a
 * network or a word, or what only networks have. Much may be wrong with it, and other tools' files lie beside it.
 */
export function isMeantAsSpec(keys: readonly string[]): boolean {
  if (keys.includes('network') || keys.some((key) => suggest(key, ['loopless']))) return true
  // A word is of one kind; the settings of other tools that train have a loss and an optimizer.
  const kinds = WORD_KINDS.filter((kind) => keys.includes(kind))
  return kinds.length === 1 || OF_NETWORKS.filter((key) => keys.includes(key)).length > 1
}

export function articled(kind: string): string {
  return `${/^[aio]/.test(kind) ? 'an' : 'a'} ${kind}`
}
