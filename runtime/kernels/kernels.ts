import type { Matrix } from '../tensor.ts'

/**
 * The machine as generated code calls it: outputs, then inputs, then scalars, as `signatures.ts` declares them.
 *
 * Every size has one defining occurrence and `NoInfer` elsewhere, so that TypeScript refuses operands that do not fit
 * instead of inferring a union of two sizes. What a call means, and in which order it sums, stands in `signatures.ts`.
 */
export interface Kernels {
  // Products
  matmul<R extends number, K extends number, C extends number>(
    C: Matrix<R, C>,
    A: Matrix<NoInfer<R>, K>,
    B: Matrix<NoInfer<K>, NoInfer<C>>,
  ): void
  matmulTransposedLeft<R extends number, K extends number, C extends number>(
    C: Matrix<R, C>,
    A: Matrix<K, NoInfer<R>>,
    B: Matrix<NoInfer<K>, NoInfer<C>>,
  ): void
  matmulTransposedRight<R extends number, K extends number, C extends number>(
    C: Matrix<R, C>,
    A: Matrix<NoInfer<R>, K>,
    B: Matrix<NoInfer<C>, NoInfer<K>>,
  ): void
  affine: Affine
  affineTanh: Affine
  affineSigmoid: Affine
  affineRelu: Affine
  outerProductAndSum<R extends number, K extends number, C extends number>(
    dW: Matrix<R, K>,
    db: Matrix<NoInfer<R>, 1>,
    dZ: Matrix<NoInfer<R>, C>,
    X: Matrix<NoInfer<K>, NoInfer<C>>,
  ): void
  transpose<R extends number, C extends number>(y: Matrix<C, R>, x: Matrix<NoInfer<R>, NoInfer<C>>): void

  // Activations and their gradients
  softmax<R extends number, C extends number>(A: Matrix<R, C>, Z: Matrix<NoInfer<R>, NoInfer<C>>): void
  leakyRelu<R extends number, C extends number>(
    A: Matrix<R, C>,
    Z: Matrix<NoInfer<R>, NoInfer<C>>,
    slope: number,
  ): void
  tanhGradient: Gradient
  sigmoidGradient: Gradient
  reluGradient: Gradient
  leakyReluGradient<R extends number, C extends number>(
    dZ: Matrix<R, C>,
    dA: Matrix<NoInfer<R>, NoInfer<C>>,
    Z: Matrix<NoInfer<R>, NoInfer<C>>,
    slope: number,
  ): void

  // Losses with their activations, and their gradients
  softmaxCrossEntropy: CrossEntropy
  sigmoidCrossEntropy: CrossEntropy
  squaredError<R extends number, C extends number>(
    J: Matrix<1, 1>,
    A: Matrix<R, C>,
    Y: Matrix<NoInfer<R>, NoInfer<C>>,
    factor: number,
  ): void
  scaledDifference<R extends number, C extends number>(
    y: Matrix<R, C>,
    a: Matrix<NoInfer<R>, NoInfer<C>>,
    b: Matrix<NoInfer<R>, NoInfer<C>>,
    factor: number,
  ): void

  // Optimizers
  descend<R extends number, C extends number>(
    p: Matrix<R, C>,
    g: Matrix<NoInfer<R>, NoInfer<C>>,
    rate: number,
  ): void
  descendWithMomentum<R extends number, C extends number>(
    p: Matrix<R, C>,
    v: Matrix<NoInfer<R>, NoInfer<C>>,
    g: Matrix<NoInfer<R>, NoInfer<C>>,
    old: number,
    fresh: number,
    rate: number,
  ): void
  descendByMoments<R extends number, C extends number>(
    p: Matrix<R, C>,
    v: Matrix<NoInfer<R>, NoInfer<C>>,
    s: Matrix<NoInfer<R>, NoInfer<C>>,
    g: Matrix<NoInfer<R>, NoInfer<C>>,
    keep: number,
    old1: number,
    fresh1: number,
    old2: number,
    fresh2: number,
    rate: number,
    correction: number,
    epsilon: number,
  ): void
  descendByMomentsAhead<R extends number, C extends number>(
    p: Matrix<R, C>,
    v: Matrix<NoInfer<R>, NoInfer<C>>,
    s: Matrix<NoInfer<R>, NoInfer<C>>,
    g: Matrix<NoInfer<R>, NoInfer<C>>,
    old1: number,
    fresh1: number,
    old2: number,
    fresh2: number,
    rate: number,
    ahead: number,
    direct: number,
    correction: number,
    epsilon: number,
  ): void
  descendWithTrust<R extends number, C extends number>(
    p: Matrix<R, C>,
    v: Matrix<NoInfer<R>, NoInfer<C>>,
    s: Matrix<NoInfer<R>, NoInfer<C>>,
    g: Matrix<NoInfer<R>, NoInfer<C>>,
    old1: number,
    fresh1: number,
    old2: number,
    fresh2: number,
    rate: number,
    trusted: number,
    factor: number,
    epsilon: number,
  ): void
  descendByLargest<R extends number, C extends number>(
    p: Matrix<R, C>,
    v: Matrix<NoInfer<R>, NoInfer<C>>,
    u: Matrix<NoInfer<R>, NoInfer<C>>,
    g: Matrix<NoInfer<R>, NoInfer<C>>,
    old: number,
    fresh: number,
    decay: number,
    epsilon: number,
    rate: number,
  ): void
  descendBySteps<R extends number, C extends number>(
    p: Matrix<R, C>,
    s: Matrix<NoInfer<R>, NoInfer<C>>,
    u: Matrix<NoInfer<R>, NoInfer<C>>,
    g: Matrix<NoInfer<R>, NoInfer<C>>,
    old: number,
    fresh: number,
    epsilon: number,
    rate: number,
  ): void
  descendByRoot<R extends number, C extends number>(
    p: Matrix<R, C>,
    s: Matrix<NoInfer<R>, NoInfer<C>>,
    g: Matrix<NoInfer<R>, NoInfer<C>>,
    old: number,
    fresh: number,
    rate: number,
    epsilon: number,
  ): void
  descendAhead<R extends number, C extends number>(
    p: Matrix<R, C>,
    v: Matrix<NoInfer<R>, NoInfer<C>>,
    g: Matrix<NoInfer<R>, NoInfer<C>>,
    old: number,
    fresh: number,
    ahead: number,
    direct: number,
  ): void
  descendBySign<R extends number, C extends number>(
    p: Matrix<R, C>,
    v: Matrix<NoInfer<R>, NoInfer<C>>,
    g: Matrix<NoInfer<R>, NoInfer<C>>,
    before: number,
    newest: number,
    old: number,
    fresh: number,
    keep: number,
    rate: number,
  ): void

  // Random draws
  uniform: Draw
  normal: Draw

  // First values
  rowNumber(y: Matrix): void
  orthonormal<R extends number, C extends number>(Q: Matrix<R, C>, X: Matrix<NoInfer<R>, NoInfer<C>>): void

  // Element by element
  combine<R extends number, C extends number>(
    y: Matrix<R, C>,
    a: Operand<R, C>,
    b: Operand<R, C>,
    alpha: number,
    beta: number,
  ): void
  scale<R extends number, C extends number>(
    y: Matrix<R, C>,
    x: Operand<R, C>,
    factor: number,
    shift: number,
  ): void
  copy: Unary
  add: Binary
  subtract: Binary
  multiply: Binary
  divide: Binary
  power: Binary
  maximum: Binary
  minimum: Binary
  negate: Unary
  exp: Unary
  expm1: Unary
  erf: Unary
  inverseNormal: Unary
  log: Unary
  sqrt: Unary
  abs: Unary
  floor: Unary
  cos: Unary
  sin: Unary
  tanh: Unary
  sigmoid: Unary
  softplus: Unary
  less: Binary
  lessOrEqual: Binary
  equal: Binary
  notEqual: Binary
  and: Binary
  or: Binary
  not: Unary
  where: Ternary

  // Reductions
  sumOverRows: OverRows
  sumOverColumns: OverColumns
  maxOverRows: OverRows
  maxOverColumns: OverColumns
  minOverRows: OverRows
  minOverColumns: OverColumns
  argmaxOverRows: OverRows
  argmaxOverColumns: OverColumns
  logSumExpOverRows: OverRows
  logSumExpOverColumns: OverColumns
  concordance<R extends number, C extends number>(
    y: Matrix<R, 1>,
    scores: Matrix<NoInfer<R>, C>,
    labels: Matrix<NoInfer<R>, NoInfer<C>>,
  ): void
}

/** A number, or a matrix that stretches to R×C where it has a single row or column. */
export type Operand<R extends number = number, C extends number = number> =
  | Matrix<NoInfer<R> | 1, NoInfer<C> | 1>
  | number

export type Affine = <R extends number, K extends number, C extends number>(
  A: Matrix<R, C>,
  W: Matrix<NoInfer<R>, K>,
  X: Matrix<NoInfer<K>, NoInfer<C>>,
  b: Matrix<NoInfer<R>, 1>,
) => void

export type Gradient = <R extends number, C extends number>(
  dZ: Matrix<R, C>,
  dA: Matrix<NoInfer<R>, NoInfer<C>>,
  A: Matrix<NoInfer<R>, NoInfer<C>>,
) => void

export type CrossEntropy = <R extends number, C extends number>(
  A: Matrix<R, C>,
  J: Matrix<1, 1>,
  Z: Matrix<NoInfer<R>, NoInfer<C>>,
  Y: Matrix<NoInfer<R>, NoInfer<C>>,
  factor: number,
) => void

export type Draw = (
  y: Matrix,
  scale: number,
  shift: number,
  seed: number,
  step: number,
  stream: number,
  /** The number that y's first column has in the whole batch; 0 by default. */
  first?: number,
) => void

export type Unary = <R extends number, C extends number>(y: Matrix<R, C>, x: Operand<R, C>) => void

export type Binary = <R extends number, C extends number>(
  y: Matrix<R, C>,
  a: Operand<R, C>,
  b: Operand<R, C>,
) => void

export type Ternary = <R extends number, C extends number>(
  y: Matrix<R, C>,
  condition: Operand<R, C>,
  a: Operand<R, C>,
  b: Operand<R, C>,
) => void

export type OverRows = <R extends number, C extends number>(y: Matrix<1, C>, x: Matrix<R, NoInfer<C>>) => void

export type OverColumns = <R extends number, C extends number>(
  y: Matrix<R, 1>,
  x: Matrix<NoInfer<R>, C>,
) => void
