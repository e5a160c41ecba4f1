// symmetry.ts · loopless 1, from specs/models/symmetry.yaml: edit that file, not this one
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

/** Starts with all weights zero; its hidden units stay equal for ever, which is why weights are drawn at random. Trains; every dV is the derivative ∂J/∂V itself. */
export class Symmetry<M extends number = number, P extends Precision = Float32> extends Net<M, P> {
  // layer 1 · dense 3, tanh, zeros · symmetry.yaml:8
  #forward1(): void {
    // Z1 = W1·X + b1  (3, m) = (3, 2)·(2, m) + (3, 1)
    // A1 = tanh(Z1)   (3, m)
    this.kernels.affineTanh(this.A1, this.W1, this.X, this.b1)
  }

  // layer 2 · dense 1, sigmoid, zeros · symmetry.yaml:9
  #forward2(): void {
    // Z2 = W2·A1 + b2  (1, m) = (1, 3)·(3, m) + (1, 1)
    this.kernels.affine(this.Z2, this.W2, this.A1, this.b2)
  }

  // loss · binary-cross-entropy · symmetry.yaml:10
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

  // loss · binary-cross-entropy · symmetry.yaml:10
  #backwardLoss(): void {
    // dZ2 = (A2 − Y)/m  (1, m)
    this.kernels.scaledDifference(this.dZ2, this.A2, this.Y, 1 / this.m)
  }

  // layer 2 · dense 1, sigmoid, zeros · symmetry.yaml:9
  #backward2(): void {
    // db2 = Σₘ dZ2   (1, 1)
    // dW2 = dZ2·A1ᵀ  (1, 3) = (1, m)·(m, 3)
    this.kernels.outerProductAndSum(this.dW2, this.db2, this.dZ2, this.A1)
    // dA1 = W2ᵀ·dZ2  (3, m) = (3, 1)·(1, m)
    this.kernels.matmulTransposedLeft(this.dA1, this.W2, this.dZ2)
  }

  // layer 1 · dense 3, tanh, zeros · symmetry.yaml:8
  #backward1(): void {
    // dZ1 = dA1 * (1 − A1²)  (3, m)
    this.kernels.tanhGradient(this.dZ1, this.dA1, this.A1)
    // db1 = Σₘ dZ1           (3, 1)
    // dW1 = dZ1·Xᵀ           (3, 2) = (3, m)·(m, 2)
    this.kernels.outerProductAndSum(this.dW1, this.db1, this.dZ1, this.X)
  }

  backward(): void {
    this.#backwardLoss()
    this.#backward2()
    this.#backward1()
  }

  // update · gradient-descent 0.5 · symmetry.yaml:13
  update(): void {
    const { parameters, gradients } = this.blocks
    const { rate } = this.hyperparameters
    // parameters = parameters − rate * gradients  (1, 13)
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
    // W1 = 0  (3, 2)
    this.kernels.copy(this.W1, 0)
    // b1 = 0  (3, 1)
    this.kernels.copy(this.b1, 0)
    // W2 = 0  (1, 3)
    this.kernels.copy(this.W2, 0)
    // b2 = 0  (1, 1)
    this.kernels.copy(this.b2, 0)
  }

  override predict(X: Matrix<2, M>): Matrix<1, M> {
    return this.predictor.predict(X)
  }

  override classify(X: Matrix<2, M>): SymmetryClass[] {
    return this.predictor.classify(X) as SymmetryClass[]
  }

  override evaluate(X: Matrix<2, M>, Y: Matrix<1, M>): { loss: number; binaryAccuracy: number } {
    return this.predictor.evaluate(X, Y)
  }

  protected serve<N extends number>(arena: Arena<N, P>): SymmetryPredictor<N, P> {
    return new SymmetryPredictor(arena)
  }
}

/** Starts with all weights zero; its hidden units stay equal for ever, which is why weights are drawn at random. Predicts, without gradients. */
export class SymmetryPredictor<M extends number = number, P extends Precision = Float32> extends Predictor<M, P> {
  // layer 1 · dense 3, tanh, zeros · symmetry.yaml:8
  #predict1(): void {
    // Z1 = W1·X + b1  (3, m) = (3, 2)·(2, m) + (3, 1)
    // A1 = tanh(Z1)   (3, m)
    this.kernels.affineTanh(this.A1, this.W1, this.X, this.b1)
  }

  // layer 2 · dense 1, sigmoid, zeros · symmetry.yaml:9
  #predict2(): void {
    // Z2 = W2·A1 + b2   (1, m) = (1, 3)·(3, m) + (1, 1)
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

  override classify(X: Matrix<2, M>): SymmetryClass[] {
    return super.classify(X) as SymmetryClass[]
  }

  // loss · binary-cross-entropy · symmetry.yaml:10
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

  // metric · binary-accuracy · symmetry.yaml:11
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

  // loss · binary-cross-entropy · symmetry.yaml:10
  #evaluateLossEnd(): void {
    // J = 1/m Σₘ −(Y * log(A2) + (1 − Y) * log(1 − A2))  (1, 1)
    this.kernels.scale(this.J, this.t5, -1 / this.examples, 0)
  }

  // metric · binary-accuracy · symmetry.yaml:11
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

export type SymmetryClass = 'same' | 'different'

/** A net that trains, with initial parameters drawn from the seed. `batch` is the most examples of a call. */
export function create<M extends number = number, P extends Precision = Float32>(options: Options<M, P>): Promise<Symmetry<M, P>> {
  return open(options, float32, model, (arena) => new Symmetry(arena))
}

/** A predictor with the parameters of a saved file. */
export function predictor<M extends number = number, P extends Precision = Float32>(
  bytes: Uint8Array | ArrayBuffer,
  options: PredictorOptions<M, P> = {},
): Promise<SymmetryPredictor<M, P>> {
  return restore(bytes, options, float32, model, (arena) => new SymmetryPredictor(arena))
}

export const X = /* @__PURE__ */ columns('X', 2)
export const Y = /* @__PURE__ */ binary('Y', ['same', 'different'])

export * as symmetry from './symmetry.js'

/** What training learns, by name. */
export type SymmetryParameters = {
  readonly W1: Matrix<3, 2>
  readonly b1: Matrix<3, 1>
  readonly W2: Matrix<1, 3>
  readonly b2: Matrix<1, 1>
}

/** The matrices of the network; all are views of its memory. */
export interface Symmetry<M extends number = number, P extends Precision = Float32> {
  readonly parameters: SymmetryParameters
  readonly gradients: SymmetryParameters
  readonly predictor: SymmetryPredictor<M, P>
  readonly hyperparameters: { rate: number }
  readonly blocks: { readonly parameters: Matrix<1, 13>; readonly gradients: Matrix<1, 13> }
  readonly W1: Matrix<3, 2>
  readonly b1: Matrix<3, 1>
  readonly W2: Matrix<1, 3>
  readonly b2: Matrix<1, 1>
  readonly X: Matrix<2, M>
  readonly Y: Matrix<1, M>
  readonly dW1: Matrix<3, 2>
  readonly db1: Matrix<3, 1>
  readonly dW2: Matrix<1, 3>
  readonly db2: Matrix<1, 1>
  readonly A1: Matrix<3, M>
  readonly Z2: Matrix<1, M>
  readonly A2: Matrix<1, M>
  readonly J: Matrix<1, 1>
  readonly dZ2: Matrix<1, M>
  readonly dA1: Matrix<3, M>
  readonly dZ1: Matrix<3, M>
}

/** The matrices of the predictor. */
export interface SymmetryPredictor<M extends number = number, P extends Precision = Float32> {
  readonly parameters: SymmetryParameters
  readonly blocks: { readonly parameters: Matrix<1, 13> }
  readonly W1: Matrix<3, 2>
  readonly b1: Matrix<3, 1>
  readonly W2: Matrix<1, 3>
  readonly b2: Matrix<1, 1>
  readonly X: Matrix<2, M>
  readonly Y: Matrix<1, M>
  readonly A1: Matrix<3, M>
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
  name: 'symmetry',
  abi: 2,
  digest: '6ebd403b68aba725',
  inputs: ['X'],
  targets: ['Y'],
  output: 'A2',
  classes: ['same', 'different'],
  hyperparameters: { rate: 0.5 },
  parameters: {
    W1: 'dense, layer 1',
    b1: 'dense, layer 1',
    W2: 'dense, layer 2',
    b2: 'dense, layer 2',
  },
  kernels: ['affine', 'affineTanh', 'copy', 'descend', 'equal', 'less', 'matmulTransposedLeft', 'multiply', 'outerProductAndSum', 'scale', 'scaledDifference', 'sigmoid', 'sigmoidCrossEntropy', 'softplus', 'subtract', 'sumOverColumns', 'sumOverRows', 'tanhGradient'],
  addsUp: true,
  evaluate: { passes: [{ sum: ['t5', 't10'] }] },
  // Rows, columns and offset in elements; an offset with a batch (m) counts per column, behind all fixed ones.
  training: {
    fixed: 36,
    perColumn: 14,
    blocks: { parameters: [0, 13], gradients: [16, 13] },
    places: {
      W1: [3, 2, 0],
      b1: [3, 1, 6],
      W2: [1, 3, 9],
      b2: [1, 1, 12],
      X: [2, 'm', 0],
      Y: [1, 'm', 2],
      dW1: [3, 2, 16],
      db1: [3, 1, 22],
      dW2: [1, 3, 25],
      db2: [1, 1, 28],
      A1: [3, 'm', 3],
      Z2: [1, 'm', 6],
      A2: [1, 'm', 7],
      J: [1, 1, 32],
      dZ2: [1, 'm', 6],
      dA1: [3, 'm', 8],
      dZ1: [3, 'm', 11],
    },
  },
  serving: {
    fixed: 28,
    perColumn: 7,
    blocks: { parameters: [0, 13] },
    places: {
      W1: [3, 2, 0],
      b1: [3, 1, 6],
      W2: [1, 3, 9],
      b2: [1, 1, 12],
      X: [2, 'm', 0],
      Y: [1, 'm', 2],
      A1: [3, 'm', 3],
      Z2: [1, 'm', 6],
      A2: [1, 'm', 3],
      t1: [1, 'm', 4],
      t2: [1, 'm', 5],
      t3: [1, 'm', 6],
      t4: [1, 'm', 4],
      t5: [1, 1, 16],
      t6: [1, 'm', 4],
      t7: [1, 'm', 5],
      t8: [1, 'm', 6],
      t9: [1, 'm', 4],
      t10: [1, 1, 20],
      J: [1, 1, 24],
      binaryAccuracy: [1, 1, 16],
    },
  },
}
