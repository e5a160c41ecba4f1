// digits.ts · loopless 1, from specs/models/digits.yaml: edit that file, not this one
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

/** Which digit, by a handwritten picture of 8 × 8 pixels. Trains; every dV is the derivative ∂J/∂V itself. */
export class Digits<M extends number = number, P extends Precision = Float32> extends Net<M, P> {
  // standardize · digits.yaml:13
  #forwardStandardize(): void {
    // t1 = X − standardize_mean                         (64, m)
    this.kernels.subtract(this.t1, this.X, this.standardize_mean)
    // t2 = standardize_deviation > 0                    (64, 1)
    this.kernels.less(this.t2, 0, this.standardize_deviation)
    // t3 = where(t2, standardize_deviation, 1)          (64, 1)
    this.kernels.where(this.t3, this.t2, this.standardize_deviation, 1)
    // standardize_out = (X − standardize_mean)/where(standardize_deviation > 0, standardize_deviation, 1)  (64, m)
    this.kernels.divide(this.standardize_out, this.t1, this.t3)
  }

  // dropout 0.3 · digits.yaml:14
  #forwardDropout(): void {
    // t4 = uniform()                                    (64, m)
    this.kernels.uniform(this.t4, 1, 0, this.seed, this.stepNumber, 887746442, this.part.first)
    // dropout_kept = uniform(64, m) ≥ 0.3               (64, m)
    this.kernels.lessOrEqual(this.dropout_kept, 0.3, this.t4)
    // t5 = 1.4285714285714286·standardize_out           (64, m)
    this.kernels.multiply(this.t5, 1.4285714285714286, this.standardize_out)
    // dropout_out = where(dropout_kept, standardize_out/(1 − 0.3), 0)  (64, m)
    this.kernels.where(this.dropout_out, this.dropout_kept, this.t5, 0)
  }

  // layer 1 · dense 128, relu, he-normal · digits.yaml:15
  #forward1(): void {
    // Z1 = W1·dropout_out + b1  (128, m) = (128, 64)·(64, m) + (128, 1)
    // A1 = relu(Z1)             (128, m)
    this.kernels.affineRelu(this.A1, this.W1, this.dropout_out, this.b1)
  }

  // dropout 0.3 · digits.yaml:16
  #forwardDropout2(): void {
    // t6 = uniform()                                    (128, m)
    this.kernels.uniform(this.t6, 1, 0, this.seed, this.stepNumber, 2473377964, this.part.first)
    // dropout2_kept = uniform(128, m) ≥ 0.3             (128, m)
    this.kernels.lessOrEqual(this.dropout2_kept, 0.3, this.t6)
    // t7 = 1.4285714285714286·A1                        (128, m)
    this.kernels.multiply(this.t7, 1.4285714285714286, this.A1)
    // dropout2_out = where(dropout2_kept, A1/(1 − 0.3), 0)  (128, m)
    this.kernels.where(this.dropout2_out, this.dropout2_kept, this.t7, 0)
  }

  // layer 2 · dense 32, relu, he-normal · digits.yaml:17
  #forward2(): void {
    // Z2 = W2·dropout2_out + b2  (32, m) = (32, 128)·(128, m) + (32, 1)
    // A2 = relu(Z2)              (32, m)
    this.kernels.affineRelu(this.A2, this.W2, this.dropout2_out, this.b2)
  }

  // layer 3 · dense 10, softmax · digits.yaml:18
  #forward3(): void {
    // Z3 = W3·A2 + b3  (10, m) = (10, 32)·(32, m) + (10, 1)
    this.kernels.affine(this.Z3, this.W3, this.A2, this.b3)
  }

  // loss · cross-entropy · digits.yaml:19
  #forwardLoss(): void {
    // A3 = softmax(Z3)              (10, m)
    // J = 1/m Σₘ Σₖ −(Y * log(A3))  (1, 1)
    this.kernels.softmaxCrossEntropy(this.A3, this.J, this.Z3, this.Y, -1 / this.m)
  }

  forward(X: Matrix<64, M>, Y: Matrix<10, M>): number {
    this.read(this.X, X)
    this.read(this.Y, Y)
    this.#forwardStandardize()
    this.#forwardDropout()
    this.#forward1()
    this.#forwardDropout2()
    this.#forward2()
    this.#forward3()
    this.#forwardLoss()
    return this.J.value
  }

  // layer 3 · dense 10, softmax · digits.yaml:18
  #backward3(): void {
    // dZ3 = (A3 − Y)/m  (10, m)
    this.kernels.scaledDifference(this.dZ3, this.A3, this.Y, 1 / this.m)
    // db3 = Σₘ dZ3      (10, 1)
    // dW3 = dZ3·A2ᵀ     (10, 32) = (10, m)·(m, 32)
    this.kernels.outerProductAndSum(this.dW3, this.db3, this.dZ3, this.A2)
    // dA2 = W3ᵀ·dZ3     (32, m) = (32, 10)·(10, m)
    this.kernels.matmulTransposedLeft(this.dA2, this.W3, this.dZ3)
  }

  // layer 2 · dense 32, relu, he-normal · digits.yaml:17
  #backward2(): void {
    // dZ2 = where(A2 > 0, dA2, 0)  (32, m)
    this.kernels.reluGradient(this.dZ2, this.dA2, this.A2)
    // db2 = Σₘ dZ2                 (32, 1)
    // dW2 = dZ2·dropout2_outᵀ      (32, 128) = (32, m)·(m, 128)
    this.kernels.outerProductAndSum(this.dW2, this.db2, this.dZ2, this.dropout2_out)
    // d_dropout2_out = W2ᵀ·dZ2     (128, m) = (128, 32)·(32, m)
    this.kernels.matmulTransposedLeft(this.d_dropout2_out, this.W2, this.dZ2)
  }

  // dropout 0.3 · digits.yaml:16
  #backwardDropout2(): void {
    // t8 = where(dropout2_kept, d_dropout2_out, 0)  (128, m)
    this.kernels.where(this.t8, this.dropout2_kept, this.d_dropout2_out, 0)
    // dA1 = 1.4285714285714286·t8                   (128, m)
    this.kernels.multiply(this.dA1, 1.4285714285714286, this.t8)
  }

  // layer 1 · dense 128, relu, he-normal · digits.yaml:15
  #backward1(): void {
    // dZ1 = where(A1 > 0, dA1, 0)  (128, m)
    this.kernels.reluGradient(this.dZ1, this.dA1, this.A1)
    // db1 = Σₘ dZ1                 (128, 1)
    // dW1 = dZ1·dropout_outᵀ       (128, 64) = (128, m)·(m, 64)
    this.kernels.outerProductAndSum(this.dW1, this.db1, this.dZ1, this.dropout_out)
  }

  backward(): void {
    this.#backward3()
    this.#backward2()
    this.#backwardDropout2()
    this.#backward1()
  }

  // update · adam 0.002 · digits.yaml:22
  update(): void {
    const { parameters, gradients, v, s } = this.blocks
    const { rate, beta1, beta2, epsilon } = this.hyperparameters
    // v = beta1 * v + (1 − beta1) * gradients           (1, 12778)
    // s = beta2 * s + (1 − beta2) * gradients²          (1, 12778)
    // parameters = parameters − rate * v/(1 − beta1^step)/(√(s/(1 − beta2^step)) + epsilon)  (1, 12778)
    this.kernels.descendByMoments(parameters, v, s, gradients, 1, beta1, 1 - beta1, beta2, 1 - beta2, rate / (1 - scalar.power(beta1, this.stepNumber)), 1 / (1 - scalar.power(beta2, this.stepNumber)), epsilon)
    this.stepNumber += 1
  }

  step(X: Matrix<64, M>, Y: Matrix<10, M>): number {
    const J = this.forward(X, Y)
    this.backward()
    this.update()
    return J
  }

  // initial parameters
  protected initialize(): void {
    // W1 = √(2/64) * normal(128, 64)  (128, 64)
    this.kernels.normal(this.W1, 0.1767766952966369, 0, this.seed, 0, 3423123911)
    // b1 = 0                          (128, 1)
    this.kernels.copy(this.b1, 0)
    // W2 = √(2/128) * normal(32, 128)  (32, 128)
    this.kernels.normal(this.W2, 0.125, 0, this.seed, 0, 1865192598)
    // b2 = 0                           (32, 1)
    this.kernels.copy(this.b2, 0)
    // W3 = √(6/(32 + 10)) * (2 * uniform(10, 32) − 1)  (10, 32)
    this.kernels.uniform(this.W3, 0.7559289460184544, -0.3779644730092272, this.seed, 0, 1975141245)
    // b3 = 0                                           (10, 1)
    this.kernels.copy(this.b3, 0)
  }

  override predict(X: Matrix<64, M>): Matrix<10, M> {
    return this.predictor.predict(X)
  }

  override classify(X: Matrix<64, M>): DigitsClass[] {
    return this.predictor.classify(X) as DigitsClass[]
  }

  override evaluate(X: Matrix<64, M>, Y: Matrix<10, M>): { loss: number; accuracy: number } {
    return this.predictor.evaluate(X, Y)
  }

  override prepare(X: Matrix<64>): void {
    prepare(this, { X })
  }

  protected serve<N extends number>(arena: Arena<N, P>): DigitsPredictor<N, P> {
    return new DigitsPredictor(arena)
  }
}

/** Which digit, by a handwritten picture of 8 × 8 pixels. Predicts, without gradients. */
export class DigitsPredictor<M extends number = number, P extends Precision = Float32> extends Predictor<M, P> {
  // standardize · digits.yaml:13
  #predictStandardize(): void {
    // t6 = X − standardize_mean                         (64, m)
    this.kernels.subtract(this.t6, this.X, this.standardize_mean)
    // t7 = standardize_deviation > 0                    (64, 1)
    this.kernels.less(this.t7, 0, this.standardize_deviation)
    // t8 = where(t7, standardize_deviation, 1)          (64, 1)
    this.kernels.where(this.t8, this.t7, this.standardize_deviation, 1)
    // standardize_out = (X − standardize_mean)/where(standardize_deviation > 0, standardize_deviation, 1)  (64, m)
    this.kernels.divide(this.standardize_out, this.t6, this.t8)
  }

  // layer 1 · dense 128, relu, he-normal · digits.yaml:15
  #predict1(): void {
    // Z1 = W1·standardize_out + b1  (128, m) = (128, 64)·(64, m) + (128, 1)
    // A1 = relu(Z1)                 (128, m)
    this.kernels.affineRelu(this.A1, this.W1, this.standardize_out, this.b1)
  }

  // layer 2 · dense 32, relu, he-normal · digits.yaml:17
  #predict2(): void {
    // Z2 = W2·A1 + b2  (32, m) = (32, 128)·(128, m) + (32, 1)
    // A2 = relu(Z2)    (32, m)
    this.kernels.affineRelu(this.A2, this.W2, this.A1, this.b2)
  }

  // layer 3 · dense 10, softmax · digits.yaml:18
  #predict3(): void {
    // Z3 = W3·A2 + b3   (10, m) = (10, 32)·(32, m) + (10, 1)
    this.kernels.affine(this.Z3, this.W3, this.A2, this.b3)
    // A3 = softmax(Z3)  (10, m)
    this.kernels.softmax(this.A3, this.Z3)
  }

  override predict(X: Matrix<64, M>): Matrix<10, M> {
    this.read(this.X, X)
    this.#predictStandardize()
    this.#predict1()
    this.#predict2()
    this.#predict3()
    return this.A3
  }

  override classify(X: Matrix<64, M>): DigitsClass[] {
    return super.classify(X) as DigitsClass[]
  }

  // loss · cross-entropy · digits.yaml:19
  #evaluateLoss(): void {
    // t9 = logSumExp(Z3)  (1, m)
    this.kernels.logSumExpOverRows(this.t9, this.Z3)
    // t10 = Z3 − t9       (10, m)
    this.kernels.subtract(this.t10, this.Z3, this.t9)
    // t11 = Y * t10       (10, m)
    this.kernels.multiply(this.t11, this.Y, this.t10)
    // t12 = Σ t11         (1, m)
    this.kernels.sumOverRows(this.t12, this.t11)
    // t13 = Σₘ t12        (1, 1)
    this.kernels.sumOverColumns(this.t13, this.t12)
  }

  // metric · accuracy · digits.yaml:20
  #evaluateAccuracy(): void {
    // t14 = argmax(A3)  (1, m)
    this.kernels.argmaxOverRows(this.t14, this.A3)
    // t15 = argmax(Y)   (1, m)
    this.kernels.argmaxOverRows(this.t15, this.Y)
    // t16 = t14 == t15  (1, m)
    this.kernels.equal(this.t16, this.t14, this.t15)
    // t17 = Σₘ t16      (1, 1)
    this.kernels.sumOverColumns(this.t17, this.t16)
  }

  // loss · cross-entropy · digits.yaml:19
  #evaluateLossEnd(): void {
    // J = 1/m Σₘ Σₖ −(Y * log(A3))  (1, 1)
    this.kernels.scale(this.J, this.t13, -1 / this.examples, 0)
  }

  // metric · accuracy · digits.yaml:20
  #evaluateAccuracyEnd(): void {
    // accuracy = 1/m Σₘ (argmaxₖ A3 == argmaxₖ Y)  (1, 1)
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

  override evaluate(X: Matrix<64, M>, Y: Matrix<10, M>): { loss: number; accuracy: number } {
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

  // standardize · digits.yaml:13
  #prepareStandardize(): void {
    // t1 = Σₘ X  (64, 1)
    this.kernels.sumOverColumns(this.t1, this.X)
  }

  // standardize · digits.yaml:13
  #prepareStandardizeEnd(): void {
    // standardize_mean = 1/m Σₘ X  (64, 1)
    this.kernels.multiply(this.standardize_mean, 1 / this.examples, this.t1)
  }

  // standardize · digits.yaml:13
  #prepareStandardizePass2(): void {
    // t2 = X − standardize_mean  (64, m)
    this.kernels.subtract(this.t2, this.X, this.standardize_mean)
    // t3 = t2²                   (64, m)
    this.kernels.power(this.t3, this.t2, 2)
    // t4 = Σₘ t3                 (64, 1)
    this.kernels.sumOverColumns(this.t4, this.t3)
  }

  // standardize · digits.yaml:13
  #prepareStandardizePass2End(): void {
    // t5 = t4/m                                         (64, 1)
    this.kernels.multiply(this.t5, 1 / this.examples, this.t4)
    // standardize_deviation = √(1/m Σₘ (X − standardize_mean)²)  (64, 1)
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

  override prepare(X: Matrix<64, M>): void {
    this.read(this.X, X)
    this.examples = this.m
    this.prepareChunk(1)
    this.prepareEnd(1)
    this.prepareChunk(2)
    this.prepareEnd(2)
  }
}

export type DigitsClass = '0' | '1' | '2' | '3' | '4' | '5' | '6' | '7' | '8' | '9'

/** A net that trains, with initial parameters drawn from the seed. `batch` is the most examples of a call. */
export function create<M extends number = number, P extends Precision = Float32>(options: Options<M, P>): Promise<Digits<M, P>> {
  return open(options, float32, model, (arena) => new Digits(arena))
}

/** A predictor with the parameters of a saved file. */
export function predictor<M extends number = number, P extends Precision = Float32>(
  bytes: Uint8Array | ArrayBuffer,
  options: PredictorOptions<M, P> = {},
): Promise<DigitsPredictor<M, P>> {
  return restore(bytes, options, float32, model, (arena) => new DigitsPredictor(arena))
}

export const X = /* @__PURE__ */ columns('X', 64)
export const Y = /* @__PURE__ */ oneHot('Y', ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'])

export * as digits from './digits.js'

/** What training learns, by name. */
export type DigitsParameters = {
  readonly W1: Matrix<128, 64>
  readonly b1: Matrix<128, 1>
  readonly W2: Matrix<32, 128>
  readonly b2: Matrix<32, 1>
  readonly W3: Matrix<10, 32>
  readonly b3: Matrix<10, 1>
}

/** The matrices of the network; all are views of its memory. */
export interface Digits<M extends number = number, P extends Precision = Float32> {
  readonly parameters: DigitsParameters
  readonly gradients: DigitsParameters
  readonly predictor: DigitsPredictor<M, P>
  readonly hyperparameters: { rate: number; beta1: number; beta2: number; epsilon: number }
  readonly blocks: { readonly parameters: Matrix<1, 12778>; readonly fitted: Matrix<1, 128>; readonly gradients: Matrix<1, 12778>; readonly v: Matrix<1, 12778>; readonly s: Matrix<1, 12778> }
  readonly standardize_mean: Matrix<64, 1>
  readonly standardize_deviation: Matrix<64, 1>
  readonly W1: Matrix<128, 64>
  readonly b1: Matrix<128, 1>
  readonly W2: Matrix<32, 128>
  readonly b2: Matrix<32, 1>
  readonly W3: Matrix<10, 32>
  readonly b3: Matrix<10, 1>
  readonly X: Matrix<64, M>
  readonly Y: Matrix<10, M>
  readonly dW1: Matrix<128, 64>
  readonly db1: Matrix<128, 1>
  readonly dW2: Matrix<32, 128>
  readonly db2: Matrix<32, 1>
  readonly dW3: Matrix<10, 32>
  readonly db3: Matrix<10, 1>
  readonly t1: Matrix<64, M>
  readonly t2: Matrix<64, 1>
  readonly t3: Matrix<64, 1>
  readonly standardize_out: Matrix<64, M>
  readonly t4: Matrix<64, M>
  readonly dropout_kept: Matrix<64, M>
  readonly t5: Matrix<64, M>
  readonly dropout_out: Matrix<64, M>
  readonly A1: Matrix<128, M>
  readonly t6: Matrix<128, M>
  readonly dropout2_kept: Matrix<128, M>
  readonly t7: Matrix<128, M>
  readonly dropout2_out: Matrix<128, M>
  readonly A2: Matrix<32, M>
  readonly Z3: Matrix<10, M>
  readonly A3: Matrix<10, M>
  readonly J: Matrix<1, 1>
  readonly dZ3: Matrix<10, M>
  readonly dA2: Matrix<32, M>
  readonly dZ2: Matrix<32, M>
  readonly d_dropout2_out: Matrix<128, M>
  readonly t8: Matrix<128, M>
  readonly dA1: Matrix<128, M>
  readonly dZ1: Matrix<128, M>
}

/** The matrices of the predictor. */
export interface DigitsPredictor<M extends number = number, P extends Precision = Float32> {
  readonly parameters: DigitsParameters
  readonly blocks: { readonly parameters: Matrix<1, 12778>; readonly fitted: Matrix<1, 128> }
  readonly standardize_mean: Matrix<64, 1>
  readonly standardize_deviation: Matrix<64, 1>
  readonly W1: Matrix<128, 64>
  readonly b1: Matrix<128, 1>
  readonly W2: Matrix<32, 128>
  readonly b2: Matrix<32, 1>
  readonly W3: Matrix<10, 32>
  readonly b3: Matrix<10, 1>
  readonly X: Matrix<64, M>
  readonly Y: Matrix<10, M>
  readonly t1: Matrix<64, 1>
  readonly t2: Matrix<64, M>
  readonly t3: Matrix<64, M>
  readonly t4: Matrix<64, 1>
  readonly t5: Matrix<64, 1>
  readonly t6: Matrix<64, M>
  readonly t7: Matrix<64, 1>
  readonly t8: Matrix<64, 1>
  readonly standardize_out: Matrix<64, M>
  readonly A1: Matrix<128, M>
  readonly A2: Matrix<32, M>
  readonly Z3: Matrix<10, M>
  readonly A3: Matrix<10, M>
  readonly t9: Matrix<1, M>
  readonly t10: Matrix<10, M>
  readonly t11: Matrix<10, M>
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
  name: 'digits',
  abi: 2,
  digest: '33a8c7d40a66bd30',
  inputs: ['X'],
  targets: ['Y'],
  output: 'A3',
  classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
  hyperparameters: { rate: 0.002, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  parameters: {
    W1: 'dense, layer 1',
    b1: 'dense, layer 1',
    W2: 'dense, layer 2',
    b2: 'dense, layer 2',
    W3: 'dense, layer 3',
    b3: 'dense, layer 3',
  },
  kernels: ['affine', 'affineRelu', 'argmaxOverRows', 'copy', 'descendByMoments', 'divide', 'equal', 'less', 'lessOrEqual', 'logSumExpOverRows', 'matmulTransposedLeft', 'multiply', 'normal', 'outerProductAndSum', 'power', 'reluGradient', 'scale', 'scaledDifference', 'softmax', 'softmaxCrossEntropy', 'sqrt', 'subtract', 'sumOverColumns', 'sumOverRows', 'uniform', 'where'],
  addsUp: true,
  prepare: { passes: [{ sum: ['t1'] }, { sum: ['t4'] }] },
  evaluate: { passes: [{ sum: ['t13', 't17'] }] },
  // Rows, columns and offset in elements; an offset with a batch (m) counts per column, behind all fixed ones.
  training: {
    fixed: 51376,
    perColumn: 778,
    blocks: { parameters: [0, 12778], fitted: [12780, 128], gradients: [12908, 12778], v: [25688, 12778], s: [38468, 12778] },
    places: {
      standardize_mean: [64, 1, 12780],
      standardize_deviation: [64, 1, 12844],
      W1: [128, 64, 0],
      b1: [128, 1, 8192],
      W2: [32, 128, 8320],
      b2: [32, 1, 12416],
      W3: [10, 32, 12448],
      b3: [10, 1, 12768],
      X: [64, 'm', 0],
      Y: [10, 'm', 64],
      dW1: [128, 64, 12908],
      db1: [128, 1, 21100],
      dW2: [32, 128, 21228],
      db2: [32, 1, 25324],
      dW3: [10, 32, 25356],
      db3: [10, 1, 25676],
      t1: [64, 'm', 74],
      t2: [64, 1, 51248],
      t3: [64, 1, 51312],
      standardize_out: [64, 'm', 138],
      t4: [64, 'm', 74],
      dropout_kept: [64, 'm', 202],
      t5: [64, 'm', 74],
      dropout_out: [64, 'm', 138],
      A1: [128, 'm', 266],
      t6: [128, 'm', 394],
      dropout2_kept: [128, 'm', 522],
      t7: [128, 'm', 394],
      dropout2_out: [128, 'm', 650],
      A2: [32, 'm', 74],
      Z3: [10, 'm', 106],
      A3: [10, 'm', 116],
      J: [1, 1, 51248],
      dZ3: [10, 'm', 106],
      dA2: [32, 'm', 202],
      dZ2: [32, 'm', 106],
      d_dropout2_out: [128, 'm', 394],
      t8: [128, 'm', 650],
      dA1: [128, 'm', 394],
      dZ1: [128, 'm', 522],
    },
  },
  serving: {
    fixed: 13036,
    perColumn: 330,
    blocks: { parameters: [0, 12778], fitted: [12780, 128] },
    places: {
      standardize_mean: [64, 1, 12780],
      standardize_deviation: [64, 1, 12844],
      W1: [128, 64, 0],
      b1: [128, 1, 8192],
      W2: [32, 128, 8320],
      b2: [32, 1, 12416],
      W3: [10, 32, 12448],
      b3: [10, 1, 12768],
      X: [64, 'm', 0],
      Y: [10, 'm', 64],
      t1: [64, 1, 12908],
      t2: [64, 'm', 74],
      t3: [64, 'm', 138],
      t4: [64, 1, 12908],
      t5: [64, 1, 12972],
      t6: [64, 'm', 74],
      t7: [64, 1, 12908],
      t8: [64, 1, 12972],
      standardize_out: [64, 'm', 138],
      A1: [128, 'm', 202],
      A2: [32, 'm', 74],
      Z3: [10, 'm', 106],
      A3: [10, 'm', 74],
      t9: [1, 'm', 84],
      t10: [10, 'm', 85],
      t11: [10, 'm', 95],
      t12: [1, 'm', 84],
      t13: [1, 1, 12908],
      t14: [1, 'm', 84],
      t15: [1, 'm', 85],
      t16: [1, 'm', 86],
      t17: [1, 1, 12912],
      J: [1, 1, 12916],
      accuracy: [1, 1, 12908],
    },
  },
}
