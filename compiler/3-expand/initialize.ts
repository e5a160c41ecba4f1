import type { ValueId } from '../forms/program.ts'
import type { Shape } from '../forms/shape.ts'
import { isUnknown } from '../forms/size.ts'
import type { Span } from '../forms/source.ts'
import { isWithinUse, type PortSpec, type SingleLayer, type WordUse } from '../forms/spec.ts'
import { outputOf } from './output.ts'
import type { Surroundings } from './surroundings.ts'
import { expandWord } from './words.ts'
import { around, inOrder, type Workshop } from './workshop.ts'

/** The first contents of every parameter, by the initializer its word or its use names. */
export function initialize(workshop: Workshop): void {
  const { builder, layers, parameters, stores } = workshop
  for (const { id, member, layer, local } of inOrder(parameters, workshop)) {
    if (member.shape.some(isUnknown)) continue
    const initializer = initializerOf(local, layers[layer]!.layer)
    const [output] = initializer.word.outputs
    const value = drawn(initializer, output!, member.shape, {
      ...around(workshop, 'initialize', layer, layers[layer]!.layer.span, member.name),
      rename: (made) => (made === output!.name ? member.name : undefined),
    })
    builder.name(value, member.name)
    stores.push({ phase: 'initialize', leaf: id, value })
  }
}

/** Where a layer says how a parameter is first filled; the layer, where its word says so. */
export function filledAt(local: string, layer: SingleLayer): Span {
  const { span } = initializerOf(local, layer)
  const { use } = layer
  return isWithinUse(span, use) ? span : use.span
}

/** The initializer that a parameter's word names, or its use. */
function initializerOf(local: string, { use }: SingleLayer): WordUse {
  const { initial } = use.word.parameters.find(({ name }) => name === local)!
  if (!('attribute' in initial)) return initial
  const chosen = use.attributes.get(initial.attribute)
  if (chosen?.kind !== 'word') throw new Error(`invariant: \`${local}\` has no initializer`)
  return chosen.use
}

/** An initializer names the parameter's dimensions by its output, `[fanOut, fanIn]`, and may compute with them. */
function drawn(use: WordUse, output: PortSpec, shape: Shape, surroundings: Surroundings): ValueId {
  const bound = new Map(
    output.shape.dimensions.flatMap((dimension, axis) =>
      dimension.kind === 'name' ? [[dimension.name, { size: shape[axis]!, span: use.span }] as const] : [],
    ),
  )
  return outputOf(output, expandWord(use, use.word.equations, [], { ...surroundings, bound })).id
}
