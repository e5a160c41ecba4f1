import type { Finding } from '../diagnostics/report.ts'
import type { Instruction, Leaf, Program, ValueId } from '../forms/program.ts'
import { isWithinUse } from '../forms/spec.ts'
import type { Learner } from './learner.ts'
import { numberMade } from './numbers.ts'

/**
 * W405: with the numbers that the spec gives the optimizer, what it makes of the parameters is the parameters:
 * p − 0 · g is p, whatever g is. So it is for every step, and for every optimizer and schedule. What an optimizer
 * remembers counts as zero where it begins so and every update leaves it so.
 */
export function idleUpdates({ spec, program }: Learner): readonly Finding[] {
  const { training } = spec
  if (training === undefined) return []
  const { optimizer, schedule } = training
  const zeros = program.hyperparameters.filter(({ value }) => value === 0)
  if (!isIdle(program, new Map(zeros.map(({ name }) => [name, 0])))) return []
  const culprit = zeros.find(({ name }) => isIdle(program, new Map([[name, 0]])))
  const given = culprit && optimizer.attributes.get(culprit.name)?.span
  const isSaid = given !== undefined && isWithinUse(given, optimizer)
  const blamed = culprit === undefined && schedule ? schedule : optimizer
  return [
    {
      code: 'W405',
      at: isSaid ? given : blamed.span,
      message: culprit
        ? `with \`${culprit.name}\` 0, \`${optimizer.word.name}\` leaves all parameters as they are`
        : `\`${blamed.word.name}\` leaves all parameters as they are`,
      ...(isSaid && schedule && { labels: [{ span: schedule.span, text: 'makes nothing else of it' }] }),
      help: culprit
        ? `training takes its time for nothing: write a \`${culprit.name}\` above 0`
        : 'training takes its time for nothing: choose another',
    },
  ]
}

/** Whether the parameters' next contents are the old ones, once these hyperparameters are numbers. */
function isIdle(program: Program, numbers: ReadonlyMap<string, number>): boolean {
  // States begin as zeros: as many as can be stay so together, if each stays so while all of them are.
  let zeros = new Set(program.blocks.flatMap(({ role, name }) => (role === 'state' ? [name] : [])))
  for (;;) {
    const { isKept, numberStored } = updateWith(program, numbers, zeros)
    const still = new Set([...zeros].filter((state) => numberStored(state) === 0))
    if (still.size === zeros.size) return isKept('parameters')
    zeros = still
  }
}

interface Update {
  /** Whether a block's next contents are its old ones. */
  readonly isKept: (block: string) => boolean
  /** The number that fills a block's next contents, if one does. */
  readonly numberStored: (block: string) => number | undefined
}

/** One update, where these hyperparameters are numbers and these blocks are zero. */
function updateWith(
  { values, instructions, stores }: Program,
  numbers: ReadonlyMap<string, number>,
  zeros: ReadonlySet<string>,
): Update {
  const known = values.map(({ leaf, name }) => {
    if (leaf?.kind === 'hyperparameter') return numbers.get(name!)
    return leaf?.kind === 'block' && zeros.has(leaf.block) ? 0 : undefined
  })
  /** What a value is, by another name. */
  const same = values.map(({ id }) => id)
  for (const instruction of instructions) {
    if (instruction.phase !== 'update') continue
    const { result, operands } = instruction
    known[result] = numberMade(
      instruction,
      operands.map((operand) => known[operand]),
    )
    same[result] = same[unchangedBy(instruction, known) ?? result]!
  }
  const stored = (block: string) =>
    stores.find(({ phase, leaf }) => phase === 'update' && isBlock(values[leaf]!.leaf, block))
  return {
    isKept: (block) => {
      const store = stored(block)
      return store !== undefined && same[store.value] === store.leaf
    },
    numberStored: (block) => {
      const store = stored(block)
      return store && known[store.value]
    },
  }
}

function isBlock(leaf: Leaf | undefined, block: string): boolean {
  return leaf?.kind === 'block' && leaf.block === block
}

/** The operand that an operation leaves as it is: x of x − 0 or of 1 · x. */
function unchangedBy(
  { operation, operands: [first, second] }: Instruction,
  known: readonly (number | undefined)[],
): ValueId | undefined {
  switch (operation) {
    case 'copy':
      return first
    case 'subtract':
      return known[second!] === 0 ? first : undefined
    case 'add':
      return known[second!] === 0 ? first : known[first!] === 0 ? second : undefined
    case 'multiply':
      return known[first!] === 1 ? second : undefined
    default:
      return undefined
  }
}
