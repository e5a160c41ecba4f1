import type { Finding } from '../diagnostics/report.ts'
import type { Program, ValueId } from '../forms/program.ts'
import { Builder } from '../operations/builder.ts'
import type { Learner } from './learner.ts'

/**
 * W405: with the numbers that the spec gives the optimizer, what it makes of the parameters is the parameters:
 * p − 0 · g is p. Found by the identities of the operations, so for every optimizer and schedule, at every step.
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
function isIdle(program: Program, numbers: ReadonlyMap<string, number>): boolean {
  const builder = new Builder().at('update', program.instructions[0]!.origin)
  const renamed = new Map<ValueId, ValueId>()
  for (const { id, leaf, shape, name } of program.values) {
    const number = leaf?.kind === 'hyperparameter' ? numbers.get(name!) : undefined
    if (number !== undefined) renamed.set(id, builder.build.constant(number))
    else if (leaf) renamed.set(id, builder.leaf(leaf, shape, name!))
  }
  for (const { phase, operation, operands, attributes, result } of program.instructions)
    if (phase === 'update') {
      const next = operands.map((operand) => renamed.get(operand)!)
      renamed.set(result, builder.build(operation, next, attributes))
    }
  return program.stores.some(({ phase, leaf, value }) => {
    const { leaf: kind } = program.values[leaf]!
    if (phase !== 'update' || kind?.kind !== 'block' || kind.block !== 'parameters') return false
    const made = renamed.get(value)!
    const copied = builder.build.made(made, 'copy')?.operands[0]
    return (copied ?? made) === renamed.get(leaf)
  })
}
