import type { Finding } from '../diagnostics/report.ts'
import type { Instruction, ValueId } from '../forms/program.ts'
import { operationNamed } from '../operations/index.ts'
import { type Learner, numberOf } from './learner.ts'

/**
 * W406: a random draw of training falls on what the last learned layer has made, and nothing is learned from it after:
 * it disturbs the output that the loss sees, and spares no layer from relying on single units.
 */
export function lateDraws(learner: Learner): readonly Finding[] {
  const { forward, output, layerOf } = learner
  const draws = drawsAbove(output, forward, learner)
  if (draws.length === 0) return []
  const last = lastLearned(new Set(draws.flatMap(({ operands }) => operands)), forward, learner)
  const learning = last && layerOf(last)
  return draws.flatMap((instruction): readonly Finding[] => {
    const layer = layerOf(instruction)
    if (!layer || !learning || layer === learning) return []
    return [
      {
        code: 'W406',
        at: layer.use.span,
        message: `\`${layer.use.word.name}\` draws at random after the last layer that learns`,
        labels: [{ span: learning.use.span, text: 'the last one' }],
        help: 'put it before that layer, or leave it out',
      },
    ]
  })
}

/** The draws that stand between the output and everything that is learned; none, if there is a way around them. */
function drawsAbove(
  output: ValueId,
  forward: readonly Instruction[],
  { made, isLearned, isOfData }: Learner,
): readonly Instruction[] {
  const isDrawn = drawnIn(forward, made)
  const draws: Instruction[] = []
  const wanted = new Set([output])
  for (const instruction of forward.toReversed()) {
    const { result, operands } = instruction
    if (!wanted.has(result)) continue
    if (operands.some((operand) => isLearned(operand) && !isOfData(operand))) return []
    const falls = operands.some((operand) => isDrawn(operand) && !isLearned(operand))
    if (falls && operands.some(isLearned)) draws.push(instruction)
    else for (const operand of operands) if (isLearned(operand)) wanted.add(operand)
  }
  return draws
}

/** The last instruction below these values that reads what is learned. */
function lastLearned(
  below: Set<ValueId>,
  forward: readonly Instruction[],
  { isLearned, isOfData }: Learner,
): Instruction | undefined {
  return forward.findLast(({ result, operands }) => {
    if (!below.has(result)) return false
    for (const operand of operands) below.add(operand)
    return operands.some((operand) => isLearned(operand) && !isOfData(operand))
  })
}

/** What depends on a draw; a comparison that no draw decides does not: `uniform >= 0`. */
function drawnIn(forward: readonly Instruction[], made: Learner['made']): (value: ValueId) => boolean {
  const drawn = new Set<ValueId>()
  for (const { result, operation, operands } of forward) {
    const isDraw = operationNamed(operation).meaning.kind === 'draw'
    const isSettled =
      operation === 'lessOrEqual' &&
      (numberOf(operands[0]!, made) ?? 1) <= 0 &&
      made[operands[1]!]?.operation === 'uniform'
    if (isDraw || (operands.some((operand) => drawn.has(operand)) && !isSettled)) drawn.add(result)
  }
  return (value) => drawn.has(value)
}
