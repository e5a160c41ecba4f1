/** A column of numbers. */
export type Column = readonly number[]
/** What an activation or a loss makes of a column, and its slopes. */
export interface Known<V> {
  readonly value: V
  readonly slopes: Column
}
export type Attributes = Readonly<Record<string, number | boolean>>

type Pointwise = (z: number, given: Attributes) => readonly [value: number, slope: number]

const softplus = (z: number) => Math.max(z, 0) + Math.log1p(Math.exp(-Math.abs(z)))
const sigmoid = (z: number) => (z < 0 ? Math.exp(z) / (1 + Math.exp(z)) : 1 / (1 + Math.exp(-z)))
const logSumExp = (z: Column) => {
  const largest = Math.max(...z)
  return largest + Math.log(z.reduce((sum, each) => sum + Math.exp(each - largest), 0))
}
const exponential = (alpha: number, width: number): Pointwise => {
  return (z) => (z > 0 ? [z, 1] : [alpha * Math.expm1(z / width), (alpha / width) * Math.exp(z / width)])
}
const clipped = (low: number, high: number, slope = 1): Pointwise => {
  return (z) => [Math.min(Math.max(z, low), high), z > low && z < high ? slope : 0]
}

/** The normal distribution, by numbers of its table: enough for the points where the law looks. */
const PHI: ReadonlyMap<number, number> = new Map([
  [0.5, 0.6914624612740131],
  [1, 0.8413447460685429],
])
function normalBelow(z: number): number {
  if (z < 0) return 1 - normalBelow(-z)
  if (z < 1e-6) return 0.5 + z / Math.sqrt(2 * Math.PI)
  return z >= 10 ? 1 : PHI.get(z)!
}

/** Activations element by element, written by hand. */
export const activations: Readonly<Record<string, Pointwise>> = {
  linear: (z) => [z, 1],
  relu: clipped(0, Infinity),
  relu6: clipped(0, 6),
  'hard-tanh': (z, { low, high }) => clipped(Number(low), Number(high))(z, {}),
  'leaky-relu': (z, { slope }) => (z > 0 ? [z, 1] : [Number(slope) * z, Number(slope)]),
  sigmoid: (z) => [sigmoid(z), sigmoid(z) * sigmoid(-z)],
  'log-sigmoid': (z) => [-softplus(-z), sigmoid(-z)],
  tanh: (z) => [Math.tanh(z), 1 / Math.cosh(z) ** 2],
  softplus: (z, { beta }) => [softplus(Number(beta) * z) / Number(beta), sigmoid(Number(beta) * z)],
  softsign: (z) => [z / (1 + Math.abs(z)), 1 / (1 + Math.abs(z)) ** 2],
  elu: (z, { alpha }) => exponential(Number(alpha), 1)(z, {}),
  celu: (z, { alpha }) => exponential(Number(alpha), Number(alpha))(z, {}),
  selu: (z) => {
    const scale = 1.0507009873554805
    const [value, slope] = exponential(1.6732632423543772, 1)(z, {})
    return [scale * value, scale * slope]
  },
  gelu: (z, { approximate }) => {
    if (!approximate) {
      const density = Math.exp((-z * z) / 2) / Math.sqrt(2 * Math.PI)
      return [z * normalBelow(z), normalBelow(z) + z * density]
    }
    const factor = Math.sqrt(2 / Math.PI)
    const inner = factor * (z + 0.044715 * z ** 3)
    const steepness = (factor * (1 + 3 * 0.044715 * z ** 2)) / Math.cosh(Math.min(inner, 700)) ** 2
    return [z * sigmoid(2 * inner), sigmoid(2 * inner) + (z / 2) * steepness]
  },
  swish: (z, { beta }) => {
    const s = sigmoid(Number(beta) * z)
    return [z * s, s + Number(beta) * z * s * sigmoid(-Number(beta) * z)]
  },
  'hard-sigmoid': (z) => clipped(0, 1, 1 / 6)(z / 6 + 0.5, {}),
  'hard-swish': (z) => [z * Math.min(Math.max(z / 6 + 0.5, 0), 1), z > 3 ? 1 : z < -3 ? 0 : z / 3 + 0.5],
  mish: (z) => {
    const t = Math.tanh(softplus(z))
    return [z * t, t + z * sigmoid(z) * (1 - t * t)]
  },
}

/** Activations over a column: their values, and the slopes of Σ weights ∘ values. */
export const columnActivations: Readonly<Record<string, (z: Column, weights: Column) => Known<Column>>> = {
  softmax: (z, weights) => {
    const value = z.map((each) => Math.exp(each - logSumExp(z)))
    const mean = value.reduce((sum, each, at) => sum + each * weights[at]!, 0)
    return { value, slopes: value.map((each, at) => each * (weights[at]! - mean)) }
  },
  'log-softmax': (z, weights) => {
    const value = z.map((each) => each - logSumExp(z))
    const total = weights.reduce((sum, each) => sum + each, 0)
    return { value, slopes: value.map((each, at) => weights[at]! - total * Math.exp(each)) }
  },
}

/** Losses of one example by its output, or by its logits where the loss takes what sigmoid or a softmax makes of them. */
export const losses: Readonly<Record<string, (z: Column, y: Column, given: Attributes) => Known<number>>> = {
  'squared-error': summed((d) => [d ** 2 / 2, d]),
  'mean-squared-error': averaged((d) => [d ** 2, 2 * d]),
  'mean-absolute-error': averaged((d) => [Math.abs(d), Math.sign(d)]),
  huber: averaged((d, _a, _y, { delta }) => {
    const most = Number(delta)
    return Math.abs(d) <= most ? [d ** 2 / 2, d] : [most * (Math.abs(d) - most / 2), most * Math.sign(d)]
  }),
  'log-cosh': averaged((d) => [softplus(2 * Math.abs(d)) - Math.abs(d) - Math.LN2, Math.tanh(d)]),
  hinge: averaged((_d, a, y) => (1 - y * a > 0 ? [1 - y * a, -y] : [0, 0])),
  'squared-hinge': averaged((_d, a, y) =>
    1 - y * a > 0 ? [(1 - y * a) ** 2, -2 * y * (1 - y * a)] : [0, 0],
  ),
  // With rates the output is a softplus of what it is given here.
  poisson: averaged((_d, a, y, { rates, epsilon }) => {
    if (!rates) return [Math.exp(a) - y * a, Math.exp(a) - y]
    const rate = softplus(a) + Number(epsilon)
    return [softplus(a) - y * Math.log(rate), (1 - y / rate) * sigmoid(a)]
  }),
  'binary-cross-entropy': summed((_d, z, y) => [softplus(z) - y * z, sigmoid(z) - y]),
  'cross-entropy': likelihood,
  'negative-log-likelihood': likelihood,
  'kullback-leibler': (z, y) => {
    const entropy = y.reduce((sum, each) => sum + (each > 0 ? each * Math.log(each) : 0), 0)
    const { value, slopes } = likelihood(z, y)
    return { value: value + entropy, slopes }
  },
  cosine: (a, y, { epsilon }) => {
    const dot = (p: Column, q: Column) => p.reduce((sum, each, at) => sum + each * q[at]!, 0)
    const [la, ly] = [a, y].map((each) => Math.max(Math.sqrt(dot(each, each)), Number(epsilon)))
    const cosine = dot(a, y) / (la! * ly!)
    const isShort = la === Number(epsilon)
    return {
      value: 1 - cosine,
      slopes: a.map((each, at) => -(y[at]! / (la! * ly!) - (isShort ? 0 : (cosine * each) / la! ** 2))),
    }
  },
}

function likelihood(z: Column, y: Column): Known<number> {
  const total = y.reduce((sum, each) => sum + each, 0)
  return {
    value: y.reduce((sum, each, at) => sum + each * (logSumExp(z) - z[at]!), 0),
    slopes: z.map((each, at) => total * Math.exp(each - logSumExp(z)) - y[at]!),
  }
}

type Elementwise = (difference: number, a: number, y: number, given: Attributes) => readonly [number, number]

function summed(of: Elementwise) {
  return (z: Column, y: Column, given: Attributes): Known<number> => {
    const parts = z.map((a, at) => of(a - y[at]!, a, y[at]!, given))
    return {
      value: parts.reduce((sum, [value]) => sum + value, 0),
      slopes: parts.map(([, slope]) => slope),
    }
  }
}

function averaged(of: Elementwise) {
  return (z: Column, y: Column, given: Attributes): Known<number> => {
    const { value, slopes } = summed(of)(z, y, given)
    return { value: value / z.length, slopes: slopes.map((slope) => slope / z.length) }
  }
}
