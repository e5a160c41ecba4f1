import { nameHere, sameName } from '../diagnostics/suggest.ts'
import { fieldOf, type Node } from '../forms/document.ts'
import { WORD_KINDS, type WordKind } from '../forms/spec.ts'
import { otherNames } from './other-names.ts'
import { network, training } from './schemas/network.ts'
import type { Schema } from './schemas/schema.ts'
import type { Vocabulary } from './vocabulary.ts'

/** Where a key would be right that a network has in a wrong place, here or as others call it; as a line of help. */
export function placeOfKey(
  key: string,
  here: Schema,
  root: Node,
  vocabulary: Vocabulary,
): string | undefined {
  if (here.title === network.title) return inSection(key) ?? saidToWord(key, root, vocabulary)
  if (here.title !== training.title) return undefined
  const above = nameIn(key, network)
  return above === undefined
    ? saidToWord(key, root, vocabulary)
    : `\`${above}\` stands beside \`training\`, not in it`
}

function inSection(key: string): string | undefined {
  for (const [section, schema] of Object.entries(network.properties!)) {
    const name = nameIn(key, schema)
    if (name !== undefined) return `\`${name}\` stands in \`${section}\``
  }
  return undefined
}

/** `rate`, of the optimizer that training names. */
function saidToWord(key: string, root: Node, vocabulary: Vocabulary): string | undefined {
  const section = fieldOf(root, 'training')
  for (const kind of WORD_KINDS) {
    const word = training.properties![kind] && nameOfWord(fieldOf(section, kind), kind, vocabulary)
    if (word === undefined) continue
    const attributes = word.attributes.map(({ name, also = [] }) => [name, also] as const)
    const names = attributes.map(([name]) => name)
    const name = sameName(key, names) ?? nameHere(key, attributes)
    if (name !== undefined) return `say it to the ${kind}: \`${kind}: { ${word.name}: { ${name}: … } }\``
  }
  return undefined
}

function nameOfWord(node: Node | undefined, kind: WordKind, vocabulary: Vocabulary) {
  const name = node?.kind === 'mapping' ? node.entries[0]?.key : node
  const isWord = name?.kind === 'scalar' && vocabulary.has(kind, name.text)
  return isWord ? vocabulary.word(kind, name.text, name.span) : undefined
}

function nameIn(key: string, schema: Schema): string | undefined {
  return sameName(key, Object.keys(schema.properties ?? {})) ?? nameHere(key, otherNames(schema))
}
