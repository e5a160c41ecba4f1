import type { Finding } from '../diagnostics/report.ts'
import type { Instruction, Program, ValueId } from '../forms/program.ts'
import { type First, firstValues, startEqual } from './first-values.ts'
import { isLearnedProduct, type Learner, parametersIn, rowsOf } from './learner.ts'

/**
 * W403: a learned product reads units that all start as the same function of the example, because the matrix that made
 * them has equal rows. Equal units get equal gradients as far as their own weights go, and a hundred are worth one.
 *
 * Units of which not the matrix has equal rows, but what it reads is zero, say, differ in their weights, and will differ:
 * that what they read is so is told of the layer below.
 *
 * Rows that nothing reads but the loss may start equal, their targets tell them apart; so may those that are added to
 * something else, or that a random draw falls on.
 */
export function equalUnits(learner: Learner): readonly Finding[] {
  const { program, layerOf } = learner
  const first = firstValues(program)
  return unitsThatStartEqual(learner, first).flatMap(({ product, reader }) => {
    const [layer, upper] = [layerOf(product), layerOf(reader)]
    const matrix = product.operands[0]!
    if (!layer || !upper || !first[matrix]!.rows) return []
    return parametersIn(matrix, learner).map((name): Finding => {
      const { filledAt } = program.interface.parameters.find((each) => each.name === name)!
      const units = rowsOf(product.result, learner)
      return {
        code: 'W403',
        at: filledAt,
        message: `the ${units} units of this layer start equal: ${startOf(name, first, program)}`,
        labels: [{ span: upper.use.span, text: 'sees one unit, many times' }],
        help: 'draw them at random, so that units can learn different things',
      }
    })
  })
}

function startOf(parameter: string, first: readonly First[], { values }: Program): string {
  const leaf = values.findIndex((value) => value.leaf?.kind === 'parameter' && value.name === parameter)
  const { number } = first[leaf]!
  return number === undefined ? `the rows of \`${parameter}\` are` : `all of \`${parameter}\` is ${number}`
}

/** Units, by the product that makes them, and the product that reads them. */
interface Units {
  readonly product: Instruction
  readonly reader: Instruction
}

export function unitsThatStartEqual(learner: Learner, first: readonly First[]): readonly Units[] {
  const { program, forward } = learner
  const isEqual = (value: ValueId) => learner.isOfData(value) && startEqual(value, first, program)
  return forward.flatMap((reader) => {
    const [, units] = reader.operands
    if (!isLearnedProduct(reader, learner) || !isEqual(units!)) return []
    return productsIn(units!, isEqual, learner).map((product) => ({ product, reader }))
  })
}

/** The learned products that equal rows come from. */
function productsIn(
  value: ValueId,
  isEqual: (value: ValueId) => boolean,
  learner: Learner,
): readonly Instruction[] {
  const products: Instruction[] = []
  const seen = new Set<ValueId>()
  const pending = [value]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const instruction = learner.made[next]
    if (seen.has(next) || !instruction) continue
    seen.add(next)
    if (isLearnedProduct(instruction, learner)) products.push(instruction)
    else pending.push(...instruction.operands.filter(isEqual))
  }
  return products
}
