import { describe, expect, it } from 'vitest'
import { understood } from '../support/compiled.ts'

/** Sizes as a word may write them, and what they are. */
const SIZES: readonly (readonly [text: string, at: (n: number) => number])[] = [
  ['n', (n) => n],
  ['2*n', (n) => 2 * n],
  ['n + n', (n) => 2 * n],
  ['n + 1', (n) => n + 1],
  ['(n + 1)^2', (n) => (n + 1) ** 2],
  ['n^2 + 2*n + 1', (n) => n ** 2 + 2 * n + 1],
  ['n * (n + 2) + 1', (n) => n * (n + 2) + 1],
  ['(n^2 + n) / n', (n) => n + 1],
  ['floor(n / 2)', (n) => Math.floor(n / 2)],
  ['ceil(n / 2)', (n) => Math.ceil(n / 2)],
  ['floor((n + 1) / 2)', (n) => Math.floor((n + 1) / 2)],
  ['floor(n / 2) + ceil(n / 2)', (n) => n],
  ['2 * floor(n / 2)', (n) => 2 * Math.floor(n / 2)],
  ['n - ceil(n / 2)', (n) => n - Math.ceil(n / 2)],
  ['ceil(2 * n)', (n) => 2 * n],
]

const pairs = SIZES.flatMap(([left, at], index) =>
  SIZES.slice(index).map(([right, to]) => ({ left, right, at, to })),
)

/** V·(W·A): the columns of V have to be the rows of W. Their size `n` is that of what arrives, or is said. */
function product(left: string, right: string, isSaid = false): string {
  return `loopless: 1
layer: product
${isSaid ? 'attributes: { n: { type: size } }' : ''}
input: { A: [k, m] }
parameters:
  W: { shape: ["${left}", k], initial: zeros }
  V: { shape: [k, "${right}"], initial: zeros }
equations:
  out: V @ (W @ A)
output: { out: [k, m] }
`.replaceAll(/\bk\b/g, isSaid ? 'k' : 'n')
}

const all = Array.from({ length: 200 }, (_, n) => n + 1)
const [different, equal] = [true, false].map((wanted) =>
  pairs.filter(({ at, to }) => all.some((n) => at(n) !== to(n)) === wanted),
) as [typeof pairs, typeof pairs]

it.each(different)(
  '$left and $right differ: refuted, by numbers for which they do',
  ({ left, right, at, to }) => {
    const { complaints } = understood(product(left, right))
    expect(complaints).toHaveLength(1)
    const [, n, b, a] = /^E302 .*refuted by n=(\d+): ([\d.]+) ≠ ([\d.]+)$/.exec(complaints[0]!) ?? []
    expect([Number(a), Number(b)]).toEqual([at(Number(n)), to(Number(n))])
    expect(a).not.toBe(b)
  },
)

describe('of a size that is said', () => {
  const [possible, impossible] = [true, false].map((wanted) =>
    pairs.filter(({ at, to }) => all.some((n) => at(n) === to(n)) === wanted),
  ) as [typeof pairs, typeof pairs]

  // Of floor and ceil in one sum each is bounded alone, which is too coarse here.
  const isBeyond = ({ left, right }: (typeof pairs)[number]) =>
    left === 'floor(n / 2) + ceil(n / 2)' && right === 'n - ceil(n / 2)'

  it.each(impossible.filter((pair) => !isBeyond(pair)))(
    '$left and $right are equal for none: refuted',
    ({ left, right, at, to }) => {
      const { complaints } = understood(product(left, right, true))
      expect(complaints).toHaveLength(1)
      const [, n, b, a] = /^E302 .*refuted by n=(\d+): ([\d.]+) ≠ ([\d.]+)$/.exec(complaints[0]!) ?? []
      expect([Number(a), Number(b)]).toEqual([at(Number(n)), to(Number(n))])
    },
  )

  it.each([...possible, ...impossible.filter(isBeyond)])(
    '$left and $right: left to each use',
    ({ left, right }) => {
      expect(understood(product(left, right, true)).complaints).toEqual([])
    },
  )
})

describe.each(equal)('$left and $right are equal', ({ left, right, at }) => {
  it('for all sizes, or at each use', () => {
    const { understood: word, complaints } = understood(product(left, right))
    expect(complaints).toEqual([])
    // Polynomials have one normal form; nobody looks into floor and ceil.
    const isPolynomial = !/floor|ceil/.test(left + right)
    expect(word.undecided!.length).toBeLessThanOrEqual(isPolynomial ? 0 : 1)
  })

  it('and fit every use', () => {
    for (const n of [2, 3, 6, 7]) {
      const complaints = network('product', `X: [${n}, m]`, n, { 'product.yaml': product(left, right) })
      // What is zero is no size.
      expect(complaints.length, `${n}`).toBe(at(n) >= 1 ? 0 : 1)
    }
  })
})

it('some pairs are proved, some refuted, some undecided', () => {
  const found = pairs.map(({ left, right }) => understood(product(left, right)))
  const refuted = found.filter(({ complaints }) => complaints.length > 0)
  const undecided = found.filter(({ understood: word }) => (word.undecided ?? []).length > 0)
  expect(refuted.length).toBeGreaterThan(50)
  expect(undecided.length).toBeGreaterThan(2)
  expect(found.length - refuted.length - undecided.length).toBeGreaterThan(15)
})

const words = {
  'gate.yaml': `loopless: 1
layer: gate
input: { A: [n, m], g: [1, m] }
equations:
  out: A * g
output: { out: [n, m] }
`,
  'weigh.yaml': `loopless: 1
layer: weigh
attributes: { units: { type: size } }
input: { A: [n, m] }
parameters: { w: { shape: [units, 1], initial: zeros } }
equations:
  out: A * w
output: { out: [units, m] }
`,
  'square.yaml': `loopless: 1
layer: square
attributes: { units: { type: size } }
input: { A: [n, m] }
parameters: { W: { shape: [units, n], initial: zeros } }
equations:
  out: (W @ A) * A
output: { out: [n, m] }
`,
  'pool.yaml': `loopless: 1
layer: pool
input: { A: [n, m] }
equations:
  out: sum(A, over=n)
output: { out: [1, m] }
`,
  'softened.yaml': `loopless: 1
layer: softened
input: { A: [n, m] }
equations:
  g: sigmoid(sum(A, over=n))
  out: g * A
output: { out: [n, m] }
`,
}

describe('only a written 1 stretches', () => {
  it.each([
    // A word wrote it: in a port, by reducing, by an activation of what it reduced.
    ['X: [3, m]', 'dense: 1\n    as: one\n  - gate: {}\n    from: [X, one]'],
    ['X: [4, m]', 'pool\n  - dense: 3'],
    ['X: [3, m]', 'softened'],
    // The unit count is 3 on both sides.
    ['X: [3, m]', 'weigh: 3'],
    ['X: [3, m]', 'square: 3'],
  ])('%s fits %j', (inputs, layers) => {
    expect(network(layers, inputs, 3, words)).toEqual([])
  })

  it.each([
    // Nobody wrote these: a unit count, an input's rows, what a layer above reduced.
    ['X: [4, m]', 'dense: 1\n  - weigh: 3', 'E304'],
    ['X: [1, m]', 'weigh: 3', 'E304'],
    ['X: [4, m]', 'pool\n  - weigh: 3', 'E304'],
    ['X: [3, m]', 'square: 1', 'E304'],
    ['X: [3, m]', 'square: 2', 'E301'],
    // A target of three rows against an output of one.
    ['X: [4, m]', 'dense: 1', 'E301'],
  ])('%s does not fit %j', (inputs, layers, code) => {
    const complaints = network(layers, inputs, 3, words)
    expect(complaints).toHaveLength(1)
    expect(complaints[0]).toMatch(new RegExp(`^${code} `))
  })

  it('in a network of equations too', () => {
    const equations = (b: string) =>
      understood(
        `loopless: 1\nnetwork: sum\nsizes: { one: 1 }\ninputs: { A: [3, m], b: [${b}, m] }\nequations:\n  Z: A + b\n`,
      ).complaints
    expect(equations('1')).toEqual([])
    expect(equations('one')).toHaveLength(1)
    expect(equations('one')[0]).toMatch(/^E304 /)
  })
})

describe('what a word cannot know', () => {
  it('is refuted where two names could differ', () => {
    const { complaints } = understood(`loopless: 1
layer: both
input: { A: [n, m], B: [k, m] }
equations:
  out: A * B
output: { out: [n, m] }
`)
    expect(complaints).toHaveLength(1)
    expect(complaints[0]).toMatch(/^E302 .*refuted by k=\d+, n=\d+: \d+ ≠ \d+$/)
  })

  it('is left to its uses where the user sets a size', () => {
    const { complaints, understood: word } = understood(words['square.yaml'])
    expect(complaints).toEqual([])
    expect(word.undecided).toContainEqual({ left: 'units', right: 'n' })
  })
})

/** What is said against these layers, for a target of so many rows. */
function network(
  layers: string,
  inputs: string,
  rows: number,
  files: Readonly<Record<string, string>>,
): readonly string[] {
  const used = Object.keys(files).filter((file) => layers.includes(file.replace('.yaml', '')))
  return understood(
    `loopless: 1
network: uses
words: [${used.join(', ')}]
inputs: { ${inputs} }
targets: { Y: [${rows}, m] }
layers:
  - ${layers}
loss: squared-error
`.replace('words: []\n', ''),
    files,
  ).complaints
}
