// cat.ts · loopless 1, from specs/models/cat.yaml: edit that file, not this one
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

/** Is there a cat in this picture of 64 × 64 pixels? The course's network of four layers. Trains; every dV is the derivative ∂J/∂V itself. */
export class Cat<M extends number = number, P extends Precision = Float32> extends Net<M, P> {
  // layer 1 · dense 20, relu, he-normal · cat.yaml:8
  #forward1(): void {
    // Z1 = W1·X + b1  (20, m) = (20, 12288)·(12288, m) + (20, 1)
    // A1 = relu(Z1)   (20, m)
    this.kernels.affineRelu(this.A1, this.W1, this.X, this.b1)
  }

  // layer 2 · dense 7, relu, he-normal · cat.yaml:9
  #forward2(): void {
    // Z2 = W2·A1 + b2  (7, m) = (7, 20)·(20, m) + (7, 1)
    // A2 = relu(Z2)    (7, m)
    this.kernels.affineRelu(this.A2, this.W2, this.A1, this.b2)
  }

  // layer 3 · dense 5, relu, he-normal · cat.yaml:10
  #forward3(): void {
    // Z3 = W3·A2 + b3  (5, m) = (5, 7)·(7, m) + (5, 1)
    // A3 = relu(Z3)    (5, m)
    this.kernels.affineRelu(this.A3, this.W3, this.A2, this.b3)
  }

  // layer 4 · dense 1, sigmoid · cat.yaml:11
  #forward4(): void {
    // Z4 = W4·A3 + b4  (1, m) = (1, 5)·(5, m) + (1, 1)
    this.kernels.affine(this.Z4, this.W4, this.A3, this.b4)
  }

  // loss · binary-cross-entropy · cat.yaml:12
  #forwardLoss(): void {
    // A4 = sigmoid(Z4)                                  (1, m)
    // J = 1/m Σₘ −(Y * log(A4) + (1 − Y) * log(1 − A4))  (1, 1)
    this.kernels.sigmoidCrossEntropy(this.A4, this.J, this.Z4, this.Y, 1 / this.m)
  }

  forward(X: Matrix<12288, M>, Y: Matrix<1, M>): number {
    this.read(this.X, X)
    this.read(this.Y, Y)
    this.#forward1()
    this.#forward2()
    this.#forward3()
    this.#forward4()
    this.#forwardLoss()
    return this.J.value
  }

  // loss · binary-cross-entropy · cat.yaml:12
  #backwardLoss(): void {
    // dZ4 = (A4 − Y)/m  (1, m)
    this.kernels.scaledDifference(this.dZ4, this.A4, this.Y, 1 / this.m)
  }

  // layer 4 · dense 1, sigmoid · cat.yaml:11
  #backward4(): void {
    // db4 = Σₘ dZ4   (1, 1)
    // dW4 = dZ4·A3ᵀ  (1, 5) = (1, m)·(m, 5)
    this.kernels.outerProductAndSum(this.dW4, this.db4, this.dZ4, this.A3)
    // dA3 = W4ᵀ·dZ4  (5, m) = (5, 1)·(1, m)
    this.kernels.matmulTransposedLeft(this.dA3, this.W4, this.dZ4)
  }

  // layer 3 · dense 5, relu, he-normal · cat.yaml:10
  #backward3(): void {
    // dZ3 = where(A3 > 0, dA3, 0)  (5, m)
    this.kernels.reluGradient(this.dZ3, this.dA3, this.A3)
    // db3 = Σₘ dZ3                 (5, 1)
    // dW3 = dZ3·A2ᵀ                (5, 7) = (5, m)·(m, 7)
    this.kernels.outerProductAndSum(this.dW3, this.db3, this.dZ3, this.A2)
    // dA2 = W3ᵀ·dZ3                (7, m) = (7, 5)·(5, m)
    this.kernels.matmulTransposedLeft(this.dA2, this.W3, this.dZ3)
  }

  // layer 2 · dense 7, relu, he-normal · cat.yaml:9
  #backward2(): void {
    // dZ2 = where(A2 > 0, dA2, 0)  (7, m)
    this.kernels.reluGradient(this.dZ2, this.dA2, this.A2)
    // db2 = Σₘ dZ2                 (7, 1)
    // dW2 = dZ2·A1ᵀ                (7, 20) = (7, m)·(m, 20)
    this.kernels.outerProductAndSum(this.dW2, this.db2, this.dZ2, this.A1)
    // dA1 = W2ᵀ·dZ2                (20, m) = (20, 7)·(7, m)
    this.kernels.matmulTransposedLeft(this.dA1, this.W2, this.dZ2)
  }

  // layer 1 · dense 20, relu, he-normal · cat.yaml:8
  #backward1(): void {
    // dZ1 = where(A1 > 0, dA1, 0)  (20, m)
    this.kernels.reluGradient(this.dZ1, this.dA1, this.A1)
    // db1 = Σₘ dZ1                 (20, 1)
    // dW1 = dZ1·Xᵀ                 (20, 12288) = (20, m)·(m, 12288)
    this.kernels.outerProductAndSum(this.dW1, this.db1, this.dZ1, this.X)
  }

  backward(): void {
    this.#backwardLoss()
    this.#backward4()
    this.#backward3()
    this.#backward2()
    this.#backward1()
  }

  // update · gradient-descent 0.0075 · cat.yaml:15
  update(): void {
    const { parameters, gradients } = this.blocks
    const { rate } = this.hyperparameters
    // parameters = parameters − rate * gradients  (1, 245973)
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
    // W1 = √(2/12288) * normal(20, 12288)  (20, 12288)
    this.kernels.normal(this.W1, 0.01275775907699572, 0, this.seed, 0, 3423123911)
    // b1 = 0                               (20, 1)
    this.kernels.copy(this.b1, 0)
    // W2 = √(2/20) * normal(7, 20)  (7, 20)
    this.kernels.normal(this.W2, 0.31622776601683794, 0, this.seed, 0, 1865192598)
    // b2 = 0                        (7, 1)
    this.kernels.copy(this.b2, 0)
    // W3 = √(2/7) * normal(5, 7)  (5, 7)
    this.kernels.normal(this.W3, 0.5345224838248488, 0, this.seed, 0, 1975141245)
    // b3 = 0                      (5, 1)
    this.kernels.copy(this.b3, 0)
    // W4 = √(6/(5 + 1)) * (2 * uniform(1, 5) − 1)  (1, 5)
    this.kernels.uniform(this.W4, 2, -1, this.seed, 0, 437998284)
    // b4 = 0                                       (1, 1)
    this.kernels.copy(this.b4, 0)
  }

  override predict(X: Matrix<12288, M>): Matrix<1, M> {
    return this.predictor.predict(X)
  }

  override classify(X: Matrix<12288, M>): CatClass[] {
    return this.predictor.classify(X) as CatClass[]
  }

  override evaluate(X: Matrix<12288, M>, Y: Matrix<1, M>): { loss: number; binaryAccuracy: number } {
    return this.predictor.evaluate(X, Y)
  }

  protected serve<N extends number>(arena: Arena<N, P>): CatPredictor<N, P> {
    return new CatPredictor(arena)
  }
}

/** Is there a cat in this picture of 64 × 64 pixels? The course's network of four layers. Predicts, without gradients. */
export class CatPredictor<M extends number = number, P extends Precision = Float32> extends Predictor<M, P> {
  // layer 1 · dense 20, relu, he-normal · cat.yaml:8
  #predict1(): void {
    // Z1 = W1·X + b1  (20, m) = (20, 12288)·(12288, m) + (20, 1)
    // A1 = relu(Z1)   (20, m)
    this.kernels.affineRelu(this.A1, this.W1, this.X, this.b1)
  }

  // layer 2 · dense 7, relu, he-normal · cat.yaml:9
  #predict2(): void {
    // Z2 = W2·A1 + b2  (7, m) = (7, 20)·(20, m) + (7, 1)
    // A2 = relu(Z2)    (7, m)
    this.kernels.affineRelu(this.A2, this.W2, this.A1, this.b2)
  }

  // layer 3 · dense 5, relu, he-normal · cat.yaml:10
  #predict3(): void {
    // Z3 = W3·A2 + b3  (5, m) = (5, 7)·(7, m) + (5, 1)
    // A3 = relu(Z3)    (5, m)
    this.kernels.affineRelu(this.A3, this.W3, this.A2, this.b3)
  }

  // layer 4 · dense 1, sigmoid · cat.yaml:11
  #predict4(): void {
    // Z4 = W4·A3 + b4   (1, m) = (1, 5)·(5, m) + (1, 1)
    this.kernels.affine(this.Z4, this.W4, this.A3, this.b4)
    // A4 = sigmoid(Z4)  (1, m)
    this.kernels.sigmoid(this.A4, this.Z4)
  }

  override predict(X: Matrix<12288, M>): Matrix<1, M> {
    this.read(this.X, X)
    this.#predict1()
    this.#predict2()
    this.#predict3()
    this.#predict4()
    return this.A4
  }

  override classify(X: Matrix<12288, M>): CatClass[] {
    return super.classify(X) as CatClass[]
  }

  // loss · binary-cross-entropy · cat.yaml:12
  #evaluateLoss(): void {
    // t1 = softplus(Z4)  (1, m)
    this.kernels.softplus(this.t1, this.Z4)
    // t2 = Y * Z4        (1, m)
    this.kernels.multiply(this.t2, this.Y, this.Z4)
    // t3 = t2 − t1       (1, m)
    this.kernels.subtract(this.t3, this.t2, this.t1)
    // t4 = Σ t3          (1, m)
    this.kernels.sumOverRows(this.t4, this.t3)
    // t5 = Σₘ t4         (1, 1)
    this.kernels.sumOverColumns(this.t5, this.t4)
  }

  // metric · binary-accuracy · cat.yaml:13
  #evaluateBinaryAccuracy(): void {
    // t6 = A4 > 0.5  (1, m)
    this.kernels.less(this.t6, 0.5, this.A4)
    // t7 = Y > 0.5   (1, m)
    this.kernels.less(this.t7, 0.5, this.Y)
    // t8 = t6 == t7  (1, m)
    this.kernels.equal(this.t8, this.t6, this.t7)
    // t9 = Σ t8      (1, m)
    this.kernels.sumOverRows(this.t9, this.t8)
    // t10 = Σₘ t9    (1, 1)
    this.kernels.sumOverColumns(this.t10, this.t9)
  }

  // loss · binary-cross-entropy · cat.yaml:12
  #evaluateLossEnd(): void {
    // J = 1/m Σₘ −(Y * log(A4) + (1 − Y) * log(1 − A4))  (1, 1)
    this.kernels.scale(this.J, this.t5, -1 / this.examples, 0)
  }

  // metric · binary-accuracy · cat.yaml:13
  #evaluateBinaryAccuracyEnd(): void {
    // binaryAccuracy = 1/m Σₘ ((A4 > 0.5) == (Y > 0.5))  (1, 1)
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

export type CatClass = 'non-cat' | 'cat'

/** A net that trains, with initial parameters drawn from the seed. `batch` is the most examples of a call. */
export function create<M extends number = number, P extends Precision = Float32>(options: Options<M, P>): Promise<Cat<M, P>> {
  return open(options, float32, model, (arena) => new Cat(arena))
}

/** A predictor with the parameters of a saved file. */
export function predictor<M extends number = number, P extends Precision = Float32>(
  bytes: Uint8Array | ArrayBuffer,
  options: PredictorOptions<M, P> = {},
): Promise<CatPredictor<M, P>> {
  return restore(bytes, options, float32, model, (arena) => new CatPredictor(arena))
}

export const X = /* @__PURE__ */ columns('X', 12288)
export const Y = /* @__PURE__ */ binary('Y', ['non-cat', 'cat'])

export * as cat from './cat.js'

/** What training learns, by name. */
export type CatParameters = {
  readonly W1: Matrix<20, 12288>
  readonly b1: Matrix<20, 1>
  readonly W2: Matrix<7, 20>
  readonly b2: Matrix<7, 1>
  readonly W3: Matrix<5, 7>
  readonly b3: Matrix<5, 1>
  readonly W4: Matrix<1, 5>
  readonly b4: Matrix<1, 1>
}

/** The matrices of the network; all are views of its memory. */
export interface Cat<M extends number = number, P extends Precision = Float32> {
  readonly parameters: CatParameters
  readonly gradients: CatParameters
  readonly predictor: CatPredictor<M, P>
  readonly hyperparameters: { rate: number }
  readonly blocks: { readonly parameters: Matrix<1, 245973>; readonly gradients: Matrix<1, 245973> }
  readonly W1: Matrix<20, 12288>
  readonly b1: Matrix<20, 1>
  readonly W2: Matrix<7, 20>
  readonly b2: Matrix<7, 1>
  readonly W3: Matrix<5, 7>
  readonly b3: Matrix<5, 1>
  readonly W4: Matrix<1, 5>
  readonly b4: Matrix<1, 1>
  readonly X: Matrix<12288, M>
  readonly Y: Matrix<1, M>
  readonly dW1: Matrix<20, 12288>
  readonly db1: Matrix<20, 1>
  readonly dW2: Matrix<7, 20>
  readonly db2: Matrix<7, 1>
  readonly dW3: Matrix<5, 7>
  readonly db3: Matrix<5, 1>
  readonly dW4: Matrix<1, 5>
  readonly db4: Matrix<1, 1>
  readonly A1: Matrix<20, M>
  readonly A2: Matrix<7, M>
  readonly A3: Matrix<5, M>
  readonly Z4: Matrix<1, M>
  readonly A4: Matrix<1, M>
  readonly J: Matrix<1, 1>
  readonly dZ4: Matrix<1, M>
  readonly dA3: Matrix<5, M>
  readonly dZ3: Matrix<5, M>
  readonly dA2: Matrix<7, M>
  readonly dZ2: Matrix<7, M>
  readonly dA1: Matrix<20, M>
  readonly dZ1: Matrix<20, M>
}

/** The matrices of the predictor. */
export interface CatPredictor<M extends number = number, P extends Precision = Float32> {
  readonly parameters: CatParameters
  readonly blocks: { readonly parameters: Matrix<1, 245973> }
  readonly W1: Matrix<20, 12288>
  readonly b1: Matrix<20, 1>
  readonly W2: Matrix<7, 20>
  readonly b2: Matrix<7, 1>
  readonly W3: Matrix<5, 7>
  readonly b3: Matrix<5, 1>
  readonly W4: Matrix<1, 5>
  readonly b4: Matrix<1, 1>
  readonly X: Matrix<12288, M>
  readonly Y: Matrix<1, M>
  readonly A1: Matrix<20, M>
  readonly A2: Matrix<7, M>
  readonly A3: Matrix<5, M>
  readonly Z4: Matrix<1, M>
  readonly A4: Matrix<1, M>
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
  name: 'cat',
  abi: 2,
  digest: 'de831acfc46cf0d3',
  inputs: ['X'],
  targets: ['Y'],
  output: 'A4',
  classes: ['non-cat', 'cat'],
  hyperparameters: { rate: 0.0075 },
  parameters: {
    W1: 'dense, layer 1',
    b1: 'dense, layer 1',
    W2: 'dense, layer 2',
    b2: 'dense, layer 2',
    W3: 'dense, layer 3',
    b3: 'dense, layer 3',
    W4: 'dense, layer 4',
    b4: 'dense, layer 4',
  },
  kernels: ['affine', 'affineRelu', 'copy', 'descend', 'equal', 'less', 'matmulTransposedLeft', 'multiply', 'normal', 'outerProductAndSum', 'reluGradient', 'scale', 'scaledDifference', 'sigmoid', 'sigmoidCrossEntropy', 'softplus', 'subtract', 'sumOverColumns', 'sumOverRows', 'uniform'],
  addsUp: true,
  evaluate: { passes: [{ sum: ['t5', 't10'] }] },
  // Rows, columns and offset in elements; an offset with a batch (m) counts per column, behind all fixed ones.
  training: {
    fixed: 491956,
    perColumn: 12353,
    blocks: { parameters: [0, 245973], gradients: [245976, 245973] },
    places: {
      W1: [20, 12288, 0],
      b1: [20, 1, 245760],
      W2: [7, 20, 245780],
      b2: [7, 1, 245920],
      W3: [5, 7, 245927],
      b3: [5, 1, 245962],
      W4: [1, 5, 245967],
      b4: [1, 1, 245972],
      X: [12288, 'm', 0],
      Y: [1, 'm', 12288],
      dW1: [20, 12288, 245976],
      db1: [20, 1, 491736],
      dW2: [7, 20, 491756],
      db2: [7, 1, 491896],
      dW3: [5, 7, 491903],
      db3: [5, 1, 491938],
      dW4: [1, 5, 491943],
      db4: [1, 1, 491948],
      A1: [20, 'm', 12289],
      A2: [7, 'm', 12309],
      A3: [5, 'm', 12316],
      Z4: [1, 'm', 12321],
      A4: [1, 'm', 12322],
      J: [1, 1, 491952],
      dZ4: [1, 'm', 12321],
      dA3: [5, 'm', 12323],
      dZ3: [5, 'm', 12328],
      dA2: [7, 'm', 12316],
      dZ2: [7, 'm', 12323],
      dA1: [20, 'm', 12333],
      dZ1: [20, 'm', 12309],
    },
  },
  serving: {
    fixed: 245988,
    perColumn: 12316,
    blocks: { parameters: [0, 245973] },
    places: {
      W1: [20, 12288, 0],
      b1: [20, 1, 245760],
      W2: [7, 20, 245780],
      b2: [7, 1, 245920],
      W3: [5, 7, 245927],
      b3: [5, 1, 245962],
      W4: [1, 5, 245967],
      b4: [1, 1, 245972],
      X: [12288, 'm', 0],
      Y: [1, 'm', 12288],
      A1: [20, 'm', 12289],
      A2: [7, 'm', 12309],
      A3: [5, 'm', 12289],
      Z4: [1, 'm', 12294],
      A4: [1, 'm', 12289],
      t1: [1, 'm', 12290],
      t2: [1, 'm', 12291],
      t3: [1, 'm', 12292],
      t4: [1, 'm', 12290],
      t5: [1, 1, 245976],
      t6: [1, 'm', 12290],
      t7: [1, 'm', 12291],
      t8: [1, 'm', 12292],
      t9: [1, 'm', 12290],
      t10: [1, 1, 245980],
      J: [1, 1, 245984],
      binaryAccuracy: [1, 1, 245976],
    },
  },
}
