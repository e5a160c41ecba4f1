import { BATCH, type Instruction, type Program } from '../forms/program.ts'
import type { Dimension, Shape } from '../forms/shape.ts'
import { namesIn } from '../forms/size.ts'
import { operationNamed } from './index.ts'
import type { Chunked } from './operation.ts'

/** Whether a value has a column (or a row) for each example. */
export function isWide(shape: Shape): boolean {
  return shape.some(growsWithBatch)
}

/** How an instruction's result for all examples comes of its results for chunks of them. */
export function chunkedBy(
  {
    operation,
    operands,
    attributes,
    result,
  }: Pick<Instruction, 'operation' | 'operands' | 'attributes' | 'result'>,
  values: Program['values'],
): Chunked {
  const shapes = operands.map((operand) => values[operand]!.shape)
  const all = [...shapes, values[result]!.shape]
  if (!all.some(isWide)) return 'apart'
  return all.every(isByExample)
    ? (operationNamed(operation).chunked?.(shapes, attributes) ?? 'together')
    : 'together'
}

function growsWithBatch(dimension: Dimension): boolean {
  return namesIn(dimension).has(BATCH)
}

/** The batch, as it is, is at most one of the dimensions. */
function isByExample(shape: Shape): boolean {
  const wide = shape.filter(growsWithBatch)
  return wide.length <= 1 && wide.every(({ key }) => key === BATCH)
}
