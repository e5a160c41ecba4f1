/**
 * The machine the compiler selects instructions for: every kernel, with the
 * equations it means, once. The selector finds kernels by these equations, and
 * the tests hold each implementation to them.
 *
 * A kernel is called with its outputs, then its inputs, then its scalars, in
 * the order written here. Sizes are names; `any` is a number, or a matrix that
 * stretches to the output where it has a single row or column. Equations are
 * those of the language; a later one may read an earlier one. Scalars are free
 * coefficients, doubles that the kernel rounds to its precision.
 */
export interface Signature {
  readonly name: string
  readonly summary: string
  readonly outputs: Readonly<Record<string, string>>
  readonly inputs: Readonly<Record<string, string>>
  readonly scalars?: readonly string[]
  readonly equations: Readonly<Record<string, string>>
  /** These outputs overwrite the inputs of the same name, which the call passes once, as outputs. */
  readonly inPlace?: readonly string[]
  /** Element by element: an output may share memory with an input of its shape. */
  readonly pointwise?: true
  /** Draws random numbers: the call ends with `seed, step, stream`. */
  readonly draws?: true
  /** The order in which sums are taken; every implementation follows it. */
  readonly order?: string
}

const ACROSS = 'k ascending from the first product, then + b'
const DOWN_THEN_ALONG = 'each column downwards, then the column sums from left to right'

function pointwise(name: string, equation: string, inputs: readonly string[], summary: string): Signature {
  return {
    name,
    summary,
    outputs: { y: '[r, c]' },
    inputs: Object.fromEntries(inputs.map((input) => [input, 'any'])),
    equations: { y: equation },
    pointwise: true,
  }
}

function reduction(operation: string, summary: string, order: string): readonly Signature[] {
  return [
    {
      name: `${operation}OverRows`,
      summary: `${summary} of each column.`,
      outputs: { y: '[1, c]' },
      inputs: { x: '[r, c]' },
      equations: { y: `${operation}(x, over=r)` },
      order: `${order} downwards`,
    },
    {
      name: `${operation}OverColumns`,
      summary: `${summary} of each row.`,
      outputs: { y: '[r, 1]' },
      inputs: { x: '[r, c]' },
      equations: { y: `${operation}(x, over=c)` },
      order: `${order} from left to right`,
    },
  ]
}

function affine(name: string, activation: string, summary: string): Signature {
  return {
    name,
    summary,
    outputs: { A: '[r, c]' },
    inputs: { W: '[r, k]', X: '[k, c]', b: '[r, 1]' },
    equations: { A: activation.replace('Z', 'W @ X + b') },
    order: ACROSS,
  }
}

export const signatures: readonly Signature[] = [
  // Element by element, on matrices and numbers. First, since ties go to what is declared first.
  pointwise('copy', 'x', ['x'], 'Copy, stretching rows, columns and numbers.'),
  pointwise('add', 'a + b', ['a', 'b'], 'Sum.'),
  pointwise('subtract', 'a - b', ['a', 'b'], 'Difference.'),
  pointwise('multiply', 'a * b', ['a', 'b'], 'Product, element by element.'),
  pointwise('divide', 'a / b', ['a', 'b'], 'Quotient.'),
  pointwise('power', 'a ^ b', ['a', 'b'], 'Power; by squaring where the exponent is a whole number.'),
  pointwise('maximum', 'maximum(a, b)', ['a', 'b'], 'The larger of two; NaN if either is.'),
  pointwise('minimum', 'minimum(a, b)', ['a', 'b'], 'The smaller of two; NaN if either is.'),
  pointwise('negate', '-x', ['x'], 'Negative.'),
  pointwise('exp', 'exp(x)', ['x'], 'Exponential.'),
  pointwise('expm1', 'exp(x) - 1', ['x'], 'Exponential less 1, to the last digits near zero.'),
  pointwise('erf', 'erf(x)', ['x'], 'Error function.'),
  pointwise(
    'inverseNormal',
    'inverseNormal(x)',
    ['x'],
    'Quantile of the normal distribution, NaN beyond 0 and 1.',
  ),
  pointwise('log', 'log(x)', ['x'], 'Natural logarithm.'),
  pointwise('sqrt', 'sqrt(x)', ['x'], 'Square root.'),
  pointwise('abs', 'abs(x)', ['x'], 'Absolute value.'),
  pointwise('floor', 'floor(x)', ['x'], 'The largest whole number that is not larger.'),
  pointwise('cos', 'cos(x)', ['x'], 'Cosine of an angle in radians.'),
  pointwise('sin', 'sin(x)', ['x'], 'Sine of an angle in radians.'),
  pointwise('tanh', 'tanh(x)', ['x'], 'Hyperbolic tangent.'),
  pointwise('sigmoid', '1 / (1 + exp(-x))', ['x'], 'Logistic function, without overflow.'),
  pointwise('softplus', 'log(1 + exp(x))', ['x'], 'log(1 + exp(x)), without overflow.'),
  pointwise('less', 'a < b', ['a', 'b'], '1 where a < b, 0 elsewhere.'),
  pointwise('lessOrEqual', 'a <= b', ['a', 'b'], '1 where a ≤ b, 0 elsewhere.'),
  pointwise('equal', 'a == b', ['a', 'b'], '1 where equal, 0 elsewhere.'),
  pointwise('notEqual', 'a != b', ['a', 'b'], '1 where different, 0 elsewhere.'),
  pointwise('and', 'a and b', ['a', 'b'], '1 where neither is 0, 0 elsewhere.'),
  pointwise('or', 'a or b', ['a', 'b'], '1 where one is not 0, 0 elsewhere.'),
  pointwise('not', 'not x', ['x'], '1 where x is 0, 0 elsewhere.'),
  pointwise(
    'where',
    'where(condition, a, b)',
    ['condition', 'a', 'b'],
    'a where the condition is not 0, b elsewhere.',
  ),

  // Products
  {
    name: 'matmul',
    summary: 'Matrix product.',
    outputs: { C: '[r, c]' },
    inputs: { A: '[r, k]', B: '[k, c]' },
    equations: { C: 'A @ B' },
    order: 'k ascending from the first product',
  },
  {
    name: 'matmulTransposedLeft',
    summary: 'Matrix product with the left factor transposed: a gradient on its way back through a layer.',
    outputs: { C: '[r, c]' },
    inputs: { A: '[k, r]', B: '[k, c]' },
    equations: { C: 'A.T @ B' },
    order: 'k ascending from the first product',
  },
  {
    name: 'matmulTransposedRight',
    summary: 'Matrix product with the right factor transposed: a sum of outer products over examples.',
    outputs: { C: '[r, c]' },
    inputs: { A: '[r, k]', B: '[c, k]' },
    equations: { C: 'A @ B.T' },
    order: 'k ascending from the first product',
  },
  affine('affine', 'Z', 'Affine map.'),
  affine('affineTanh', 'tanh(Z)', 'Affine map, then tanh.'),
  affine('affineSigmoid', '1 / (1 + exp(-(Z)))', 'Affine map, then the logistic function.'),
  affine('affineRelu', 'maximum(Z, 0)', 'Affine map, then the positive part.'),
  {
    name: 'outerProductAndSum',
    summary: 'Weight and bias gradients of an affine map.',
    outputs: { dW: '[r, k]', db: '[r, 1]' },
    inputs: { dZ: '[r, c]', X: '[k, c]' },
    equations: { dW: 'dZ @ X.T', db: 'sum(dZ, over=c)' },
    order: 'columns ascending, from the first',
  },
  {
    name: 'transpose',
    summary: 'Transpose.',
    outputs: { y: '[c, r]' },
    inputs: { x: '[r, c]' },
    equations: { y: 'x.T' },
  },

  // Activations and their gradients
  {
    name: 'softmax',
    summary:
      'Exponentials of each column, scaled to sum to 1; shifted by the largest, so that none overflows.',
    outputs: { A: '[r, c]' },
    inputs: { Z: '[r, c]' },
    equations: { A: 'exp(Z - logSumExp(Z, over=r))' },
    order: 'rows ascending, from the first',
  },
  {
    name: 'leakyRelu',
    summary: 'Z where positive, a multiple of Z elsewhere.',
    outputs: { A: '[r, c]' },
    inputs: { Z: '[r, c]' },
    scalars: ['slope'],
    equations: { A: 'where(Z > 0, Z, slope * Z)' },
    pointwise: true,
  },
  {
    name: 'tanhGradient',
    summary: 'Gradient through tanh, by its output.',
    outputs: { dZ: '[r, c]' },
    inputs: { dA: '[r, c]', A: '[r, c]' },
    equations: { dZ: 'dA * (1 - A^2)' },
    pointwise: true,
  },
  {
    name: 'sigmoidGradient',
    summary: 'Gradient through the logistic function, by its output.',
    outputs: { dZ: '[r, c]' },
    inputs: { dA: '[r, c]', A: '[r, c]' },
    equations: { dZ: 'dA * A * (1 - A)' },
    pointwise: true,
  },
  {
    name: 'reluGradient',
    summary: 'Gradient through the positive part, by its output.',
    outputs: { dZ: '[r, c]' },
    inputs: { dA: '[r, c]', A: '[r, c]' },
    equations: { dZ: 'where(A > 0, dA, 0)' },
    pointwise: true,
  },
  {
    name: 'leakyReluGradient',
    summary: 'Gradient through the leaky positive part, by its input.',
    outputs: { dZ: '[r, c]' },
    inputs: { dA: '[r, c]', Z: '[r, c]' },
    scalars: ['slope'],
    equations: { dZ: 'where(Z > 0, dA, slope * dA)' },
    pointwise: true,
  },

  // Losses with their activations, and their gradients
  {
    name: 'softmaxCrossEntropy',
    summary:
      'Softmax of each column and its cross-entropy against Y, times a factor; finite for every finite Z.',
    outputs: { A: '[r, c]', J: '[1, 1]' },
    inputs: { Z: '[r, c]', Y: '[r, c]' },
    scalars: ['factor'],
    equations: {
      A: 'exp(Z - logSumExp(Z, over=r))',
      J: 'factor * sum(sum(Y * (Z - logSumExp(Z, over=r)), over=r), over=c)',
    },
    order: DOWN_THEN_ALONG,
  },
  {
    name: 'sigmoidCrossEntropy',
    summary:
      'The logistic function and its cross-entropy against Y, times a factor; finite for every finite Z.',
    outputs: { A: '[r, c]', J: '[1, 1]' },
    inputs: { Z: '[r, c]', Y: '[r, c]' },
    scalars: ['factor'],
    equations: {
      A: '1 / (1 + exp(-Z))',
      J: 'factor * sum(sum(log(1 + exp(Z)) - Y * Z, over=r), over=c)',
    },
    order: DOWN_THEN_ALONG,
  },
  {
    name: 'squaredError',
    summary: 'Sum of squared differences, times a factor.',
    outputs: { J: '[1, 1]' },
    inputs: { A: '[r, c]', Y: '[r, c]' },
    scalars: ['factor'],
    equations: { J: 'factor * sum(sum((A - Y)^2, over=r), over=c)' },
    order: DOWN_THEN_ALONG,
  },
  {
    name: 'scaledDifference',
    summary: 'Difference times a factor: the gradient of a mean loss at its logits.',
    outputs: { y: '[r, c]' },
    inputs: { a: '[r, c]', b: '[r, c]' },
    scalars: ['factor'],
    equations: { y: 'factor * (a - b)' },
    pointwise: true,
  },

  // Optimizers: one call per block of parameters
  {
    name: 'descend',
    summary: 'One step against the gradient.',
    outputs: { p: '[r, c]' },
    inputs: { p: '[r, c]', g: '[r, c]' },
    scalars: ['rate'],
    equations: { p: 'p - rate * g' },
    inPlace: ['p'],
    pointwise: true,
  },
  {
    name: 'descendWithMomentum',
    summary: 'One step against a weighted average of gradients.',
    outputs: { p: '[r, c]', v: '[r, c]' },
    inputs: { p: '[r, c]', v: '[r, c]', g: '[r, c]' },
    scalars: ['old', 'fresh', 'rate'],
    equations: { v: 'old * v + fresh * g', p: 'p - rate * v' },
    inPlace: ['p', 'v'],
    pointwise: true,
  },
  {
    name: 'descendByMoments',
    summary: 'One step along the first moment of the gradients over the root of the second.',
    outputs: { p: '[r, c]', v: '[r, c]', s: '[r, c]' },
    inputs: { p: '[r, c]', v: '[r, c]', s: '[r, c]', g: '[r, c]' },
    scalars: ['keep', 'old1', 'fresh1', 'old2', 'fresh2', 'rate', 'correction', 'epsilon'],
    equations: {
      v: 'old1 * v + fresh1 * g',
      s: 'old2 * s + fresh2 * g^2',
      p: 'keep * p - rate * v / (sqrt(correction * s) + epsilon)',
    },
    inPlace: ['p', 'v', 's'],
    pointwise: true,
  },
  {
    name: 'descendByMomentsAhead',
    summary: 'The same along a first moment that counts the newest gradient twice.',
    outputs: { p: '[r, c]', v: '[r, c]', s: '[r, c]' },
    inputs: { p: '[r, c]', v: '[r, c]', s: '[r, c]', g: '[r, c]' },
    scalars: ['old1', 'fresh1', 'old2', 'fresh2', 'rate', 'ahead', 'direct', 'correction', 'epsilon'],
    equations: {
      v: 'old1 * v + fresh1 * g',
      s: 'old2 * s + fresh2 * g^2',
      p: 'p - rate * (ahead * v + direct * g) / (sqrt(correction * s) + epsilon)',
    },
    inPlace: ['p', 'v', 's'],
    pointwise: true,
  },
  {
    name: 'descendWithTrust',
    summary: 'One step along the first moment, over the root of the second only where that is trusted.',
    outputs: { p: '[r, c]', v: '[r, c]', s: '[r, c]' },
    inputs: { p: '[r, c]', v: '[r, c]', s: '[r, c]', g: '[r, c]' },
    scalars: ['old1', 'fresh1', 'old2', 'fresh2', 'rate', 'trusted', 'factor', 'epsilon'],
    equations: {
      v: 'old1 * v + fresh1 * g',
      s: 'old2 * s + fresh2 * g^2',
      p: 'p - rate * v * where(trusted, factor / (sqrt(s) + epsilon), 1)',
    },
    inPlace: ['p', 'v', 's'],
    pointwise: true,
  },
  {
    name: 'descendByLargest',
    summary: 'One step along the first moment over the largest recent gradient.',
    outputs: { p: '[r, c]', v: '[r, c]', u: '[r, c]' },
    inputs: { p: '[r, c]', v: '[r, c]', u: '[r, c]', g: '[r, c]' },
    scalars: ['old', 'fresh', 'decay', 'epsilon', 'rate'],
    equations: {
      v: 'old * v + fresh * g',
      u: 'maximum(decay * u, abs(g) + epsilon)',
      p: 'p - rate * v / u',
    },
    inPlace: ['p', 'v', 'u'],
    pointwise: true,
  },
  {
    name: 'descendBySteps',
    summary: 'One step of the size of the steps before, by the roots of two averaged squares.',
    outputs: { p: '[r, c]', s: '[r, c]', u: '[r, c]' },
    inputs: { p: '[r, c]', s: '[r, c]', u: '[r, c]', g: '[r, c]' },
    scalars: ['old', 'fresh', 'epsilon', 'rate'],
    equations: {
      s: 'old * s + fresh * g^2',
      p: 'p - rate * (sqrt(u + epsilon) / sqrt(s + epsilon) * g)',
      u: 'old * u + fresh * (sqrt(u + epsilon) / sqrt(s + epsilon) * g)^2',
    },
    inPlace: ['p', 's', 'u'],
    pointwise: true,
  },
  {
    name: 'descendByRoot',
    summary: 'One step against the gradient over the root of its summed or averaged square.',
    outputs: { p: '[r, c]', s: '[r, c]' },
    inputs: { p: '[r, c]', s: '[r, c]', g: '[r, c]' },
    scalars: ['old', 'fresh', 'rate', 'epsilon'],
    equations: {
      s: 'old * s + fresh * g^2',
      p: 'p - rate * g / (sqrt(s) + epsilon)',
    },
    inPlace: ['p', 's'],
    pointwise: true,
  },
  {
    name: 'descendAhead',
    summary: 'One step along a velocity and, beyond it, against the gradient.',
    outputs: { p: '[r, c]', v: '[r, c]' },
    inputs: { p: '[r, c]', v: '[r, c]', g: '[r, c]' },
    scalars: ['old', 'fresh', 'ahead', 'direct'],
    equations: {
      v: 'old * v + fresh * g',
      p: 'p + ahead * v + direct * g',
    },
    inPlace: ['p', 'v'],
    pointwise: true,
  },
  {
    name: 'descendBySign',
    summary: 'One step against the sign of an average of gradients, which then becomes another.',
    outputs: { p: '[r, c]', v: '[r, c]' },
    inputs: { p: '[r, c]', v: '[r, c]', g: '[r, c]' },
    scalars: ['before', 'newest', 'old', 'fresh', 'keep', 'rate'],
    equations: {
      p: 'keep * p - rate * ((before * v + newest * g > 0) - (before * v + newest * g < 0))',
      v: 'old * v + fresh * g',
    },
    inPlace: ['p', 'v'],
    pointwise: true,
  },

  // Random draws: each element depends on seed, step, stream and its place, and on nothing else
  {
    name: 'uniform',
    summary: 'scale · u + shift with u uniform in [0, 1).',
    outputs: { y: '[r, c]' },
    inputs: {},
    scalars: ['scale', 'shift'],
    equations: { y: 'scale * uniform(r, c) + shift' },
    draws: true,
  },
  {
    name: 'normal',
    summary: 'scale · g + shift with g standard normal.',
    outputs: { y: '[r, c]' },
    inputs: {},
    scalars: ['scale', 'shift'],
    equations: { y: 'scale * normal(r, c) + shift' },
    draws: true,
  },

  // First values
  {
    name: 'rowNumber',
    summary: 'The number of the row, from 0.',
    outputs: { y: '[r, c]' },
    inputs: {},
    equations: { y: 'rowNumber(r, c)' },
  },
  {
    name: 'orthonormal',
    summary: 'Columns (of a wide matrix, rows) at right angles and of length 1, in double precision.',
    outputs: { Q: '[r, c]' },
    inputs: { X: '[r, c]' },
    equations: { Q: 'orthonormal(X)' },
    order: 'Householder reflections, columns and elements ascending',
  },

  // Weighted sums of anything
  {
    name: 'combine',
    summary: 'Weighted sum of two.',
    outputs: { y: '[r, c]' },
    inputs: { a: 'any', b: 'any' },
    scalars: ['alpha', 'beta'],
    equations: { y: 'alpha * a + beta * b' },
    pointwise: true,
  },
  {
    name: 'scale',
    summary: 'Scale and shift.',
    outputs: { y: '[r, c]' },
    inputs: { x: 'any' },
    scalars: ['factor', 'shift'],
    equations: { y: 'factor * x + shift' },
    pointwise: true,
  },
  // Reductions
  ...reduction('sum', 'Sum', 'from the first'),
  ...reduction('max', 'Largest element', 'from the first'),
  ...reduction('min', 'Smallest element', 'from the first'),
  ...reduction('argmax', 'Place (from 0) of the largest element, the first of equals,', 'from the first'),
  {
    name: 'concordance',
    summary: 'How often a positive example has a larger score than a negative one, in double precision.',
    outputs: { y: '[r, 1]' },
    inputs: { scores: '[r, c]', labels: '[r, c]' },
    equations: { y: 'concordance(scores, labels)' },
    order: 'scores ascending',
  },
  ...reduction('logSumExp', 'log of the sum of exponentials, shifted by the largest,', 'from the first'),
]
