// planar.ts · loopless 1, from specs/models/planar.yaml: edit that file, not this one
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
  encoder,
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

/** Red or blue, by a point's place on the course's flower. Trains; every dV is the derivative ∂J/∂V itself. */
export class Planar<M extends number = number, P extends Precision = Float32> extends Net<M, P> {
  // layer 1 · dense 4, tanh, normal · planar.yaml:12
  #forward1(): void {
    // Z1 = W1·X + b1  (4, m) = (4, 2)·(2, m) + (4, 1)
    // A1 = tanh(Z1)   (4, m)
    this.kernels.affineTanh(this.A1, this.W1, this.X, this.b1)
  }

  // layer 2 · dense 1, sigmoid, normal · planar.yaml:13
  #forward2(): void {
    // Z2 = W2·A1 + b2  (1, m) = (1, 4)·(4, m) + (1, 1)
    this.kernels.affine(this.Z2, this.W2, this.A1, this.b2)
  }

  // loss · binary-cross-entropy · planar.yaml:14
  #forwardLoss(): void {
    // A2 = sigmoid(Z2)                                  (1, m)
    // J = 1/m Σₘ −(Y * log(A2) + (1 − Y) * log(1 − A2))  (1, 1)
    this.kernels.sigmoidCrossEntropy(this.A2, this.J, this.Z2, this.Y, 1 / this.m)
  }

  forward(X: Matrix<2, M>, Y: Matrix<1, M>): number {
    this.read(this.X, X)
    this.read(this.Y, Y)
    this.#forward1()
    this.#forward2()
    this.#forwardLoss()
    return this.J.value
  }

  // loss · binary-cross-entropy · planar.yaml:14
  #backwardLoss(): void {
    // dZ2 = (A2 − Y)/m  (1, m)
    this.kernels.scaledDifference(this.dZ2, this.A2, this.Y, 1 / this.m)
  }

  // layer 2 · dense 1, sigmoid, normal · planar.yaml:13
  #backward2(): void {
    // db2 = Σₘ dZ2   (1, 1)
    // dW2 = dZ2·A1ᵀ  (1, 4) = (1, m)·(m, 4)
    this.kernels.outerProductAndSum(this.dW2, this.db2, this.dZ2, this.A1)
    // dA1 = W2ᵀ·dZ2  (4, m) = (4, 1)·(1, m)
    this.kernels.matmulTransposedLeft(this.dA1, this.W2, this.dZ2)
  }

  // layer 1 · dense 4, tanh, normal · planar.yaml:12
  #backward1(): void {
    // dZ1 = dA1 * (1 − A1²)  (4, m)
    this.kernels.tanhGradient(this.dZ1, this.dA1, this.A1)
    // db1 = Σₘ dZ1           (4, 1)
    // dW1 = dZ1·Xᵀ           (4, 2) = (4, m)·(m, 2)
    this.kernels.outerProductAndSum(this.dW1, this.db1, this.dZ1, this.X)
  }

  backward(): void {
    this.#backwardLoss()
    this.#backward2()
    this.#backward1()
  }

  // update · gradient-descent 1.2 · planar.yaml:17
  update(): void {
    const { parameters, gradients } = this.blocks
    const { rate } = this.hyperparameters
    // parameters = parameters − rate * gradients  (1, 17)
    this.kernels.descend(parameters, gradients, rate)
    this.stepNumber += 1
  }

  step(X: Matrix<2, M>, Y: Matrix<1, M>): number {
    const J = this.forward(X, Y)
    this.backward()
    this.update()
    return J
  }

  // initial parameters
  protected initialize(): void {
    // W1 = 0.01 * normal(4, 2)  (4, 2)
    this.kernels.normal(this.W1, 0.01, 0, this.seed, 0, 3423123911)
    // b1 = 0                    (4, 1)
    this.kernels.copy(this.b1, 0)
    // W2 = 0.01 * normal(1, 4)  (1, 4)
    this.kernels.normal(this.W2, 0.01, 0, this.seed, 0, 1865192598)
    // b2 = 0                    (1, 1)
    this.kernels.copy(this.b2, 0)
  }

  override predict(X: Matrix<2, M>): Matrix<1, M> {
    return this.predictor.predict(X)
  }

  override classify(X: Matrix<2, M>): PlanarClass[] {
    return this.predictor.classify(X) as PlanarClass[]
  }

  override evaluate(X: Matrix<2, M>, Y: Matrix<1, M>): { loss: number; binaryAccuracy: number } {
    return this.predictor.evaluate(X, Y)
  }

  protected serve<N extends number>(arena: Arena<N, P>): PlanarPredictor<N, P> {
    return new PlanarPredictor(arena)
  }
}

/** Red or blue, by a point's place on the course's flower. Predicts, without gradients. */
export class PlanarPredictor<M extends number = number, P extends Precision = Float32> extends Predictor<M, P> {
  // layer 1 · dense 4, tanh, normal · planar.yaml:12
  #predict1(): void {
    // Z1 = W1·X + b1  (4, m) = (4, 2)·(2, m) + (4, 1)
    // A1 = tanh(Z1)   (4, m)
    this.kernels.affineTanh(this.A1, this.W1, this.X, this.b1)
  }

  // layer 2 · dense 1, sigmoid, normal · planar.yaml:13
  #predict2(): void {
    // Z2 = W2·A1 + b2   (1, m) = (1, 4)·(4, m) + (1, 1)
    this.kernels.affine(this.Z2, this.W2, this.A1, this.b2)
    // A2 = sigmoid(Z2)  (1, m)
    this.kernels.sigmoid(this.A2, this.Z2)
  }

  override predict(X: Matrix<2, M>): Matrix<1, M> {
    this.read(this.X, X)
    this.#predict1()
    this.#predict2()
    return this.A2
  }

  override classify(X: Matrix<2, M>): PlanarClass[] {
    return super.classify(X) as PlanarClass[]
  }

  // loss · binary-cross-entropy · planar.yaml:14
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

  // metric · binary-accuracy · planar.yaml:15
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

  // loss · binary-cross-entropy · planar.yaml:14
  #evaluateLossEnd(): void {
    // J = 1/m Σₘ −(Y * log(A2) + (1 − Y) * log(1 − A2))  (1, 1)
    this.kernels.scale(this.J, this.t5, -1 / this.examples, 0)
  }

  // metric · binary-accuracy · planar.yaml:15
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

  override evaluate(X: Matrix<2, M>, Y: Matrix<1, M>): { loss: number; binaryAccuracy: number } {
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

export type PlanarClass = 'red' | 'blue'

/** A net that trains, with initial parameters drawn from the seed. `batch` is the most examples of a call. */
export function create<M extends number = number, P extends Precision = Float32>(options: Options<M, P>): Promise<Planar<M, P>> {
  return open(options, float32, model, (arena) => new Planar(arena))
}

/** A predictor with the parameters of a saved file. */
export function predictor<M extends number = number, P extends Precision = Float32>(
  bytes: Uint8Array | ArrayBuffer,
  options: PredictorOptions<M, P> = {},
): Promise<PlanarPredictor<M, P>> {
  return restore(bytes, options, float32, model, (arena) => new PlanarPredictor(arena))
}

export const X = /* @__PURE__ */ columns('X', 2)
export const Y = /* @__PURE__ */ binary('Y', ['red', 'blue'])

/** An example of `X` as the data have it. */
export interface PlanarRow {
  readonly x1: number
  readonly x2: number
}

export const encode = /* @__PURE__ */ encoder<PlanarRow>('X', ['x1', 'x2'])

export * as planar from './planar.js'

/** What training learns, by name. */
export type PlanarParameters = {
  readonly W1: Matrix<4, 2>
  readonly b1: Matrix<4, 1>
  readonly W2: Matrix<1, 4>
  readonly b2: Matrix<1, 1>
}

/** The matrices of the network; all are views of its memory. */
export interface Planar<M extends number = number, P extends Precision = Float32> {
  readonly parameters: PlanarParameters
  readonly gradients: PlanarParameters
  readonly predictor: PlanarPredictor<M, P>
  readonly hyperparameters: { rate: number }
  readonly blocks: { readonly parameters: Matrix<1, 17>; readonly gradients: Matrix<1, 17> }
  readonly W1: Matrix<4, 2>
  readonly b1: Matrix<4, 1>
  readonly W2: Matrix<1, 4>
  readonly b2: Matrix<1, 1>
  readonly X: Matrix<2, M>
  readonly Y: Matrix<1, M>
  readonly dW1: Matrix<4, 2>
  readonly db1: Matrix<4, 1>
  readonly dW2: Matrix<1, 4>
  readonly db2: Matrix<1, 1>
  readonly A1: Matrix<4, M>
  readonly Z2: Matrix<1, M>
  readonly A2: Matrix<1, M>
  readonly J: Matrix<1, 1>
  readonly dZ2: Matrix<1, M>
  readonly dA1: Matrix<4, M>
  readonly dZ1: Matrix<4, M>
}

/** The matrices of the predictor. */
export interface PlanarPredictor<M extends number = number, P extends Precision = Float32> {
  readonly parameters: PlanarParameters
  readonly blocks: { readonly parameters: Matrix<1, 17> }
  readonly W1: Matrix<4, 2>
  readonly b1: Matrix<4, 1>
  readonly W2: Matrix<1, 4>
  readonly b2: Matrix<1, 1>
  readonly X: Matrix<2, M>
  readonly Y: Matrix<1, M>
  readonly A1: Matrix<4, M>
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
  name: 'planar',
  abi: 2,
  digest: '5247edbc507ee319',
  inputs: ['X'],
  targets: ['Y'],
  output: 'A2',
  classes: ['red', 'blue'],
  hyperparameters: { rate: 1.2 },
  parameters: {
    W1: 'dense, layer 1',
    b1: 'dense, layer 1',
    W2: 'dense, layer 2',
    b2: 'dense, layer 2',
  },
  kernels: ['affine', 'affineTanh', 'copy', 'descend', 'equal', 'less', 'matmulTransposedLeft', 'multiply', 'normal', 'outerProductAndSum', 'scale', 'scaledDifference', 'sigmoid', 'sigmoidCrossEntropy', 'softplus', 'subtract', 'sumOverColumns', 'sumOverRows', 'tanhGradient'],
  addsUp: true,
  evaluate: { passes: [{ sum: ['t5', 't10'] }] },
  // Rows, columns and offset in elements; an offset with a batch (m) counts per column, behind all fixed ones.
  training: {
    fixed: 44,
    perColumn: 17,
    blocks: { parameters: [0, 17], gradients: [20, 17] },
    places: {
      W1: [4, 2, 0],
      b1: [4, 1, 8],
      W2: [1, 4, 12],
      b2: [1, 1, 16],
      X: [2, 'm', 0],
      Y: [1, 'm', 2],
      dW1: [4, 2, 20],
      db1: [4, 1, 28],
      dW2: [1, 4, 32],
      db2: [1, 1, 36],
      A1: [4, 'm', 3],
      Z2: [1, 'm', 7],
      A2: [1, 'm', 8],
      J: [1, 1, 40],
      dZ2: [1, 'm', 7],
      dA1: [4, 'm', 9],
      dZ1: [4, 'm', 13],
    },
  },
  serving: {
    fixed: 32,
    perColumn: 8,
    blocks: { parameters: [0, 17] },
    places: {
      W1: [4, 2, 0],
      b1: [4, 1, 8],
      W2: [1, 4, 12],
      b2: [1, 1, 16],
      X: [2, 'm', 0],
      Y: [1, 'm', 2],
      A1: [4, 'm', 3],
      Z2: [1, 'm', 7],
      A2: [1, 'm', 3],
      t1: [1, 'm', 4],
      t2: [1, 'm', 5],
      t3: [1, 'm', 6],
      t4: [1, 'm', 4],
      t5: [1, 1, 20],
      t6: [1, 'm', 4],
      t7: [1, 'm', 5],
      t8: [1, 'm', 6],
      t9: [1, 'm', 4],
      t10: [1, 1, 24],
      J: [1, 1, 28],
      binaryAccuracy: [1, 1, 20],
    },
  },
}
