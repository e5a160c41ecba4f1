import { describe, expect, it } from 'vitest'
import { interpret } from '../../compiler/interpret.ts'
import { verify } from '../../compiler/verify.ts'
import { Matrix } from '../../runtime/tensor.ts'
import { gap } from '../support/close.ts'
import { dimensionsAt } from '../support/expressions.ts'
import { type Evaluate, type LoadedFormula, loaded } from '../support/loaded.ts'
import { elementsIn } from '../support/programs.ts'
import { Random } from '../support/random.ts'
import { type FormulaText, randomFormulas, SIZES } from '../support/random-formulas.ts'
import { compareSlopes } from '../support/slopes.ts'

const formulas = randomFormulas(118)

it('there are formulas over numbers and over matrices', () => {
  const scalar = formulas.filter(({ leaves }) => [...leaves.values()].every(({ length }) => length === 0))
  expect(scalar.length).toBeGreaterThan(10)
  expect(formulas.length - scalar.length).toBeGreaterThan(50)
})

describe.each(formulas)('$name', (formula) => {
  const { text, forms, differentiated } = formula
  const data = dataFor(formula, 5)

  /** A value by its role and name, as the program of a stage has it. */
  const judged = (stage: 'expand' | 'differentiate' | 'simplify', columns: number, of = data) => {
    const program = verify(forms[stage])
    const phase = program.instructions.some((each) => each.phase === 'backward') ? 'backward' : 'forward'
    const { values } = interpret(program, phase, { batch: columns, leaf: (name) => of.get(name)! })
    return program.results.map(({ role, name, value }) => {
      const leaf = program.values[value]!
      return { role, name, data: values.get(value)?.data ?? of.get(leaf.name!)! }
    })
  }

  it('means the same after every stage, and has gradients that differences show', () => {
    const expected = judged('expand', 5)
    const trained = judged('differentiate', 5)
    const lean = judged('simplify', 5)
    for (const { role, name, data: numbers } of expected) {
      const others = [trained, lean].map(
        (all) => all.find((each) => each.role === role && each.name === name)!,
      )
      for (const other of others) expect(gap(other.data, numbers), `${name} of\n${text}`).toBeLessThan(1e-10)
    }
    const gradients = lean.filter(({ role }) => role === 'gradient')
    expect(gradients.map(({ name }) => name)).toEqual(differentiated)
    if (gradients.length === 0) return
    const found = compareSlopes(
      () => judged('expand', 5).find(({ role }) => role === 'loss')!.data[0]!,
      gradients.map(({ name, data: gradient }) => ({ name, at: data.get(name)!, gradient })),
      ({ at }) => [...at.keys()].slice(0, 3),
    )
    expect(found.wrong, text).toEqual([])
    expect(found.kinks).toBeLessThanOrEqual(1)
  })

  it('computes what its equations mean', async () => {
    const module = await loaded<LoadedFormula>(forms)
    const evaluate: Evaluate =
      module.evaluate ?? (await module.create({ batch: 5 }).then((made) => (inputs) => made.evaluate(inputs)))
    for (const columns of [5, 2]) {
      const own = columns === 5 ? data : dataFor(formula, columns)
      const result = evaluate(inputsFor(formula, own, columns))
      const expected = judged('differentiate', columns, own)
      for (const { name, data: numbers } of expected.filter(({ role }) => role !== 'gradient'))
        expect(gap(numbersOf(result[name]!), numbers), `${name} of\n${text}`).toBeLessThan(1e-10)
      const gradients = expected.filter(({ role }) => role === 'gradient')
      expect(
        gap(
          gradients.flatMap(({ name }) => [...numbersOf(result.gradients![name]!)]),
          gradients.flatMap(({ data: numbers }) => [...numbers]),
        ),
        `gradients of\n${text}`,
      ).toBeLessThan(1e-10)
    }
  })
})

function numbersOf(value: number | Matrix): ArrayLike<number> & Iterable<number> {
  return typeof value === 'number' ? [value] : value.copy().data
}

/** Numbers for every leaf: positive where its name starts with p, whole where with i. */
function dataFor({ leaves }: FormulaText, columns: number): ReadonlyMap<string, Float64Array> {
  const random = new Random(columns)
  return new Map(
    [...leaves].map(([name, sides]) => {
      const count = elementsIn(dimensionsAt(sides, { ...SIZES, c: columns }))
      if (name.startsWith('i'))
        return [name, Float64Array.from({ length: count }, () => random.integer(-2, 2))]
      return [name, name.startsWith('p') ? random.array(count, 0.5, 2) : random.array(count, -2, 2)]
    }),
  )
}

function inputsFor(
  { leaves }: FormulaText,
  data: ReadonlyMap<string, Float64Array>,
  columns: number,
): Readonly<Record<string, number | Matrix>> {
  return Object.fromEntries(
    [...leaves].map(([name, sides]) => {
      const [rows, width] = dimensionsAt(sides, { ...SIZES, c: columns })
      const numbers = data.get(name)!
      return [name, rows === undefined ? numbers[0]! : Matrix.of(rows, width!, numbers)]
    }),
  )
}
