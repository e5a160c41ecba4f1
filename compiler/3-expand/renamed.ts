import type { Label } from '../diagnostics/report.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import type { Renamed } from '../forms/program.ts'
import type { Span } from '../forms/source.ts'
import type { Renaming } from '../forms/spec.ts'
import { capital, type NamedLayer, nameIn } from './layers.ts'
import { camelCase } from './notation.ts'
import { inOrder, type Owned, type Workshop } from './workshop.ts'

/**
 * What saved files may know by another name: what `renamed:` says of single parameters, and of layers with all that they own.
 * Each value had one name before, and no two had the same.
 */
export function renamedIn(workshop: Workshop): readonly Renamed[] {
  const { spec, report } = workshop
  const owned = [...inOrder(workshop.parameters, workshop), ...inOrder(workshop.fitted, workshop)]
  const found = new Map<string, { readonly renamed: Renamed; readonly by: Renaming }>()
  for (const by of spec.renamed) {
    if (isMistaken(by, owned, workshop)) continue
    const renamed = owned.flatMap((each) => formerly(each, by, workshop) ?? [])
    if (renamed.length === 0) refuse(by, owned, workshop)
    for (const each of renamed) {
      const earlier = found.get(each.name)
      if (earlier === undefined) found.set(each.name, { renamed: each, by })
      else
        report.add({
          code: 'E224',
          at: by.from.span,
          message: `\`${each.name}\` is said to have had two names`,
          labels: [{ span: earlier.by.from.span, text: 'the other one' }],
          help: 'keep the name that it has in saved files',
        })
    }
  }
  refuseNamesakes(owned, found, workshop)
  return [...found.values()].map(({ renamed }) => renamed)
}

/** What no saved file can hold, since in all but names it is of this network. */
function isMistaken({ from, to }: Renaming, owned: readonly Owned[], { layers, report }: Workshop): boolean {
  const refuse = (message: string, help: string, place?: NamedLayer) => {
    const labels = place && [{ span: placeOf(place), text: 'it is this one' }]
    report.add({ code: 'E223', at: from.span, message, help, ...(labels && { labels }) })
    return true
  }
  if (camelCase(from.name) === camelCase(to.name))
    return refuse(`\`${to.name}\` is what it is called today`, 'leave out what has kept its name')
  const isNumber = /^\d+$/.test(from.name)
  const parameter = owned.find(({ member }) => member.name === to.name)
  const layer = parameter ? layers[parameter.layer]! : layers.find((each) => copyOf(each, to.name) === '')
  if (layer === undefined) return false
  if (parameter && isNumber)
    return refuse(
      `\`${from.name}\` is the number of a layer, and \`${to.name}\` is a parameter`,
      `a parameter of that layer was called \`${nameIn(from.name, parameter.local)}\``,
    )
  const number = numberOf(layer, layers)
  const own = layer.called ?? layer.key
  const local = owned.find(
    (each) =>
      layers[each.layer] === layer && number !== undefined && nameIn(`${number}`, each.local) === from.name,
  )?.local
  if (!parameter && local !== undefined)
    return refuse(
      `\`${from.name}\` is the name of a parameter, and \`${to.name}\` is a layer`,
      `write \`${from.name}: ${nameIn(own, local)}\`, or, if a layer was called that, \`${nameIn(from.name, local)}: ${nameIn(own, local)}\``,
      layer,
    )
  // The same in every network that differs in names alone.
  if (!isNumber || number === undefined || Number(from.name) === number) return false
  return refuse(
    `\`${own}\` is layer ${number} of those with parameters, and so it was never layer ${from.name}`,
    `without a name it is \`${number}\`; what was saved before another layer came or went does not load`,
    layer,
  )
}

/** Counted as those without a name are. */
function numberOf(layer: NamedLayer, layers: readonly NamedLayer[]): number | undefined {
  const counted = layers.filter(({ layer: { use } }) => use.word.parameters.length > 0)
  return counted.includes(layer) ? counted.indexOf(layer) + 1 : undefined
}

function formerly(
  { member: { name }, layer, local }: Owned,
  { from, to }: Renaming,
  { layers }: Workshop,
): Renamed | undefined {
  if (to.name === name) return { name, before: from.name }
  const copy = copyOf(layers[layer]!, to.name)
  if (copy === undefined) return undefined
  const former = `${camelCase(from.name)}${copy}`
  return { name, before: nameIn(former, local), layerBefore: capital(former) }
}

/** Of `encoder_2`, which a repeat has made of `encoder`, that is `_2`; of the layer itself nothing is added; no other layer has that name. */
function copyOf({ called, key }: NamedLayer, name: string): string | undefined {
  const own = called ?? key.charAt(0).toLowerCase() + key.slice(1)
  const base = camelCase(name)
  if (own === base) return ''
  const rest = own.startsWith(base) ? own.slice(base.length) : ''
  return called !== undefined && /^(_\d+)+$/.test(rest) ? rest : undefined
}

function refuse({ from, to }: Renaming, owned: readonly Owned[], { layers, report }: Workshop): void {
  const bare = layers.find((layer) => copyOf(layer, to.name) !== undefined)
  if (bare !== undefined) {
    report.add({
      code: 'E223',
      at: to.span,
      message: `layer \`${to.name}\` has no parameters, and so there is nothing to rename`,
      labels: [{ span: placeOf(bare), text: 'it is this one' }],
      help: 'leave it out: saved files know nothing of it',
    })
    return
  }
  const names = owned.flatMap(({ member, layer }) => [
    member.name,
    layers[layer]!.called ?? layers[layer]!.key,
  ])
  report.add({
    code: 'E223',
    at: to.span,
    message: `no parameter, and no layer that has some, is called \`${to.name}\``,
    help: names.includes(from.name)
      ? `old names stand before the colon: \`${to.name}: ${from.name}\``
      : (didYouMean(to.name, names) ?? 'old names stand before the colon, and those of today behind it'),
  })
}

/** Where a layer has its name, or else the word that it is. */
function placeOf({ layer: { as, use } }: NamedLayer): Span {
  return as?.span ?? use.span
}

/** Two values that are told apart now were so before. */
function refuseNamesakes(
  owned: readonly Owned[],
  found: ReadonlyMap<string, { readonly renamed: Renamed; readonly by: Renaming }>,
  { layers, report }: Workshop,
): void {
  const taken = new Map<string, { readonly name: string; readonly label: Label; readonly help: string }>()
  // First what kept its name.
  for (const { member, layer } of owned)
    if (!found.has(member.name))
      taken.set(member.name, {
        name: member.name,
        label: { span: placeOf(layers[layer]!), text: `\`${member.name}\` is of this one` },
        help: `if \`${member.name}\` had another name then, add that one too; if it is new, nothing that was saved before it loads`,
      })
  for (const { renamed, by } of found.values()) {
    const other = taken.get(renamed.before)
    if (other === undefined)
      taken.set(renamed.before, {
        name: renamed.name,
        label: { span: by.from.span, text: `\`${renamed.name}\` by this one` },
        help: 'each had a name of its own in saved files',
      })
    else
      report.add({
        code: 'E224',
        at: by.from.span,
        message: `\`${renamed.name}\` and \`${other.name}\` would both have been called \`${renamed.before}\``,
        labels: [other.label],
        help: other.help,
      })
  }
}
