import type { Finding } from '../diagnostics/report.ts'
import type { Instruction, ValueId } from '../forms/program.ts'
import { BATCH } from '../forms/program.ts'
import { operationNamed } from '../operations/index.ts'
import { choiceIn, isLearnedProduct, type Learner, parametersIn, rowsOf, takes } from './learner.ts'

/**
 * W404: between two products with what is learned, only steps that are affine in each example: W2·(W1·A + b) is
 * (W2·W1)·A + W2·b, and one matrix says as much as two.
 *
 * Judged where the network predicts, so that a random draw of training is no non-linearity. It passes if something else
 * reads what lies between, or is to keep it; or if that is narrower than both ends, for then the two are a matrix of
 * small rank, which one is not.
 */
export function oneProduct(learner: Learner): readonly Finding[] {
  return productsThatAreOne(learner).flatMap(({ first, second }) => {
    const [lower, upper] = [learner.layerOf(first), learner.layerOf(second)]
    // Two products of one layer are its word's own affair.
    if (!lower || !upper || first.origin.layer === second.origin.layer) return []
    const [below, above] = [first, second].map(({ operands }) =>
      parametersIn(operands[0]!, learner).join('·'),
    )
    const shape = `(${rowsOf(second.result, learner)}, ${rowsOf(first.operands[1]!, learner)})`
    const activation = takes(lower, 'activation')
    return [
      {
        code: 'W404',
        at: choiceIn(lower, 'activation'),
        message: `with nothing but affine steps between them, \`${below}\` and \`${above}\` are one ${shape} matrix`,
        labels: [{ span: upper.use.span, text: `multiplies by \`${above}\`` }],
        help: activation
          ? `say a non-linear \`${activation}\` here, or leave the layer out`
          : 'put a non-linear activation between them, or leave one of the layers out',
      },
    ]
  })
}

interface Pair {
  readonly first: Instruction
  /** Reads what the first makes. */
  readonly second: Instruction
}

/** All such pairs, from the input up. */
export function productsThatAreOne(learner: Learner): readonly Pair[] {
  const { program, serving } = learner
  const readers = new Uint32Array(program.values.length)
  for (const { operands } of serving) for (const operand of operands) readers[operand]!++
  // What is to be kept is the forward pass's; here it has the same name.
  const kept = new Set(program.results.flatMap(({ role, name }) => (role === 'kept' ? [name] : [])))
  const isFree = (value: ValueId) => readers[value] === 1 && !kept.has(program.values[value]!.name ?? '')
  return serving.flatMap((second) => {
    if (!isLearnedProduct(second, learner)) return []
    const found = productBelow(second, isFree, learner)
    if (found === undefined) return []
    const { first, narrowest } = found
    const ends = Math.min(rowsOf(first.operands[1]!, learner), rowsOf(second.result, learner))
    return narrowest < ends ? [] : [{ first, second }]
  })
}

interface Below {
  readonly first: Instruction
  /** The fewest rows of what lies between. */
  readonly narrowest: number
}

/** The product that another one reads by way of affine steps alone. */
function productBelow(
  second: Instruction,
  isFree: (value: ValueId) => boolean,
  learner: Learner,
): Below | undefined {
  let value = second.operands[1]!
  let narrowest = Infinity
  for (;;) {
    const made = learner.made[value]
    if (made === undefined || !isFree(value) || !isByExample(value, learner)) return undefined
    narrowest = Math.min(narrowest, rowsOf(value, learner))
    if (isLearnedProduct(made, learner)) return { first: made, narrowest }
    const next = affineIn(made, learner)
    if (next === undefined) return undefined
    value = next
  }
}

/** A column for each example. */
function isByExample(value: ValueId, { program }: Learner): boolean {
  const { shape } = program.values[value]!
  return shape.length === 2 && shape[1]!.key === BATCH
}

/** The operand that an operation is an affine function of, the same one for all examples. */
function affineIn({ operation, operands }: Instruction, { isOfData }: Learner): ValueId | undefined {
  const { linear } = operationNamed(operation)
  const moving = operands.flatMap((operand, at) => (isOfData(operand) ? [at] : []))
  const [at] = moving
  if (moving.length !== 1 || at === undefined || linear === undefined) return undefined
  return linear === 'first' && at !== 0 ? undefined : operands[at]
}
