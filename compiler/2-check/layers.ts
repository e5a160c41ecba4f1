import type { Report } from '../diagnostics/report.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import { type Entry, entryOf, fieldOf, type Mapping, type Node } from '../forms/document.ts'
import type { Span } from '../forms/source.ts'
import { type LayerUse, type NamedSize, type Reference, type SingleLayer, unknownUse } from '../forms/spec.ts'
import { allowancesOf } from './allowances.ts'
import { BESIDE, wordIn } from './layer-word.ts'
import { numberOf, referenceOf, referencesOf, type Scope, textOf } from './names.ts'
import { repeat as repeatSchema, repeatSiblings, siblings } from './schemas/network.ts'
import { checkSizesOf } from './sizes.ts'
import { applied, usesOf } from './uses.ts'
import { validate } from './validate.ts'
import type { Vocabulary } from './vocabulary.ts'

/** What the layers of a list know of what surrounds them. */
export interface Surroundings {
  readonly vocabulary: Vocabulary
  readonly sizes: readonly NamedSize[]
  readonly inputs: readonly Reference[]
  /** Every name of the network: none is given twice. */
  readonly scope: Scope
  /** What `from` may name here: inputs, and layers above that have names. */
  readonly visible: Map<string, Span>
  /** Names in the same list, below too. */
  readonly names?: ReadonlySet<string | undefined>
  /** Of those, what repeats are called. */
  readonly repeats?: ReadonlySet<string | undefined>
}

/** `layers:`, in order. At the top of a network nothing stands above the first. */
export function layersOf(node: Node | undefined, around: Surroundings, atTop = true): readonly LayerUse[] {
  if (node?.kind !== 'sequence') return []
  const names = new Set(node.items.map((item) => textOf(fieldOf(item, 'as'))))
  const repeated = node.items.filter((item) => entryOf(item, 'repeat'))
  const repeats = new Set(repeated.map((item) => textOf(fieldOf(item, 'as'))))
  const here = { ...around, names, repeats }
  return node.items.map((item, index) => layerOf(item, here, atTop && index === 0))
}

/** A layer that something has been said of stands in its place all the same. */
function unknownLayer({ span }: Node): SingleLayer {
  return { kind: 'layer', use: unknownUse(span), span }
}

function layerOf(item: Node, around: Surroundings, isFirst: boolean): LayerUse {
  if (item.kind === 'mapping') {
    const repeat = entryOf(item, 'repeat')
    return repeat ? repeatOf(item, repeat, around, isFirst) : singleLayer(item, around, isFirst)
  }
  if (item.kind === 'sequence' || typeof item.value !== 'string') return unknownLayer(item)
  const { report } = around.vocabulary
  const before = report.complaints
  const use = applied('layer', item, undefined, around.vocabulary)
  if (use === undefined) return unknownLayer(item)
  const layer: SingleLayer = { kind: 'layer', use, span: item.span }
  checkSources(layer, around, isFirst)
  return report.complaints === before ? layer : unknownLayer(item)
}

/** `dense: 16` with what stands beside it. */
function singleLayer(item: Mapping, around: Surroundings, isFirst: boolean): SingleLayer {
  const { report } = around.vocabulary
  const before = report.complaints
  const beside = item.entries.filter(({ key }) => BESIDE.has(key.text))
  const isSound = validate({ ...item, entries: beside }, siblings, around.vocabulary.report)
  const word = wordIn(item, around.vocabulary)
  const use = word && applied('layer', word.key, word.value, around.vocabulary)
  const from = entryOf(item, 'from')
  const regularization = entryOf(item, 'regularization')
  const allow = allowancesOf(fieldOf(item, 'allow'), around.vocabulary.report)
  const as = nameOf(item, around)
  const layer = use && {
    kind: 'layer' as const,
    use,
    ...(from && { from: referencesOf(from.value) }),
    ...(regularization && {
      regularization: usesOf('regularizer', regularization.value, around.vocabulary),
    }),
    ...(allow.length > 0 && { allow }),
    span: item.span,
  }
  // Of names that are none, that has been told.
  if (layer && (isSound || layer.from?.length !== 0)) checkSources(layer, around, isFirst)
  // Only now: a layer does not stand above itself.
  if (as) around.visible.set(as.name, as.span)
  const known = layer && report.complaints === before ? layer : unknownLayer(item)
  return { ...known, ...(as && !report.blames(as.span) && { as }) }
}

/** The sources that `from` names are there, and as many as the word takes. */
function checkSources({ use, from }: SingleLayer, around: Surroundings, isFirst: boolean): void {
  const { report } = around.vocabulary
  checkSizesOf(use, around.sizes, report)
  for (const source of from ?? []) checkSource(source, around)
  const wanted = use.word.inputs.length
  const given = from?.length ?? (isFirst ? around.inputs.length : 1)
  if (given !== wanted && around.inputs.length > 0) {
    const sources = from
      ? `\`from\` names ${given}`
      : isFirst
        ? `the network has ${given}`
        : 'there is one layer above'
    report.add({
      code: 'E216',
      at: from && from.length > 0 ? spanOf(from) : use.span,
      message: `layer \`${use.word.name}\` takes ${wanted} ${wanted === 1 ? 'input' : 'inputs'}, and ${sources}`,
      help: wanted === 1 ? 'say which: `from: name`' : 'name them: `from: [a, b]`',
    })
  }
}

/** From the first name to the last. */
function spanOf(names: readonly Reference[]): Span {
  return { ...names[0]!.span, end: names.at(-1)!.span.end }
}

function checkSource(
  { name, span }: Reference,
  { visible, names, repeats, scope, vocabulary }: Surroundings,
): void {
  if (visible.has(name)) return
  const help = repeats?.has(name)
    ? `\`${name}\` is a repeat, which stands for no one layer; the layer behind it takes from its last without \`from\``
    : names?.has(name)
      ? `\`${name}\` does not stand above`
      : scope.has(name)
        ? 'a name in a repeat is known only there'
        : 'a layer is named by `as: name` beside its word'
  vocabulary.report.add({
    code: 'E215',
    at: span,
    message: `\`${name}\` is not an input or a layer above`,
    help: didYouMean(name, visible.keys()) ?? help,
  })
}

/** `as: encoder` */
function nameOf(item: Mapping, { scope }: Surroundings): Reference | undefined {
  const node = fieldOf(item, 'as')
  if (node?.kind !== 'scalar' || typeof node.value !== 'string') return undefined
  const name = referenceOf(node)
  scope.define(name, 'a layer')
  return name
}

/** `repeat: { times: 3, layers: […] }`; the names in it are its own. */
function repeatOf(item: Mapping, { key, value }: Entry, around: Surroundings, isFirst: boolean): LayerUse {
  const { report } = around.vocabulary
  const beside = item.entries.filter((entry) => entry.key !== key)
  validate({ ...item, entries: beside }, repeatSiblings, report)
  const isSound = validate(value, repeatSchema, report, key.span)
  const as = nameOf(item, around)
  const allow = allowancesOf(fieldOf(item, 'allow'), report)
  const layers = layersOf(fieldOf(value, 'layers'), { ...around, visible: new Map(around.visible) }, isFirst)
  const times = numberOf(fieldOf(value, 'times'))
  if (times === undefined || !isSound || !isCountable(fieldOf(value, 'times')!, times, layers, report))
    return unknownLayer(item)
  return {
    kind: 'repeat',
    times,
    layers,
    ...(as && { as }),
    ...(allow.length > 0 && { allow }),
    span: item.span,
  }
}

/** Far beyond what anyone reads, or checks in a second. */
const MOST_LAYERS = 2000

/** Repeats in a repeat are multiplied: the innermost that makes too many is told. */
function isCountable(node: Node, times: number, layers: readonly LayerUse[], report: Report): boolean {
  const inside = countOf(layers)
  if (inside * times <= MOST_LAYERS) return true
  report.add({
    code: 'E209',
    at: node.span,
    message: `${times} times ${inside} layers are ${times * inside}, and repeats make at most ${MOST_LAYERS}`,
  })
  return false
}

function countOf(layers: readonly LayerUse[]): number {
  return layers.reduce(
    (sum, layer) => sum + (layer.kind === 'repeat' ? layer.times * countOf(layer.layers) : 1),
    0,
  )
}
