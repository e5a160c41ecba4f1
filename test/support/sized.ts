import type { Program } from '../../compiler/forms/program.ts'
import type { Dimension, Shape } from '../../compiler/forms/shape.ts'
import { constant, substitute } from '../../compiler/forms/size.ts'

/** The program for these sizes: names become numbers. */
export function sized(program: Program, sizes: Readonly<Record<string, number>>): Program {
  const known = new Map(Object.entries(sizes).map(([name, value]) => [name, constant(value)]))
  const shapeHere = (shape: Shape): Shape =>
    shape.map(
      (dimension): Dimension => ({
        ...substitute(dimension, known),
        ...(dimension.written && { written: true }),
      }),
    )
  return {
    ...program,
    values: program.values.map((value) => ({ ...value, shape: shapeHere(value.shape) })),
    instructions: program.instructions.map((instruction) => ({
      ...instruction,
      attributes: {
        ...instruction.attributes,
        ...(instruction.attributes.shape && { shape: shapeHere(instruction.attributes.shape) }),
        ...(instruction.attributes.size && { size: substitute(instruction.attributes.size, known) }),
      },
    })),
  }
}
