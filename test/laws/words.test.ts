import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { type Range, resolved } from '../../compiler/forms/range.ts'
import type { Word } from '../../compiler/forms/spec.ts'
import { verify } from '../../compiler/verify.ts'
import { float32 } from '../../runtime/float32.ts'
import { float64 } from '../../runtime/float64.ts'
import { Matrix } from '../../runtime/tensor.ts'
import { compiled, understood } from '../support/compiled.ts'
import { type Data, Interpreted, randomData } from '../support/interpreted.ts'
import { loaded } from '../support/loaded.ts'
import { Random } from '../support/random.ts'
import { compareSlopes } from '../support/slopes.ts'
import { libraryWords, networkWith, type WordCase } from '../support/words.ts'

const precisions = [float32, float64]

describe.each(libraryWords)('$kind $name', (word) => {
  it('is proved for all sizes', () => {
    const { understood: found, complaints } = understood(word.text)
    expect(complaints).toEqual([])
    expect(found.check?.kind).toBe(word.kind)
    expect(found.undecided).toEqual([])
  })

  const forms = compiled(word.network)
  const random = new Random(1)
  const data = randomData(forms.expand, 7, random)

  it('is a program after every stage of its example', () => {
    for (const stage of ['expand', 'stabilise', 'differentiate', 'simplify'] as const) verify(forms[stage])
  })

  it('has gradients that differences show', () => {
    const judge = new Interpreted(forms.expand)
    const trained = new Interpreted(forms.simplify)
    for (const each of [judge, trained]) {
      each.randomize(new Random(2))
      each.store('prepare', data)
    }
    const { gradients } = trained.gradients(data)
    const found = compareSlopes(
      () => judge.result('loss', 'forward', data)[0]!,
      [...gradients].map(([name, gradient]) => ({ name, at: judge.members.get(name)!, gradient })),
    )
    expect(found.wrong).toEqual([])
    expect(found.checked).toBeGreaterThan(10)
    expect(found.kinks).toBeLessThan(found.checked / 20)
  })

  it.each(precisions)('trains three finite steps in $name', async (precision) => {
    const net = await (await loaded(forms)).create({ batch: 7, seed: 3, precision })
    const ports = matrices(data, forms.expand.interface)
    net.prepare(...ports.slice(0, 1))
    const before = Object.entries(net.parameters).map(
      ([name, { data: numbers }]) => [name, numbers.slice()] as const,
    )
    const losses = [1, 2, 3].map(() => net.step(...ports))
    expect(losses.every(Number.isFinite), `${losses}`).toBe(true)
    // Training moves, and this much data is not learnt in three steps.
    expect(new Set(losses).size).toBe(3)
    // What a gradient reaches has moved; behind a comparison nothing is reached.
    const reached = before.filter(([name]) => net.gradients[name]!.data.some((slope) => slope !== 0))
    expect(reached.length).toBeGreaterThan(0)
    for (const [name, numbers] of reached)
      expect([name, net.parameters[name]!.data]).not.toEqual([name, numbers])
    for (const [name, { data: numbers }] of Object.entries(net.blocks))
      expect(numbers.every(Number.isFinite), name).toBe(true)
    const evaluation = net.evaluate(...ports)
    const measured = Object.values(evaluation).flatMap((value) =>
      typeof value === 'number' ? [value] : value.toArray().flat(),
    )
    expect(measured.every(Number.isFinite)).toBe(true)
  })
})

const ranged = libraryWords.flatMap((word) => {
  const { attributes } = understood(word.text).understood.check as Word
  // Where another attribute is an end: what the example says of it, or its default.
  const example = said(word.text, word.example)
  const numberOf = (name: string) => {
    const usual = attributes.find((attribute) => attribute.name === name)?.default
    return usual?.kind === 'number' ? usual.value : Number(example[name])
  }
  return attributes.flatMap(({ name, range }) =>
    range ? [{ word, attribute: name, range: resolved(range, numberOf) }] : [],
  )
})

it('some words have attributes with ranges', () => {
  expect(ranged.length).toBeGreaterThan(5)
})

describe.each(ranged)('$word.name: { $attribute: … } from $range.text', ({ word, attribute, range }) => {
  it.each(inside(range))('takes %d', (value) => {
    expect(understood(withAttribute(word, attribute, value)).complaints).toEqual([])
  })

  it.each(outside(range))('refuses %d', (value) => {
    const { complaints } = understood(withAttribute(word, attribute, value))
    expect(complaints).toHaveLength(1)
    expect(complaints[0]).toMatch(/^E209 /)
  })
})

describe('losses with the activations they ask for', () => {
  const losses = libraryWords.filter(({ kind }) => kind === 'loss')
  const trials = losses.flatMap((loss) =>
    precisions.map((precision) => ({ name: loss.name, loss, precision })),
  )

  it.each(trials)(
    '$name is finite for outputs that are far away, in $precision.name',
    async ({ loss, precision }) => {
      // Every pairing of a logit with a target, column by column.
      const far = FARTHEST[loss.name] ?? 1e4
      const logits = [-far, 0, far]
      const columns = logits.flatMap((a) => logits.flatMap((b) => logits.map((c) => [a, b, c])))
      const targets = [
        [1, 0, 0],
        [0, 1, 0],
        [0, 0, 1],
      ]
      const forms = compiled(logitsOf(loss))
      const net = await (await loaded(forms)).create({ batch: columns.length, precision })
      net.parameters['W1']!.data.set([1, 0, 0, 0, 1, 0, 0, 0, 1])
      for (const target of targets) {
        const X = Matrix.of(3, columns.length, rowMajor(columns))
        const Y = Matrix.of(3, columns.length, rowMajor(columns.map(() => target)))
        const J = net.forward(X, Y)
        net.backward()
        expect(Number.isFinite(J)).toBe(true)
        if (!(loss.name in FARTHEST)) expect(J).toBeGreaterThan(0)
        const again = net.evaluate(X, Y).loss!
        expect(Math.abs(again - J)).toBeLessThanOrEqual((precision === float64 ? 1e-12 : 1e-5) * Math.abs(J))
        for (const [name, gradient] of Object.entries(net.gradients))
          expect(gradient.data.every(Number.isFinite), name).toBe(true)
      }
    },
  )

  it.each(['binary-cross-entropy', 'cross-entropy'])(
    '%s has the gradient (A − Y)/m at its logits',
    (name) => {
      const loss = losses.find((each) => each.name === name)!
      const { program, calls } = compiled(logitsOf(loss)).select
      const named = (wanted: string) => program.values.find((value) => value.name === wanted)!.id
      const call = calls.find(({ outputs }) => outputs.includes(named('dZ1')))!
      expect(call.kernel).toBe('scaledDifference')
      expect(call.inputs).toEqual(['A1', 'Y'].map((each) => ({ kind: 'value', value: named(each) })))
      const [{ coefficient, factors }] = call.scalars as [(typeof call.scalars)[number]]
      expect(coefficient).toBe(1)
      expect(factors.map(({ power }) => power)).toEqual([-1])
      const size = program.instructions.find(({ result }) => result === factors[0]!.value)!
      expect(size.attributes.size!.key).toBe('m')
    },
  )
})

describe('a loss is a metric too', () => {
  const losses = libraryWords.filter(({ kind }) => kind === 'loss')

  it.each(losses)('$name', async ({ name, network, example }) => {
    const forms = compiled(network.replace(/^loss:/m, `metrics: [accuracy, ${example}]\nloss:`))
    const net = await (await loaded(forms)).create({ batch: 7, seed: 3 })
    const found = net.evaluate(
      ...matrices(randomData(forms.expand, 7, new Random(1)), forms.expand.interface),
    )
    const property = name.replace(/-(.)/g, (_, letter: string) => letter.toUpperCase())
    expect(Object.keys(found)).toEqual(['loss', 'accuracy', property])
    expect(found[property]).toBe(found['loss'])
  })

  it('and what is neither has the names of both to choose from', () => {
    const { network } = losses.find(({ name }) => name === 'squared-error')!
    const wrong = (metric: string) =>
      understood(network.replace(/^loss:/m, `metrics: [${metric}]\nloss:`)).complaints
    expect(wrong('mean-absolut-error')).toEqual([
      'E210 metric word `mean-absolut-error` is not in the library',
    ])
    expect(wrong('accuracy')).toEqual([])
  })
})

/** Where a loss is an exponential, e^10000 is beyond every number; it may be negative too. */
const FARTHEST: Readonly<Record<string, number>> = { poisson: 80 }

/** A network whose logits are its inputs, once W is the identity. */
function logitsOf(loss: WordCase): string {
  return networkWith(loss.kind, loss.name, loss.text, loss.example)
    .replace('[5, m]', '[3, m]')
    .replace(/^ {2}- dense: \{ units: 4.*\n/m, '')
}

function withAttribute({ kind, name, text, example }: WordCase, attribute: string, value: number): string {
  const plain = value.toExponential().replace(/^(-?\d+)e/, '$1.0e')
  const needed = Object.entries(said(text, example)).filter(([other]) => other !== attribute)
  const given = [
    ...needed.map(([other, said]) => `${other}: ${JSON.stringify(said)}`),
    `${attribute}: ${plain}`,
  ]
  const use = `{ ${name}: { ${given.join(', ')} } }`
  return networkWith(kind, name, text, kind === 'activation' ? `{ activation: ${use} }` : use)
}

/** What an example says to a word without which it cannot be used: values of attributes that have no default. */
function said(text: string, example: string): Readonly<Record<string, unknown>> {
  const { attributes = {} } = parse(text) as { attributes?: Record<string, { default?: unknown }> }
  const required = Object.keys(attributes).filter((name) => attributes[name]!.default === undefined)
  const use: unknown = parse(example)
  const value: unknown = typeof use === 'object' && use !== null ? Object.values(use)[0] : undefined
  const given =
    typeof value === 'object' && value !== null ? value : { [Object.keys(attributes)[0] ?? '']: value }
  return Object.fromEntries(Object.entries(given).filter(([name]) => required.includes(name)))
}

/** Numbers of a range: its middle, and what lies at its ends. */
function inside({ low, lowOpen, high, highOpen }: Range): readonly number[] {
  const middle = Number.isFinite(low + high) ? (low + high) / 2 : Number.isFinite(low) ? low + 1 : high - 1
  return [
    middle,
    ...(Number.isFinite(low) ? [lowOpen ? low + 1e-9 : low] : []),
    ...(Number.isFinite(high) ? [highOpen ? high - 1e-9 : high] : []),
  ]
}

function outside({ low, lowOpen, high, highOpen }: Range): readonly number[] {
  return [
    ...(Number.isFinite(low) ? [low - 1e-9, low - 1, ...(lowOpen ? [low] : [])] : []),
    ...(Number.isFinite(high) ? [high + 1e-9, high + 1, ...(highOpen ? [high] : [])] : []),
  ]
}

function matrices(
  { columns, ports }: Data,
  { inputs, targets }: { inputs: readonly { name: string }[]; targets: readonly { name: string }[] },
): Matrix[] {
  return [...inputs, ...targets].map(({ name }) => {
    const data = ports.get(name)!
    return Matrix.of(data.length / columns, columns, data)
  })
}

function rowMajor(columns: readonly (readonly number[])[]): readonly number[] {
  return columns[0]!.flatMap((_, row) => columns.map((column) => column[row]!))
}
