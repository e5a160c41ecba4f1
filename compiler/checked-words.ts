import type { Source } from './forms/source.ts'
import type { Word, WordKind } from './forms/spec.ts'

/*
 * Words as text that is sooner read than YAML: a build writes the library's, checked. Spans lose their source, which is
 * the word's own; words inside a word are their names; what JSON cannot say stands under a key beginning with `@`.
 */

interface Plain {
  readonly [key: string]: unknown
}

/** The text of the YAML comes first: what is not made from the same text is of no use. */
export function encodeWord(word: Word): string {
  const encode = (value: unknown): unknown => {
    if (typeof value === 'number' && !Number.isFinite(value)) return { '@number': String(value) }
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(encode)
    if (value instanceof Map) return { '@map': [...value].map(encode) }
    if (isWord(value)) return { '@word': [value.kind, value.name] }
    const { source, ...rest } = value as Plain
    if (source === undefined) return encodeEntries(rest)
    if (source !== word.source || Object.keys(rest).join() !== 'start,end')
      throw new Error(`invariant: places in ${word.name} are places of its file`)
    return { '@span': [rest['start'], rest['end']] }
  }
  const encodeEntries = (value: object): Plain =>
    Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, encode(entry)]))
  const { source, ...rest } = word
  return JSON.stringify({ text: source.text, word: encodeEntries(rest) })
}

/**
 * @param source the word's file
 * @param wordOf the words inside
 * @returns nothing where the text was made from another file
 */
export function decodeWord(
  text: string,
  source: Source,
  wordOf: (kind: WordKind, name: string) => Word | undefined,
): Word | undefined {
  const { text: from, word } = JSON.parse(text)
  if (from !== source.text) return undefined
  let isWhole = true
  const decode = (value: unknown): unknown => {
    if (typeof value !== 'object' || value === null) return value
    if (Array.isArray(value)) return value.map(decode)
    const { '@span': span, '@word': name, '@map': entries, '@number': number } = value as Plain
    if (span) {
      const [start, end] = span as [number, number]
      return { source, start, end }
    }
    if (name) {
      const inside = wordOf(...(name as [WordKind, string]))
      if (inside === undefined) isWhole = false
      return inside
    }
    if (entries) return new Map(decode(entries) as [unknown, unknown][])
    if (number) return Number(number)
    return decodeEntries(value)
  }
  const decodeEntries = (value: object): Plain => {
    const decoded: Record<string, unknown> = {}
    for (const [key, entry] of Object.entries(value)) decoded[key] = decode(entry)
    return decoded
  }
  const decoded = { ...decodeEntries(word), source } as unknown as Word
  return isWhole ? decoded : undefined
}

function isWord(value: object): value is Word {
  return 'origin' in value && 'differs' in value
}
