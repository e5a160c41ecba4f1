import { evaluate, type Size } from '../forms/size.ts'
import { BATCH, elementsOf, type Instruction, type KernelCall, type Phase, type Program } from '../index.ts'

/** A step of training, and a prediction: the phases that run, one after the other. */
export const TRAINING: readonly Phase[] = ['forward', 'backward', 'update']
export const PREDICTING: readonly Phase[] = ['predict']

/** A matrix product takes one for each element of its result and each term of its sum. */
export function multiplyAddsOf(
  { operation, operands, result }: Instruction,
  { values }: Program,
  batch: number,
): number {
  if (operation !== 'matmul') return 0
  const terms = values[operands[0]!]!.shape[1]!
  return at(elementsOf(values[result]!.shape), batch) * at(terms, batch)
}

/** Of all products in these phases. */
export function multiplyAddsIn(phases: readonly Phase[], program: Program, batch: number): number {
  return program.instructions
    .filter(({ phase }) => phases.includes(phase))
    .reduce((sum, instruction) => sum + multiplyAddsOf(instruction, program, batch), 0)
}

/** Bytes of the matrices that a call reads, each once, and of those that it writes: what lies in a cache counts too. */
export function bytesMoved({ reads, outputs }: KernelCall, program: Program, batch: number): number {
  const elements = [...new Set(reads), ...outputs].reduce(
    (sum, value) => sum + at(elementsOf(program.values[value]!.shape), batch),
    0,
  )
  return elements * (program.precision === 'float64' ? 8 : 4)
}

function at(size: Size, batch: number): number {
  return evaluate(size, (name) => {
    if (name === BATCH) return batch
    throw new Error(`invariant: \`${name}\` has no number in a network`)
  })
}
