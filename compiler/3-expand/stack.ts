import type { Label, Report } from '../diagnostics/report.ts'
import { didYouMean } from '../diagnostics/suggest.ts'
import { BATCH, type Phase, type Port, type Program, type ValueId } from '../forms/program.ts'
import { elementsOf, printShape, type Shape } from '../forms/shape.ts'
import * as size from '../forms/size.ts'
import type { Span } from '../forms/source.ts'
import type { Layers, Library, NetworkSpec, PortSpec, WordUse } from '../forms/spec.ts'
import { along, fail } from './blame.ts'
import { define } from './define.ts'
import { filledAt, initialize } from './initialize.ts'
import { capital, type NamedLayer } from './layers.ts'
import { measure } from './measure.ts'
import { camelCase } from './notation.ts'
import { outputOf } from './output.ts'
import { penalized, penalties } from './regularize.ts'
import { renamedIn } from './renamed.ts'
import type { Typed } from './scope.ts'
import { attempt, Stopped } from './sizes.ts'
import { demandSlopes } from './slopes.ts'
import type { Arriving, Surroundings } from './surroundings.ts'
import { blocks, hyperparametersOf, update } from './update.ts'
import { declaredOutput, expandWord } from './words.ts'
import { around, inOrder, noted, openWorkshop, type Workshop } from './workshop.ts'

/** A stack of layers: training, predicting, evaluating, preparing, initializing, each a phase of one program. */
export function expandStack(spec: NetworkSpec, body: Layers, library: Library, report: Report): Program {
  const workshop = openWorkshop(spec, body, library, report)
  const { loss, metrics } = body
  const lossNote = loss && noted(workshop, 'Loss', 'loss', loss)
  if (loss) train(loss, lossNote!, workshop)
  serve(loss, lossNote, workshop)
  if (workshop.fitted.size > 0) run('prepare', workshop)
  initialize(workshop)
  if (loss) attempt(() => update(workshop))
  // Names are those of all parameters: where something is wrong, some may not have been made.
  const renamed = report.hasErrors ? [] : renamedIn(workshop)
  if (report.hasErrors) throw new Stopped()
  const parameters = inOrder(workshop.parameters, workshop)
  const program = workshop.builder.finish({
    network: spec.name,
    summary: spec.summary,
    source: spec.source.projectPath ?? spec.source.path,
    precision: spec.precision,
    ...(spec.batch !== undefined && { batch: spec.batch }),
    results: workshop.results,
    stores: workshop.stores,
    layers: workshop.notes,
    blocks: blocks(workshop),
    hyperparameters: spec.training ? hyperparametersOf(spec.training.optimizer) : [],
    memory: [...workshop.memory].map(([name, { initial }]) => ({ name, value: initial })),
    interface: {
      kind: 'layers',
      inputs: workshop.inputs.map(({ port }) => withColumns(port, spec)),
      targets: loss || metrics.length > 0 ? workshop.targets.map(({ port }) => port) : [],
      parameters: parameters.map(({ member, layer, local }) => ({
        name: member.name,
        word: workshop.layers[layer]!.layer.use.word.name,
        layer,
        filledAt: filledAt(local, workshop.layers[layer]!.layer),
      })),
      differentiated: loss ? parameters.map(({ member }) => member.name) : [],
      ...(renamed.length > 0 && { renamed }),
    },
  })
  demandSlopes(program, report)
  return program
}

/** Columns by their names, where the data give some: people have rows of a table, not numbers in order. */
function withColumns(port: Port, { data }: NetworkSpec): Port {
  const columns = data?.inputs.find(({ name }) => name === port.name)?.columns
  if (columns === undefined || columns === 'all') return port
  const isOneCell = columns.some(({ alone }) => alone) && size.constantOf(port.shape[0]!) !== 1
  if (isOneCell) return port
  return {
    ...port,
    columns: columns.map(({ name, categories }) => ({ name, ...(categories && { categories }) })),
  }
}

function train(loss: WordUse, note: number, workshop: Workshop): void {
  const { results } = workshop
  const output = run('forward', workshop)
  results.push({ role: 'output', phase: 'forward', value: output.id, name: 'output' })
  const value = attempt(() => {
    const terms = penalties(workshop)
    const own = measure(loss, 'forward', output, note, terms.length > 0 ? 'J_data' : 'J', workshop)
    return terms.length > 0 ? penalized(own, terms, workshop) : own
  })
  if (value !== undefined) results.push({ role: 'loss', phase: 'forward', value, name: 'J' })
  if (!workshop.report.hasErrors) keep(workshop)
}

function serve(loss: WordUse | undefined, lossNote: number | undefined, workshop: Workshop): void {
  const { body, results } = workshop
  const output = run('predict', workshop)
  results.push({ role: 'output', phase: 'predict', value: output.id, name: 'output' })
  if (loss) {
    const value = attempt(() => measure(loss, 'evaluate', output, lossNote!, 'J', workshop))
    if (value !== undefined) results.push({ role: 'loss', phase: 'evaluate', value, name: 'J' })
  }
  for (const metric of body.metrics) {
    const name = camelCase(metric.word.name)
    const note = noted(workshop, capital(name), 'metric', metric)
    const value = attempt(() => measure(metric, 'evaluate', output, note, name, workshop))
    if (value !== undefined) results.push({ role: 'metric', phase: 'evaluate', value, name })
  }
}

/** All layers in one phase; the value of the last. */
function run(phase: Phase, workshop: Workshop): Arriving {
  const known = new Map<string, Arriving>()
  for (const { id, port, from } of workshop.inputs) known.set(port.name, { id, shape: port.shape, from })
  let [above] = known.values()
  for (const [index, named] of workshop.layers.entries()) {
    above = layer(named, index, phase, sourcesOf(named, above!, known), workshop)
    if (named.called !== undefined) known.set(named.called, above)
    if (named.layer.as && named.called === camelCase(named.layer.as.name))
      known.set(named.layer.as.name, above)
  }
  return above!
}

function sourcesOf(
  { layer: { from } }: NamedLayer,
  above: Arriving,
  known: ReadonlyMap<string, Arriving>,
): readonly Arriving[] {
  return from?.flatMap(({ name }) => known.get(name) ?? known.get(camelCase(name)) ?? []) ?? [above]
}

function layer(
  named: NamedLayer,
  index: number,
  phase: Phase,
  sources: readonly Arriving[],
  workshop: Workshop,
): Arriving {
  const { rename } = named
  const { use, span } = named.layer
  const { word } = use
  // As many as the word takes, unless something else has been told.
  if (sources.length !== word.inputs.length || word.outputs.length === 0)
    return unknownOutput(named, workshop)
  const arriving = word.inputs.map((port, at) => [port, sources[at]!] as const)
  const surroundings: Surroundings = {
    ...around(workshop, phase, index, span, named.key),
    rename,
    own: (local, shape) => own(local, shape, index, named, sources, workshop),
  }
  const predicting = phase !== 'forward' && word.predicting.length > 0
  const from = (shape: Shape) => whereSized(use, shape, sources)
  try {
    const given = phase === 'prepare' ? fitValues(use, arriving, surroundings, workshop) : undefined
    const expanded = expandWord(use, predicting ? word.predicting : word.equations, arriving, {
      ...surroundings,
      ...(given && { given }),
    })
    const { id } = outputOf(word.outputs[0]!, expanded)
    const { shape } = workshop.builder.valueOf(id)
    return { id, shape, from: from(shape) }
  } catch (error) {
    if (!(error instanceof Stopped)) throw error
    // The error is reported; what follows is checked against what the layer declares.
    const shape = declaredOutput(use, arriving, surroundings)
    return { id: standIn(shape, named, workshop), shape, from: from(shape) }
  }
}

/** Of a layer that nothing is known of, but that it has been complained of. */
function unknownOutput(named: NamedLayer, workshop: Workshop): Arriving {
  const shape = [size.UNKNOWN, size.named(BATCH)]
  return { id: standIn(shape, named, workshop), shape, from: named.layer.use.span }
}

function standIn(shape: Shape, { rename }: NamedLayer, { builder }: Workshop): ValueId {
  return builder.leaf({ kind: 'input' }, shape, rename('out'), { range: 'unknown', sumsToOne: 0 })
}

/** Computes a word's fitted values from what arrives; the word's own equations then read the new ones. */
function fitValues(
  use: WordUse,
  arriving: readonly (readonly [PortSpec, Arriving])[],
  surroundings: Surroundings,
  { stores }: Workshop,
): ReadonlyMap<string, Typed> {
  const { scope } = expandWord(use, [], arriving, surroundings)
  const fresh = new Map<string, Typed>()
  for (const { name, equation } of use.word.fitted) {
    const leaf = scope.lazily(name)!
    const value = define(equation, scope, surroundings.rename)
    stores.push({ phase: 'prepare', leaf: leaf.id, value: value.id })
    fresh.set(name, { id: value.id, shape: leaf.shape })
  }
  return fresh
}

/** The leaf of a parameter or a fitted value, the same in every phase. */
function own(
  local: string,
  shape: Shape,
  layer: number,
  named: NamedLayer,
  sources: readonly Arriving[],
  workshop: Workshop,
): ValueId {
  const name = named.rename(local)
  const isFitted = named.layer.use.word.fitted.some((each) => each.name === local)
  const owned = isFitted ? workshop.fitted : workshop.parameters
  const known = owned.get(name)
  if (known) return known.id
  const elements = size.constantOf(elementsOf(shape)) ?? 0
  const bytes = elements * BYTES[workshop.spec.precision]
  if (bytes > MOST_BYTES)
    fail(
      { report: workshop.report },
      'E511',
      whereSized(named.layer.use, shape, []),
      `\`${name}\` of ${printShape(shape)} takes ${grouped(bytes)} bytes, and a memory has at most ${grouped(MOST_BYTES)}`,
      { labels: whereFrom(shape, sources), help: 'smaller sizes take less' },
    )
  const id = workshop.builder.leaf({ kind: isFitted ? 'fitted' : 'parameter' }, shape, name)
  owned.set(name, { id, member: { name, shape }, layer, local })
  return id
}

function grouped(count: number): string {
  return count.toLocaleString('en-US')
}

const BYTES = { float32: 4, float64: 8 } as const
/** Of the memory of WebAssembly, which all parameters share with all else. */
const MOST_BYTES = 2 ** 32

/** The values `keep:` names stay readable after forward. */
function keep({ builder, report, results, spec }: Workshop): void {
  const names = new Map<string, ValueId>()
  for (const { result, phase } of builder.instructions) {
    const { name } = builder.valueOf(result)
    if (name !== undefined && phase === 'forward') names.set(name, result)
  }
  for (const { name, span } of spec.keep) {
    const value = names.get(name)
    if (value !== undefined) results.push({ role: 'kept', phase: 'forward', value, name })
    else
      report.add({
        code: 'E401',
        at: span,
        message: `no value of the forward pass is called \`${name}\``,
        help: didYouMean(name, names.keys()) ?? `it has ${[...names.keys()].slice(0, 12).join(', ')}`,
      })
  }
}

/** A layer's output has its size from a size attribute, if it has one; or from what arrives; or from the layer as a whole. */
function whereSized(use: WordUse, [rows]: Shape, sources: readonly Arriving[]): Span {
  for (const { name, type } of use.word.attributes) {
    const value = use.attributes.get(name)
    if (type === 'size' && value) return value.span
  }
  return sources.find(({ shape }) => shape[0]?.key === rows?.key)?.from ?? use.span
}

/** A parameter has as many columns as rows arrive. */
function whereFrom([, columns]: Shape, sources: readonly Arriving[]): readonly Label[] {
  const source = columns && sources.find(({ shape }) => shape[0]?.key === columns.key)
  return source ? [{ span: source.from, text: `${along(columns.key, 0)} from here` }] : []
}
