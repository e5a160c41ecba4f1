import { describe, expect, it } from 'vitest'
import type { Word } from '../../compiler/forms/spec.ts'
import { float32 } from '../../runtime/float32.ts'
import { float64 } from '../../runtime/float64.ts'
import type { Net } from '../../runtime/net.ts'
import type { Precision } from '../../runtime/precision.ts'
import { Matrix } from '../../runtime/tensor.ts'
import { compiled, understood } from '../support/compiled.ts'
import { loaded } from '../support/loaded.ts'
import { type Attributes, activations, type Column, columnActivations, losses } from '../support/oracles.ts'
import { libraryWords, type WordCase } from '../support/words.ts'

/** Near nothing, ordinary, where exponentials vanish beside 1, where they underflow or overflow, and far out. */
const POINTS = [0, 1e-30, 1, 20, 100, 1e4].flatMap((size) => (size === 0 ? [0] : [size, -size]))
const WEIGHTS = [1, 0.5, -2] as const
const precisions = [float32, float64]
/** In units of rounding: functions that are right within two, through a few operations. */
const SLACK = 24

/** Every setting of the attributes that the law tries: as declared, and each boolean the other way. */
function settings(word: Word): readonly Attributes[] {
  const usual = Object.fromEntries(
    word.attributes.flatMap(({ name, default: given }) =>
      given?.kind === 'number' || given?.kind === 'boolean' ? [[name, given.value]] : [],
    ),
  )
  const booleans = word.attributes.filter(({ default: given }) => given?.kind === 'boolean')
  return [usual, ...booleans.map(({ name }) => ({ ...usual, [name]: !usual[name] }))]
}

function use(name: string, given: Attributes): string {
  const text = Object.entries(given).map(
    ([key, value]) =>
      `${key}: ${
        Number.isInteger(value) || typeof value === 'boolean'
          ? value
          : Number(value)
              .toExponential()
              .replace(/^(-?\d+)e/, '$1.0e')
      }`,
  )
  return text.length === 0 ? name : `{ ${name}: { ${text.join(', ')} } }`
}

const casesOf = (kind: string) =>
  libraryWords
    .filter((word) => word.kind === kind)
    .flatMap((word) =>
      settings(understood(word.text).understood.check as Word).flatMap((given) =>
        precisions.map((precision) => ({ use: use(word.name, given), word, given, precision })),
      ),
    )

/** J = Σ weights ∘ activation(W·1): W's gradient is the activation's slope, times its weight. */
const weighted = {
  'weighted.yaml': `
loopless: 1
loss: weighted
summary: The sum of the output, weighted by the target.
input: { A: [k, m] }
target: { Y: [k, m] }
equations:
  J: mean(sum(A * Y, over=k), over=m)
`,
}

const networkOf = (activation: string) => `
loopless: 1
network: slope
words: [./weighted.yaml]
inputs: { X: [1, m] }
targets: { Y: [3, m] }
layers:
  - dense: { units: 3, activation: ${activation}, bias: false }
loss: weighted
`

describe.each(casesOf('activation'))('$use in $precision.name', ({ use: text, word, given, precision }) => {
  it('is right near nothing and far out, and so are its slopes', async () => {
    const net = await (await loaded(compiled(networkOf(text).trimStart(), weighted))).create({
      batch: 1,
      precision,
    })
    const X = Matrix.of(1, 1, [1])
    const Y = Matrix.of(3, 1, [...WEIGHTS])
    for (const point of POINTS) {
      const z = rounded([point, 0, -point / 2], precision)
      net.parameters['W1']!.data.set(z)
      net.forward(X, Y)
      net.backward()
      const known = knownActivation(word, z, given)
      expectClose(net.predict(X).copy().data, known.value, z, precision, `${text} at ${z}`)
      expectClose(
        net.gradients['W1']!.copy().data,
        known.slopes,
        [1, 1, 1],
        precision,
        `slope of ${text} at ${z}`,
      )
    }
  })
})

function knownActivation({ name }: WordCase, z: Column, given: Attributes) {
  const column = columnActivations[name]
  if (column) return column(z, WEIGHTS)
  const of = activations[name]
  if (!of) throw new Error(`test/support/oracles.ts does not know the activation ${name}`)
  return {
    value: z.map((each) => of(each, given)[0]),
    slopes: z.map((each, at) => WEIGHTS[at]! * of(each, given)[1]),
  }
}

const lossNetworkOf = (loss: string, activation: string) => `
loopless: 1
network: lost
inputs: { X: [1, m] }
targets: { Y: { shape: [3, m], range: probability } }
layers:
  - dense: { units: 3, activation: ${activation}, bias: false }
loss: ${loss}
`

/** A column against each of them: shares, and one class for sure. */
const TARGETS = [
  [0, 1, 0],
  [0.5, 0.25, 0.25],
]

describe.each(casesOf('loss'))('$use in $precision.name', ({ use: text, word, given, precision }) => {
  it('is right near nothing and far out, and so are its slopes', async () => {
    const of = losses[word.name]
    if (!of) throw new Error(`test/support/oracles.ts does not know the loss ${word.name}`)
    const forms = compiled(lossNetworkOf(text, fitting(word.text, given)).trimStart())
    const net: Net<number, Precision> = await (await loaded(forms)).create({ batch: 1, precision })
    const X = Matrix.of(1, 1, [1])
    for (const y of TARGETS)
      for (const point of POINTS) {
        const z = rounded([point, 0, -point / 2], precision)
        const { value, slopes } = of(z, y, given)
        // e^10000 is no number.
        if (Math.abs(value) > (precision === float32 ? 1e38 : 1e300)) continue
        net.parameters['W1']!.data.set(z)
        const J = net.forward(X, Matrix.of(3, 1, y))
        net.backward()
        const size = [Math.max(1, ...z.map(Math.abs))]
        expectClose([J], [value], size, precision, `${text} at ${z} for ${y}`)
        const steep = Math.max(1, ...slopes.map(Math.abs))
        const scales = slopes.map(() => steep)
        expectClose(
          net.gradients['W1']!.copy().data,
          slopes,
          scales,
          precision,
          `slope of ${text} at ${z} for ${y}`,
        )
      }
  })
})

function fitting(text: string, { rates }: Attributes): string {
  if (rates) return 'softplus'
  const input = /^input:.*/m.exec(text)![0]
  if (input.includes('log-probability')) return 'log-softmax'
  if (!input.includes('probability')) return 'linear'
  return input.includes('sums') ? 'softmax' : 'sigmoid'
}

function rounded(column: Column, { name }: Precision): Column {
  return name === 'float32' ? column.map(Math.fround) : column
}

/** Within rounding of the right number, or of the scale of what it was made from (1 at most, for values). */
function expectClose(
  found: ArrayLike<number>,
  right: Column,
  scales: Column,
  { name }: Precision,
  what: string,
): void {
  const [unit, least] = name === 'float32' ? [2 ** -24, 2 ** -148] : [2 ** -53, 2 ** -1073]
  for (const [at, wanted] of right.entries()) {
    const scale = Math.max(
      Math.abs(wanted),
      Math.min(Math.abs(scales[at] ?? scales[0]!), scales.length === 1 ? Infinity : 1),
      Number.MIN_VALUE,
    )
    const apart = Math.abs(found[at]! - wanted)
    if (!(apart <= SLACK * unit * scale + least))
      expect.fail(`${what}: [${at}] is ${found[at]}, not ${wanted}`)
  }
}
