import type { Expression } from '../forms/equation.ts'
import type { AttributeSpec, AttributeValue, LayerUse, SingleLayer, WordUse } from '../forms/spec.ts'
import { camelCase } from './notation.ts'

/** A layer of the stack after `repeat` is unrolled, with the names its values get. */
export interface NamedLayer {
  readonly layer: SingleLayer
  /** What `from:` may call it. */
  readonly called?: string
  readonly key: string
  readonly title: string
  /** `W` → `W1`, `encoder_W`, `dropout_kept`. */
  readonly rename: (local: string) => string
}

/**
 * Unrolls repeats and names every layer: by number where it has parameters
 * (the course's W1, b1, A1), by its own name where `as:` gives one, by its
 * word otherwise.
 */
export function nameLayers(layers: readonly LayerUse[]): readonly NamedLayer[] {
  let number = 0
  const counts = new Map<string, number>()
  return unroll(layers, '', undefined).map(({ layer, called }) => {
    const { word } = layer.use
    const numbered = word.parameters.length > 0
    if (numbered) number += 1
    if (called !== undefined)
      return {
        layer,
        called,
        key: capital(called),
        title: `${called} · ${describe(layer.use)}`,
        rename: (local: string) => nameIn(called, local),
      }
    if (numbered) {
      const suffix = `${number}`
      return {
        layer,
        key: suffix,
        title: `layer ${suffix} · ${describe(layer.use)}`,
        rename: (local: string) => nameIn(suffix, local),
      }
    }
    const base = camelCase(word.name)
    const count = (counts.get(base) ?? 0) + 1
    counts.set(base, count)
    const own = count === 1 ? base : `${base}${count}`
    return {
      layer,
      key: capital(own),
      title: describe(layer.use),
      rename: (local: string) => `${own}_${local}`,
    }
  })
}

/** `W` of layer 1 is `W1`, of `encoder` it is `encoder_W`; a layer's output is its `A`. */
export function nameIn(layer: string, local: string): string {
  const own = local === 'out' ? 'A' : local
  if (!/^\d+$/.test(layer)) return `${layer}_${own}`
  return `${/\d$/.test(own) ? `${own}_` : own}${layer}`
}

function unroll(
  layers: readonly LayerUse[],
  suffix: string,
  group: string | undefined,
): readonly { readonly layer: SingleLayer; readonly called: string | undefined }[] {
  return layers.flatMap((item) => {
    if (item.kind === 'layer') {
      const called = item.as ? `${camelCase(item.as.name)}${suffix}` : group
      return [{ layer: renamedSources(item, layers, suffix), called }]
    }
    return Array.from({ length: item.times }, (_, index) => {
      const inner = `${suffix}_${index + 1}`
      const name = item.as && item.layers.length === 1 ? `${camelCase(item.as.name)}${inner}` : undefined
      return unroll(item.layers, inner, name)
    }).flat()
  })
}

/** Inside a repeat, `from: a` means this turn's `a`. */
function renamedSources(layer: SingleLayer, siblings: readonly LayerUse[], suffix: string): SingleLayer {
  if (!layer.from || suffix === '') return layer
  const here = new Set(siblings.flatMap((sibling) => (sibling.as ? [sibling.as.name] : [])))
  return {
    ...layer,
    from: layer.from.map((source) =>
      here.has(source.name) ? { ...source, name: `${source.name}${suffix}` } : source,
    ),
  }
}

/** `dense 4, tanh`: the word and what was chosen for it. */
export function describe(use: WordUse): string {
  const chosen = use.word.attributes.flatMap((attribute) => {
    const value = use.attributes.get(attribute.name)
    return value ? describeChoice(value, attribute) : []
  })
  return [use.word.name, chosen.join(', ')].filter((part) => part !== '').join(' ')
}

/** What a default already says goes without saying. */
function describeChoice(value: AttributeValue, { name, default: usual }: AttributeSpec): readonly string[] {
  switch (value.kind) {
    case 'number':
      return usual?.kind === 'number' && usual.value === value.value ? [] : [`${value.value}`]
    case 'size':
      return [writtenOf(value.expression)]
    case 'boolean':
      return usual?.kind === 'boolean' && usual.value === value.value
        ? []
        : [value.value ? name : `no ${name}`]
    case 'numbers':
      return [`[${value.values.join(', ')}]`]
    case 'target':
      return [`${name} ${value.name}`]
    case 'word':
      return usual?.kind === 'word' && usual.use.word.name === value.use.word.name
        ? []
        : [describe(value.use)]
  }
}

/** As it stands in the file, in one line: generated comments hold it, and they end where a line ends. */
function writtenOf({ span: { source, start, end } }: Expression): string {
  return source.text.slice(start, end).replaceAll(/\s+/g, ' ')
}

export function capital(name: string): string {
  return name.charAt(0).toUpperCase() + name.slice(1)
}
