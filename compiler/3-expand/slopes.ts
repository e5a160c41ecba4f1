import type { Report } from '../diagnostics/report.ts'
import type { Program, ValueId } from '../forms/program.ts'
import { operationNamed } from '../operations/index.ts'

/** Where the loss depends on what is learned by way of an operation that has no gradient rule, training would be wrong in silence. */
export function demandSlopes(program: Program, report: Report): void {
  const { differentiated } = program.interface
  const loss = program.results.find(({ role, phase }) => role === 'loss' && phase === 'forward')?.value
  const learned = program.values.filter(({ leaf, name }) => leaf && differentiated.includes(name!))
  if (loss === undefined || learned.length === 0) return
  const forward = program.instructions.filter(({ phase }) => phase === 'forward')
  const moving = new Set<ValueId>(learned.map(({ id }) => id))
  for (const { result, operands } of forward)
    if (operands.some((operand) => moving.has(operand))) moving.add(result)
  const wanted = new Set<ValueId>([loss])
  for (const { result, operands } of forward.toReversed())
    if (wanted.has(result)) for (const operand of operands) wanted.add(operand)
  for (const { result, operation, origin } of forward) {
    if (!operationNamed(operation).withoutRule || !moving.has(result) || !wanted.has(result)) continue
    report.add({
      code: 'E409',
      at: origin.span,
      message: `\`${operation}\` has no gradient, and ${differentiated.length === 1 ? `\`${differentiated[0]}\` needs one` : 'what is learned needs one'}`,
      help: `\`${operation}\` is for first values, in initializers`,
    })
  }
}
