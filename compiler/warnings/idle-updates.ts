import type { Finding } from '../diagnostics/report.ts'
import type { Program, ValueId } from '../forms/program.ts'
import type { Learner } from './learner.ts'
import { numberMade } from './numbers.ts'

/**
 * W405: with the numbers that the spec gives the optimizer, what it makes of the parameters is the parameters:
 * p − 0 · g is p, whatever g is. So it is for every step, and for every optimizer and schedule.
 */
export function idleUpdates({ spec, program }: Learner): readonly Finding[] {
  const { training } = spec
  if (training === undefined) return []
  const { optimizer, schedule } = training
  const zeros = program.hyperparameters.filter(({ value }) => value === 0)
  if (!isIdle(program, new Map(zeros.map(({ name }) => [name, 0])))) return []
  const culprit = zeros.find(({ name }) => isIdle(program, new Map([[name, 0]])))
  const given = culprit && optimizer.attributes.get(culprit.name)?.span
  const isSaid = given?.source === optimizer.span.source
  const blamed = culprit === undefined && schedule ? schedule : optimizer
  return [
    {
      code: 'W405',
      at: isSaid ? given : blamed.span,
      message: culprit
        ? `with \`${culprit.name}\` 0, \`${optimizer.word.name}\` leaves all parameters as they are`
        : `\`${blamed.word.name}\` leaves all parameters as they are`,
      ...(isSaid && schedule && { labels: [{ span: schedule.span, text: 'makes nothing else of it' }] }),
      help: 'training would take its time and change nothing',
    },
  ]
}

/** Whether the parameters' next contents are the old ones, once these hyperparameters are numbers. */
function isIdle({ values, instructions, stores }: Program, numbers: ReadonlyMap<string, number>): boolean {
  const isParameters = (value: ValueId) => {
    const { leaf } = values[value]!
    return leaf?.kind === 'block' && leaf.block === 'parameters'
  }
  const known = values.map(({ leaf, name }) =>
    leaf?.kind === 'hyperparameter' ? numbers.get(name!) : undefined,
  )
  const unchanged = new Set(values.flatMap(({ id }) => (isParameters(id) ? [id] : [])))
  for (const instruction of instructions) {
    if (instruction.phase !== 'update') continue
    const { result, operation, operands } = instruction
    known[result] = numberMade(
      instruction,
      operands.map((operand) => known[operand]),
    )
    const [first, second] = operands
    const isSame =
      operation === 'copy' ||
      ((operation === 'subtract' || operation === 'add') && known[second!] === 0) ||
      (operation === 'divide' && known[second!] === 1)
    const isSameAsSecond =
      (operation === 'add' && known[first!] === 0) || (operation === 'multiply' && known[first!] === 1)
    const same = isSame ? first! : isSameAsSecond ? second! : undefined
    if (same !== undefined && unchanged.has(same)) unchanged.add(result)
  }
  return stores.some(
    ({ phase, leaf, value }) => phase === 'update' && isParameters(leaf) && unchanged.has(value),
  )
}
