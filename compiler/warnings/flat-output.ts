import type { Finding } from '../diagnostics/report.ts'
import type { Instruction, ValueId } from '../forms/program.ts'
import { operationNamed } from '../operations/index.ts'
import { choiceIn, type Learner, numberOf } from './learner.ts'

/**
 * W402: the loss says that its input may be any number, and the output has no slope on one side: an example that gets
 * there teaches nothing, and where all are there the network stays as it is.
 *
 * What is cut off on both sides is meant to be: such outputs pass.
 */
export function flatOutput({ loss, output, made, layerOf }: Learner): readonly Finding[] {
  const cut = cutIn(output, made)
  const layer = cut && layerOf(cut.by)
  if (!loss.word.inputs[0]?.takesAnyNumber || !layer) return []
  return [
    {
      code: 'W402',
      at: choiceIn(layer, 'activation'),
      message: `this output has no slope on one side of ${cut.at}, and \`${loss.word.name}\` compares any numbers`,
      labels: [{ span: loss.span, text: 'learns nothing from what falls there' }],
      help: 'leave the activation of the last layer out, or take one whose slope is nowhere zero',
    },
  ]
}

interface Cut {
  readonly by: Instruction
  /** The number behind which all is flat. */
  readonly at: number
}

type Made = Learner['made']

/** maximum(z, 0), where(z > 0, z, 0) or z * (z > 0), and what is affine in them. */
function cutIn(value: ValueId, made: Made): Cut | undefined {
  const by = made[affineRoot(value, made)]
  if (by === undefined) return undefined
  switch (by.operation) {
    case 'maximum':
    case 'minimum': {
      const z = onlyMoving(by, made)
      const number = by.operands.map((operand) => numberOf(operand, made)).find((each) => each !== undefined)
      if (z === undefined || number === undefined) return undefined
      const inner = cutIn(z, made)
      return inner === undefined || inner.by.operation === by.operation ? { by, at: number } : undefined
    }
    case 'where': {
      const [condition, yes, no] = by.operands
      const moving = [yes!, no!].filter((branch) => numberOf(branch, made) === undefined)
      return moving.length === 1 ? cutBy(condition!, moving[0]!, by, made) : undefined
    }
    case 'multiply': {
      const [a, b] = by.operands
      return cutBy(a!, b!, by, made) ?? cutBy(b!, a!, by, made)
    }
    default:
      return undefined
  }
}

const ORDERS: ReadonlySet<string> = new Set(['less', 'lessOrEqual'])

/** A condition that compares z itself with a number, and lets all of it pass on one side. */
function cutBy(condition: ValueId, passing: ValueId, by: Instruction, made: Made): Cut | undefined {
  const comparison = made[condition]
  if (!comparison || !ORDERS.has(comparison.operation)) return undefined
  const z = onlyMoving(comparison, made)
  const number = comparison.operands
    .map((operand) => numberOf(operand, made))
    .find((each) => each !== undefined)
  const isOfIt = z !== undefined && affineRoot(z, made) === affineRoot(passing, made)
  return isOfIt && number !== undefined && cutIn(passing, made) === undefined ? { by, at: number } : undefined
}

/** What a value is an affine function of, element by element, with numbers for coefficients; perhaps itself. */
function affineRoot(value: ValueId, made: Made): ValueId {
  const instruction = made[value]
  if (instruction === undefined) return value
  const { meaning, linear } = operationNamed(instruction.operation)
  const moving = onlyMoving(instruction, made)
  if (meaning.kind !== 'pointwise' || linear === undefined || moving === undefined) return value
  if (linear === 'first' && moving !== instruction.operands[0]) return value
  return affineRoot(moving, made)
}

/** The operand that is no number, if there is one. */
function onlyMoving({ operands }: Instruction, made: Made): ValueId | undefined {
  const moving = operands.filter((operand) => numberOf(operand, made) === undefined)
  return moving.length === 1 ? moving[0] : undefined
}
