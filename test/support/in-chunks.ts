import {
  BATCH,
  type Combination,
  type Instruction,
  type Program,
  type ValueId,
} from '../../compiler/forms/program.ts'
import { evaluate } from '../../compiler/forms/size.ts'
import { operationNamed } from '../../compiler/operations/index.ts'
import type { Tensor } from '../../compiler/operations/operation.ts'
import { naively } from './naive.ts'

/** What a distributed program is run on: leaves that are no data, by name, and examples. */
export interface Given {
  readonly leaf: (name: string) => Float64Array
  readonly columns: number
  readonly ports: ReadonlyMap<string, Float64Array>
  /** Of a matrix whose first column has this number. */
  readonly draw?: (instruction: Instruction, dimensions: readonly number[], first: number) => Float64Array
}

/**
 * Runs `prepare` or `evaluate` of a distributed program chunk by chunk, each operation by its meaning: no chunk sees the
 * values of another but through what is combined across them. What there is afterwards, by value.
 */
export function inChunks(
  program: Program,
  phase: 'prepare' | 'evaluate',
  given: Given,
  chunk: number,
): ReadonlyMap<ValueId, Tensor> {
  const { instructions, values } = program
  const own = instructions.filter((each) => each.phase === phase)
  const passes = Math.max(1, ...own.map(({ turn }) => (turn!.part === 'whole' ? 0 : turn!.pass)))
  const kept = new Map<ValueId, Tensor>()

  const run = (list: readonly Instruction[], there: Map<ValueId, Tensor>, start: number, batch: number) => {
    const at = (value: ValueId): Tensor => {
      const known = there.get(value)
      if (known) return known
      const { leaf, name, shape } = values[value]!
      if (!leaf) throw new Error(`value ${value} of ${program.network} is not there`)
      if (leaf.kind !== 'input' && leaf.kind !== 'target')
        return { dimensions: shape.map((size) => evaluate(size, () => Number.NaN)), data: given.leaf(name!) }
      return columnsOf(given.ports.get(name!)!, given.columns, start, batch)
    }
    for (const instruction of list) {
      const { result, operation, operands, attributes } = instruction
      const dimensions = values[result]!.shape.map((size) => evaluate(size, () => batch))
      // Predicting knows nothing of other examples.
      const m = instruction.phase === 'predict' ? batch : given.columns
      const size = attributes.size ? { value: evaluate(attributes.size, () => m) } : {}
      there.set(
        result,
        operationNamed(operation).meaning.kind === 'draw'
          ? { dimensions, data: given.draw!(instruction, dimensions, start) }
          : naively(operation, operands.map(at), { ...attributes, ...size }, dimensions),
      )
    }
    return at
  }
  const inTurn = (part: 'chunk' | 'end' | 'whole', pass: number) =>
    own.filter(({ turn, operation }) => turn!.part === part && turn!.pass === pass && operation !== 'across')

  for (let pass = 1; pass <= passes; pass++) {
    const combined = own.filter(({ operation, turn }) => operation === 'across' && turn!.pass === pass)
    const parts = new Map<ValueId, Tensor[]>(combined.map(({ result }) => [result, []]))
    let constants = new Map<ValueId, Tensor>()
    for (let start = 0; start < given.columns; start += chunk) {
      const batch = Math.min(chunk, given.columns - start)
      const there = new Map(kept)
      if (phase === 'evaluate')
        run(
          instructions.filter((each) => each.phase === 'predict'),
          there,
          start,
          batch,
        )
      const at = run(inTurn('chunk', pass), there, start, batch)
      for (const { result, operands } of combined) parts.get(result)!.push(at(operands[0]!))
      const tallied = new Set(combined.map(({ operands }) => operands[0]))
      constants = new Map(
        [...there].filter(
          ([value]) => !tallied.has(value) && values[value]!.shape.every((size) => !size.key.includes(BATCH)),
        ),
      )
    }
    for (const [value, tensor] of constants) kept.set(value, tensor)
    for (const { result, attributes } of combined)
      kept.set(result, together(parts.get(result)!, attributes.combine!))
    run(inTurn('end', pass), kept, 0, Number.NaN)
  }
  run(inTurn('whole', passes + 1), kept, 0, given.columns)
  return kept
}

/** Some columns of a row-major matrix. */
export function columnsOf(data: Float64Array, columns: number, start: number, count: number): Tensor {
  const rows = data.length / columns
  return {
    dimensions: [rows, count],
    data: Float64Array.from(
      { length: rows * count },
      (_, at) => data[Math.floor(at / count) * columns + start + (at % count)]!,
    ),
  }
}

/** What the parts of chunks make, by the name of the way. */
export function together(parts: readonly Tensor[], combine: Combination): Tensor {
  const [first] = parts
  if (combine === 'all') return sideBySide(parts)
  const of = { sum: (a: number, b: number) => a + b, max: Math.max, min: Math.min }[combine]
  return {
    dimensions: first!.dimensions,
    data: first!.data.map((_, at) => parts.map(({ data }) => data[at]!).reduce((a, b) => of(a, b))),
  }
}

export function sideBySide(parts: readonly Tensor[]): Tensor {
  const rows = parts[0]!.dimensions[0]!
  const data = Array.from({ length: rows }, (_, row) =>
    parts.flatMap((part) => {
      const width = part.dimensions[1]!
      return [...part.data.subarray(row * width, (row + 1) * width)]
    }),
  ).flat()
  return { dimensions: [rows, data.length / rows], data: Float64Array.from(data) }
}
