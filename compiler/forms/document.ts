import type { Source, Span } from './source.ts'

/** YAML after stage 1: plain data in which every node still knows its place. */
export type Node = Mapping | Sequence | Scalar

export interface Mapping {
  readonly kind: 'mapping'
  readonly entries: readonly Entry[]
  /** Written as `{ a: b }`. */
  readonly flow: boolean
  readonly span: Span
}

export interface Entry {
  readonly key: Scalar
  readonly value: Node
}

export interface Sequence {
  readonly kind: 'sequence'
  readonly items: readonly Node[]
  readonly flow: boolean
  readonly span: Span
}

export interface Scalar {
  readonly kind: 'scalar'
  readonly value: string | number | boolean | null
  /** The value as it was written, without quotes: `0.10` stays `0.10`. */
  readonly text: string
  /** For each character of `text`, its offset in the source; absent where they simply follow `span.start`. */
  readonly offsets?: readonly number[]
  readonly span: Span
}

export interface Document {
  readonly source: Source
  readonly root: Node
}

export function entryOf(node: Node | undefined, key: string): Entry | undefined {
  return node?.kind === 'mapping' ? node.entries.find((entry) => entry.key.text === key) : undefined
}

export function fieldOf(node: Node | undefined, key: string): Node | undefined {
  return entryOf(node, key)?.value
}

/** The span of characters `start` to `end` of a scalar's text. */
export function spanWithin(scalar: Scalar, start: number, end: number): Span {
  const { source } = scalar.span
  const offset = (index: number) => scalar.offsets?.[index] ?? scalar.span.start + index
  return { source, start: offset(start), end: end > start ? offset(end - 1) + 1 : offset(start) }
}

/** The node as plain JavaScript data, for schema validation. */
export function plainOf(node: Node): unknown {
  switch (node.kind) {
    case 'scalar':
      return node.value
    case 'sequence':
      return node.items.map(plainOf)
    case 'mapping':
      return Object.fromEntries(node.entries.map((entry) => [entry.key.text, plainOf(entry.value)]))
  }
}
