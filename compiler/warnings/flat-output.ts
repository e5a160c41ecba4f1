import type { Finding } from '../diagnostics/report.ts'
import type { Instruction, ValueId } from '../forms/program.ts'
import { operationNamed } from '../operations/index.ts'
import { type Far, farOf } from './far.ts'
import { choiceIn, type Learner, numberOf } from './learner.ts'

/**
 * W402: the loss says that its input may be any number, and the output has no slope on one side: an example that gets
 * there teaches nothing, and where all are there the network stays as it is.
 *
 * What is cut off on both sides is meant to be: such outputs pass.
 */
export function flatOutput(learner: Learner): readonly Finding[] {
  const { loss, layerOf } = learner
  if (!loss.word.inputs[0]?.takesAnyNumber) return []
  const flat = flatSide(learner)
  const layer = flat && layerOf(flat.by)
  if (!layer) return []
  return [
    {
      code: 'W402',
      at: choiceIn(layer, 'activation'),
      message: `on one side this output is always ${flat.number}, and \`${loss.word.name}\` compares any numbers`,
      labels: [{ span: loss.span, text: 'learns nothing from what falls there' }],
      help: 'leave the activation of the last layer out, or take one whose slope is nowhere zero',
    },
  ]
}

interface Flat {
  /** Where the output becomes flat. */
  readonly by: Instruction
  readonly number: number
}

/** The side on which the output stays one number, if it is a function of one value, and there is another side. */
export function flatSide(learner: Learner): Flat | undefined {
  const { output, made } = learner
  const { root, steps } = rootOf(output, learner)
  const sides = [-Infinity, Infinity].map((toward) => {
    const far = new Map<ValueId, Far>([[root, { moves: true, toward }]])
    for (const step of steps)
      far.set(
        step.result,
        farOf(
          step,
          step.operands.map((operand) => far.get(operand) ?? numberOf(operand, made)!),
        ),
      )
    return far
  })
  const [still, others] = sides.filter((far) => typeof far.get(output) === 'number')
  if (still === undefined || others !== undefined) return undefined
  const by = steps.find(({ result }) => typeof still.get(result) === 'number')
  return by && { by, number: still.get(output) as number }
}

/** The lowest value that all of the output comes from, element by element and with numbers alone; and the steps up from it. */
function rootOf(
  output: ValueId,
  { made }: Learner,
): { readonly root: ValueId; readonly steps: readonly Instruction[] } {
  let root = output
  let height = 0
  const passed: Instruction[] = []
  const pending = new Set([output])
  for (;;) {
    // The youngest first: what it reads is older, so nothing comes twice.
    const value = Math.max(...pending)
    const instruction = made[value]
    if (!instruction || operationNamed(instruction.operation).meaning.kind !== 'pointwise') break
    pending.delete(value)
    passed.push(instruction)
    for (const operand of instruction.operands)
      if (numberOf(operand, made) === undefined) pending.add(operand)
    if (pending.size === 0) break
    if (pending.size === 1) {
      root = Math.max(...pending)
      height = passed.length
    }
  }
  return { root, steps: passed.slice(0, height).reverse() }
}
