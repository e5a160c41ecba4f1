import { calledHere, didYouMean, nameHere } from '../diagnostics/suggest.ts'
import type { Entry, Mapping, Scalar } from '../forms/document.ts'
import type { AttributeSpec } from '../forms/spec.ts'
import { otherNames } from './other-names.ts'
import { isReported } from './place.ts'
import { siblings } from './schemas/network.ts'
import type { Vocabulary } from './vocabulary.ts'
import { wordAsValue } from './word-as-value.ts'

/** Keys that stand beside a layer's word. */
export const BESIDE: ReadonlySet<string> = new Set([
  'as',
  'from',
  'share',
  'trainable',
  'scan',
  'regularization',
  'allow',
])

/** The key beside a layer's word that has this name, here or elsewhere. */
export function besideNamed(name: string): string | undefined {
  return Object.hasOwn(siblings.properties!, name) ? name : nameHere(name, otherNames(siblings))
}

/** The one entry of a layer that is its word. */
export function wordIn({ entries, span }: Mapping, vocabulary: Vocabulary): Entry | undefined {
  const candidates = entries.filter(({ key }) => !BESIDE.has(key.text))
  const isLayer = (text: string) => vocabulary.has('layer', text)
  const named = isLayer(candidates[0]?.key.text ?? '') ? undefined : wordAsValue(candidates, isLayer, '- ')
  if (named) {
    vocabulary.report.add(named)
    return undefined
  }
  const word = candidates.find(({ key }) => vocabulary.has('layer', key.text)) ?? candidates[0]
  if (word === undefined) {
    if (entries.some(({ key }) => key.text === 'scan')) return undefined // not supported yet, which is told
    vocabulary.report.add({
      code: 'E214',
      at: entries[0]?.key.span ?? span,
      message: 'this layer names no word',
      help: 'write `- dense: 16`, or another word of the library',
    })
    return undefined
  }
  const others = candidates.filter((entry) => entry !== word)
  if (word.value.kind === 'scalar' && word.value.value === null) {
    reportEmpty(word.key, word.value, others, vocabulary)
    return undefined
  }
  for (const other of others) reportOther(other, word, vocabulary)
  return word
}

/** `- dense:` or `- dense: null`, and perhaps what should be in it one line below, indented too little. */
function reportEmpty(key: Scalar, value: Scalar, others: readonly Entry[], vocabulary: Vocabulary): void {
  if (isReported(value)) return
  const word = vocabulary.has('layer', key.text) ? vocabulary.find('layer', key) : undefined
  const attributes = word?.attributes ?? []
  const outside = others.find((other) => attributes.some(({ name }) => name === other.key.text))
  const isOptional = word !== undefined && attributes.every((attribute) => attribute.default !== undefined)
  vocabulary.report.add({
    code: 'E109',
    at: key.span,
    message: `\`${key.text}\` has no value`,
    labels: outside ? [{ span: outside.key.span, text: 'this stands beside it, not in it' }] : [],
    help: outside
      ? value.text === ''
        ? `indent \`${outside.key.text}\` more than \`${key.text}\``
        : `write \`${key.text}: { ${outside.key.text}: … }\``
      : isOptional
        ? `write \`- ${key.text}\`, without a colon`
        : undefined,
  })
}

function reportOther({ key, value }: Entry, word: Entry, vocabulary: Vocabulary): void {
  const { report } = vocabulary
  const name = word.key.text
  const attributes = attributesOf(word, vocabulary)
  const attribute =
    attributes.find((each) => each.name === key.text)?.name ??
    nameHere(
      key.text,
      attributes.map((each) => [each.name, each.also ?? []]),
    )
  if (attribute !== undefined) {
    const inside = word.value.kind === 'scalar' ? `${attributes[0]?.name}: ${word.value.text}` : '…'
    const given = value.kind === 'scalar' ? value.text : '…'
    report.add({
      code: 'E203',
      at: key.span,
      message: `\`${key.text}\` belongs in \`${name}\`, and stands beside it`,
      help: `write \`${name}: { ${inside}, ${attribute}: ${given} }\``,
    })
  } else if (vocabulary.has('layer', key.text))
    report.add({
      code: 'E214',
      at: key.span,
      message: `\`${name}\` and \`${key.text}\` are two layers in one`,
      labels: [{ span: word.key.span, text: 'the first' }],
      help: 'begin each layer with `- `',
    })
  else
    report.add({
      code: 'E203',
      at: key.span,
      message: `\`${key.text}\` is not a key that stands beside \`${name}\``,
      help:
        calledHere(key.text, otherNames(siblings)) ??
        didYouMean(key.text, [...BESIDE, ...attributes.map((attribute) => attribute.name)]),
    })
}

function attributesOf({ key }: Entry, vocabulary: Vocabulary): readonly AttributeSpec[] {
  const word = vocabulary.has('layer', key.text) ? vocabulary.find('layer', key) : undefined
  return word?.attributes ?? []
}
