import {
  type Arena,
  binary,
  columns,
  type Float32,
  float32,
  type Matrix,
  type Model,
  Net,
  type Options,
  open,
  type Precision,
  Predictor,
  type PredictorOptions,
  restore,
} from 'loopless/runtime'

// A 2-4-1 network by hand, in the shape of a generated module.

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface below declares what the runtime places
export class Xor<M extends number = number, P extends Precision = Float32> extends Net<M, P> {
  // layer 1 · dense 4, tanh
  #forward1(): void {
    // A1 = tanh(W1·X + b1)        (4, m) = (4, 2)·(2, m) + (4, 1)
    this.kernels.affineTanh(this.A1, this.W1, this.X, this.b1)
  }

  // layer 2 · dense 1, sigmoid, and the loss
  #forward2(): void {
    // Z2 = W2·A1 + b2             (1, m) = (1, 4)·(4, m) + (1, 1)
    this.kernels.affine(this.Z2, this.W2, this.A1, this.b2)
    // J = −Σ(Y·log A2 + (1 − Y)·log(1 − A2))/m
    this.kernels.sigmoidCrossEntropy(this.A2, this.J, this.Z2, this.Y, 1 / this.m)
  }

  #backward2(): void {
    // dZ2 = (A2 − Y)/m            (1, m)
    this.kernels.scaledDifference(this.dZ2, this.A2, this.Y, 1 / this.m)
    // dW2 = dZ2·A1ᵀ, db2 = Σₘ dZ2 (1, 4) = (1, m)·(m, 4)
    this.kernels.outerProductAndSum(this.dW2, this.db2, this.dZ2, this.A1)
    // dA1 = W2ᵀ·dZ2               (4, m) = (4, 1)·(1, m)
    this.kernels.matmulTransposedLeft(this.dA1, this.W2, this.dZ2)
  }

  #backward1(): void {
    // dZ1 = dA1·(1 − A1²)         (4, m)
    this.kernels.tanhGradient(this.dA1, this.dA1, this.A1)
    // dW1 = dZ1·Xᵀ, db1 = Σₘ dZ1  (4, 2) = (4, m)·(m, 2)
    this.kernels.outerProductAndSum(this.dW1, this.db1, this.dA1, this.X)
  }

  forward(X: Matrix<2, M>, Y: Matrix<1, M>): number {
    this.read(this.X, X)
    this.read(this.Y, Y)
    this.#forward1()
    this.#forward2()
    return this.J.value
  }

  backward(): void {
    this.#backward2()
    this.#backward1()
  }

  update(): void {
    const { parameters, gradients, v } = this.blocks
    const { rate, beta } = this.hyperparameters
    this.kernels.descendWithMomentum(parameters, v, gradients, beta, 1 - beta, rate)
    this.stepNumber += 1
  }

  step(X: Matrix<2, M>, Y: Matrix<1, M>): number {
    const J = this.forward(X, Y)
    this.backward()
    this.update()
    return J
  }

  protected initialize(): void {
    this.kernels.uniform(this.W1, 2, -1, this.seed, 0, 1)
    this.kernels.uniform(this.W2, 2, -1, this.seed, 0, 2)
  }

  protected serve<N extends number>(arena: Arena<N, P>): XorPredictor<N, P> {
    return new XorPredictor(arena)
  }
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface below declares what the runtime places
export class XorPredictor<M extends number = number, P extends Precision = Float32> extends Predictor<M, P> {
  predict(X: Matrix<2, M>): Matrix<1, M> {
    this.read(this.X, X)
    this.kernels.affineTanh(this.A1, this.W1, this.X, this.b1)
    this.kernels.affineSigmoid(this.A2, this.W2, this.A1, this.b2)
    return this.A2
  }

  evaluate(X: Matrix<2, M>, Y: Matrix<1, M>): { loss: number; accuracy: number } {
    this.read(this.X, X)
    this.read(this.Y, Y)
    this.examples = this.m
    this.evaluateChunk()
    this.evaluateEnd()
    return this.evaluation()
  }

  override evaluateChunk(): void {
    this.kernels.affineTanh(this.A1, this.W1, this.X, this.b1)
    this.kernels.affine(this.Z2, this.W2, this.A1, this.b2)
    this.kernels.sigmoidCrossEntropy(this.A2, this.J, this.Z2, this.Y, 1)
    this.kernels.lessOrEqual(this.Z2, 0.5, this.A2)
    this.kernels.equal(this.Z2, this.Z2, this.Y)
    this.kernels.sumOverColumns(this.accuracy, this.Z2)
  }

  override evaluateEnd(): void {
    this.kernels.scale(this.J, this.J, 1 / this.examples, 0)
    this.kernels.scale(this.accuracy, this.accuracy, 1 / this.examples, 0)
  }

  override evaluation(): { loss: number; accuracy: number } {
    return { loss: this.J.value, accuracy: this.accuracy.value }
  }
}

export interface Xor<M extends number = number, P extends Precision = Float32> {
  readonly X: Matrix<2, M>
  readonly Y: Matrix<1, M>
  readonly W1: Matrix<4, 2>
  readonly b1: Matrix<4, 1>
  readonly W2: Matrix<1, 4>
  readonly b2: Matrix<1, 1>
  readonly A1: Matrix<4, M>
  readonly Z2: Matrix<1, M>
  readonly A2: Matrix<1, M>
  readonly J: Matrix<1, 1>
  readonly dZ2: Matrix<1, M>
  readonly dA1: Matrix<4, M>
  readonly dW1: Matrix<4, 2>
  readonly db1: Matrix<4, 1>
  readonly dW2: Matrix<1, 4>
  readonly db2: Matrix<1, 1>
  readonly predictor: XorPredictor<M, P>
  readonly parameters: {
    readonly W1: Matrix<4, 2>
    readonly b1: Matrix<4, 1>
    readonly W2: Matrix<1, 4>
    readonly b2: Matrix<1, 1>
  }
  readonly gradients: {
    readonly W1: Matrix<4, 2>
    readonly b1: Matrix<4, 1>
    readonly W2: Matrix<1, 4>
    readonly b2: Matrix<1, 1>
  }
  readonly values: { readonly A1: Matrix<4, M> }
  readonly blocks: {
    readonly parameters: Matrix<1, 17>
    readonly fitted: Matrix<1, 0>
    readonly gradients: Matrix<1, 17>
    readonly v: Matrix<1, 17>
  }
  readonly hyperparameters: { rate: number; beta: number }
  predict(X: Matrix<2, M>): Matrix<1, M>
  evaluate(X: Matrix<2, M>, Y: Matrix<1, M>): { loss: number; accuracy: number }
}

export interface XorPredictor<M extends number = number, P extends Precision = Float32> {
  readonly precision: P
  readonly X: Matrix<2, M>
  readonly Y: Matrix<1, M>
  readonly W1: Matrix<4, 2>
  readonly b1: Matrix<4, 1>
  readonly W2: Matrix<1, 4>
  readonly b2: Matrix<1, 1>
  readonly A1: Matrix<4, M>
  readonly Z2: Matrix<1, M>
  readonly A2: Matrix<1, M>
  readonly J: Matrix<1, 1>
  readonly accuracy: Matrix<1, 1>
}

export const model: Model = {
  name: 'xor',
  abi: 2,
  digest: '0f1e2d3c',
  inputs: ['X'],
  targets: ['Y'],
  output: 'A2',
  classes: ['same', 'different'],
  hyperparameters: { rate: 0.5, beta: 0.9 },
  parameters: {
    W1: 'dense, layer 1',
    b1: 'dense, layer 1',
    W2: 'dense, layer 2',
    b2: 'dense, layer 2',
  },
  keep: ['A1'],
  kernels: [
    'affine',
    'affineSigmoid',
    'affineTanh',
    'descendWithMomentum',
    'equal',
    'lessOrEqual',
    'matmulTransposedLeft',
    'outerProductAndSum',
    'scale',
    'scaledDifference',
    'sigmoidCrossEntropy',
    'sumOverColumns',
    'tanhGradient',
    'uniform',
  ],
  evaluate: { passes: [{ sum: ['J', 'accuracy'] }] },
  training: {
    fixed: 52,
    perColumn: 14,
    places: {
      W1: [4, 2, 0],
      b1: [4, 1, 8],
      W2: [1, 4, 12],
      b2: [1, 1, 16],
      dW1: [4, 2, 17],
      db1: [4, 1, 25],
      dW2: [1, 4, 29],
      db2: [1, 1, 33],
      J: [1, 1, 51],
      X: [2, 'm', 0],
      Y: [1, 'm', 2],
      A1: [4, 'm', 3],
      Z2: [1, 'm', 7],
      A2: [1, 'm', 8],
      dZ2: [1, 'm', 9],
      dA1: [4, 'm', 10],
    },
    blocks: { parameters: [0, 17], fitted: [17, 0], gradients: [17, 17], v: [34, 17] },
  },
  serving: {
    fixed: 19,
    perColumn: 9,
    places: {
      W1: [4, 2, 0],
      b1: [4, 1, 8],
      W2: [1, 4, 12],
      b2: [1, 1, 16],
      J: [1, 1, 17],
      accuracy: [1, 1, 18],
      X: [2, 'm', 0],
      Y: [1, 'm', 2],
      A1: [4, 'm', 3],
      Z2: [1, 'm', 7],
      A2: [1, 'm', 8],
    },
    blocks: { parameters: [0, 17], fitted: [17, 0] },
  },
}

export function create<M extends number = number, P extends Precision = Float32>(
  options: Options<M, P>,
): Promise<Xor<M, P>> {
  return open(options, float32, model, (arena) => new Xor(arena))
}

export function predictor<M extends number = number, P extends Precision = Float32>(
  bytes: Uint8Array,
  options: PredictorOptions<M, P> = {},
): Promise<XorPredictor<M, P>> {
  return restore(bytes, options, float32, model, (arena) => new XorPredictor(arena))
}

export const X = columns('X', 2)
export const Y = binary('Y', ['same', 'different'])
