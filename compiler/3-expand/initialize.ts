import type { ValueId } from '../forms/program.ts'
import type { Shape } from '../forms/shape.ts'
import type { PortSpec, WordUse } from '../forms/spec.ts'
import { outputOf } from './output.ts'
import type { Surroundings } from './surroundings.ts'
import { expandWord } from './words.ts'
import { around, inOrder, type Workshop } from './workshop.ts'

/** The first contents of every parameter, by the initializer its word or its use names. */
export function initialize(workshop: Workshop): void {
  const { builder, layers, parameters, stores } = workshop
  for (const { id, member, layer, local } of inOrder(parameters, workshop)) {
    const { use, span } = layers[layer]!.layer
    const { initial } = use.word.parameters.find(({ name }) => name === local)!
    const chosen =
      'attribute' in initial ? use.attributes.get(initial.attribute) : { kind: 'word' as const, use: initial }
    if (chosen?.kind !== 'word') throw new Error(`invariant: ${member.name} has no initializer`)
    const [output] = chosen.use.word.outputs
    const value = drawn(chosen.use, output!, member.shape, {
      ...around(workshop, 'initialize', layer, span, member.name),
      rename: (made) => (made === output!.name ? member.name : undefined),
    })
    builder.name(value, member.name)
    stores.push({ phase: 'initialize', leaf: id, value })
  }
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
