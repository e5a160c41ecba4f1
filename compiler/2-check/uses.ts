import { sameName } from '../diagnostics/suggest.ts'
import type { Mapping, Node, Scalar } from '../forms/document.ts'
import { fieldOf } from '../forms/document.ts'
import type { Span } from '../forms/source.ts'
import { type AttributeValue, WORD_KINDS, type Word, type WordKind, type WordUse } from '../forms/spec.ts'
import { attributeValue } from './attributes.ts'
import { validateGiven } from './given.ts'
import { articled } from './kind.ts'
import { besideNamed } from './layer-word.ts'
import { checkEnds } from './range.ts'
import type { Vocabulary } from './vocabulary.ts'
import { wordAsValue } from './word-as-value.ts'

/** A word where it is used: `relu`, `dense: 16`, `adam: { rate: 0.1 }`. */
export function useOf(kind: WordKind, node: Node, vocabulary: Vocabulary): WordUse | undefined {
  if (node.kind === 'scalar')
    return typeof node.value === 'string' ? applied(kind, node, undefined, vocabulary) : undefined
  // What is no word at all, its schema has told.
  if (node.kind === 'sequence' || node.entries.length !== 1) return undefined
  const [entry] = node.entries
  const named =
    entry && !vocabulary.has(kind, entry.key.text)
      ? wordAsValue(node.entries, (text) => vocabulary.has(kind, text), '')
      : undefined
  if (named) {
    vocabulary.report.add(named)
    return undefined
  }
  return entry && applied(kind, entry.key, entry.value, vocabulary)
}

/** One word, or a list of them. */
export function usesOf(kind: WordKind, node: Node | undefined, vocabulary: Vocabulary): readonly WordUse[] {
  if (node === undefined) return []
  if (node.kind === 'sequence') return node.items.flatMap((item) => useOf(kind, item, vocabulary) ?? [])
  const use = useOf(kind, node, vocabulary)
  return use ? [use] : []
}

/** The word of this name, given this value. */
export function applied(
  kind: WordKind,
  name: Scalar,
  value: Node | undefined,
  vocabulary: Vocabulary,
): WordUse | undefined {
  const word = vocabulary.find(kind, name)
  if (word === undefined) return undefined
  const given = givenTo(word, name, value, vocabulary)
  if (given === undefined) return undefined
  const isSound = validateGiven(given, word, vocabulary.report, name.span, (key) =>
    elsewhere(key, word, vocabulary),
  )
  const attributes = new Map<string, AttributeValue>()
  for (const attribute of word.attributes) {
    const node = fieldOf(given, attribute.name)
    const value = node === undefined ? attribute.default : attributeValue(attribute.type, node, vocabulary)
    if (value !== undefined) attributes.set(attribute.name, value)
  }
  if (!isSound || attributes.size < word.attributes.length) return undefined
  checkEnds(word.attributes, attributes, (one) => fieldOf(given, one) !== undefined, vocabulary.report)
  return { word, attributes, span: spanOf(name, value) }
}

/** What others are told of what goes into a layer. */
const SIZES_OF_INPUT = [
  'input_shape',
  'input_dim',
  'input_size',
  'in_features',
  'in_channels',
  'batch_input_shape',
]

/** What a word is not told: another word of its kind, and what stands beside a layer's word. */
function elsewhere(key: string, { kind, name }: Word, vocabulary: Vocabulary): string | undefined {
  const other = key.toLowerCase().replaceAll('_', '-')
  if (vocabulary.has(kind, other)) return `\`${other}\` is ${articled(kind)} of its own`
  const beside = kind === 'layer' ? besideNamed(key) : undefined
  if (beside !== undefined) return `\`${beside}\` stands beside \`${name}\`, not in it`
  return kind === 'layer' && sameName(key, SIZES_OF_INPUT) !== undefined
    ? 'leave it out: a layer takes as many rows as arrive'
    : undefined
}

function spanOf(name: Scalar, value: Node | undefined): Span {
  return { ...name.span, end: Math.max(name.span.end, value?.span.end ?? 0) }
}

/**
 * The value as a mapping from attributes. What is no such mapping is the
 * value of the first attribute: `dense: 16` says `dense: { units: 16 }`, and
 * `activation: { leaky-relu: { slope: 0.1 } }` says which activation.
 */
function givenTo(
  word: Word,
  name: Scalar,
  value: Node | undefined,
  vocabulary: Vocabulary,
): Mapping | undefined {
  const { kind, attributes } = word
  if (value === undefined) return { kind: 'mapping', entries: [], flow: true, span: name.span }
  const [first] = attributes
  if (value.kind === 'mapping' && !(first && isWordFor(first.type, value, word, vocabulary))) return value
  if (first === undefined) {
    vocabulary.report.add({
      code: 'E205',
      at: value.span,
      message: `${kind} \`${word.name}\` has no attributes`,
      help: `write \`${word.name}\` alone`,
    })
    return undefined
  }
  const key: Scalar = { kind: 'scalar', value: first.name, text: first.name, span: name.span }
  return { kind: 'mapping', entries: [{ key, value }], flow: true, span: value.span }
}

function isWordFor(
  type: string,
  { entries }: Mapping,
  { attributes }: Word,
  vocabulary: Vocabulary,
): boolean {
  const [entry] = entries
  const kind = WORD_KINDS.find((one) => one === type)
  if (kind === undefined || entry === undefined || entries.length > 1) return false
  const isAttribute = attributes.some((attribute) => attribute.name === entry.key.text)
  return !isAttribute && vocabulary.has(kind, entry.key.text)
}
