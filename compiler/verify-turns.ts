import { type Instruction, type Program, sameTurn, turnOrder, type ValueId } from './forms/program.ts'
import { chunkedBy, isWide } from './operations/chunks.ts'

/** What is true where examples come in chunks: a chunk sees nothing of another, but what is combined across them. */
export function verifyTurns(program: Program, broken: (what: string) => never): void {
  const { instructions, results, stores } = program
  const made = new Map(instructions.map((instruction) => [instruction.result, instruction]))
  const isWideValue = (value: ValueId) => isWide(program.values[value]!.shape)

  /** The same for whichever chunk is at hand: of all examples, or of none. */
  const isOfAll = (value: ValueId): boolean => {
    const from = made.get(value)
    if (isWideValue(value)) return from?.turn?.part === 'whole' || from?.attributes.combine === 'all'
    return from?.turn?.part !== 'chunk' || chunkedBy(from, program.values) === 'apart'
  }
  const isOfThisChunk = (value: ValueId, { phase, turn }: Instruction): boolean => {
    const from = made.get(value)
    return isWideValue(value) && !isOfAll(value) && (from?.phase !== phase || sameTurn(from.turn, turn))
  }

  let before: Instruction | undefined
  for (const instruction of instructions) {
    const { result, operation, operands, phase, turn } = instruction
    if (turn === undefined) {
      if (phase === 'prepare' || phase === 'evaluate') broken(`value ${result} of ${phase} has no turn`)
      continue
    }
    if (before?.phase === phase && turnOrder(turn) < turnOrder(before.turn))
      broken(`value ${result} comes too late for ${turn.part} ${turn.pass}`)
    before = instruction
    if (operation === 'across') verifyAcross(instruction, program, made, isOfThisChunk, broken)
    else {
      const chunked = chunkedBy(instruction, program.values)
      if (chunked === 'together' && turn.part !== 'whole')
        broken(`value ${result} needs all examples, and has those of ${turn.part} ${turn.pass}`)
      for (const operand of operands)
        if (!isOfAll(operand) && !(turn.part === 'chunk' && isOfThisChunk(operand, instruction)))
          broken(`value ${result} reads ${operand} of another chunk`)
        else if (turn.part === 'chunk' && isWideValue(operand) && isOfAll(operand))
          broken(`value ${result} of a chunk reads ${operand} of all examples`)
    }
  }
  const wanted = [
    ...results.filter(({ phase, role }) => phase === 'evaluate' && role !== 'output'),
    ...stores.filter(({ phase }) => phase === 'prepare'),
  ]
  for (const { value } of wanted) if (!isOfAll(value)) broken(`value ${value} is of one chunk`)
}

/** At the end of its pass it takes what a chunk of that pass has, in the way that makes it that of all. */
function verifyAcross(
  { result, operands: [part], attributes: { combine }, phase, turn }: Instruction,
  { values }: Program,
  made: ReadonlyMap<ValueId, Instruction>,
  isOfThisChunk: (value: ValueId, of: Instruction) => boolean,
  broken: (what: string) => never,
): void {
  const from = made.get(part!)
  if (turn!.part !== 'end') broken(`value ${result} is combined in ${turn!.part} ${turn!.pass}`)
  const isOfPass = from?.turn?.part === 'chunk' && from.turn.pass === turn!.pass && from.phase === phase
  if (combine === 'all') {
    const isGiven = from?.phase !== phase && isWide(values[part!]!.shape)
    if (!isGiven && !(isOfPass && isOfThisChunk(part!, from)))
      broken(`value ${result} gathers what is no chunk's`)
  } else if (!isOfPass) broken(`value ${result} combines what this pass has not made`)
  else if (chunkedBy(from, values) !== combine)
    broken(`value ${result} is the ${combine} of what chunks do not have so`)
}
