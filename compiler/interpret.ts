import { BATCH, type Phase, type Program, READS, type ValueId } from './forms/program.ts'
import { evaluate } from './forms/size.ts'
import { operationNamed } from './operations/index.ts'
import type { Tensor } from './operations/operation.ts'

/** What a run of a program needs from outside. */
export interface Surroundings {
  readonly batch: number
  /** Leaves by name, row-major. */
  readonly leaf: (name: string) => Float64Array
  /** What a value's elements become when they are kept: `Math.fround`, say. Within an operation all is float64. */
  readonly round?: (x: number) => number
  readonly draw?: (distribution: 'uniform' | 'normal', stream: number, row: number, column: number) => number
  /** Values that are what they are here, and are not made. */
  readonly given?: ReadonlyMap<ValueId, Tensor>
}

/** Every value of the phases that ran, in float64. */
export interface Interpretation {
  readonly values: ReadonlyMap<ValueId, Tensor>
  /** New contents of leaves, by name. */
  readonly stores: ReadonlyMap<string, Float64Array>
  named(name: string): Tensor
}

/** Runs one phase of a program, and what it reads, by what each operation means. Slow, plain, and the judge of all else. */
export function interpret(program: Program, phase: Phase, around: Surroundings): Interpretation {
  const values = new Map<ValueId, Tensor>(around.given)
  const sizeAt = (name: string) => (name === BATCH ? around.batch : Number.NaN)
  const dimensionsOf = (id: ValueId) =>
    program.values[id]!.shape.map((dimension) => evaluate(dimension, sizeAt))
  const tensorOf = (id: ValueId): Tensor => {
    const known = values.get(id)
    if (known) return known
    const { name, leaf } = program.values[id]!
    if (!leaf) throw new Error(`invariant: value ${id} is read before it is made`)
    const tensor = { dimensions: dimensionsOf(id), data: around.leaf(name!) }
    values.set(id, tensor)
    return tensor
  }
  for (const { result, operation, operands, attributes, phase: of } of program.instructions) {
    if (!READS[phase].includes(of) || around.given?.has(result)) continue
    const dimensions = dimensionsOf(result)
    const { meaning } = operationNamed(operation)
    const tensors = operands.map(tensorOf)
    const size = attributes.size ? { value: evaluate(attributes.size, sizeAt) } : {}
    const data =
      meaning.kind === 'pointwise'
        ? pointwise(meaning.of, tensors, dimensions)
        : meaning.kind === 'whole'
          ? meaning.of(tensors, { ...attributes, ...size }, dimensions)
          : drawn(meaning.distribution, attributes.stream!, dimensions, around)
    values.set(result, { dimensions, data: around.round ? data.map(around.round) : data })
  }
  const stores = new Map(
    program.stores.flatMap(({ phase: of, leaf, value }) =>
      of === phase ? [[program.values[leaf]!.name!, tensorOf(value).data] as const] : [],
    ),
  )
  const visible = new Map(
    program.values.flatMap(({ id, name }) =>
      name !== undefined && values.has(id) ? [[name, id] as const] : [],
    ),
  )
  return {
    values,
    stores,
    named: (name) => {
      const id = visible.get(name)
      if (id === undefined) throw new Error(`invariant: no value is called ${name}`)
      return values.get(id)!
    },
  }
}

function pointwise(
  of: (...x: readonly number[]) => number,
  operands: readonly Tensor[],
  dimensions: readonly number[],
): Float64Array {
  const [rows = 1, columns = 1] = dimensions
  const result = new Float64Array(rows * columns)
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++)
      result[row * columns + column] = of(...operands.map((operand) => elementAt(operand, row, column)))
  return result
}

/** A scalar is everywhere; a single row or column is in every one. */
function elementAt({ dimensions, data }: Tensor, row: number, column: number): number {
  const [rows = 1, columns = 1] = dimensions
  return data[(rows === 1 ? 0 : row) * columns + (columns === 1 ? 0 : column)]!
}

function drawn(
  distribution: 'uniform' | 'normal',
  stream: number,
  [rows, columns]: readonly number[],
  { draw }: Surroundings,
): Float64Array {
  if (!draw) throw new Error('invariant: a program that draws needs a generator')
  return Float64Array.from({ length: rows! * columns! }, (_, at) =>
    draw(distribution, stream, Math.floor(at / columns!), at % columns!),
  )
}
