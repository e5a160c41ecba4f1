import type { Method } from '../forms/module.ts'
import type { Program, Turn, ValueId } from '../forms/program.ts'
import { turnOrder } from '../forms/program.ts'
import type { Schedule } from '../forms/schedule.ts'
import { isScalar } from '../forms/shape.ts'
import { groupsOf, type Room } from './calls.ts'
import type { Names } from './names.ts'
import { quoted } from './types.ts'

/** Methods of layers, and the calls of them in order. */
export interface LayerMethods {
  readonly methods: readonly Method[]
  readonly calls: readonly string[]
}

type PassPhase = 'prepare' | 'evaluate'

/** What a method's name says of its turn: nothing of the first chunk's, `End`, `Pass2`, `Pass2End`, `Whole`. */
export function turnName({ pass, part }: Turn): string {
  if (part === 'whole') return 'Whole'
  return `${pass > 1 ? `Pass${pass}` : ''}${part === 'end' ? 'End' : ''}`
}

/**
 * A phase over chunks of examples: its layers' methods, turn by turn, and two that run those of a pass, `evaluateChunk`
 * and `evaluateEnd`. `inOneChunk` runs all of it on the one chunk that is there.
 */
export function turnMethods(
  phase: PassPhase,
  room: Room,
  layerMethods: (phase: PassPhase, room: Room, turn: Turn) => LayerMethods,
): { readonly methods: readonly Method[]; readonly inOneChunk: readonly string[] } {
  const { schedule } = room.desk
  const turns = new Map(
    groupsOf(phase, room.desk).flatMap(({ turn }) => (turn ? [[turnOrder(turn), turn] as const] : [])),
  )
  if (turns.size === 0) return { methods: [], inOneChunk: [] }
  const inTurn = [...turns.values()].map((turn) => ({ turn, ...layerMethods(phase, room, turn) }))
  const last = Math.max(
    ...inTurn.map(({ turn }) => turn.pass),
    ...schedule.tallies.map((tally) => (tally.phase === phase ? tally.turn.pass : 0)),
  )
  const running = (part: 'chunk' | 'end') => {
    const passes = inTurn.filter(({ turn }) => (turn.part === 'chunk') === (part === 'chunk'))
    return passes.length > 0
      ? [dispatcher(`${phase}${part === 'chunk' ? 'Chunk' : 'End'}`, passes, last)]
      : []
  }
  const argument = (pass: number) => `(${last > 1 ? pass : ''})`
  const passes = Array.from({ length: last }, (_, index) => index + 1)
  const has = (pass: number, part: 'chunk' | 'end') =>
    inTurn.some(({ turn }) => turn.pass === pass && (turn.part === 'chunk') === (part === 'chunk'))
  return {
    methods: [...inTurn.flatMap(({ methods }) => methods), ...running('chunk'), ...running('end')],
    inOneChunk: [
      'this.examples = this.m',
      ...passes.flatMap((pass) => [
        ...(has(pass, 'chunk') ? [`this.${phase}Chunk${argument(pass)}`] : []),
        ...(has(pass, 'end') ? [`this.${phase}End${argument(pass)}`] : []),
      ]),
    ],
  }
}

/** Runs the calls of a pass; where there is one pass only, nobody has to say which. */
function dispatcher(
  name: string,
  passes: readonly { readonly turn: Turn; readonly calls: readonly string[] }[],
  last: number,
): Method {
  return {
    name,
    comment: [],
    overrides: true,
    parameters: last > 1 ? [{ name: 'pass', type: 'number' }] : [],
    returns: 'void',
    body:
      last > 1
        ? passes.flatMap(({ turn, calls }) =>
            calls.length === 1
              ? [`if (pass === ${turn.pass}) ${calls[0]}`]
              : [`if (pass === ${turn.pass}) {`, ...calls.map((call) => `  ${call}`), '}'],
          )
        : passes.flatMap(({ calls }) => calls),
  }
}

/** What the model says of passes: which matrices chunks make together, and what only all examples at once do. */
export function passesOf({ program, tallies, calls }: Schedule, names: Names): readonly string[] {
  return (['prepare', 'evaluate'] as const).flatMap((phase) => {
    const turns = calls.flatMap((call) => (call.phase === phase && call.turn ? [call.turn] : []))
    if (turns.length === 0) return []
    const own = tallies.filter((tally) => tally.phase === phase)
    const last = Math.max(
      1,
      ...turns.flatMap(({ pass, part }) => (part === 'whole' ? [] : [pass])),
      ...own.map(({ turn }) => turn.pass),
    )
    const passes = Array.from({ length: last }, (_, index) => {
      const kinds = (['sum', 'max', 'min', 'all'] as const).flatMap((combine) => {
        const found = own.filter((tally) => tally.combine === combine && tally.turn.pass === index + 1)
        return found.length > 0 ? [`${combine}: ${list(found.map(({ part }) => names.property(part)))}`] : []
      })
      return kinds.length > 0 ? `{ ${kinds.join(', ')} }` : '{}'
    })
    const together = wholes(phase, program).map(names.property)
    const whole = together.length > 0 ? `, together: ${list(together)}` : ''
    return [`  ${phase}: { passes: [${passes.join(', ')}]${whole} },`]
  })
}

/** Results, or fitted values, that are made last. */
function wholes(phase: PassPhase, { results, stores, instructions, values }: Program): readonly ValueId[] {
  const whole = new Set(instructions.flatMap(({ result, turn }) => (turn?.part === 'whole' ? [result] : [])))
  const wanted =
    phase === 'prepare'
      ? stores.flatMap((store) => (store.phase === phase && whole.has(store.value) ? [store.leaf] : []))
      : results.flatMap((result) => (result.phase === phase && whole.has(result.value) ? [result.value] : []))
  return wanted.filter((value) => !isScalar(values[value]!.shape))
}

function list(names: readonly string[]): string {
  return `[${names.map(quoted).join(', ')}]`
}
