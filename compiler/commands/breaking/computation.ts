import type { Forms, Instruction, Program, Span } from '../../index.ts'

/** An equation of a layer, written so that what other layers compute does not show in it. */
interface Step {
  readonly text: string
  readonly at: Span
}

/** Where what a network computes first differs from what it computed, equation by equation; nothing where it does not. */
export function firstDifference(before: Forms, after: Forms): Span | undefined {
  const [old, young] = [stepsOf(before.simplify), stepsOf(after.simplify)]
  const { layers } = after.simplify
  for (let layer = 0; layer < Math.max(old.length, young.length); layer++) {
    const [was, is] = [old[layer] ?? [], young[layer] ?? []]
    const step = is.find(({ text }, index) => text !== was[index]?.text)
    if (step) return step.at
    // What is gone is nowhere any more, but in its layer, or behind the last.
    if (was.length > is.length) return (layers[layer] ?? layers.at(-1))?.span ?? after.check.span
  }
  return undefined
}

/** For each layer; constants are written where they are used, since layers share them. */
function stepsOf(program: Program): readonly (readonly Step[])[] {
  const { instructions, values, layers } = program
  const phase = program.interface.kind === 'layers' ? 'predict' : 'forward'
  const own = instructions.filter((each) => each.phase === phase)
  const madeBy = new Map(own.map((each) => [each.result, each]))
  const steps = layers.map((): Step[] => [])
  const numbers = new Map<number, number>()
  const called = (operand: number, layer: number): string => {
    const maker = madeBy.get(operand)
    if (maker === undefined) return values[operand]!.name ?? `${operand}`
    if (isConstant(maker)) return said(maker)
    return maker.origin.layer === layer ? `%${numbers.get(operand)}` : `layer ${maker.origin.layer}`
  }
  for (const each of own) {
    if (isConstant(each)) continue
    const { layer, span } = each.origin
    numbers.set(each.result, steps[layer]!.length)
    const operands = each.operands.map((operand) => called(operand, layer))
    steps[layer]!.push({ text: `${said(each)}(${operands.join(', ')})`, at: span })
  }
  return steps
}

function isConstant({ operands }: Instruction): boolean {
  return operands.length === 0
}

function said({ operation, attributes: { value, values, axis } }: Instruction): string {
  return `${operation} ${JSON.stringify([value, values, axis])}`
}
