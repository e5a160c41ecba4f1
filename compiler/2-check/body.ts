import { didYouMean } from '../diagnostics/suggest.ts'
import { type Entry, entryOf, fieldOf, type Mapping, type Node } from '../forms/document.ts'
import { BATCH } from '../forms/program.ts'
import type { Span } from '../forms/source.ts'
import type { Body, Equations, Layers, LayerUse, Reference, WordUse } from '../forms/spec.ts'
import { equationsOf } from './expressions.ts'
import { layersOf, type Surroundings } from './layers.ts'
import { keysOf, means, referenceOf, referencesOf, textOf } from './names.ts'
import { checkOrder } from './order.ts'
import { network } from './schemas/network.ts'
import { usesOf } from './uses.ts'
import type { Vocabulary } from './vocabulary.ts'

interface Around extends Surroundings {
  readonly targets: readonly Reference[]
}

/** A stack of layers, or equations: exactly one of them. */
export function bodyOf(root: Node, around: Around): Body | undefined {
  const { report } = around.vocabulary
  const layers = entryOf(root, 'layers')
  const equations = entryOf(root, 'equations')
  if (layers && equations) {
    report.add({
      code: 'E217',
      at: equations.key.span,
      message: 'a network has `layers` or `equations`, not both',
      labels: [{ span: layers.key.span, text: '`layers` here' }],
    })
    return undefined
  }
  if (layers) return layersBody(root, layers, around)
  if (equations) return equationsBody(root, equations, around)
  if (means(root, 'layers', network) || means(root, 'equations', network)) return undefined
  const name = entryOf(root, 'network')?.key
  if (name)
    report.add({
      code: 'E204',
      at: name.span,
      message: 'a network needs `layers` or `equations`',
      help: 'write a list of `layers`, or a mapping of `equations`',
    })
  return undefined
}

function layersBody(root: Node, { value }: Entry, around: Around): Layers {
  const { vocabulary } = around
  refuseKeys(root, ['differentiate'], 'equations', around)
  const layers = layersOf(value, around)
  const loss = fieldOf(root, 'loss')
  const lossUse = loss && vocabulary.use('loss', loss)
  const regularization = usesOf('regularizer', fieldOf(root, 'regularization'), vocabulary)
  const metrics = fieldOf(root, 'metrics')
  const metricUses =
    metrics?.kind === 'sequence' ? metrics.items.flatMap((item) => metricOf(item, vocabulary) ?? []) : []
  const training = entryOf(root, 'training')
  if (training && !means(root, 'loss', network))
    vocabulary.report.add({
      code: 'E204',
      at: training.key.span,
      message: 'training needs `loss`',
      help: 'a loss is what training makes small: `loss: squared-error`',
    })
  const measures = lossUse ? [lossUse, ...metricUses] : metricUses
  const [first] = measures
  if (first && around.targets.length > 0) checkTargets(first, measures, lossUse, around)
  else if (first && !means(root, 'targets', network))
    reportNoTargets(first, rowsOf(layers, fieldOf(root, 'inputs')), around)
  return { kind: 'layers', layers, ...(lossUse && { loss: lossUse }), regularization, metrics: metricUses }
}

/** A metric, or a loss that is reported as one. */
function metricOf(item: Node, vocabulary: Vocabulary): WordUse | undefined {
  const name = item.kind === 'mapping' ? item.entries[0]?.key.text : textOf(item)
  const isLoss = name !== undefined && !vocabulary.has('metric', name) && vocabulary.has('loss', name)
  return vocabulary.use(isLoss ? 'loss' : 'metric', item)
}

/** The first target is what an output is compared with; others are named by what is said to the loss. */
function checkTargets(
  first: WordUse,
  measures: readonly WordUse[],
  loss: WordUse | undefined,
  { targets, vocabulary }: Around,
): void {
  const others = targets.slice(1).map(({ name }) => name)
  for (const { name, span } of measures.flatMap(targetsSaid))
    if (!others.includes(name))
      vocabulary.report.add({
        code: 'E215',
        at: span,
        message: `\`${name}\` is not a target of this network beside its first`,
        help: didYouMean(name, others),
      })
  const named = new Set(loss && targetsSaid(loss).map(({ name }) => name))
  // One that isn't there may stand for any that nobody names.
  const isTold = [...named].some((name) => !others.includes(name))
  if (isTold || named.size === others.length) return
  vocabulary.report.add({
    code: 'E299',
    at: first.span,
    message: `one target only is supported yet, and the network has ${targets.length}`,
  })
}

function targetsSaid({ attributes }: WordUse): readonly Reference[] {
  return [...attributes.values()].flatMap((value) => (value.kind === 'target' ? [value] : []))
}

/** Where there is no target at all, that is said of the first that needs one, and nothing of others by name. */
function reportNoTargets({ word, span }: WordUse, rows: string | undefined, { vocabulary }: Around): void {
  vocabulary.report.add({
    code: 'E216',
    at: span,
    message: `${word.kind} \`${word.name}\` compares with a target, and the network has none`,
    help:
      rows === undefined
        ? 'add `targets:`, with as many rows as the output: `targets: { Y: [1, m] }`, say'
        : `add \`targets: { Y: [${rows}, m] }\``,
  })
}

/** The rows of the output as they are written: in the last layer that says its own, where those behind it keep them. */
function rowsOf(layers: readonly LayerUse[], inputs: Node | undefined): string | undefined {
  for (const layer of layers.toReversed()) {
    if (layer.kind === 'repeat') return rowsOf(layer.layers, undefined)
    const { word, attributes } = layer.use
    const [rows] = word.outputs[0]?.shape.dimensions ?? []
    if (rows?.kind !== 'name') return undefined
    const said = attributes.get(rows.name)
    if (said?.kind === 'size') return writtenAt(said.span)
    const [input, ...others] = word.inputs
    const [arriving] = input?.shape.dimensions ?? []
    const isKept = arriving?.kind === 'name' && arriving.name === rows.name
    if (!isKept || others.length > 0 || layer.from) return undefined
  }
  const shape =
    inputs?.kind === 'mapping' && inputs.entries.length === 1 ? inputs.entries[0]!.value : undefined
  const first = shape?.kind === 'sequence' ? shape.items[0] : undefined
  return first?.kind === 'scalar' ? first.text : undefined
}

function writtenAt({ source, start, end }: Span): string {
  return source.text.slice(start, end)
}

function equationsBody(root: Node, { value }: Entry, around: Around): Equations | undefined {
  const { scope, vocabulary, inputs } = around
  refuseKeys(root, ['targets', 'loss', 'regularization', 'metrics', 'training', 'data'], 'layers', around)
  const equations = equationsOf(value, vocabulary.report)
  const given = [...inputs, ...around.sizes]
  vocabulary.reach(equations, [], [...given, ...keysOf(value)])
  checkOrder(equations, [BATCH, ...given.map(({ name }) => name)], vocabulary.report)
  const names = keysOf(value)
  for (const name of names) scope.define(name, 'an equation')
  for (const kept of referencesOf(fieldOf(root, 'keep'))) isAmong(kept, names, 'an equation', around)
  const entry = entriesOf(fieldOf(root, 'differentiate'))[0]
  const read = new Set(equations.map(({ name }) => name))
  const unread = names.map(({ name }) => name).filter((name) => !read.has(name))
  if (entry === undefined) return { kind: 'equations', equations, unread }
  const of = referenceOf(entry.key)
  const by = referencesOf(entry.value)
  isAmong(of, names, 'an equation', around)
  for (const input of by) isAmong(input, inputs, 'an input', around)
  return { kind: 'equations', equations, unread, differentiate: { of, by } }
}

function entriesOf(node: Node | undefined): Mapping['entries'] {
  return node?.kind === 'mapping' ? node.entries : []
}

function isAmong(wanted: Reference, names: readonly Reference[], what: string, { vocabulary }: Around): void {
  // Where there are none at all, that has been told.
  const isTold = names.length === 0 || vocabulary.report.blames(wanted.span)
  if (isTold || names.some(({ name }) => name === wanted.name)) return
  vocabulary.report.add({
    code: 'E215',
    at: wanted.span,
    message: `\`${wanted.name}\` is not ${what} of this network`,
    help:
      didYouMean(
        wanted.name,
        names.map(({ name }) => name),
      ) ?? `it has ${names.map(({ name }) => `\`${name}\``).join(', ')}`,
  })
}

/** Keys that only the other kind of network has. */
function refuseKeys(root: Node, keys: readonly string[], owner: string, { vocabulary }: Around): void {
  for (const key of keys) {
    const entry = entryOf(root, key)
    if (entry)
      vocabulary.report.add({
        code: 'E218',
        at: entry.key.span,
        message: `\`${key}\` belongs to a network of ${owner}`,
      })
  }
}
