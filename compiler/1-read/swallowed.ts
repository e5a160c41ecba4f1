import type { Report } from '../diagnostics/report.ts'
import type { Scalar } from '../forms/document.ts'
import type { Span } from '../forms/source.ts'

/** Stands where the text was YAML's and not ours: empty, but with what was written, so that nobody complains twice. */
export function reported(span: Span): Scalar {
  return { kind: 'scalar', value: null, text: span.source.text.slice(span.start, span.end), span }
}

/** `*v`: meant as a product or a name, read as a reference. */
export function reportAlias(span: Span, report: Report): Scalar {
  const name = span.source.text.slice(span.start, span.end)
  report.add({
    code: 'E107',
    at: span,
    message: `\`${name}\` is an alias to YAML`,
    help: 'aliases are not part of the language; put quotes around an equation that begins with `*`',
  })
  return reported(span)
}

/** `&v`, and where it is used. */
export function reportAnchor(span: Span, name: string, uses: readonly Span[], report: Report): Scalar {
  const start = span.source.text.lastIndexOf(`&${name}`, span.start)
  const at = { ...span, start, end: start + name.length + 1 }
  report.add({
    code: 'E107',
    at,
    message: `\`&${name}\` is an anchor to YAML`,
    labels: uses.map((use) => ({ span: use, text: 'used here' })),
    help: 'anchors and aliases are not part of the language; write the text where it is used',
  })
  return reported({ ...span, start })
}

/** `!a`: meant as a negation, read as a type. */
export function reportTag(span: Span, report: Report): Scalar {
  const { text } = span.source
  const start = text.lastIndexOf('!', span.start - 1)
  const first = text[start - 1] === '!' ? start - 1 : start
  const name = /^\S*/.exec(text.slice(first))?.[0] ?? '!'
  const at = { ...span, start: first, end: first + name.length }
  report.add({
    code: 'E108',
    at,
    message: `\`${name}\` is a tag to YAML`,
    help: name.startsWith('!!')
      ? 'tags are not part of the language; of what kind a value is, its key says'
      : 'tags are not part of the language; a negation is written `not a`',
  })
  return reported({ ...span, start: first })
}

/** `1_000` is text in YAML 1.2, a number in 1.1 and in most languages. */
export function hasUnderscores(text: string): boolean {
  return /^[-+]?\d[\d_]*_[\d_]*(\.[\d_]*)?$/.test(text)
}

/** The number that was meant, so that nobody downstream complains of a text. */
export function withoutUnderscores(scalar: Scalar, report: Report): Scalar {
  const { text, span } = scalar
  const digits = [...text].flatMap((character, i) =>
    character === '_' ? [] : [{ character, offset: span.start + i }],
  )
  const number = digits.map(({ character }) => character).join('')
  report.add({
    code: 'E110',
    at: span,
    message: `\`${text}\` is text to YAML, not a number`,
    help: `write \`${number}\`; put quotes around it if it is a name`,
  })
  const offsets = [...digits.map(({ offset }) => offset), span.end]
  return { kind: 'scalar', value: Number(number), text: number, offsets, span }
}
