import type { Report } from '../diagnostics/report.ts'
import type { Entry, Node, Scalar } from '../forms/document.ts'
import type { Source, Span } from '../forms/source.ts'

/**
 * YAML's braces and brackets end a text at any comma: `{ J: f(a, b) }` has two
 * keys and `[max(a, b), m]` three items. Parentheses that stay open give it
 * away; the parts are put together again, so that this is the only complaint.
 */
export function joinSplitEntries(
  entries: readonly Entry[],
  source: Source,
  report: Report,
): readonly Entry[] {
  const joined: Entry[] = []
  const parts = new Parts(
    entries.map(({ value }) => value.span),
    entries.map(({ key, value }) => across(key.span, value.span)),
  )
  for (let i = 0; i < entries.length; i++) {
    const entry = entries[i]!
    const end = parts.closing(i)
    joined.push(
      end === i
        ? entry
        : { key: entry.key, value: whole(entry.value, partSpan(entries[end]!), source, report) },
    )
    i = end
  }
  return joined
}

export function joinSplitItems(items: readonly Node[], source: Source, report: Report): readonly Node[] {
  const joined: Node[] = []
  const spans = items.map(({ span }) => span)
  const parts = new Parts(spans, spans)
  for (let i = 0; i < items.length; i++) {
    const item = items[i]!
    const end = parts.closing(i)
    joined.push(end === i ? item : whole(item, items[end]!.span, source, report))
    i = end
  }
  return joined
}

/** More commas than any equation has: nothing is looked for beyond them. */
const FURTHEST = 200

/** What YAML has cut, of which some may belong together. */
class Parts {
  readonly #first: readonly Span[]
  readonly #further: readonly Span[]
  /** Counted once, if at all. */
  readonly #open: number[] = []

  /** Each as it begins a text, and as it continues one. */
  constructor(first: readonly Span[], further: readonly Span[]) {
    this.#first = first
    this.#further = further
  }

  /** The part in which the parentheses of part `start` close, or `start` if nothing was split. */
  closing(start: number): number {
    let open = openParentheses(this.#first[start]!)
    for (let i = start + 1; open > 0 && i < this.#first.length && i <= start + FURTHEST; i++) {
      open += this.#open[i] ??= openParentheses(this.#further[i]!)
      if (open === 0) return i
    }
    return start
  }
}

function openParentheses({ source, start, end }: Span): number {
  const text = source.text.slice(start, end)
  // Quoted text is whole, and what has brackets of its own is no equation.
  if (/^["'[{]/.test(text)) return 0
  return text.split('(').length - text.split(')').length
}

function partSpan({ key, value }: Entry): Span {
  return across(key.span, value.span)
}

function across(first: Span, last: Span): Span {
  return { ...first, end: Math.max(first.end, last.end) }
}

function whole(first: Node, last: Span, source: Source, report: Report): Scalar {
  const span = across(first.span, last)
  const text = source.text.slice(span.start, span.end)
  report.add({
    code: 'E105',
    at: span,
    message: 'YAML cuts this at its comma',
    help: `put quotes around it: \`"${text.replaceAll(/\s+/g, ' ')}"\``,
  })
  return { kind: 'scalar', value: text, text, span }
}

/** `x: a #y`: from a blank and `#` on, YAML reads a comment. A comment that means to be one has a blank after `#`. */
export function eatenByComment(key: Scalar, value: Scalar, report: Report): Scalar {
  const { source } = key.span
  const isEmpty = value.text === ''
  const from = isEmpty ? key.span.end : value.span.end
  const comment = (isEmpty ? /^:[ \t]+(#\S[^\r\n]*)/ : /^[ \t]+(#\S[^\r\n]*)/).exec(source.text.slice(from))
  if (comment === null) return value
  const start = from + comment[0].length - comment[1]!.length
  const at = { source, start, end: start + comment[1]!.length }
  report.add({
    code: 'E106',
    at,
    message: 'YAML reads a comment here, not the end of an equation',
    help: 'put a blank after `#` if it is a comment; `#` means nothing in an equation',
  })
  return isEmpty ? { ...value, text: comment[1]! } : value
}
