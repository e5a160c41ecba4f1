import { describe, expect, it } from 'vitest'
import type { Program, ValueId } from '../../compiler/forms/program.ts'
import type { Layers, NetworkSpec } from '../../compiler/forms/spec.ts'
import { interpret } from '../../compiler/interpret.ts'
import { equalUnits, unitsThatStartEqual } from '../../compiler/warnings/equal-units.ts'
import { firstValues } from '../../compiler/warnings/first-values.ts'
import { flatSide } from '../../compiler/warnings/flat-output.ts'
import { isLearnedProduct, type Learner, learnerOf, rowsOf } from '../../compiler/warnings/learner.ts'
import { productsThatAreOne } from '../../compiler/warnings/one-product.ts'
import { compiled, library, understood } from '../support/compiled.ts'
import { Interpreted, randomData } from '../support/interpreted.ts'
import { randomNetwork } from '../support/networks.ts'
import { ownWords } from '../support/own-words.ts'
import { Random } from '../support/random.ts'
import { libraryWords } from '../support/words.ts'
import { networkOf, warned } from './warned.ts'

function learnerIn(text: string, files: Readonly<Record<string, string>> = {}): Learner {
  const { understood: found, complaints } = understood(text, files)
  const spec = found.check as NetworkSpec
  const learner = found.expand && learnerOf(spec, spec.body as Layers, found.expand, library)
  if (!learner) throw new Error(`${complaints.join('\n')}\nin\n${text}`)
  return learner
}

/** The part of a program that makes one value of another, which is then data. */
function sliceOf(program: Program, from: ValueId, to: ValueId): Program {
  const wanted = new Set([to])
  const instructions = program.instructions
    .toReversed()
    .filter(({ result, operands }) => {
      if (!wanted.has(result) || result === from) return false
      for (const operand of operands) wanted.add(operand)
      return true
    })
    .reverse()
    .map((instruction) => ({ ...instruction, phase: 'predict' as const }))
  const values = program.values.map((value) =>
    value.id === from ? { ...value, name: 'probe', leaf: { kind: 'input' as const } } : value,
  )
  return { ...program, values, instructions, results: [], stores: [] }
}

/** What a slice makes of columns, row-major. */
function mapOf(program: Program, from: ValueId, to: ValueId, seed: number) {
  const slice = sliceOf(program, from, to)
  const random = new Random(seed)
  const leaves = new Map<string, Float64Array>()
  for (const { leaf, name, shape } of slice.values)
    if (leaf && leaf.kind !== 'input')
      leaves.set(
        name!,
        random.array(
          shape.reduce((count, { key }) => count * Number(key), 1),
          0.2,
          1.5,
        ),
      )
  return (probe: Float64Array, columns: number) =>
    interpret(slice, 'predict', {
      batch: columns,
      leaf: (name) => (name === 'probe' ? probe : leaves.get(name)!),
    }).values.get(to)!.data
}

/** Whether f is x ↦ W·x + b, with the W and b that its values at 0 and at unit vectors say. */
function isAffine(f: ReturnType<typeof mapOf>, rows: number, random: Random): boolean {
  const columns = rows + 1
  // Column 0 is zero, the others are unit vectors.
  const units = Float64Array.from({ length: rows * columns }, (_, at) =>
    Number(at % columns === Math.floor(at / columns) + 1),
  )
  const made = f(units, columns)
  const height = made.length / columns
  const probes = 9
  const x = random.array(rows * probes, -4, 4)
  const y = f(x, probes)
  for (let row = 0; row < height; row++)
    for (let probe = 0; probe < probes; probe++) {
      const b = made[row * columns]!
      let sum = b
      let size = Math.abs(b)
      for (let at = 0; at < rows; at++) {
        const term = (made[row * columns + at + 1]! - b) * x[at * probes + probe]!
        sum += term
        size += Math.abs(term)
      }
      if (Math.abs(sum - y[row * probes + probe]!) > 1e-9 * Math.max(1, size)) return false
    }
  return true
}

const STEPS = [
  'scale: { by: -2, offset: 0.5 }',
  'standardize',
  'dropout: 0.3',
  'gaussian-noise',
  'activation: linear',
  'activation: tanh',
  'activation: { leaky-relu: { slope: 0.3 } }',
  'activation: softmax',
  'clip: { low: -0.5, high: 0.5 }',
  'prelu',
  'min-max',
  'normalize',
]

/** Dense layers with steps between them, most of them affine. */
function randomStack(seed: number): { readonly text: string; readonly files: typeof ownWords } {
  const random = new Random(seed)
  const layers: string[] = []
  for (let count = random.integer(2, 4); count > 0; count--) {
    layers.push(`dense: { units: ${random.integer(2, 9)}, bias: ${random.chance(0.5)} }`)
    for (let steps = random.integer(0, 2); steps > 0; steps--) layers.push(random.pick(STEPS))
  }
  layers.push('dense: 2')
  const words = layers.includes('normalize') ? ['words: [normalize.yaml]'] : []
  return { text: networkOf(layers, words), files: ownWords }
}

describe('two products that are one', () => {
  it('are an affine map of what goes in, and those that are not have none between them', {
    timeout: 60_000,
  }, () => {
    let ones = 0
    let others = 0
    for (let seed = 0; seed < 80; seed++) {
      const { text, files } = randomStack(seed)
      const learner = learnerIn(text, files)
      const { program } = learner
      const pairs = productsThatAreOne(learner)
      const products = learner.serving.filter((each) => isLearnedProduct(each, learner))
      for (const [at, second] of products.entries()) {
        const first = products[at - 1]
        if (!first) continue
        const from = first.operands[1]!
        const random = new Random(seed)
        const affine = isAffine(mapOf(program, from, second.result, seed), rowsOf(from, learner), random)
        const isLowRank =
          rowsOf(first.result, learner) < Math.min(rowsOf(from, learner), rowsOf(second.result, learner))
        const isFound = pairs.some((pair) => pair.first === first && pair.second === second)
        expect({ text, at, isFound }).toEqual({ text, at, isFound: affine && !isLowRank })
        if (isFound) ones++
        else others++
      }
    }
    expect(ones).toBeGreaterThan(30)
    expect(others).toBeGreaterThan(30)
  })

  it('are so in random networks of all kinds of layers', { timeout: 60_000 }, () => {
    let ones = 0
    for (let seed = 0; seed < 250; seed++) {
      const { text, files } = randomNetwork(seed)
      const learner = learnerIn(text, files)
      for (const { first, second } of productsThatAreOne(learner)) {
        const from = first.operands[1]!
        const map = mapOf(learner.program, from, second.result, seed)
        expect({ text, isAffine: isAffine(map, rowsOf(from, learner), new Random(seed)) }).toEqual({
          text,
          isAffine: true,
        })
        ones++
      }
    }
    expect(ones).toBeGreaterThan(3)
  })
})

const FIRST = ['zeros', 'ones', '{ constant: -0.3 }', 'glorot-uniform', '{ normal: 0.5 }']
const SMOOTH = ['tanh', 'sigmoid', 'softmax', 'linear', 'softplus', 'swish']

describe('units that start equal', () => {
  it('do so for all examples, and those that are not do not', { timeout: 60_000 }, () => {
    let equal = 0
    let different = 0
    for (let seed = 0; seed < 80; seed++) {
      const random = new Random(seed)
      const layers = Array.from({ length: random.integer(2, 4) }, () => [
        `dense: { units: ${random.integer(2, 6)}, activation: ${random.pick(SMOOTH)}, weights: ${random.pick(FIRST)} }`,
        ...(random.chance(0.2) ? ['dropout: 0.4'] : []),
        ...(random.chance(0.2) ? ['scale: 3'] : []),
      ]).flat()
      const text = networkOf([...layers, 'dense: 2'])
      const learner = learnerIn(text)
      const { program } = learner
      const found = unitsThatStartEqual(learner, firstValues(program))
      const data = randomData(program, 7, random)
      const net = new Interpreted(program)
      net.store('initialize', data)
      const { values } = net.run('forward', data)
      for (const reader of learner.forward) {
        if (!isLearnedProduct(reader, learner)) continue
        const units = reader.operands[1]!
        // The first layer reads examples, and they differ.
        if (!learner.isLearned(units)) continue
        const { data: numbers } = values.get(units)!
        const areEqual = numbers.every((number, at) => number === numbers[at % 7])
        expect({ text, areEqual, isFound: found.some((each) => each.reader === reader) }).toEqual({
          text,
          areEqual,
          isFound: areEqual,
        })
        if (areEqual) equal++
        else different++
      }
    }
    expect(equal).toBeGreaterThan(30)
    expect(different).toBeGreaterThan(30)
  })

  it('are told of the layers whose weights start with equal rows, and of no other', {
    timeout: 60_000,
  }, () => {
    let told = 0
    let spared = 0
    for (let seed = 0; seed < 80; seed++) {
      const random = new Random(seed)
      const units = Array.from({ length: 3 }, () => random.integer(2, 6))
      const layers = units.map(
        (count) => `dense: { units: ${count}, activation: tanh, weights: ${random.pick(FIRST)} }`,
      )
      const text = networkOf([...layers, 'dense: 2'])
      const learner = learnerIn(text)
      const { program } = learner
      const data = randomData(program, 7, random)
      const net = new Interpreted(program)
      net.store('initialize', data)
      const { values } = net.run('forward', data)
      const matrices = units.map((rows, at) => {
        const leaf = program.values.findIndex(
          (value) => value.leaf?.kind === 'parameter' && value.name === `W${at + 1}`,
        )
        const numbers = values.get(leaf)!.data
        const columns = numbers.length / rows
        return numbers.every((number, index) => number === numbers[index % columns])
      })
      const places = new Set(equalUnits(learner).map(({ at }) => at.start))
      const filled = matrices.map((_, at) => {
        const { filledAt } = program.interface.parameters.find(({ name }) => name === `W${at + 1}`)!
        return places.has(filledAt.start)
      })
      expect({ text, filled }).toEqual({ text, filled: matrices })
      for (const isTold of filled) isTold ? told++ : spared++
    }
    expect(told).toBeGreaterThan(30)
    expect(spared).toBeGreaterThan(30)
  })
})

describe('what is flat on one side', () => {
  it.each(library.names('activation'))('is so of %s just where its numbers say so', (activation) => {
    const word = libraryWords.find(({ kind, name }) => kind === 'activation' && name === activation)!
    const learner = learnerIn(networkOf(['dense: 2', word.example.replace(/^\{ (.*) \}$/, '$1')]))
    const { program, output, made } = learner
    // The sum of product and bias is the activation's input.
    const input = learner.forward.find(({ operation }) => operation === 'add')!.result
    const f = made[output] && output !== input ? mapOf(program, input, output, 1) : undefined
    const isFlat = (low: number) => {
      if (!f) return false
      const columns = 5
      const probe = Float64Array.from(
        { length: 2 * columns },
        (_, at) => low + (at % columns) / 2 + (at >= columns ? 0.3 : 0),
      )
      const numbers = f(probe, columns)
      return numbers.every((number) => number === numbers[0])
    }
    expect(flatSide(learner) !== undefined).toBe(isFlat(-9) !== isFlat(7))
  })

  it('is one number there, under what is affine too', () => {
    const learner = learnerIn(
      networkOf(['dense: { units: 2, activation: relu }', 'scale: { by: -3, offset: 0.5 }']),
    )
    expect(flatSide(learner)?.number).toBe(0.5)
  })
})

describe('updates that change nothing', () => {
  const optimizers = libraryWords.filter(({ kind }) => kind === 'optimizer')
  const schedules = libraryWords.filter(({ kind }) => kind === 'schedule')

  /** Whether three updates leave the parameters as they are, at some steps of training. */
  function changes(text: string): boolean {
    const { simplify } = compiled(text)
    const random = new Random(4)
    const data = randomData(simplify, 7, random)
    const net = new Interpreted(simplify)
    net.randomize(random)
    for (const state of net.states.values()) state.fill(0)
    const before = [...net.members].map(([name, numbers]) => [name, [...numbers]])
    for (const epoch of [1, 2, 9]) {
      net.epoch = epoch
      net.epochLoss = 1 / epoch
      net.gradients(data)
      net.update()
    }
    const after = [...net.members].map(([name, numbers]) => [name, [...numbers]])
    return JSON.stringify(before) !== JSON.stringify(after)
  }

  it.each(optimizers)('are those of $name at a rate of 0, and of no other', ({ name }) => {
    for (const rate of ['0', '0.01']) {
      const text = networkOf(
        ['dense: 2'],
        [`training: { optimizer: { ${name}: { rate: ${rate} } }, epochs: 3 }`],
      )
      const said = warned(text)
      expect([rate, said]).toEqual([rate, changes(text) ? [] : ['W405 at 0']])
      expect(said.length).toBe(Number(rate === '0'))
    }
  })

  it.each(schedules)('are those of a rate of 0 under $name', ({ example }) => {
    for (const rate of ['0', '0.01']) {
      const text = networkOf(
        ['dense: 2'],
        [`training: { optimizer: { momentum: { rate: ${rate} } }, schedule: ${example}, epochs: 3 }`],
      )
      expect(warned(text)).toEqual(changes(text) ? [] : ['W405 at 0'])
    }
  })
})

describe('a distribution over one row', () => {
  it('is 1 for all examples', () => {
    const text = networkOf(['dense: { units: 1, activation: softmax }', 'dense: 2'])
    expect(warned(text)).toEqual(['W407 at softmax'])
    const { program, made, output } = learnerIn(text)
    const product = made[made[output]!.operands[0]!]!
    const data = randomData(program, 7, new Random(1))
    const net = new Interpreted(program)
    net.randomize(new Random(2))
    const { values } = net.run('forward', data)
    expect([...values.get(product.operands[1]!)!.data]).toEqual(Array(7).fill(1))
  })
})
