import type { NetworkText } from './networks.ts'

/** Words that read across the batch in ways the library's do not, each in a network of its own. */

const layers: Readonly<Record<string, string>> = {
  // Predictions that depend on the batch: by its mean, and by the mean of what that has made.
  'batch-centred': `
input: { A: [n, m] }
equations:
  C: A - mean(A, over=m)
  S: mean(C^2, over=m)
  out: C / sqrt(S + 0.1)`,
  'by-size': `
input: { A: [n, m] }
equations:
  out: tanh(A / m + A)`,
  // Draws are by column.
  noisy: `
input: { A: [n, m] }
equations:
  out: A + 0.1 * normal(n, m)`,
  // What no chunks combine to.
  'by-the-largest': `
input: { A: [n, m] }
fitted:
  scale: { shape: [n, 1], equation: "logSumExp(A, over=m)" }
  place: { shape: [n, 1], equation: "argmax(A, over=m)" }
  centre: { shape: [n, 1], equation: "mean(A, over=m) + scale" }
equations:
  out: A / (scale^2 + 1) + place / 10 - centre`,
  // A matrix product over the examples, of what takes a pass before.
  whitened: `
input: { A: [n, m] }
fitted:
  mean: { shape: [n, 1], equation: "mean(A, over=m)" }
  covariance: { shape: [n, n], equation: "((A - mean) @ (A - mean).T) / m" }
  spread: { shape: [n, 1], equation: "sqrt(mean((covariance @ (A - mean))^2, over=m))" }
equations:
  out: (covariance @ (A - mean)) / (1 + spread)`,
  // Numbers that need no examples, before and after they are read.
  fixed: `
attributes: { by: { type: number, default: 2 } }
input: { A: [n, m] }
parameters: { g: { shape: [n, 1], initial: { normal: 1 } } }
fitted:
  first: { shape: [n, 1], equation: "exp(g / by)" }
  second: { shape: [n, 1], equation: "max(first * A, over=m) - first" }
  third: { shape: [n, 1], equation: "by * g" }
equations:
  out: A * second + third - first`,
}

const metrics: Readonly<Record<string, string>> = {
  // Three passes, and a last one on what the others have made.
  skewness: `
input: { A: [k, m] }
target: { Y: [k, m] }
equations:
  error: A - Y
  centre: mean(error, over=m)
  deviation: sqrt(mean((error - centre)^2, over=m))
  skew: mean(((error - centre) / deviation)^3, over=m)
  worst: max(abs(error / deviation - skew), over=m)
  out: mean(worst + skew, over=k)`,
  // All examples, of what has to be passed over first.
  'ranked-apart': `
input: { A: [k, m] }
target: { Y: [k, m] }
equations:
  centre: mean(Y, over=m)
  area: concordance(A - mean(A, over=m), Y - centre)
  far: mean((area * A)^2, over=m)
  out: mean(area + far, over=k)`,
  correlation: `
input: { A: [k, m] }
target: { Y: [k, m] }
equations:
  a: A - mean(A, over=m)
  y: Y - mean(Y, over=m)
  C: (a @ y.T) / m
  out: mean(C @ mean(A, over=m), over=k)`,
  counted: `
input: { A: [k, m] }
target: { Y: [k, m] }
equations:
  each: sum(Y * A, over=k)
  out: sum(each + 1 / m, over=m) / (m + 1)`,
}

function word(kind: 'layer' | 'metric', name: string, body: string): string {
  const output = kind === 'layer' ? '\noutput: { out: [n, m] }' : ''
  return `\nloopless: 1\n${kind}: ${name}\nsummary: For tests.${body}${output}\n`
}

export const crossWords: readonly NetworkText[] = [
  ...Object.entries(layers).map(([name, body]) =>
    network(name, word('layer', name, body), [name], 'mean-squared-error'),
  ),
  ...Object.entries(metrics).map(([name, body]) => network(name, word('metric', name, body), [], name)),
  // Metrics of predictions that are not by chunk.
  ...['skewness', 'ranked-apart'].map((metric): NetworkText => {
    const made = network(
      `${metric}-of-batch`,
      word('layer', 'batch-centred', layers['batch-centred']!),
      ['batch-centred'],
      metric,
    )
    return {
      ...made,
      text: made.text.replace('words: [mine.yaml]', 'words: [mine.yaml, other.yaml]'),
      files: { ...made.files, 'other.yaml': word('metric', metric, metrics[metric]!) },
    }
  }),
]

function network(name: string, mine: string, own: readonly string[], metric: string): NetworkText {
  const text = [
    'loopless: 1',
    `network: ${name}`,
    'precision: float64',
    'words: [mine.yaml]',
    'inputs: { X: [4, m] }',
    'targets: { Y: [3, m] }',
    'layers:',
    '  - dense: { units: 5, activation: tanh }',
    ...own.map((layer) => `  - ${layer}`),
    '  - dense: 3',
    'loss: squared-error',
    `metrics: [${metric}, r-squared]`.replace('mean-squared-error, ', ''),
    'training: { optimizer: { gradient-descent: { rate: 0.1 } }, batch: all, iterations: 3 }',
    '',
  ]
  return { name, text: text.join('\n'), files: { 'mine.yaml': mine } }
}
