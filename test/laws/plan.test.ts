import { describe, expect, it } from 'vitest'
import type { Forms } from '../../compiler/compile.ts'
import { type ArenaPlan, callsIn, type Place } from '../../compiler/forms/plan.ts'
import { BATCH, type Program, sameTurn, type Turn, type ValueId } from '../../compiler/forms/program.ts'
import { elementsOf, isScalar } from '../../compiler/forms/shape.ts'
import { evaluate } from '../../compiler/forms/size.ts'
import { compiled } from '../support/compiled.ts'
import { crossWords } from '../support/cross-words.ts'
import { models } from '../support/models.ts'
import { randomFormulas } from '../support/random-formulas.ts'
import { randomNetworks, randomWords } from '../support/random-networks.ts'

const BATCHES = [1, 2, 7, 64]

const cases: readonly { readonly name: string; readonly forms: Forms }[] = [
  ...models(),
  ...randomNetworks(30),
  ...randomWords(30),
  ...randomFormulas(40),
  ...crossWords.map(({ name, text, files }) => ({ name, forms: compiled(text, files) })),
]
const arenas = cases.flatMap(({ name, forms: { plan } }) =>
  plan.arenas.map((arena) => ({ name, arena, schedule: plan.schedule, plan })),
)

describe.each(arenas)('the $arena.name arena of $name', ({ arena, schedule, plan }) => {
  const { program } = schedule
  const lives = livesIn(arena, schedule)
  const placed = [...arena.places]

  it('holds every value it computes and reads', () => {
    const needed = callsIn(arena, schedule).flatMap(({ outputs, reads }) => [...outputs, ...reads])
    expect(needed.filter((value) => !arena.places.has(value))).toEqual([])
  })

  it('has room for every value, in batches of every size', () => {
    for (const batch of BATCHES) {
      const end = arena.fixed + arena.perColumn * batch
      for (const [value, place] of placed) {
        const [from, to] = elementsAt(place, arena, batch)
        expect(to - from).toBe(countOf(value, program, batch))
        expect(from).toBeGreaterThanOrEqual(place.region === 'fixed' ? 0 : arena.fixed)
        expect(to).toBeLessThanOrEqual(place.region === 'fixed' ? arena.fixed : end)
      }
    }
  })

  it('never has two living values in one place, in batches of every size', () => {
    const isSame = sameMemory(schedule)
    const shared: string[] = []
    for (const batch of BATCHES) {
      const spans = placed.map(([value, place]) => [value, elementsAt(place, arena, batch)] as const)
      for (const [at, [a, spanA]] of spans.entries())
        for (const [b, spanB] of spans.slice(at + 1))
          if (overlap(spanA, spanB) && overlap(lives.get(a)!, lives.get(b)!) && !isSame(a, b))
            shared.push(`${nameOf(a, program)} and ${nameOf(b, program)}`)
    }
    expect(shared).toEqual([])
  })

  it('has its blocks in one piece, one after the other, as every arena that has any has them', () => {
    let end = 0
    for (const { name, offset, length } of arena.blocks) {
      expect(offset, name).toBeGreaterThanOrEqual(end)
      end = offset + length
    }
    expect(end).toBeLessThanOrEqual(arena.fixed)
    for (const { name, offset, length } of arena.blocks) {
      const { members } = program.blocks.find((block) => block.name === name)!
      const values = valuesOf(name, program)
      let at = offset
      for (const [index, { name: member, shape }] of members.entries()) {
        const count = evaluate(elementsOf(shape), () => Number.NaN)
        const value = values[index]
        if (value !== undefined)
          expect(arena.places.get(value), member).toEqual({ region: 'fixed', offset: at, length: count })
        at += count
      }
      expect(at, name).toBe(offset + length)
    }
    // What gathers examples has parameters only if it reads some.
    if (arena.name === 'gathered' && arena.blocks.length === 0) return
    for (const other of plan.arenas)
      for (const block of other.blocks) {
        const { role } = program.blocks.find(({ name }) => name === block.name)!
        if (role === 'parameters' || role === 'fitted') expect(arena.blocks).toContainEqual(block)
      }
  })

  it('has gradients and states parallel to the parameters', () => {
    const parameters = arena.blocks.find(({ name }) => name === 'parameters')
    if (!parameters) return
    for (const { name, role } of program.blocks) {
      const block = arena.blocks.find((each) => each.name === name)
      if (!block || role === 'fitted') continue
      expect(block.length, name).toBe(parameters.length)
    }
    const gradients = arena.blocks.find((block) => block.name === 'gradients')
    if (!gradients) return
    const own = valuesOf('parameters', program)
    for (const [index, value] of valuesOf('gradients', program).entries())
      expect(arena.places.get(value)!.offset - gradients.offset).toBe(
        arena.places.get(own[index]!)!.offset - parameters.offset,
      )
  })
})

describe.each(arenas.filter(({ arena }) => arena.name !== 'training'))(
  'whoever runs the $arena.name arena of $name',
  ({ arena, schedule, plan }) => {
    const serving = plan.arenas.find(({ name }) => name === 'serving')!
    const simulated = () => new Simulation(arena, schedule)

    it('finds in it what is read, all examples in one chunk', () => {
      const memory = simulated()
      if (arena === serving) {
        memory.give()
        memory.run('prepare')
        memory.run('predict')
        memory.run('evaluate')
      } else
        for (const phase of ['prepare', 'evaluate'] as const) {
          memory.give()
          memory.run(phase)
        }
      expect(memory.lost).toEqual([])
    })

    it('finds in it what is read, chunk by chunk and pass by pass', () => {
      if (arena !== serving) return
      const memory = simulated()
      for (const phase of ['prepare', 'evaluate'] as const) {
        const turns = callsIn(arena, schedule).flatMap((call) =>
          call.phase === phase && call.turn && call.turn.part !== 'whole' ? [call.turn.pass] : [],
        )
        const tallies = schedule.tallies.filter((tally) => tally.phase === phase)
        const passes = Math.max(0, ...turns, ...tallies.map(({ turn }) => turn.pass))
        for (let pass = 1; pass <= passes; pass++) {
          const own = tallies.filter(({ turn }) => turn.pass === pass)
          for (const _chunk of [1, 2, 3]) {
            memory.give()
            if (phase === 'evaluate') memory.run('predict')
            memory.run(phase, { pass, part: 'chunk' })
            for (const { part } of own) memory.read(part, 'its tally')
          }
          for (const { part, combine } of own) if (combine !== 'all') memory.write(part)
          memory.run(phase, { pass, part: 'end' })
        }
        const whole = new Set(
          schedule.calls.flatMap(({ turn, outputs }) => (turn?.part === 'whole' ? outputs : [])),
        )
        for (const { phase: of, value, role, name } of schedule.program.results)
          if (of === phase && role !== 'output' && !whole.has(value)) memory.read(value, `the result ${name}`)
      }
      expect(memory.lost).toEqual([])
    })
  },
)

/**
 * A memory that remembers whose its elements are, and of which chunk. Values of a chunk are gone with it; numbers for each
 * column are of the chunk that was given last.
 */
class Simulation {
  readonly lost: string[] = []
  readonly #arena: ArenaPlan
  readonly #schedule: Forms['select']
  readonly #isSame: (a: ValueId, b: ValueId) => boolean
  readonly #owners: { readonly value: ValueId; readonly chunk: number }[] = []
  #chunk = 0

  constructor(arena: ArenaPlan, schedule: Forms['select']) {
    this.#arena = arena
    this.#schedule = schedule
    this.#isSame = sameMemory(schedule)
    for (const { id, leaf } of schedule.program.values) if (leaf && arena.places.has(id)) this.write(id)
  }

  /** Another chunk; to what gathers, all that others have made. */
  give(): void {
    this.#chunk += 1
    const { program } = this.#schedule
    for (const { id, leaf } of program.values)
      if ((leaf?.kind === 'input' || leaf?.kind === 'target') && this.#arena.places.has(id)) this.write(id)
    const made = new Set(callsIn(this.#arena, this.#schedule).flatMap(({ outputs }) => outputs))
    if (this.#arena.name === 'gathered')
      for (const value of this.#arena.places.keys()) if (!made.has(value)) this.write(value)
  }

  run(phase: string, turn?: Turn): void {
    for (const call of callsIn(this.#arena, this.#schedule)) {
      if (call.phase !== phase || (turn && !sameTurn(call.turn, turn))) continue
      for (const value of call.reads) this.read(value, call.kernel)
      for (const value of call.outputs) this.write(value)
    }
  }

  read(value: ValueId, by: string): void {
    const own = this.#ownersOf(value)
    const isWide = this.#arena.places.get(value)!.region === 'batch'
    const isThere = own.every(
      (owner) => owner && this.#isSame(owner.value, value) && (!isWide || owner.chunk === this.#chunk),
    )
    if (!isThere) this.lost.push(`${nameOf(value, this.#schedule.program)}, read by ${by}`)
  }

  write(value: ValueId): void {
    const [from, to] = this.#span(value)
    for (let at = from; at < to; at++) this.#owners[at] = { value, chunk: this.#chunk }
  }

  #ownersOf(value: ValueId) {
    const [from, to] = this.#span(value)
    return Array.from({ length: to - from }, (_, at) => this.#owners[from + at])
  }

  #span(value: ValueId): Span {
    return elementsAt(this.#arena.places.get(value)!, this.#arena, 3)
  }
}

/** From here, to before there. */
type Span = readonly [from: number, to: number]

const FOREVER: Span = [Number.NEGATIVE_INFINITY, Number.POSITIVE_INFINITY]

function overlap(a: Span, b: Span): boolean {
  return a[0] < b[1] && b[0] < a[1]
}

/**
 * How long each value lives, in numbers of calls: what the outside gives (data, parameters, states) always, what it
 * gets (results) once it is made, a temporary from the call that makes it to the last that reads it.
 */
function livesIn(arena: ArenaPlan, schedule: Forms['select']): ReadonlyMap<ValueId, Span> {
  const { phases, places } = arena
  const { program, tallies } = schedule
  const here = callsIn(arena, schedule)
  const made = new Set(here.flatMap(({ outputs }) => outputs))
  const partOf = new Map(tallies.map(({ part, total }) => [total, part]))
  const results = new Set(
    program.results.flatMap(({ value, phase }) => (phases.includes(phase) ? [value] : [])),
  )
  // A number that results is taken from its matrices when it is handed out.
  for (const value of results) {
    const made = program.instructions.find(({ result }) => result === value)
    if (isScalar(program.values[value]!.shape))
      for (const operand of made?.operands ?? []) results.add(operand)
  }
  const stored = new Set(here.flatMap(({ overwrites }) => [...overwrites.keys()]))
  return new Map(
    [...places.keys()].map((value): readonly [ValueId, Span] => {
      const part = partOf.get(value) ?? value
      // What somebody else has made, or combined, is there from the beginning.
      if (program.values[part]!.leaf || stored.has(value) || !made.has(part)) return [value, FOREVER]
      const first = here.findIndex(({ outputs }) => outputs.includes(part))
      if (results.has(value)) return [value, [first, Number.POSITIVE_INFINITY]]
      const last = here.findLastIndex(({ reads }) => reads.includes(value))
      return [value, [first, Math.max(first, last) + 1]]
    }),
  )
}

/** A leaf and its next contents are; a block and its members are; so is what is combined across chunks with its part. */
function sameMemory({ calls, program, tallies }: Forms['select']): (a: ValueId, b: ValueId) => boolean {
  const leaves = new Map([
    ...calls.flatMap(({ overwrites }) => [...overwrites]),
    ...tallies.map(({ part, total }) => [total, part] as const),
  ])
  const members = new Map(
    program.values.flatMap(({ id, leaf }) =>
      leaf?.kind === 'block' ? [[id, valuesOf(leaf.block, program)] as const] : [],
    ),
  )
  const home = (value: ValueId): ValueId => {
    const under = leaves.get(value)
    return under === undefined ? value : home(under)
  }
  return (a, b) => {
    const [x, y] = [home(a), home(b)]
    return x === y || (members.get(x)?.includes(y) ?? false) || (members.get(y)?.includes(x) ?? false)
  }
}

/** The values that lie where a block's members do; states are not split. */
function valuesOf(block: string, program: Program): readonly ValueId[] {
  const { role, members } = program.blocks.find(({ name }) => name === block)!
  if (role === 'state') return []
  if (role === 'gradients')
    return program.blocks
      .find(({ name }) => name === 'parameters')!
      .members.flatMap(({ name }) =>
        program.results.flatMap((result) =>
          result.role === 'gradient' && result.name === name ? [result.value] : [],
        ),
      )
  return members.flatMap((member) =>
    program.values.flatMap(({ id, leaf, name }) =>
      (leaf?.kind === 'parameter' || leaf?.kind === 'fitted') && name === member.name ? [id] : [],
    ),
  )
}

function elementsAt({ region, offset, length }: Place, { fixed }: ArenaPlan, batch: number): Span {
  return region === 'fixed'
    ? [offset, offset + length]
    : [fixed + offset * batch, fixed + (offset + length) * batch]
}

function countOf(value: ValueId, program: Program, batch: number): number {
  return evaluate(elementsOf(program.values[value]!.shape), (name) => (name === BATCH ? batch : Number.NaN))
}

function nameOf(value: ValueId, program: Program): string {
  return program.values[value]!.name ?? `value ${value}`
}
