import { describe, expect, it } from 'vitest'
import type { Program } from '../../compiler/forms/program.ts'
import { isScalar } from '../../compiler/forms/shape.ts'
import { verify } from '../../compiler/verify.ts'
import { gap } from '../support/close.ts'
import { type Data, Interpreted, randomData } from '../support/interpreted.ts'
import { Random } from '../support/random.ts'
import { randomNetworks, randomWords } from '../support/random-networks.ts'
import { compareSlopes } from '../support/slopes.ts'

const STAGES = ['expand', 'stabilise', 'differentiate', 'simplify'] as const

const networks = [...randomNetworks(45), ...randomWords(45)]
let checked = 0
let kinks = 0

describe.each(networks)('$name', ({ seed, text, files, forms, sample }) => {
  const random = new Random(seed)
  const network = `${text}${files['mine.yaml'] ?? ''}`
  const fitting = randomData(forms.expand, 11, random, sample)
  const data = randomData(forms.expand, 5, random, sample)

  /** The program of a stage, with the same parameters and fitted values as every other. */
  const at = (stage: (typeof STAGES)[number]): Interpreted => {
    const interpreted = new Interpreted(forms[stage])
    interpreted.randomize(new Random(seed), sample)
    interpreted.store('prepare', fitting)
    return interpreted
  }

  it.each(STAGES)('is a program after %s', (stage) => {
    expect(verify(forms[stage])).toBe(forms[stage])
  })

  it('has no more to compute once it is stable and simple', () => {
    expect(matricesIn(forms.stabilise)).toBeLessThanOrEqual(matricesIn(forms.expand))
    expect(matricesIn(forms.simplify)).toBeLessThanOrEqual(matricesIn(forms.differentiate))
  })

  it('means the same after every stage', () => {
    const expected = observed(at('expand'), data)
    for (const stage of STAGES.slice(1)) {
      const actual = observed(at(stage), data)
      expect(missing(expected, actual)).toEqual(stage === 'stabilise' ? [] : ['forward output output'])
      for (const [what, numbers] of actual)
        expect(gap(numbers, expected.get(what)!), `${what} after ${stage} of\n${network}`).toBeLessThan(1e-10)
    }
  })

  it('has gradients that differences show', () => {
    const judge = at('expand')
    const { gradients, loss } = at('differentiate').gradients(data)
    const simpler = at('simplify').gradients(data)
    expect([...gradients.keys()]).toEqual(forms.expand.interface.differentiated)
    expect(gap([simpler.loss], [loss])).toBeLessThan(1e-10)
    const numbers = (of: typeof gradients) => [...[...of.values()].flatMap((each) => [...each]), loss]
    expect(gap(numbers(simpler.gradients), numbers(gradients))).toBeLessThan(1e-10)
    const found = compareSlopes(
      () => judge.result('loss', 'forward', data)[0]!,
      [...gradients].map(([name, gradient]) => ({ name, at: judge.members.get(name)!, gradient })),
      (part) => random.shuffled([...part.at.keys()]).slice(0, 6),
    )
    expect(found.wrong, network).toEqual([])
    checked += found.checked
    kinks += found.kinks
  })
})

it('hardly any of these networks stood at a kink', () => {
  expect(checked).toBeGreaterThan(10 * networks.length)
  expect(kinks).toBeLessThan(checked / 200)
})

/** But for `evaluate`, which makes anew what `predict` keeps to itself, and what later passes make anew. */
function matricesIn({ instructions, values }: Program): number {
  return instructions.filter(
    ({ result, phase, turn, operation }) =>
      phase !== 'evaluate' &&
      (turn?.pass ?? 1) === 1 &&
      operation !== 'across' &&
      !isScalar(values[result]!.shape),
  ).length
}

type Observations = ReadonlyMap<string, Float64Array>

/** Everything a program shows outside: its results but gradients, and what it stores. */
function observed(interpreted: Interpreted, data: Data): Observations {
  const { program } = interpreted
  const all = new Map<string, Float64Array>()
  for (const { role, phase, name } of program.results)
    if (role !== 'gradient') all.set(`${phase} ${role} ${name}`, interpreted.result(role, phase, data, name))
  // Together, since some may be nothing but rounding: the mean of what has mean 0.
  for (const phase of ['initialize', 'prepare', 'update'] as const) {
    const stored = [...interpreted.run(phase, data).stores].sort(([a], [b]) => (a < b ? -1 : 1))
    all.set(phase, Float64Array.from(stored.flatMap(([, contents]) => [...contents])))
  }
  return all
}

function missing(expected: Observations, actual: Observations): readonly string[] {
  return [...expected.keys()].filter((what) => !actual.has(what))
}
