import type { Finding } from '../diagnostics/report.ts'
import type { Entry } from '../forms/document.ts'

/** What holds the name of a word where a word is no key. */
const NAMING: ReadonlySet<string> = new Set([
  'name',
  'type',
  'kind',
  'word',
  'layer',
  'class_name',
  'optimizer',
  'metric',
])

/**
 * `{ name: adam, rate: 0.1 }`, which here is `{ adam: { rate: 0.1 } }`.
 *
 * @param isWord of the right kind
 * @param before what stands before the word where it is used: `optimizer: `, or `- `
 */
export function wordAsValue(
  entries: readonly Entry[],
  isWord: (text: string) => boolean,
  before: string,
): Finding | undefined {
  const naming = entries.find(
    ({ key, value }) => NAMING.has(key.text) && value.kind === 'scalar' && isWord(value.text),
  )
  if (naming?.value.kind !== 'scalar') return undefined
  const { text } = naming.value
  const given = entries
    .filter((entry) => entry !== naming)
    .map(({ key, value }) => `${key.text}: ${value.kind === 'scalar' ? value.text : '…'}`)
  const use = given.length === 0 ? text : `${text}: { ${given.join(', ')} }`
  return {
    code: 'E214',
    at: naming.key.span,
    message: `a word is the key of what it is given, and \`${text}\` is the value of \`${naming.key.text}\``,
    help: `write \`${before}${given.length > 0 && !before.startsWith('-') ? `{ ${use} }` : use}\``,
  }
}
