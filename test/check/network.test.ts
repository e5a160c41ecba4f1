import { describe, expect, it } from 'vitest'
import type { AttributeValue, LayerUse, PortSpec, WordUse } from '../../compiler/forms/spec.ts'
import { parenthesize } from '../read/parenthesize.ts'
import { complaints, network, word } from './checked.ts'

const HEAD = 'loopless: 1\nnetwork: small\ninputs: { X: [5, m] }\n'

/** A network with these layers. */
const stack = (layers: string, rest = '') =>
  network(`${HEAD}layers:\n${layers.replaceAll(/^/gm, '  ')}\n${rest}`)

const layersOf = (layers: string) => {
  const { body } = stack(layers)
  return body.kind === 'layers' ? body.layers : []
}

function shown(value: AttributeValue): unknown {
  if (value.kind === 'size') return parenthesize(value.expression)
  if (value.kind === 'numbers') return value.values
  if (value.kind === 'target') return value.name
  return value.kind === 'word' ? use(value.use) : value.value
}

/** `dense { units: 4, … }`, defaults and all. */
function use({ word: { name }, attributes }: WordUse): unknown {
  return attributes.size === 0
    ? name
    : { [name]: Object.fromEntries([...attributes].map(([key, value]) => [key, shown(value)])) }
}

function layer(use_: LayerUse | undefined): unknown {
  return use_?.kind === 'layer' ? use(use_.use) : use_
}

const port = ({ name, shape, range, sumsToOneOver, classes }: PortSpec) => ({
  name,
  shape: shape.dimensions.map(parenthesize),
  ...(range && { range }),
  ...(sumsToOneOver !== undefined && { sumsToOneOver }),
  ...(classes && { classes }),
})

const DENSE = { activation: 'linear', bias: true, weights: 'glorot-uniform' }

describe('a word and its value', () => {
  it.each([
    ['- standardize', 'standardize'],
    ['- dense: 16', { dense: { units: '16', ...DENSE } }],
    ['- dense: { units: 16 }', { dense: { units: '16', ...DENSE } }],
    ['- dense: { units: 2 * 8, bias: false }', { dense: { units: '(2 * 8)', ...DENSE, bias: false } }],
    ['- dense: { units: 3, activation: relu }', { dense: { units: '3', ...DENSE, activation: 'relu' } }],
    [
      '- dense: { units: 3, activation: { leaky-relu: { slope: 0.1 } } }',
      { dense: { units: '3', ...DENSE, activation: { 'leaky-relu': { slope: 0.1 } } } },
    ],
    [
      '- dense: { units: 3, activation: { leaky-relu: 0.1 } }',
      { dense: { units: '3', ...DENSE, activation: { 'leaky-relu': { slope: 0.1 } } } },
    ],
    [
      '- dense: { units: 3, activation: leaky-relu }',
      { dense: { units: '3', ...DENSE, activation: { 'leaky-relu': { slope: 0.01 } } } },
    ],
    [
      '- dense: { units: 3, weights: { normal: 0.01 } }',
      { dense: { units: '3', ...DENSE, weights: { normal: { deviation: 0.01 } } } },
    ],
    ['- dropout: 0.2', { dropout: { rate: 0.2 } }],
    ['- activation: relu', { activation: { function: 'relu' } }],
    ['- activation: { function: relu }', { activation: { function: 'relu' } }],
    [
      '- activation: { leaky-relu: { slope: 0.1 } }',
      { activation: { function: { 'leaky-relu': { slope: 0.1 } } } },
    ],
    ['- dense:\n    units: 3', { dense: { units: '3', ...DENSE } }],
  ])('%s', (text, expected) => {
    expect(layer(layersOf(text)[0])).toEqual(expected)
  })
})

describe('layers', () => {
  it('have names, and take from names', () => {
    const layers = layersOf('- dense: 3\n  as: a\n- dense: 4\n- dense: 5\n  from: a\n- dense: 6\n  from: [X]')
    expect(
      layers.map((one) => [one.as?.name, one.kind === 'layer' && one.from?.map(({ name }) => name)]),
    ).toEqual([
      ['a', undefined],
      [undefined, undefined],
      [undefined, ['a']],
      [undefined, ['X']],
    ])
  })

  it('repeat', () => {
    const [repeat] = layersOf(
      '- repeat:\n    times: 3\n    layers:\n      - dense: 5\n        as: inner\n  as: block',
    )
    expect(repeat).toMatchObject({
      kind: 'repeat',
      times: 3,
      as: { name: 'block' },
      layers: [{ as: { name: 'inner' } }],
    })
  })
})

describe('ports', () => {
  const targets = (text: string) =>
    network(`${HEAD}targets: ${text}\nlayers: [standardize]`).targets.map(port)

  it('of inputs', () => {
    expect(
      network(
        'loopless: 1\nnetwork: x\ninputs: { X: [5, m], Z: { shape: [2 * 3, m], range: probability } }\nlayers: [{ dense: 1, from: X }]',
      ).inputs.map(port),
    ).toEqual([
      { name: 'X', shape: ['5', 'm'] },
      { name: 'Z', shape: ['(2 * 3)', 'm'], range: 'probability' },
    ])
  })

  it.each([
    ['{ Y: [1, m] }', { shape: ['1', 'm'] }],
    ['{ Y: { shape: [2, m], range: probability } }', { shape: ['2', 'm'], range: 'probability' }],
    [
      '{ Y: { classes: [a, b, c] } }',
      { shape: ['3', 'm'], range: 'probability', sumsToOneOver: '0', classes: ['a', 'b', 'c'] },
    ],
    [
      '{ Y: { shape: [2, m], classes: [a, b] } }',
      { shape: ['2', 'm'], range: 'probability', sumsToOneOver: '0', classes: ['a', 'b'] },
    ],
    [
      '{ Y: { shape: [1, m], classes: [no, yes] } }',
      { shape: ['1', 'm'], range: 'probability', classes: ['no', 'yes'] },
    ],
    [
      '{ Y: { classes: [0, 1, 2.50, true] } }',
      { shape: ['4', 'm'], range: 'probability', sumsToOneOver: '0', classes: ['0', '1', '2.50', 'true'] },
    ],
  ])('of targets, %s', (text, expected) => {
    expect(targets(text)).toEqual([{ name: 'Y', ...expected }])
  })

  it('of words name the dimension that sums to one', () => {
    const text =
      'loopless: 1\nloss: l\ninput: { A: { shape: [k, m], range: probability, sums: { over: k, to: 1 } } }\ntarget: { Y: [k, m] }\nequations: { J: 1 }'
    expect(word(text).inputs.map(port)).toEqual([
      { name: 'A', shape: ['k', 'm'], range: 'probability', sumsToOneOver: 'k' },
    ])
    expect(word(text).outputs.map(port)).toEqual([{ name: 'J', shape: [] }])
  })
})

describe('training and data', () => {
  const LAYERS = 'targets: { Y: [1, m] }\nlayers: [{ dense: 1 }]\nloss: squared-error\n'

  it('has a batch of 32 and seed 1 where nothing else is said', () => {
    const { training } = network(`${HEAD}${LAYERS}training: { optimizer: adam }`)
    expect(training).toMatchObject({ batch: 32, seed: 1 })
    expect(training).not.toHaveProperty('epochs')
    expect(training).not.toHaveProperty('iterations')
    expect(use(training!.optimizer)).toEqual({
      adam: { rate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
    })
  })

  it('takes a whole file as one batch', () => {
    const { training } = network(
      `${HEAD}${LAYERS}training: { optimizer: { momentum: 0.1 }, batch: all, iterations: 7, seed: 3 }`,
    )
    expect(training).toMatchObject({ batch: 'all', iterations: 7, seed: 3 })
    expect(use(training!.optimizer)).toEqual({ momentum: { rate: 0.1, beta: 0.9 } })
  })

  it('may end early, save now and then, and keep the order of examples', () => {
    const trained = (rest: string) =>
      network(`${HEAD}${LAYERS}metrics: [mean-absolute-error]\ntraining: { optimizer: adam, ${rest} }`)
        .training
    expect(trained('epochs: 9')).toMatchObject({ shuffle: true })
    expect(trained('epochs: 9')).not.toHaveProperty('stopping')
    expect(trained('shuffle: FALSE, checkpoints: { epochs: 3 }')).toMatchObject({
      shuffle: false,
      checkpoints: { every: 3, unit: 'epochs' },
    })
    const stopping = (rest: string) => trained(`stopping: { patience: 4${rest} }`)?.stopping
    expect(stopping('')).toMatchObject({
      patience: 4,
      change: 0,
      goal: 'smallest',
      monitor: { name: 'loss' },
    })
    expect(stopping(', monitor: mean-absolute-error, change: 0.5')).toMatchObject({
      change: 0.5,
      goal: 'smallest',
      monitor: { name: 'mean-absolute-error' },
    })
    expect(stopping(', goal: largest')).toMatchObject({ goal: 'largest' })
  })

  it('takes columns by name, one column, and all that are left', () => {
    const { data } = network(
      `${HEAD}${LAYERS}data: { file: a.csv, inputs: { X: { columns: all } }, targets: { Y: { column: 7 } }, split: { test: 0.2 } }`,
    )
    expect(data).toMatchObject({
      files: { training: { name: 'a.csv' } },
      inputs: [{ name: 'X', columns: 'all' }],
      targets: [{ name: 'Y', columns: [{ name: '7' }] }],
      split: { test: 0.2, seed: 1 },
    })
  })
})

describe('a network of equations', () => {
  it('is differentiated by its inputs', () => {
    const { body, inputs } = network(
      'loopless: 1\nnetwork: x\ninputs: { a: [], b: [2, 3] }\nequations: { J: a, K: 0 }\ndifferentiate: { J: [a, b] }',
    )
    expect(inputs.map(port)).toEqual([
      { name: 'a', shape: [] },
      { name: 'b', shape: ['2', '3'] },
    ])
    expect(body).toMatchObject({
      kind: 'equations',
      equations: [{ name: 'J' }, { name: 'K', expression: { kind: 'number', value: 0 } }],
      differentiate: { of: { name: 'J' }, by: [{ name: 'a' }, { name: 'b' }] },
    })
  })
})

describe("the user's own words", () => {
  const mine =
    'loopless: 1\nlayer: mine\nattributes: { gate: { type: activation, default: half } }\ninput: { A: [n, m] }\nequations: { out: gate(A) }\noutput: { out: [n, m] }\n'
  const half =
    'loopless: 1\nactivation: half\ninput: { Z: [k, m] }\nequations: { out: Z / 2 }\noutput: { out: [k, m] }\n'

  it('may use each other, in any order', () => {
    const files = { 'words/mine.yaml': mine, 'words/half.yaml': half }
    const { ownWords, words, body } = network(
      `${HEAD}words: [./words/mine.yaml, words/half.yaml]\nlayers: [mine]`,
      files,
    )
    expect(ownWords.map(({ name }) => name)).toEqual(['mine', 'half'])
    expect(words.map(({ kind, name }) => `${kind} ${name}`)).toEqual(['activation half', 'layer mine'])
    expect(body.kind === 'layers' && layer(body.layers[0])).toEqual({ mine: { gate: 'half' } })
  })

  it('are checked where they stand', () => {
    const broken = mine.replace('equations: { out: gate(A) }', 'equations: { out: gate(A }')
    expect(
      complaints(`${HEAD}words: [mine.yaml]\nlayers: [mine]`, { 'mine.yaml': broken, 'half.yaml': half }),
    ).toContain('error[E408]: `)` is missing\n  --> mine.yaml:5:25')
  })
})

it('a size of the network may be said to a word', () => {
  const { sizes } = network(
    `${HEAD}sizes: { hidden: 16, wide: 2 * hidden }\nlayers: [{ dense: wide }, { dense: hidden + 1 }]`,
  )
  expect(sizes.map(({ name, value }) => [name, parenthesize(value)])).toEqual([
    ['hidden', '16'],
    ['wide', '(2 * hidden)'],
  ])
})
