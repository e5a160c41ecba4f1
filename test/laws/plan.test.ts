import { describe, expect, it } from 'vitest'
import { elementsAt, type Stretch, sameMemory, valuesOf } from '../../compiler/commands/proving/lives.ts'
import { BATCHES, sharedIn } from '../../compiler/commands/proving/memory.ts'
import type { Forms } from '../../compiler/compile.ts'
import { type ArenaPlan, callsIn } from '../../compiler/forms/plan.ts'
import { BATCH, type Program, sameTurn, type Turn, type ValueId } from '../../compiler/forms/program.ts'
import { elementsOf } from '../../compiler/forms/shape.ts'
import { evaluate } from '../../compiler/forms/size.ts'
import { compiled } from '../support/compiled.ts'
import { crossWords } from '../support/cross-words.ts'
import { models } from '../support/models.ts'
import { randomFormulas } from '../support/random-formulas.ts'
import { randomNetworks, randomWords } from '../support/random-networks.ts'

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
    const shared = sharedIn(arena, schedule).map(
      ([a, b]) => `${nameOf(a, program)} and ${nameOf(b, program)}`,
    )
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

  #span(value: ValueId): Stretch {
    return elementsAt(this.#arena.places.get(value)!, this.#arena, 3)
  }
}

function countOf(value: ValueId, program: Program, batch: number): number {
  return evaluate(elementsOf(program.values[value]!.shape), (name) => (name === BATCH ? batch : Number.NaN))
}

function nameOf(value: ValueId, program: Program): string {
  return program.values[value]!.name ?? `value ${value}`
}
