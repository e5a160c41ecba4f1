import type { Report } from '../diagnostics/report.ts'
import type { LayerNote, Member, Phase, Port, Result, Store, ValueId } from '../forms/program.ts'
import type { Span } from '../forms/source.ts'
import type { Layers, Library, NetworkSpec, PortSpec, WordUse } from '../forms/spec.ts'
import { Builder } from '../operations/builder.ts'
import { describe, type NamedLayer, nameLayers } from './layers.ts'
import { networkSizes, portLeaf, streams } from './network.ts'
import type { Typed } from './scope.ts'
import type { Sizes } from './sizes.ts'
import type { Surroundings } from './surroundings.ts'

/** What a stack of layers is expanded in: one builder, and what has been made so far. Lives as long as the stage. */
export interface Workshop {
  readonly spec: NetworkSpec
  readonly body: Layers
  readonly library: Library
  readonly report: Report
  readonly builder: Builder
  readonly sizes: Sizes
  readonly layers: readonly NamedLayer[]
  readonly inputs: readonly DataLeaf[]
  readonly targets: readonly DataLeaf[]
  readonly notes: LayerNote[]
  readonly parameters: Map<string, Owned>
  readonly fitted: Map<string, Owned>
  /** Numbers that carry over from update to update. */
  readonly memory: Map<string, Remembered>
  readonly results: Result[]
  readonly stores: Store[]
}

/** A data port's leaf, and the place that says its shape. */
export interface DataLeaf {
  readonly id: ValueId
  readonly port: Port
  readonly from: Span
}

/** A parameter or a fitted value: its leaf, and where it belongs. */
export interface Owned {
  readonly id: ValueId
  readonly member: Member
  readonly layer: number
  /** The word's own name for it. */
  readonly local: string
}

interface Remembered extends Typed {
  readonly initial: number
}

export function openWorkshop(spec: NetworkSpec, body: Layers, library: Library, report: Report): Workshop {
  const builder = new Builder()
  const sizes = networkSizes(spec, report)
  const leaves = (ports: readonly PortSpec[], kind: 'input' | 'target') =>
    ports.map((port) => ({
      ...portLeaf(port, kind, sizes, builder, report),
      from: port.shape.dimensions[0]?.span ?? port.span,
    }))
  const layers = nameLayers(body.layers)
  return {
    spec,
    body,
    library,
    report,
    builder,
    sizes,
    layers,
    inputs: leaves(spec.inputs, 'input'),
    targets: leaves(spec.targets, 'target'),
    notes: layers.map(({ key, title, layer }) => ({ key, title, span: layer.span })),
    parameters: new Map(),
    fitted: new Map(),
    memory: new Map(),
    results: [],
    stores: [],
  }
}

/** A method of the generated class that is no layer's: the loss, a metric, the update. */
export function noted({ notes }: Workshop, key: string, kind: string, use: WordUse): number {
  notes.push({ key, title: `${kind} · ${describe(use)}`, span: use.span })
  return notes.length - 1
}

/** A scalar's leaf in memory; the same name is the same number. */
export function remember(name: string, initial: number, { memory, builder }: Workshop): Typed {
  const known = memory.get(name)
  if (known) return known
  const made = { id: builder.leaf({ kind: 'memory' }, [], name), shape: [], initial }
  memory.set(name, made)
  return made
}

export function around(
  { builder, report, sizes }: Workshop,
  phase: Phase,
  layer: number,
  span: Span,
  stream: string,
): Surroundings {
  return { builder, report, phase, origin: { layer, span }, sizes, stream: streams(stream) }
}

/** By layer, then as the word declares them. */
export function inOrder(owned: ReadonlyMap<string, Owned>, { layers }: Workshop): readonly Owned[] {
  const rank = ({ layer, local }: Owned) => {
    const { parameters, fitted } = layers[layer]!.layer.use.word
    return [...parameters, ...fitted].findIndex(({ name }) => name === local)
  }
  return [...owned.values()].sort((a, b) => a.layer - b.layer || rank(a) - rank(b))
}
