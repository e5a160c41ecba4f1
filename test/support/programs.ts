import type { Origin, Program, Result, ValueId } from '../../compiler/forms/program.ts'
import { type Dimension, ONE, type Shape } from '../../compiler/forms/shape.ts'
import { constant } from '../../compiler/forms/size.ts'
import { sourceOf, wholeOf } from '../../compiler/forms/source.ts'
import { Builder } from '../../compiler/operations/builder.ts'

/** A program's shell without a network around it: equations in one phase. */
export const nowhere: Origin = { layer: 0, span: wholeOf(sourceOf('test', '')) }

/** A builder that builds in `forward`. */
export function forwardBuilder(): Builder {
  return new Builder().at('forward', nowhere)
}

/** The program with these results, differentiated by these leaves once a pass does so. */
export function finished(
  builder: Builder,
  results: readonly Omit<Result, 'phase'>[],
  differentiated: readonly string[] = [],
): Program {
  return builder.finish({
    network: 'test',
    summary: '',
    source: 'test',
    precision: 'float64',
    results: results.map((result) => ({ ...result, phase: 'forward' })),
    stores: [],
    layers: [{ key: '', title: 'test', span: nowhere.span }],
    blocks: [],
    hyperparameters: [],
    memory: [],
    interface: { kind: 'equations', inputs: [], targets: [], parameters: [], differentiated },
  })
}

/** `[2, 1]` as a shape; a 1 is written, as it would be in a word. */
export function shapeOf(dimensions: readonly number[]): Shape {
  return dimensions.map((dimension): Dimension => (dimension === 1 ? ONE : constant(dimension)))
}

export function dimensionsOf(shape: Shape): readonly number[] {
  return shape.map(({ key }) => Number(key))
}

export function elementsIn(dimensions: readonly number[]): number {
  return dimensions.reduce((product, dimension) => product * dimension, 1)
}

/** Σ weights ∘ y: a scalar that depends on every element of y differently. */
export function weighted(builder: Builder, y: ValueId, weights: ValueId): ValueId {
  const { build } = builder
  let total = build('multiply', [weights, y])
  for (const axis of build.shapeOf(total).keys()) total = build('sum', [total], { axis })
  return total
}
