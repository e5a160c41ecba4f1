import type { Instruction } from '../forms/program.ts'
import { operationNamed } from '../operations/index.ts'

/**
 * What becomes of a value as another one goes far out: it is one number from somewhere on; or it goes on moving, perhaps
 * without end.
 */
export type Far = number | { readonly moves: true; readonly toward?: number }

const MOVES: Far = { moves: true }

const TESTS: ReadonlySet<string> = new Set(['less', 'lessOrEqual', 'equal', 'notEqual', 'and', 'or', 'not'])

/** Of an operation that works element by element, by what becomes of its operands. */
export function farOf({ operation }: Instruction, operands: readonly Far[]): Far {
  const { meaning, linear } = operationNamed(operation)
  if (meaning.kind !== 'pointwise') return MOVES
  if (operation === 'where') {
    const [condition, yes, no] = operands
    return typeof condition !== 'number' ? MOVES : condition === 0 ? no! : yes!
  }
  // However far the other has moved, it is a number.
  if (linear === 'each' && operands.includes(0)) return 0
  const ends = operands.flatMap((far) => (typeof far === 'number' ? far : (far.toward ?? [])))
  if (ends.length < operands.length) return MOVES
  const end = meaning.of(...ends)
  if (operands.every((far) => typeof far === 'number') || TESTS.has(operation)) {
    const isTie = ends.length > 1 && ends.every((each) => each === ends[0] && !Number.isFinite(each))
    return Number.isFinite(end) && !isTie ? end : MOVES
  }
  // A maximum of what moves and a number that it stays below is the number.
  if (operation === 'maximum' || operation === 'minimum') return Number.isFinite(end) ? end : moving(end)
  return Number.isFinite(end) ? MOVES : moving(end)
}

function moving(toward: number): Far {
  return Number.isNaN(toward) ? MOVES : { moves: true, toward }
}
