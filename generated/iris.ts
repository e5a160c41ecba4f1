// iris.ts · loopless 1, from specs/models/iris.yaml: edit that file, not this one
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
  columns,
  encoder,
  float32,
  oneHot,
  open,
  prepare,
  restore,
  scalar,
  type Arena,
  type Float32,
  type Matrix,
  type Model,
  type Options,
  type Precision,
  type PredictorOptions,
} from 'loopless/runtime'

/** Which iris, by the lengths and widths of its sepals and petals. Trains; every dV is the derivative ∂J/∂V itself. */
export class Iris<M extends number = number, P extends Precision = Float32> extends Net<M, P> {
  // standardize · iris.yaml:13
  #forwardStandardize(): void {
    // t1 = X − standardize_mean                         (4, m)
    this.kernels.subtract(this.t1, this.X, this.standardize_mean)
    // t2 = standardize_deviation > 0                    (4, 1)
    this.kernels.less(this.t2, 0, this.standardize_deviation)
    // t3 = where(t2, standardize_deviation, 1)          (4, 1)
    this.kernels.where(this.t3, this.t2, this.standardize_deviation, 1)
    // standardize_out = (X − standardize_mean)/where(standardize_deviation > 0, standardize_deviation, 1)  (4, m)
    this.kernels.divide(this.standardize_out, this.t1, this.t3)
  }

  // layer 1 · dense 8, tanh · iris.yaml:14
  #forward1(): void {
    // Z1 = W1·standardize_out + b1  (8, m) = (8, 4)·(4, m) + (8, 1)
    // A1 = tanh(Z1)                 (8, m)
    this.kernels.affineTanh(this.A1, this.W1, this.standardize_out, this.b1)
  }

  // layer 2 · dense 3, softmax · iris.yaml:15
  #forward2(): void {
    // Z2 = W2·A1 + b2  (3, m) = (3, 8)·(8, m) + (3, 1)
    this.kernels.affine(this.Z2, this.W2, this.A1, this.b2)
  }

  // loss · cross-entropy · iris.yaml:16
  #forwardLoss(): void {
    // A2 = softmax(Z2)              (3, m)
    // J = 1/m Σₘ Σₖ −(Y * log(A2))  (1, 1)
    this.kernels.softmaxCrossEntropy(this.A2, this.J, this.Z2, this.Y, -1 / this.m)
  }

  forward(X: Matrix<4, M>, Y: Matrix<3, M>): number {
    this.read(this.X, X)
    this.read(this.Y, Y)
    this.#forwardStandardize()
    this.#forward1()
    this.#forward2()
    this.#forwardLoss()
    return this.J.value
  }

  // layer 2 · dense 3, softmax · iris.yaml:15
  #backward2(): void {
    // dZ2 = (A2 − Y)/m  (3, m)
    this.kernels.scaledDifference(this.dZ2, this.A2, this.Y, 1 / this.m)
    // db2 = Σₘ dZ2      (3, 1)
    // dW2 = dZ2·A1ᵀ     (3, 8) = (3, m)·(m, 8)
    this.kernels.outerProductAndSum(this.dW2, this.db2, this.dZ2, this.A1)
    // dA1 = W2ᵀ·dZ2     (8, m) = (8, 3)·(3, m)
    this.kernels.matmulTransposedLeft(this.dA1, this.W2, this.dZ2)
  }

  // layer 1 · dense 8, tanh · iris.yaml:14
  #backward1(): void {
    // dZ1 = dA1 * (1 − A1²)       (8, m)
    this.kernels.tanhGradient(this.dZ1, this.dA1, this.A1)
    // db1 = Σₘ dZ1                (8, 1)
    // dW1 = dZ1·standardize_outᵀ  (8, 4) = (8, m)·(m, 4)
    this.kernels.outerProductAndSum(this.dW1, this.db1, this.dZ1, this.standardize_out)
  }

  backward(): void {
    this.#backward2()
    this.#backward1()
  }

  // update · adam 0.01 · iris.yaml:19
  update(): void {
    const { parameters, gradients, v, s } = this.blocks
    const { rate, beta1, beta2, epsilon } = this.hyperparameters
    // v = beta1 * v + (1 − beta1) * gradients           (1, 67)
    // s = beta2 * s + (1 − beta2) * gradients²          (1, 67)
    // parameters = parameters − rate * v/(1 − beta1^step)/(√(s/(1 − beta2^step)) + epsilon)  (1, 67)
    this.kernels.descendByMoments(parameters, v, s, gradients, 1, beta1, 1 - beta1, beta2, 1 - beta2, rate / (1 - scalar.power(beta1, this.stepNumber)), 1 / (1 - scalar.power(beta2, this.stepNumber)), epsilon)
    this.stepNumber += 1
  }

  step(X: Matrix<4, M>, Y: Matrix<3, M>): number {
    const J = this.forward(X, Y)
    this.backward()
    this.update()
    return J
  }

  // initial parameters
  protected initialize(): void {
    // W1 = √(6/(4 + 8)) * (2 * uniform(8, 4) − 1)  (8, 4)
    this.kernels.uniform(this.W1, 1.4142135623730951, -0.7071067811865476, this.seed, 0, 3423123911)
    // b1 = 0                                       (8, 1)
    this.kernels.copy(this.b1, 0)
    // W2 = √(6/(8 + 3)) * (2 * uniform(3, 8) − 1)  (3, 8)
    this.kernels.uniform(this.W2, 1.4770978917519928, -0.7385489458759964, this.seed, 0, 1865192598)
    // b2 = 0                                       (3, 1)
    this.kernels.copy(this.b2, 0)
  }

  override predict(X: Matrix<4, M>): Matrix<3, M> {
    return this.predictor.predict(X)
  }

  override classify(X: Matrix<4, M>): IrisClass[] {
    return this.predictor.classify(X) as IrisClass[]
  }

  override evaluate(X: Matrix<4, M>, Y: Matrix<3, M>): { loss: number; accuracy: number } {
    return this.predictor.evaluate(X, Y)
  }

  override prepare(X: Matrix<4>): void {
    prepare(this, { X })
  }

  protected serve<N extends number>(arena: Arena<N, P>): IrisPredictor<N, P> {
    return new IrisPredictor(arena)
  }
}

/** Which iris, by the lengths and widths of its sepals and petals. Predicts, without gradients. */
export class IrisPredictor<M extends number = number, P extends Precision = Float32> extends Predictor<M, P> {
  // standardize · iris.yaml:13
  #predictStandardize(): void {
    // t6 = X − standardize_mean                         (4, m)
    this.kernels.subtract(this.t6, this.X, this.standardize_mean)
    // t7 = standardize_deviation > 0                    (4, 1)
    this.kernels.less(this.t7, 0, this.standardize_deviation)
    // t8 = where(t7, standardize_deviation, 1)          (4, 1)
    this.kernels.where(this.t8, this.t7, this.standardize_deviation, 1)
    // standardize_out = (X − standardize_mean)/where(standardize_deviation > 0, standardize_deviation, 1)  (4, m)
    this.kernels.divide(this.standardize_out, this.t6, this.t8)
  }

  // layer 1 · dense 8, tanh · iris.yaml:14
  #predict1(): void {
    // Z1 = W1·standardize_out + b1  (8, m) = (8, 4)·(4, m) + (8, 1)
    // A1 = tanh(Z1)                 (8, m)
    this.kernels.affineTanh(this.A1, this.W1, this.standardize_out, this.b1)
  }

  // layer 2 · dense 3, softmax · iris.yaml:15
  #predict2(): void {
    // Z2 = W2·A1 + b2   (3, m) = (3, 8)·(8, m) + (3, 1)
    this.kernels.affine(this.Z2, this.W2, this.A1, this.b2)
    // A2 = softmax(Z2)  (3, m)
    this.kernels.softmax(this.A2, this.Z2)
  }

  override predict(X: Matrix<4, M>): Matrix<3, M> {
    this.read(this.X, X)
    this.#predictStandardize()
    this.#predict1()
    this.#predict2()
    return this.A2
  }

  override classify(X: Matrix<4, M>): IrisClass[] {
    return super.classify(X) as IrisClass[]
  }

  // loss · cross-entropy · iris.yaml:16
  #evaluateLoss(): void {
    // t9 = logSumExp(Z2)  (1, m)
    this.kernels.logSumExpOverRows(this.t9, this.Z2)
    // t10 = Z2 − t9       (3, m)
    this.kernels.subtract(this.t10, this.Z2, this.t9)
    // t11 = Y * t10       (3, m)
    this.kernels.multiply(this.t11, this.Y, this.t10)
    // t12 = Σ t11         (1, m)
    this.kernels.sumOverRows(this.t12, this.t11)
    // t13 = Σₘ t12        (1, 1)
    this.kernels.sumOverColumns(this.t13, this.t12)
  }

  // metric · accuracy · iris.yaml:17
  #evaluateAccuracy(): void {
    // t14 = argmax(A2)  (1, m)
    this.kernels.argmaxOverRows(this.t14, this.A2)
    // t15 = argmax(Y)   (1, m)
    this.kernels.argmaxOverRows(this.t15, this.Y)
    // t16 = t14 == t15  (1, m)
    this.kernels.equal(this.t16, this.t14, this.t15)
    // t17 = Σₘ t16      (1, 1)
    this.kernels.sumOverColumns(this.t17, this.t16)
  }

  // loss · cross-entropy · iris.yaml:16
  #evaluateLossEnd(): void {
    // J = 1/m Σₘ Σₖ −(Y * log(A2))  (1, 1)
    this.kernels.scale(this.J, this.t13, -1 / this.examples, 0)
  }

  // metric · accuracy · iris.yaml:17
  #evaluateAccuracyEnd(): void {
    // accuracy = 1/m Σₘ (argmaxₖ A2 == argmaxₖ Y)  (1, 1)
    this.kernels.multiply(this.accuracy, 1 / this.examples, this.t17)
  }

  override evaluateChunk(): void {
    this.#evaluateLoss()
    this.#evaluateAccuracy()
  }

  override evaluateEnd(): void {
    this.#evaluateLossEnd()
    this.#evaluateAccuracyEnd()
  }

  override evaluate(X: Matrix<4, M>, Y: Matrix<3, M>): { loss: number; accuracy: number } {
    this.predict(X)
    this.read(this.Y, Y)
    this.examples = this.m
    this.evaluateChunk()
    this.evaluateEnd()
    return this.evaluation()
  }

  override evaluation(): { loss: number; accuracy: number } {
    return { loss: this.J.value, accuracy: this.accuracy.value }
  }

  // standardize · iris.yaml:13
  #prepareStandardize(): void {
    // t1 = Σₘ X  (4, 1)
    this.kernels.sumOverColumns(this.t1, this.X)
  }

  // standardize · iris.yaml:13
  #prepareStandardizeEnd(): void {
    // standardize_mean = 1/m Σₘ X  (4, 1)
    this.kernels.multiply(this.standardize_mean, 1 / this.examples, this.t1)
  }

  // standardize · iris.yaml:13
  #prepareStandardizePass2(): void {
    // t2 = X − standardize_mean  (4, m)
    this.kernels.subtract(this.t2, this.X, this.standardize_mean)
    // t3 = t2²                   (4, m)
    this.kernels.power(this.t3, this.t2, 2)
    // t4 = Σₘ t3                 (4, 1)
    this.kernels.sumOverColumns(this.t4, this.t3)
  }

  // standardize · iris.yaml:13
  #prepareStandardizePass2End(): void {
    // t5 = t4/m                                         (4, 1)
    this.kernels.multiply(this.t5, 1 / this.examples, this.t4)
    // standardize_deviation = √(1/m Σₘ (X − standardize_mean)²)  (4, 1)
    this.kernels.sqrt(this.standardize_deviation, this.t5)
  }

  override prepareChunk(pass: number): void {
    if (pass === 1) this.#prepareStandardize()
    if (pass === 2) this.#prepareStandardizePass2()
  }

  override prepareEnd(pass: number): void {
    if (pass === 1) this.#prepareStandardizeEnd()
    if (pass === 2) this.#prepareStandardizePass2End()
  }

  override prepare(X: Matrix<4, M>): void {
    this.read(this.X, X)
    this.examples = this.m
    this.prepareChunk(1)
    this.prepareEnd(1)
    this.prepareChunk(2)
    this.prepareEnd(2)
  }
}

export type IrisClass = 'setosa' | 'versicolor' | 'virginica'

/** A net that trains, with initial parameters drawn from the seed. `batch` is the most examples of a call. */
export function create<M extends number = number, P extends Precision = Float32>(options: Options<M, P>): Promise<Iris<M, P>> {
  return open(options, float32, model, (arena) => new Iris(arena))
}

/** A predictor with the parameters of a saved file. */
export function predictor<M extends number = number, P extends Precision = Float32>(
  bytes: Uint8Array | ArrayBuffer,
  options: PredictorOptions<M, P> = {},
): Promise<IrisPredictor<M, P>> {
  return restore(bytes, options, float32, model, (arena) => new IrisPredictor(arena))
}

export const X = /* @__PURE__ */ columns('X', 4)
export const Y = /* @__PURE__ */ oneHot('Y', ['setosa', 'versicolor', 'virginica'])

/** An example of `X` as the data have it. */
export interface IrisRow {
  readonly sepal_length: number
  readonly sepal_width: number
  readonly petal_length: number
  readonly petal_width: number
}

export const encode = /* @__PURE__ */ encoder<IrisRow>('X', ['sepal_length', 'sepal_width', 'petal_length', 'petal_width'])

export * as iris from './iris.js'

/** What training learns, by name. */
export type IrisParameters = {
  readonly W1: Matrix<8, 4>
  readonly b1: Matrix<8, 1>
  readonly W2: Matrix<3, 8>
  readonly b2: Matrix<3, 1>
}

/** The matrices of the network; all are views of its memory. */
export interface Iris<M extends number = number, P extends Precision = Float32> {
  readonly parameters: IrisParameters
  readonly gradients: IrisParameters
  readonly predictor: IrisPredictor<M, P>
  readonly hyperparameters: { rate: number; beta1: number; beta2: number; epsilon: number }
  readonly blocks: { readonly parameters: Matrix<1, 67>; readonly fitted: Matrix<1, 8>; readonly gradients: Matrix<1, 67>; readonly v: Matrix<1, 67>; readonly s: Matrix<1, 67> }
  readonly standardize_mean: Matrix<4, 1>
  readonly standardize_deviation: Matrix<4, 1>
  readonly W1: Matrix<8, 4>
  readonly b1: Matrix<8, 1>
  readonly W2: Matrix<3, 8>
  readonly b2: Matrix<3, 1>
  readonly X: Matrix<4, M>
  readonly Y: Matrix<3, M>
  readonly dW1: Matrix<8, 4>
  readonly db1: Matrix<8, 1>
  readonly dW2: Matrix<3, 8>
  readonly db2: Matrix<3, 1>
  readonly t1: Matrix<4, M>
  readonly t2: Matrix<4, 1>
  readonly t3: Matrix<4, 1>
  readonly standardize_out: Matrix<4, M>
  readonly A1: Matrix<8, M>
  readonly Z2: Matrix<3, M>
  readonly A2: Matrix<3, M>
  readonly J: Matrix<1, 1>
  readonly dZ2: Matrix<3, M>
  readonly dA1: Matrix<8, M>
  readonly dZ1: Matrix<8, M>
}

/** The matrices of the predictor. */
export interface IrisPredictor<M extends number = number, P extends Precision = Float32> {
  readonly parameters: IrisParameters
  readonly blocks: { readonly parameters: Matrix<1, 67>; readonly fitted: Matrix<1, 8> }
  readonly standardize_mean: Matrix<4, 1>
  readonly standardize_deviation: Matrix<4, 1>
  readonly W1: Matrix<8, 4>
  readonly b1: Matrix<8, 1>
  readonly W2: Matrix<3, 8>
  readonly b2: Matrix<3, 1>
  readonly X: Matrix<4, M>
  readonly Y: Matrix<3, M>
  readonly t1: Matrix<4, 1>
  readonly t2: Matrix<4, M>
  readonly t3: Matrix<4, M>
  readonly t4: Matrix<4, 1>
  readonly t5: Matrix<4, 1>
  readonly t6: Matrix<4, M>
  readonly t7: Matrix<4, 1>
  readonly t8: Matrix<4, 1>
  readonly standardize_out: Matrix<4, M>
  readonly A1: Matrix<8, M>
  readonly Z2: Matrix<3, M>
  readonly A2: Matrix<3, M>
  readonly t9: Matrix<1, M>
  readonly t10: Matrix<3, M>
  readonly t11: Matrix<3, M>
  readonly t12: Matrix<1, M>
  readonly t13: Matrix<1, 1>
  readonly t14: Matrix<1, M>
  readonly t15: Matrix<1, M>
  readonly t16: Matrix<1, M>
  readonly t17: Matrix<1, 1>
  readonly J: Matrix<1, 1>
  readonly accuracy: Matrix<1, 1>
}

const model: Model = {
  name: 'iris',
  abi: 2,
  digest: '799e2fd8fb4a4e08',
  inputs: ['X'],
  targets: ['Y'],
  output: 'A2',
  classes: ['setosa', 'versicolor', 'virginica'],
  hyperparameters: { rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  parameters: {
    W1: 'dense, layer 1',
    b1: 'dense, layer 1',
    W2: 'dense, layer 2',
    b2: 'dense, layer 2',
  },
  kernels: ['affine', 'affineTanh', 'argmaxOverRows', 'copy', 'descendByMoments', 'divide', 'equal', 'less', 'logSumExpOverRows', 'matmulTransposedLeft', 'multiply', 'outerProductAndSum', 'power', 'scale', 'scaledDifference', 'softmax', 'softmaxCrossEntropy', 'sqrt', 'subtract', 'sumOverColumns', 'sumOverRows', 'tanhGradient', 'uniform', 'where'],
  addsUp: true,
  prepare: { passes: [{ sum: ['t1'] }, { sum: ['t4'] }] },
  evaluate: { passes: [{ sum: ['t13', 't17'] }] },
  // Rows, columns and offset in elements; an offset with a batch (m) counts per column, behind all fixed ones.
  training: {
    fixed: 288,
    perColumn: 42,
    blocks: { parameters: [0, 67], fitted: [68, 8], gradients: [76, 67], v: [144, 67], s: [212, 67] },
    places: {
      standardize_mean: [4, 1, 68],
      standardize_deviation: [4, 1, 72],
      W1: [8, 4, 0],
      b1: [8, 1, 32],
      W2: [3, 8, 40],
      b2: [3, 1, 64],
      X: [4, 'm', 0],
      Y: [3, 'm', 4],
      dW1: [8, 4, 76],
      db1: [8, 1, 108],
      dW2: [3, 8, 116],
      db2: [3, 1, 140],
      t1: [4, 'm', 7],
      t2: [4, 1, 280],
      t3: [4, 1, 284],
      standardize_out: [4, 'm', 11],
      A1: [8, 'm', 15],
      Z2: [3, 'm', 7],
      A2: [3, 'm', 23],
      J: [1, 1, 280],
      dZ2: [3, 'm', 7],
      dA1: [8, 'm', 26],
      dZ1: [8, 'm', 34],
    },
  },
  serving: {
    fixed: 88,
    perColumn: 23,
    blocks: { parameters: [0, 67], fitted: [68, 8] },
    places: {
      standardize_mean: [4, 1, 68],
      standardize_deviation: [4, 1, 72],
      W1: [8, 4, 0],
      b1: [8, 1, 32],
      W2: [3, 8, 40],
      b2: [3, 1, 64],
      X: [4, 'm', 0],
      Y: [3, 'm', 4],
      t1: [4, 1, 76],
      t2: [4, 'm', 7],
      t3: [4, 'm', 11],
      t4: [4, 1, 76],
      t5: [4, 1, 80],
      t6: [4, 'm', 7],
      t7: [4, 1, 76],
      t8: [4, 1, 80],
      standardize_out: [4, 'm', 11],
      A1: [8, 'm', 15],
      Z2: [3, 'm', 7],
      A2: [3, 'm', 10],
      t9: [1, 'm', 13],
      t10: [3, 'm', 14],
      t11: [3, 'm', 7],
      t12: [1, 'm', 13],
      t13: [1, 1, 76],
      t14: [1, 'm', 7],
      t15: [1, 'm', 8],
      t16: [1, 'm', 9],
      t17: [1, 1, 80],
      J: [1, 1, 84],
      accuracy: [1, 1, 76],
    },
  },
}
