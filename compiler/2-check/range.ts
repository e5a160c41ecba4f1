import type { Report } from '../diagnostics/report.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import type { Node } from '../forms/document.ts'
import { isWithin, namesIn, type Range, resolved } from '../forms/range.ts'
import type { Span } from '../forms/source.ts'
import type { AttributeSpec, AttributeValue } from '../forms/spec.ts'
import { textOf } from './names.ts'

const NUMBER = String.raw`-?(?:inf|(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][-+]?\d+)?)`
const NAME = String.raw`[\p{ID_Start}_]\p{ID_Continue}*`
const END = `(?:(${NUMBER})|(${NAME}))`
const RANGE = new RegExp(String.raw`^([[(])\s*${END}\s*,\s*${END}\s*([\])])$`, 'u')

/** The attributes declared so far, and the names of those that have been complained of. */
export interface Above {
  readonly found: readonly AttributeSpec[]
  readonly unsound: ReadonlySet<string>
}

/**
 * `[0, 1)`: from 0 on, below 1. `(low, inf)`: above what is said of `low`.
 *
 * @param above whose numbers may be ends
 */
export function rangeOf(
  node: Node | undefined,
  { found, unsound }: Above,
  report: Report,
): { readonly range?: Range } {
  const text = textOf(node)
  // What is no text, the schema has told.
  if (node?.kind !== 'scalar' || typeof node.value !== 'string' || text === undefined) return {}
  const [, open, low, lowName, high, highName, close] = RANGE.exec(text.trim()) ?? []
  const range: Range = {
    text,
    low: lowName === undefined ? numeral(low) : -Infinity,
    lowOpen: open === '(',
    high: highName === undefined ? numeral(high) : Infinity,
    highOpen: close === ')',
    ...(lowName !== undefined && { lowName }),
    ...(highName !== undefined && { highName }),
  }
  if (!(range.low < range.high)) {
    report.add({
      code: 'E221',
      at: node.span,
      message: `\`${text}\` is not a range`,
      help: 'a range is written `"[0, 1)"`: square where its end belongs to it, round where not; `inf` for no end',
    })
    return {}
  }
  const numbers = found.filter(({ type }) => type === 'number').map(({ name }) => name)
  const unknown = namesIn(range).find((name) => !numbers.includes(name))
  if (unknown === undefined) return { range }
  if (unsound.has(unknown)) return {}
  report.add({
    code: 'E215',
    at: node.span,
    message: `\`${unknown}\` is no attribute of type \`number\` above`,
    help: didYouMean(unknown, numbers) ?? 'an end of a range is a number, `inf`, or such an attribute',
  })
  return {}
}

function numeral(text: string | undefined): number {
  return text === undefined ? Number.NaN : Number(text.replace('inf', 'Infinity'))
}

/**
 * Numbers whose range another attribute bounds, held against what is said of that one or stands for it; ranges without
 * names are the schema's. Both places are shown, and the complaint stands where something was said.
 */
export function checkEnds(
  attributes: readonly AttributeSpec[],
  values: ReadonlyMap<string, AttributeValue>,
  isSaid: (name: string) => boolean,
  report: Report,
): void {
  for (const { name, range } of attributes) {
    const value = values.get(name)
    if (range === undefined || value === undefined || namesIn(range).length === 0) continue
    const wrong = numbersIn(value).find((number) => !isWithin(number, ended(range, values)))
    if (wrong === undefined) continue
    const ends = namesIn(range).map((end) => ({ name: end, value: values.get(end)! }))
    const places = [{ name, value }, ...ends]
    const at = places.find((place) => isSaid(place.name)) ?? places[0]!
    report.add({
      code: 'E209',
      at: at.value.span,
      message: `\`${name}\` is a number in ${range.text}, not \`${wrong}\``,
      labels: places
        .filter((place) => place !== at || place.name !== name)
        .map((place) => ({ span: place.value.span, text: told(place, isSaid(place.name)) })),
    })
  }
}

function ended(range: Range, values: ReadonlyMap<string, AttributeValue>): Range {
  return resolved(range, (name) => numbersIn(values.get(name))[0])
}

function numbersIn(value: AttributeValue | undefined): readonly number[] {
  if (value?.kind === 'number') return [value.value]
  return value?.kind === 'numbers' ? value.values : []
}

function told({ name, value }: { readonly name: string; readonly value: AttributeValue }, isSaid: boolean) {
  return `\`${name}\` is ${written(value.span)} ${isSaid ? 'here' : 'where nothing is said'}`
}

function written({ source, start, end }: Span): string {
  return source.text.slice(start, end)
}
