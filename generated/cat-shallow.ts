// cat-shallow.ts · loopless 1, from specs/models/cat-shallow.yaml: edit that file, not this one
// @generated
// biome-ignore-all format: generated
// biome-ignore-all lint: generated
// biome-ignore-all assist: generated
// deno-fmt-ignore-file
// deno-lint-ignore-file
// dprint-ignore-file
/* eslint-disable */
import {
  Net,
  Predictor,
  binary,
  columns,
  float32,
  open,
  restore,
  type Arena,
  type Float32,
  type Matrix,
  type Model,
  type Options,
  type Precision,
  type PredictorOptions,
} from 'loopless/runtime'

/** Is there a cat in this picture of 64 × 64 pixels? The course's two-layer network. Trains; every dV is the derivative ∂J/∂V itself. */
export class CatShallow<M extends number = number, P extends Precision = Float32> extends Net<M, P> {
  // layer 1 · dense 7, relu, normal · cat-shallow.yaml:8
  #forward1(): void {
    // Z1 = W1·X + b1  (7, m) = (7, 12288)·(12288, m) + (7, 1)
    // A1 = relu(Z1)   (7, m)
    this.kernels.affineRelu(this.A1, this.W1, this.X, this.b1)
  }

  // layer 2 · dense 1, sigmoid, normal · cat-shallow.yaml:9
  #forward2(): void {
    // Z2 = W2·A1 + b2  (1, m) = (1, 7)·(7, m) + (1, 1)
    this.kernels.affine(this.Z2, this.W2, this.A1, this.b2)
  }

  // loss · binary-cross-entropy · cat-shallow.yaml:10
  #forwardLoss(): void {
    // A2 = sigmoid(Z2)                                  (1, m)
    // J = 1/m Σₘ −(Y * log(A2) + (1 − Y) * log(1 − A2))  (1, 1)
    this.kernels.sigmoidCrossEntropy(this.A2, this.J, this.Z2, this.Y, 1 / this.m)
  }

  forward(X: Matrix<12288, M>, Y: Matrix<1, M>): number {
    this.read(this.X, X)
    this.read(this.Y, Y)
    this.#forward1()
    this.#forward2()
    this.#forwardLoss()
    return this.J.value
  }

  // loss · binary-cross-entropy · cat-shallow.yaml:10
  #backwardLoss(): void {
    // dZ2 = (A2 − Y)/m  (1, m)
    this.kernels.scaledDifference(this.dZ2, this.A2, this.Y, 1 / this.m)
  }

  // layer 2 · dense 1, sigmoid, normal · cat-shallow.yaml:9
  #backward2(): void {
    // db2 = Σₘ dZ2   (1, 1)
    // dW2 = dZ2·A1ᵀ  (1, 7) = (1, m)·(m, 7)
    this.kernels.outerProductAndSum(this.dW2, this.db2, this.dZ2, this.A1)
    // dA1 = W2ᵀ·dZ2  (7, m) = (7, 1)·(1, m)
    this.kernels.matmulTransposedLeft(this.dA1, this.W2, this.dZ2)
  }

  // layer 1 · dense 7, relu, normal · cat-shallow.yaml:8
  #backward1(): void {
    // dZ1 = where(A1 > 0, dA1, 0)  (7, m)
    this.kernels.reluGradient(this.dZ1, this.dA1, this.A1)
    // db1 = Σₘ dZ1                 (7, 1)
    // dW1 = dZ1·Xᵀ                 (7, 12288) = (7, m)·(m, 12288)
    this.kernels.outerProductAndSum(this.dW1, this.db1, this.dZ1, this.X)
  }

  backward(): void {
    this.#backwardLoss()
    this.#backward2()
    this.#backward1()
  }

  // update · gradient-descent 0.0075 · cat-shallow.yaml:13
  update(): void {
    const { parameters, gradients } = this.blocks
    const { rate } = this.hyperparameters
    // parameters = parameters − rate * gradients  (1, 86031)
    this.kernels.descend(parameters, gradients, rate)
    this.stepNumber += 1
  }

  step(X: Matrix<12288, M>, Y: Matrix<1, M>): number {
    const J = this.forward(X, Y)
    this.backward()
    this.update()
    return J
  }

  // initial parameters
  protected initialize(): void {
    // W1 = 0.01 * normal(7, 12288)  (7, 12288)
    this.kernels.normal(this.W1, 0.01, 0, this.seed, 0, 3423123911)
    // b1 = 0                        (7, 1)
    this.kernels.copy(this.b1, 0)
    // W2 = 0.01 * normal(1, 7)  (1, 7)
    this.kernels.normal(this.W2, 0.01, 0, this.seed, 0, 1865192598)
    // b2 = 0                    (1, 1)
    this.kernels.copy(this.b2, 0)
  }

  override predict(X: Matrix<12288, M>): Matrix<1, M> {
    return this.predictor.predict(X)
  }

  override classify(X: Matrix<12288, M>): CatShallowClass[] {
    return this.predictor.classify(X) as CatShallowClass[]
  }

  override evaluate(X: Matrix<12288, M>, Y: Matrix<1, M>): { loss: number; binaryAccuracy: number } {
    return this.predictor.evaluate(X, Y)
  }

  protected serve<N extends number>(arena: Arena<N, P>): CatShallowPredictor<N, P> {
    return new CatShallowPredictor(arena)
  }
}

/** Is there a cat in this picture of 64 × 64 pixels? The course's two-layer network. Predicts, without gradients. */
export class CatShallowPredictor<M extends number = number, P extends Precision = Float32> extends Predictor<M, P> {
  // layer 1 · dense 7, relu, normal · cat-shallow.yaml:8
  #predict1(): void {
    // Z1 = W1·X + b1  (7, m) = (7, 12288)·(12288, m) + (7, 1)
    // A1 = relu(Z1)   (7, m)
    this.kernels.affineRelu(this.A1, this.W1, this.X, this.b1)
  }

  // layer 2 · dense 1, sigmoid, normal · cat-shallow.yaml:9
  #predict2(): void {
    // Z2 = W2·A1 + b2   (1, m) = (1, 7)·(7, m) + (1, 1)
    this.kernels.affine(this.Z2, this.W2, this.A1, this.b2)
    // A2 = sigmoid(Z2)  (1, m)
    this.kernels.sigmoid(this.A2, this.Z2)
  }

  override predict(X: Matrix<12288, M>): Matrix<1, M> {
    this.read(this.X, X)
    this.#predict1()
    this.#predict2()
    return this.A2
  }

  override classify(X: Matrix<12288, M>): CatShallowClass[] {
    return super.classify(X) as CatShallowClass[]
  }

  // loss · binary-cross-entropy · cat-shallow.yaml:10
  #evaluateLoss(): void {
    // t1 = softplus(Z2)  (1, m)
    this.kernels.softplus(this.t1, this.Z2)
    // t2 = Y * Z2        (1, m)
    this.kernels.multiply(this.t2, this.Y, this.Z2)
    // t3 = t2 − t1       (1, m)
    this.kernels.subtract(this.t3, this.t2, this.t1)
    // t4 = Σ t3          (1, m)
    this.kernels.sumOverRows(this.t4, this.t3)
    // t5 = Σₘ t4         (1, 1)
    this.kernels.sumOverColumns(this.t5, this.t4)
  }

  // metric · binary-accuracy · cat-shallow.yaml:11
  #evaluateBinaryAccuracy(): void {
    // t6 = A2 > 0.5  (1, m)
    this.kernels.less(this.t6, 0.5, this.A2)
    // t7 = Y > 0.5   (1, m)
    this.kernels.less(this.t7, 0.5, this.Y)
    // t8 = t6 == t7  (1, m)
    this.kernels.equal(this.t8, this.t6, this.t7)
    // t9 = Σ t8      (1, m)
    this.kernels.sumOverRows(this.t9, this.t8)
    // t10 = Σₘ t9    (1, 1)
    this.kernels.sumOverColumns(this.t10, this.t9)
  }

  // loss · binary-cross-entropy · cat-shallow.yaml:10
  #evaluateLossEnd(): void {
    // J = 1/m Σₘ −(Y * log(A2) + (1 − Y) * log(1 − A2))  (1, 1)
    this.kernels.scale(this.J, this.t5, -1 / this.examples, 0)
  }

  // metric · binary-accuracy · cat-shallow.yaml:11
  #evaluateBinaryAccuracyEnd(): void {
    // binaryAccuracy = 1/m Σₘ ((A2 > 0.5) == (Y > 0.5))  (1, 1)
    this.kernels.multiply(this.binaryAccuracy, 1 / this.examples, this.t10)
  }

  override evaluateChunk(): void {
    this.#evaluateLoss()
    this.#evaluateBinaryAccuracy()
  }

  override evaluateEnd(): void {
    this.#evaluateLossEnd()
    this.#evaluateBinaryAccuracyEnd()
  }

  override evaluate(X: Matrix<12288, M>, Y: Matrix<1, M>): { loss: number; binaryAccuracy: number } {
    this.predict(X)
    this.read(this.Y, Y)
    this.examples = this.m
    this.evaluateChunk()
    this.evaluateEnd()
    return this.evaluation()
  }

  override evaluation(): { loss: number; binaryAccuracy: number } {
    return { loss: this.J.value, binaryAccuracy: this.binaryAccuracy.value }
  }
}

export type CatShallowClass = 'non-cat' | 'cat'

/** A net that trains, with initial parameters drawn from the seed. `batch` is the most examples of a call. */
export function create<M extends number = number, P extends Precision = Float32>(options: Options<M, P>): Promise<CatShallow<M, P>> {
  return open(options, float32, model, (arena) => new CatShallow(arena))
}

/** A predictor with the parameters of a saved file. */
export function predictor<M extends number = number, P extends Precision = Float32>(
  bytes: Uint8Array | ArrayBuffer,
  options: PredictorOptions<M, P> = {},
): Promise<CatShallowPredictor<M, P>> {
  return restore(bytes, options, float32, model, (arena) => new CatShallowPredictor(arena))
}

export const X = /* @__PURE__ */ columns('X', 12288)
export const Y = /* @__PURE__ */ binary('Y', ['non-cat', 'cat'])

export * as catShallow from './cat-shallow.js'

/** What training learns, by name. */
export type CatShallowParameters = {
  readonly W1: Matrix<7, 12288>
  readonly b1: Matrix<7, 1>
  readonly W2: Matrix<1, 7>
  readonly b2: Matrix<1, 1>
}

/** The matrices of the network; all are views of its memory. */
export interface CatShallow<M extends number = number, P extends Precision = Float32> {
  readonly parameters: CatShallowParameters
  readonly gradients: CatShallowParameters
  readonly predictor: CatShallowPredictor<M, P>
  readonly hyperparameters: { rate: number }
  readonly blocks: { readonly parameters: Matrix<1, 86031>; readonly gradients: Matrix<1, 86031> }
  readonly W1: Matrix<7, 12288>
  readonly b1: Matrix<7, 1>
  readonly W2: Matrix<1, 7>
  readonly b2: Matrix<1, 1>
  readonly X: Matrix<12288, M>
  readonly Y: Matrix<1, M>
  readonly dW1: Matrix<7, 12288>
  readonly db1: Matrix<7, 1>
  readonly dW2: Matrix<1, 7>
  readonly db2: Matrix<1, 1>
  readonly A1: Matrix<7, M>
  readonly Z2: Matrix<1, M>
  readonly A2: Matrix<1, M>
  readonly J: Matrix<1, 1>
  readonly dZ2: Matrix<1, M>
  readonly dA1: Matrix<7, M>
  readonly dZ1: Matrix<7, M>
}

/** The matrices of the predictor. */
export interface CatShallowPredictor<M extends number = number, P extends Precision = Float32> {
  readonly parameters: CatShallowParameters
  readonly blocks: { readonly parameters: Matrix<1, 86031> }
  readonly W1: Matrix<7, 12288>
  readonly b1: Matrix<7, 1>
  readonly W2: Matrix<1, 7>
  readonly b2: Matrix<1, 1>
  readonly X: Matrix<12288, M>
  readonly Y: Matrix<1, M>
  readonly A1: Matrix<7, M>
  readonly Z2: Matrix<1, M>
  readonly A2: Matrix<1, M>
  readonly t1: Matrix<1, M>
  readonly t2: Matrix<1, M>
  readonly t3: Matrix<1, M>
  readonly t4: Matrix<1, M>
  readonly t5: Matrix<1, 1>
  readonly t6: Matrix<1, M>
  readonly t7: Matrix<1, M>
  readonly t8: Matrix<1, M>
  readonly t9: Matrix<1, M>
  readonly t10: Matrix<1, 1>
  readonly J: Matrix<1, 1>
  readonly binaryAccuracy: Matrix<1, 1>
}

const model: Model = {
  name: 'cat-shallow',
  abi: 2,
  digest: '778a43817936bf9f',
  inputs: ['X'],
  targets: ['Y'],
  output: 'A2',
  classes: ['non-cat', 'cat'],
  hyperparameters: { rate: 0.0075 },
  parameters: {
    W1: 'dense, layer 1',
    b1: 'dense, layer 1',
    W2: 'dense, layer 2',
    b2: 'dense, layer 2',
  },
  kernels: ['affine', 'affineRelu', 'copy', 'descend', 'equal', 'less', 'matmulTransposedLeft', 'multiply', 'normal', 'outerProductAndSum', 'reluGradient', 'scale', 'scaledDifference', 'sigmoid', 'sigmoidCrossEntropy', 'softplus', 'subtract', 'sumOverColumns', 'sumOverRows'],
  addsUp: true,
  evaluate: { passes: [{ sum: ['t5', 't10'] }] },
  // Rows, columns and offset in elements; an offset with a batch (m) counts per column, behind all fixed ones.
  training: {
    fixed: 172068,
    perColumn: 12312,
    blocks: { parameters: [0, 86031], gradients: [86032, 86031] },
    places: {
      W1: [7, 12288, 0],
      b1: [7, 1, 86016],
      W2: [1, 7, 86023],
      b2: [1, 1, 86030],
      X: [12288, 'm', 0],
      Y: [1, 'm', 12288],
      dW1: [7, 12288, 86032],
      db1: [7, 1, 172048],
      dW2: [1, 7, 172055],
      db2: [1, 1, 172062],
      A1: [7, 'm', 12289],
      Z2: [1, 'm', 12296],
      A2: [1, 'm', 12297],
      J: [1, 1, 172064],
      dZ2: [1, 'm', 12296],
      dA1: [7, 'm', 12298],
      dZ1: [7, 'm', 12305],
    },
  },
  serving: {
    fixed: 86044,
    perColumn: 12297,
    blocks: { parameters: [0, 86031] },
    places: {
      W1: [7, 12288, 0],
      b1: [7, 1, 86016],
      W2: [1, 7, 86023],
      b2: [1, 1, 86030],
      X: [12288, 'm', 0],
      Y: [1, 'm', 12288],
      A1: [7, 'm', 12289],
      Z2: [1, 'm', 12296],
      A2: [1, 'm', 12289],
      t1: [1, 'm', 12290],
      t2: [1, 'm', 12291],
      t3: [1, 'm', 12292],
      t4: [1, 'm', 12290],
      t5: [1, 1, 86032],
      t6: [1, 'm', 12290],
      t7: [1, 'm', 12291],
      t8: [1, 'm', 12292],
      t9: [1, 'm', 12290],
      t10: [1, 1, 86036],
      J: [1, 1, 86040],
      binaryAccuracy: [1, 1, 86032],
    },
  },
}
