import { read } from '../../compiler/1-read/read.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import type { Entry, Mapping, Node, Scalar } from '../../compiler/forms/document.ts'
import type { Source } from '../../compiler/forms/source.ts'

/** A spec with one mistake in it. */
export interface Mutant {
  readonly kind: MutationKind
  /** What was done, so that a failure says how to see it again. */
  readonly what: string
  readonly text: string
  /** The changed characters, in the text as it is now. */
  readonly changed: { readonly start: number; readonly end: number }
}

export const MUTATIONS = [
  'a key misspelt',
  'a key removed',
  'a value retyped',
  'a size changed by one',
  'an equation cut off',
] as const
export type MutationKind = (typeof MUTATIONS)[number]

/** Keys whose values are equations, or mappings of them. */
const EQUATIONS: ReadonlySet<string> = new Set(['equations', 'predicting', 'update', 'equation', 'when'])
/** Keys below which whole numbers are sizes, but for the names of classes. */
const SHAPES: ReadonlySet<string> = new Set([
  'inputs',
  'targets',
  'sizes',
  'input',
  'target',
  'output',
  'shape',
])
/** Attributes of type size, and the words whose first attribute is one. */
const SIZE_ATTRIBUTES: ReadonlySet<string> = new Set(['units', 'dense', 'one-hot'])

/** What stands for a value of each kind. */
const VALUES: readonly string[] = ['7', '-1.5', 'true', 'null', 'word', '"a text"', '[a, 3]', '{ a: 3 }', '']

/** Every mutant of a spec, in the order of its text. */
export function mutantsOf(source: Source): readonly Mutant[] {
  const { text } = source
  const document = read(source, new Report())
  if (document === undefined) throw new Error(`${source.path} cannot be read`)
  const mutants: Mutant[] = []

  const replace = (kind: MutationKind, what: string, start: number, end: number, by: string): void => {
    const changed = text.slice(0, start) + by + text.slice(end)
    if (changed !== text)
      mutants.push({ kind, what, text: changed, changed: { start, end: start + by.length } })
  }

  const visit = (node: Node, path: readonly string[]): void => {
    if (node.kind === 'mapping') for (const entry of node.entries) visitEntry(entry, node, path)
    if (node.kind === 'sequence')
      for (const [at, item] of node.items.entries()) {
        retype(item, `${path.join('.')}[${at}]`)
        visit(item, path)
      }
    if (node.kind === 'scalar') visitScalar(node, path)
  }

  const visitEntry = (entry: Entry, owner: Mapping, path: readonly string[]): void => {
    const { key, value } = entry
    const here = [...path, key.text]
    for (const name of misspellings(key.text))
      replace('a key misspelt', `${here.join('.')} as ${name}`, key.span.start, key.span.end, name)
    const [start, end] = extentOf(entry, owner, text)
    replace('a key removed', here.join('.'), start, end, '')
    retype(value, here.join('.'))
    visit(value, here)
  }

  const retype = (value: Node, where: string): void => {
    const { start, end } = value.span
    const tail = /\n\s*$/.exec(text.slice(start, end))?.[0].length ?? 0
    for (const other of VALUES) {
      // A blank stands after a colon, also where nothing follows it.
      const by = text[start - 1] === ':' ? ` ${other}` : other
      replace('a value retyped', `${where} as ${other || 'nothing'}`, start, end - tail, by)
    }
  }

  const visitScalar = (scalar: Scalar, path: readonly string[]): void => {
    const { span, value } = scalar
    const last = path.at(-1) ?? ''
    const where = path.join('.')
    const isShape = path.some((key) => SHAPES.has(key)) && !path.includes('classes')
    const isSize = isShape || SIZE_ATTRIBUTES.has(last)
    if (isSize && typeof value === 'number' && Number.isInteger(value) && value > 0)
      for (const other of [value - 1, value + 1])
        replace(
          'a size changed by one',
          `${where} from ${value} to ${other}`,
          span.start,
          span.end,
          String(other),
        )
    if (!path.some((key) => EQUATIONS.has(key)) || value === null) return
    const written = text.slice(span.start, span.end)
    const quote = /^["']/.test(written) ? 1 : 0
    for (let at = span.end - 1 - quote; at >= span.start + quote; at--)
      replace('an equation cut off', `${where} after ${at - span.start}`, at, span.end - quote, '')
  }

  visit(document.root, [])
  return mutants
}

/** A letter missing, one too many, two swapped, another one. */
function misspellings(name: string): readonly string[] {
  const middle = Math.floor(name.length / 2)
  const [head, tail] = [name.slice(0, middle), name.slice(middle)]
  return [
    head + tail.slice(1),
    `${head}${tail[0]}${tail}`,
    tail.length > 1 ? head + tail[1] + tail[0] + tail.slice(2) : `${name}x`,
    `${head}q${tail.slice(1)}`,
  ].filter((other) => other !== name && other !== '')
}

/** Where an entry begins and ends, with the comma or the line that goes with it. */
function extentOf(
  { key, value }: Entry,
  owner: Mapping,
  text: string,
): readonly [start: number, end: number] {
  const last = Math.max(key.span.end, value.span.end)
  // A value that is empty ends before its colon.
  const end = last === key.span.end ? last + (/^\s*:/.exec(text.slice(last))?.[0].length ?? 0) : last
  if (owner.flow) {
    const comma = /^\s*,\s*/.exec(text.slice(end))?.[0].length ?? 0
    return [key.span.start, end + comma]
  }
  const rest = /^[^\n]*\n?/.exec(text.slice(end))?.[0].length ?? 0
  const line = text.lastIndexOf('\n', key.span.start - 1) + 1
  const isFirst = /[^\s]/.test(text.slice(line, key.span.start))
  const ended = text[end - 1] === '\n' ? end : end + rest
  if (!isFirst) return [line, ended]
  // `- dense: 3` with more below it: what follows moves up beside the hyphen.
  const next = /^\s*(?=\S)/.exec(text.slice(ended))?.[0].length ?? 0
  return owner.entries.length > 1 ? [key.span.start, ended + next] : [key.span.start, ended - 1]
}
