/**
 * Words as a user might write them, by file. They use the language in ways the library does not: two inputs, values
 * used twice, draws of both kinds, fitted values, states that are copies, functions in unusual places.
 */
export const ownWords = {
  'blend.yaml': `
loopless: 1
layer: blend
summary: A gate of its own for each row mixes two layers.
input: { A: [n, m], B: [n, m] }
parameters:
  gate: { shape: [n, 1], initial: { normal: 0.5 } }
equations:
  g: sigmoid(gate)
  out: g * A + (1 - g) * B
output: { out: [n, m] }
`,
  'product.yaml': `
loopless: 1
layer: product
summary: A matrix between two layers, row by row with the second.
input: { A: [n, m], B: [k, m] }
parameters:
  M: { shape: [k, n], initial: glorot-uniform }
equations:
  out: (M @ A) * B - B
output: { out: [k, m] }
`,
  'highway.yaml': `
loopless: 1
layer: highway
summary: What passes and what is transformed, by one gate that is used twice.
input: { A: [n, m] }
parameters:
  W: { shape: [n, n], initial: he-normal }
  G: { shape: [n, n], initial: glorot-uniform }
  c: { shape: [n, 1], initial: zeros }
equations:
  T: 1 / (1 + exp(-(G @ A + c)))
  out: T * tanh(W @ A) + (1 - T) * A
output: { out: [n, m] }
`,
  'pool.yaml': `
loopless: 1
layer: pool
summary: The extremes of all rows, weighted; the 1 they leave stretches.
attributes: { units: { type: size } }
input: { A: [n, m] }
parameters:
  high: { shape: [units, 1], initial: { normal: 0.7 } }
  low:  { shape: [units, 1], initial: { normal: 0.7 } }
equations:
  soft: log(sum(exp(A), over=n))
  out: max(A, over=n) * high + min(A, over=n) * low + soft / 2
output: { out: [units, m] }
`,
  'noise.yaml': `
loopless: 1
layer: noise
summary: Normal noise while training.
attributes: { amount: { type: number, default: 0.1, range: "[0, inf)" } }
input: { A: [n, m] }
equations:
  out: A + amount * normal(n, m) - 0 * uniform(n, m)
predicting:
  out: A
output: { out: [n, m] }
`,
  'rescale.yaml': `
loopless: 1
layer: rescale
summary: Into [0, 1] by the smallest and largest of the training data, row by row.
input: { A: [n, m] }
fitted:
  low:  { shape: [n, 1], equation: "min(A, over=m)" }
  high: { shape: [n, 1], equation: "max(A, over=m)" }
equations:
  out: (A - low) / maximum(high - low, 0.001)
output: { out: [n, m] }
`,
  'normalize.yaml': `
loopless: 1
layer: normalize
summary: Each example to mean 0 and deviation 1 over its rows.
attributes: { gain: { type: boolean, default: true } }
input: { A: [n, m] }
parameters:
  gamma: { shape: [n, 1], initial: { normal: 1 }, when: gain }
equations:
  centred: A - mean(A, over=n)
  unit: centred / sqrt(mean(centred^2, over=n) + 0.01)
  out: unit * if(gain, gamma, 1)
output: { out: [n, m] }
`,
  'mixing.yaml': `
loopless: 1
layer: mixing
summary: Each example by its likeness to the others.
input: { A: [n, m] }
parameters:
  c: { shape: [n, 1], initial: { normal: 0.3 } }
equations:
  likeness: A @ A.T + c
  out: tanh(likeness @ A / 20)
output: { out: [n, m] }
`,
  'crowd.yaml': `
loopless: 1
layer: crowd
summary: A sum over the batch, and what is made of it, in one product.
input: { A: [n, m] }
equations:
  s: sum(A, over=m)
  B: tanh(A * s / 10)
  out: (A @ B.T) @ A / 10 + s / 5
output: { out: [n, m] }
`,
  'sway.yaml': `
loopless: 1
activation: sway
summary: z times its own logistic function.
input: { Z: [k, m] }
equations:
  out: Z * sigmoid(Z)
output: { out: [k, m] }
`,
  'bent.yaml': `
loopless: 1
activation: bent
summary: z where positive, an exponential elsewhere.
attributes: { alpha: { type: number, default: 1, range: "(0, inf)" } }
input: { Z: [k, m] }
equations:
  out: where(Z > 0, Z, alpha * (exp(Z) - 1))
output: { out: [k, m] }
`,
  'softened.yaml': `
loopless: 1
activation: softened
summary: A smooth positive part.
input: { Z: [k, m] }
equations:
  out: log(1 + exp(Z))
output: { out: [k, m] }
`,
  'clipped.yaml': `
loopless: 1
activation: clipped
summary: Between −1 and 1, with sharp corners.
input: { Z: [k, m] }
equations:
  out: minimum(maximum(Z, -1), 1)
output: { out: [k, m] }
`,
  'signed.yaml': `
loopless: 1
activation: signed
summary: z over 1 + |z|.
input: { Z: [k, m] }
equations:
  out: Z / (1 + abs(Z))
output: { out: [k, m] }
`,
  'bump.yaml': `
loopless: 1
activation: bump
summary: A bell, and a root of the same square.
input: { Z: [k, m] }
equations:
  square: -Z^2
  out: exp(square / 2) - sqrt(1 - square) ^ 0.5 / 4
output: { out: [k, m] }
`,
  'spread.yaml': `
loopless: 1
initializer: spread
summary: Uniform on both sides of a shift.
attributes:
  width: { type: number, default: 0.5 }
  shift: { type: number, default: 0.1 }
equations:
  out: shift + width * (uniform(fanOut, fanIn) - 0.5)
output: { out: [fanOut, fanIn] }
`,
  'absolute.yaml': `
loopless: 1
loss: absolute
summary: Mean of the summed distances.
input:  { A: [k, m] }
target: { Y: [k, m] }
equations:
  J: mean(sum(abs(A - Y), over=k), over=m)
`,
  'rounded.yaml': `
loopless: 1
loss: rounded
summary: Squares near the target, distances far from it.
attributes: { width: { type: number, default: 0.5, range: "(0, inf)" } }
input:  { A: [k, m] }
target: { Y: [k, m] }
equations:
  d: abs(A - Y)
  J: mean(mean(where(d < width, d^2 / 2, width * (d - width / 2)), over=k), over=m)
`,
  'counts.yaml': `
loopless: 1
loss: counts
summary: Of counts whose logarithm the output is, and of the size of outputs.
input:  { A: [k, m] }
target: { Y: [k, m] }
equations:
  J: sum(sum(exp(A / 2) - Y * A, over=m) / m, over=k) + 0.01 * mean(mean(A^2, over=k), over=m)
`,
  'farthest.yaml': `
loopless: 1
metric: farthest
summary: The largest distance of any element.
input:  { A: [k, m] }
target: { Y: [k, m] }
equations:
  D: abs(A - Y)
  result: max(max(D, over=k), over=m)
`,
  'look-ahead.yaml': `
loopless: 1
optimizer: look-ahead
summary: Momentum that looks ahead.
attributes:
  rate: { type: number, default: 0.05, range: "[0, inf)" }
  beta: { type: number, default: 0.8, range: "[0, 1)" }
state: { v: zeros }
update:
  v: beta * v + gradient
  parameter: parameter - rate * (gradient + beta * v)
`,
  'rms.yaml': `
loopless: 1
optimizer: rms
summary: Steps over the root of the averaged squared gradient; the rate falls, weights decay.
attributes:
  rate:  { type: number, default: 0.01, range: "[0, inf)" }
  rho:   { type: number, default: 0.9, range: "[0, 1)" }
  decay: { type: number, default: 0.1, range: "[0, inf)" }
state: { s: zeros }
update:
  s: rho * s + (1 - rho) * gradient^2
  now: rate / (1 + decay * step)
  parameter: (1 - now * decay) * parameter - now * gradient / (sqrt(s) + 0.001)
`,
  'memory.yaml': `
loopless: 1
optimizer: memory
summary: Keeps the parameters and the gradient of the step before.
attributes:
  rate: { type: number, default: 0.1, range: "[0, inf)" }
state: { before: zeros, slope: zeros }
update:
  moved: parameter - before
  before: parameter
  parameter: parameter - rate * (gradient + slope / 2) + rate * moved / 10
  slope: gradient
`,
  'lookback.yaml': `
loopless: 1
optimizer: lookback
summary: Steps along the old average and the new.
attributes:
  rate: { type: number, default: 0.1, range: "[0, inf)" }
state: { v: zeros }
update:
  old: v
  v: 0.8 * v + 0.2 * gradient
  parameter: parameter - rate * (v + sqrt(abs(old)) / 4)
`,
  'averaged.yaml': `
loopless: 1
optimizer: averaged
summary: Gradient descent that keeps a copy and an average of where it has been.
attributes:
  rate:  { type: number, default: 0.1, range: "[0, inf)" }
  share: { type: number, default: 0.9, range: "[0, 1)" }
state: { average: zeros, latest: zeros }
update:
  parameter: parameter - rate * gradient
  average: share * average + (1 - share) * parameter
  latest: parameter
`,
} as const

export type OwnWord = keyof typeof ownWords
