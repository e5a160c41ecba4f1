import type { Attributes } from '../../compiler/forms/program.ts'
import { operationNamed } from '../../compiler/operations/index.ts'
import type { Tensor } from '../../compiler/operations/operation.ts'
import { elementsIn } from './programs.ts'

/** One operation by its meaning alone, broadcasting by the book: no builder, no identities, no interpreter. */
export function naively(
  operation: string,
  operands: readonly Tensor[],
  attributes: Attributes,
  dimensions: readonly number[],
  /** By row and column. */
  draw?: (row: number, column: number) => number,
): Tensor {
  const { meaning } = operationNamed(operation)
  switch (meaning.kind) {
    case 'pointwise':
      return {
        dimensions,
        data: Float64Array.from({ length: elementsIn(dimensions) }, (_, at) =>
          meaning.of(...operands.map((operand) => broadcastElement(operand, at, dimensions))),
        ),
      }
    case 'whole':
      return { dimensions, data: meaning.of(operands, attributes, dimensions) }
    case 'draw':
      if (!draw) throw new Error(`${operation} needs a generator`)
      return {
        dimensions,
        data: Float64Array.from({ length: elementsIn(dimensions) }, (_, at) =>
          draw(Math.floor(at / dimensions[1]!), at % dimensions[1]!),
        ),
      }
  }
}

/** The element of an operand that stands at a place of the broadcast result; operands align at their last dimension. */
function broadcastElement(operand: Tensor, at: number, dimensions: readonly number[]): number {
  let index = 0
  let step = 1
  let rest = at
  for (let back = 1; back <= dimensions.length; back++) {
    const place = rest % dimensions.at(-back)!
    rest = Math.floor(rest / dimensions.at(-back)!)
    const size = operand.dimensions.at(-back) ?? 1
    if (size !== 1) index += place * step
    step *= size
  }
  return operand.data[index]!
}

/** Dimensions of an element-wise result: each the largest of its operands', aligned at the last. */
export function broadcastDimensions(operands: readonly (readonly number[])[]): readonly number[] {
  const rank = Math.max(0, ...operands.map(({ length }) => length))
  return Array.from({ length: rank }, (_, axis) =>
    Math.max(...operands.map((operand) => operand.at(axis - rank) ?? 1)),
  )
}
