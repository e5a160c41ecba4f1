import type { Finding } from '../diagnostics/report.ts'
import type { Instruction, ValueId } from '../forms/program.ts'
import { firstValues, startEqual } from './first-values.ts'
import { isLearnedProduct, type Learner, parametersIn, rowsOf, runOf } from './learner.ts'

/**
 * W403: a learned product reads units that all start as the same function of the example, because the matrix that made
 * them has equal rows. Equal units get equal gradients as far as their own weights go, and a hundred are worth one.
 *
 * Rows that nothing reads but the loss may start equal, their targets tell them apart; so may those that are added to
 * something else, or that a random draw falls on.
 */
export function equalUnits(learner: Learner): readonly Finding[] {
  const { program, layerOf, made } = learner
  const first = firstValues(program)
  const isEqual = (value: ValueId) => learner.isOfData(value) && startEqual(value, first, program)
  const found: Finding[] = []
  for (const reader of runOf(program, 'forward')) {
    const units = reader.operands[1]
    if (!isLearnedProduct(reader, learner) || !isEqual(units!)) continue
    for (const product of productsIn(units!, isEqual, made, learner)) {
      const layer = layerOf(product)
      const upper = layerOf(reader)
      const matrix = product.operands[0]!
      if (!layer || !upper) continue
      for (const name of parametersIn(matrix, learner)) {
        const parameter = program.interface.parameters.find((each) => each.name === name)!
        const id = program.values.find((value) => value.leaf?.kind === 'parameter' && value.name === name)!.id
        const { number } = first[id]!
        found.push({
          code: 'W403',
          at: parameter.filledAt,
          message: `the ${rowsOf(product.result, learner)} units of this layer start equal: ${number === undefined ? `the rows of \`${name}\` are` : `all of \`${name}\` is ${number}`}`,
          labels: [{ span: upper.use.span, text: 'sees one unit, many times' }],
          help: 'draw them at random, so that units can learn different things',
        })
      }
    }
  }
  return found
}

/** The learned products that equal rows come from. */
function productsIn(
  value: ValueId,
  isEqual: (value: ValueId) => boolean,
  made: Learner['made'],
  learner: Learner,
): readonly Instruction[] {
  const products: Instruction[] = []
  const seen = new Set<ValueId>()
  const pending = [value]
  for (let next = pending.pop(); next !== undefined; next = pending.pop()) {
    const instruction = made[next]
    if (seen.has(next) || !instruction) continue
    seen.add(next)
    if (isLearnedProduct(instruction, learner)) products.push(instruction)
    else pending.push(...instruction.operands.filter(isEqual))
  }
  return products
}
