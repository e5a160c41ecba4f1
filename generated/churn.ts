// churn.ts · loopless 1, from specs/models/churn.yaml: edit that file, not this one
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

/** Will this customer stay, leave or pause? Trains; every dV is the derivative ∂J/∂V itself. */
export class Churn<M extends number = number, P extends Precision = Float32> extends Net<M, P> {
  // standardize · churn.yaml:16
  #forwardStandardize(): void {
    // t1 = X − standardize_mean                         (7, m)
    this.kernels.subtract(this.t1, this.X, this.standardize_mean)
    // t2 = standardize_deviation > 0                    (7, 1)
    this.kernels.less(this.t2, 0, this.standardize_deviation)
    // t3 = where(t2, standardize_deviation, 1)          (7, 1)
    this.kernels.where(this.t3, this.t2, this.standardize_deviation, 1)
    // standardize_out = (X − standardize_mean)/where(standardize_deviation > 0, standardize_deviation, 1)  (7, m)
    this.kernels.divide(this.standardize_out, this.t1, this.t3)
  }

  // layer 1 · dense 24, relu, he-normal · churn.yaml:17
  #forward1(): void {
    // Z1 = W1·standardize_out + b1  (24, m) = (24, 7)·(7, m) + (24, 1)
    // A1 = relu(Z1)                 (24, m)
    this.kernels.affineRelu(this.A1, this.W1, this.standardize_out, this.b1)
  }

  // layer 2 · dense 3, softmax · churn.yaml:18
  #forward2(): void {
    // Z2 = W2·A1 + b2  (3, m) = (3, 24)·(24, m) + (3, 1)
    this.kernels.affine(this.Z2, this.W2, this.A1, this.b2)
  }

  // regularization of W1 · l2 0.01 · churn.yaml:20
  #forwardL2_W1(): void {
    // t4 = W1²   (24, 7)
    this.kernels.power(this.t4, this.W1, 2)
    // t5 = Σ t4  (24, 1)
    this.kernels.sumOverColumns(this.t5, this.t4)
    // t6 = Σ t5  (1, 1)
    this.kernels.sumOverRows(this.t6, this.t5)
  }

  // regularization of W2 · l2 0.01 · churn.yaml:20
  #forwardL2_W2(): void {
    // t7 = W2²   (3, 24)
    this.kernels.power(this.t7, this.W2, 2)
    // t8 = Σ t7  (3, 1)
    this.kernels.sumOverColumns(this.t8, this.t7)
    // t9 = Σ t8  (1, 1)
    this.kernels.sumOverRows(this.t9, this.t8)
  }

  // loss · cross-entropy · churn.yaml:19
  #forwardLoss(): void {
    // A2 = softmax(Z2)                     (3, m)
    // t10 = Σₘ Σ Y * (Z2 − logSumExp(Z2))  (1, 1)
    this.kernels.softmaxCrossEntropy(this.A2, this.t10, this.Z2, this.Y, 1)
    // t11 = once·(0.01/m/2)·t6 − t10/m     (1, 1)
    this.kernels.combine(this.t11, this.t6, this.t10, 0.005 * this.part.once / this.m, -1 / this.m)
    // J = J_data + l2_W1 + l2_W2           (1, 1)
    this.kernels.combine(this.J, this.t11, this.t9, 1, 0.005 * this.part.once / this.m)
  }

  forward(X: Matrix<7, M>, Y: Matrix<3, M>): number {
    this.read(this.X, X)
    this.read(this.Y, Y)
    this.#forwardStandardize()
    this.#forward1()
    this.#forward2()
    this.#forwardL2_W1()
    this.#forwardL2_W2()
    this.#forwardLoss()
    return this.J.value
  }

  // layer 2 · dense 3, softmax · churn.yaml:18
  #backward2(): void {
    // dZ2 = (A2 − Y)/m                    (3, m)
    this.kernels.scaledDifference(this.dZ2, this.A2, this.Y, 1 / this.m)
    // db2 = Σₘ dZ2                        (3, 1)
    // t12 = dZ2·A1ᵀ                       (3, 24) = (3, m)·(m, 24)
    this.kernels.outerProductAndSum(this.t12, this.db2, this.dZ2, this.A1)
    // dA1 = W2ᵀ·dZ2                       (24, m) = (24, 3)·(3, m)
    this.kernels.matmulTransposedLeft(this.dA1, this.W2, this.dZ2)
    // dW2 = once·(2·(0.01/m/2))·W2 + t12  (3, 24)
    this.kernels.combine(this.dW2, this.W2, this.t12, 0.01 * this.part.once / this.m, 1)
  }

  // layer 1 · dense 24, relu, he-normal · churn.yaml:17
  #backward1(): void {
    // dZ1 = where(A1 > 0, dA1, 0)         (24, m)
    this.kernels.reluGradient(this.dZ1, this.dA1, this.A1)
    // db1 = Σₘ dZ1                        (24, 1)
    // t13 = dZ1·standardize_outᵀ          (24, 7) = (24, m)·(m, 7)
    this.kernels.outerProductAndSum(this.t13, this.db1, this.dZ1, this.standardize_out)
    // dW1 = once·(2·(0.01/m/2))·W1 + t13  (24, 7)
    this.kernels.combine(this.dW1, this.W1, this.t13, 0.01 * this.part.once / this.m, 1)
  }

  backward(): void {
    this.#backward2()
    this.#backward1()
  }

  // update · adam 0.01 · churn.yaml:23
  update(): void {
    const { parameters, gradients, v, s } = this.blocks
    const { rate, beta1, beta2, epsilon } = this.hyperparameters
    // schedule · cosine 60 · churn.yaml:24
    const schedule_time = this.epoch - 1
    const schedule_done = scalar.minimum(schedule_time / 60, 1)
    const scheduledRate = rate * (1 + scalar.cos(3.141592653589793 * schedule_done)) / 2
    // v = beta1 * v + (1 − beta1) * gradients           (1, 267)
    // s = beta2 * s + (1 − beta2) * gradients²          (1, 267)
    // parameters = parameters − scheduledRate * v/(1 − beta1^step)/(√(s/(1 − beta2^step)) + epsilon)  (1, 267)
    this.kernels.descendByMoments(parameters, v, s, gradients, 1, beta1, 1 - beta1, beta2, 1 - beta2, scheduledRate / (1 - scalar.power(beta1, this.stepNumber)), 1 / (1 - scalar.power(beta2, this.stepNumber)), epsilon)
    this.memory.schedule_rate = scheduledRate
    this.stepNumber += 1
  }

  step(X: Matrix<7, M>, Y: Matrix<3, M>): number {
    const J = this.forward(X, Y)
    this.backward()
    this.update()
    return J
  }

  // initial parameters
  protected initialize(): void {
    // W1 = √(2/7) * normal(24, 7)  (24, 7)
    this.kernels.normal(this.W1, 0.5345224838248488, 0, this.seed, 0, 3423123911)
    // b1 = 0                       (24, 1)
    this.kernels.copy(this.b1, 0)
    // W2 = √(6/(24 + 3)) * (2 * uniform(3, 24) − 1)  (3, 24)
    this.kernels.uniform(this.W2, 0.9428090415820634, -0.4714045207910317, this.seed, 0, 1865192598)
    // b2 = 0                                         (3, 1)
    this.kernels.copy(this.b2, 0)
  }

  override predict(X: Matrix<7, M>): Matrix<3, M> {
    return this.predictor.predict(X)
  }

  override classify(X: Matrix<7, M>): ChurnClass[] {
    return this.predictor.classify(X) as ChurnClass[]
  }

  override evaluate(X: Matrix<7, M>, Y: Matrix<3, M>): { loss: number; accuracy: number; f1: number } {
    return this.predictor.evaluate(X, Y)
  }

  override prepare(X: Matrix<7>): void {
    prepare(this, { X })
  }

  protected serve<N extends number>(arena: Arena<N, P>): ChurnPredictor<N, P> {
    return new ChurnPredictor(arena)
  }
}

/** Will this customer stay, leave or pause? Predicts, without gradients. */
export class ChurnPredictor<M extends number = number, P extends Precision = Float32> extends Predictor<M, P> {
  // standardize · churn.yaml:16
  #predictStandardize(): void {
    // t6 = X − standardize_mean                         (7, m)
    this.kernels.subtract(this.t6, this.X, this.standardize_mean)
    // t7 = standardize_deviation > 0                    (7, 1)
    this.kernels.less(this.t7, 0, this.standardize_deviation)
    // t8 = where(t7, standardize_deviation, 1)          (7, 1)
    this.kernels.where(this.t8, this.t7, this.standardize_deviation, 1)
    // standardize_out = (X − standardize_mean)/where(standardize_deviation > 0, standardize_deviation, 1)  (7, m)
    this.kernels.divide(this.standardize_out, this.t6, this.t8)
  }

  // layer 1 · dense 24, relu, he-normal · churn.yaml:17
  #predict1(): void {
    // Z1 = W1·standardize_out + b1  (24, m) = (24, 7)·(7, m) + (24, 1)
    // A1 = relu(Z1)                 (24, m)
    this.kernels.affineRelu(this.A1, this.W1, this.standardize_out, this.b1)
  }

  // layer 2 · dense 3, softmax · churn.yaml:18
  #predict2(): void {
    // Z2 = W2·A1 + b2   (3, m) = (3, 24)·(24, m) + (3, 1)
    this.kernels.affine(this.Z2, this.W2, this.A1, this.b2)
    // A2 = softmax(Z2)  (3, m)
    this.kernels.softmax(this.A2, this.Z2)
  }

  override predict(X: Matrix<7, M>): Matrix<3, M> {
    this.read(this.X, X)
    this.#predictStandardize()
    this.#predict1()
    this.#predict2()
    return this.A2
  }

  override classify(X: Matrix<7, M>): ChurnClass[] {
    return super.classify(X) as ChurnClass[]
  }

  // loss · cross-entropy · churn.yaml:19
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

  // metric · accuracy · churn.yaml:21
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

  // metric · f1 · churn.yaml:21
  #evaluateF1(): void {
    // t18 = rowNumber()                                 (3, 1)
    this.kernels.rowNumber(this.t18)
    // said = where(3 == 1, A2 > 0.5, rowNumber(3, 1) == argmaxₖ A2)  (3, m)
    this.kernels.equal(this.said, this.t18, this.t14)
    // t19 = said * Y                                    (3, m)
    this.kernels.multiply(this.t19, this.said, this.Y)
    // hits = Σₘ t19                                     (3, 1)
    this.kernels.sumOverColumns(this.hits, this.t19)
    // t20 = Σₘ said                                     (3, 1)
    this.kernels.sumOverColumns(this.t20, this.said)
    // t21 = Σₘ Y                                        (3, 1)
    this.kernels.sumOverColumns(this.t21, this.Y)
  }

  // loss · cross-entropy · churn.yaml:19
  #evaluateLossEnd(): void {
    // J = 1/m Σₘ Σₖ −(Y * log(A2))  (1, 1)
    this.kernels.scale(this.J, this.t13, -1 / this.examples, 0)
  }

  // metric · accuracy · churn.yaml:21
  #evaluateAccuracyEnd(): void {
    // accuracy = 1/m Σₘ (argmaxₖ A2 == argmaxₖ Y)  (1, 1)
    this.kernels.multiply(this.accuracy, 1 / this.examples, this.t17)
  }

  // metric · f1 · churn.yaml:21
  #evaluateF1End(): void {
    // all = Σₘ said + Σₘ Y                  (3, 1)
    this.kernels.add(this.all, this.t20, this.t21)
    // t22 = maximum(all, 1)                 (3, 1)
    this.kernels.maximum(this.t22, this.all, 1)
    // t23 = hits/t22                        (3, 1)
    this.kernels.divide(this.t23, this.hits, this.t22)
    // t24 = 2·t23                           (3, 1)
    this.kernels.multiply(this.t24, 2, this.t23)
    // t25 = Σ t24                           (1, 1)
    this.kernels.sumOverRows(this.t25, this.t24)
    // f1 = 1/3 Σₖ 2 * hits/maximum(all, 1)  (1, 1)
    this.kernels.multiply(this.f1, 0.3333333333333333, this.t25)
  }

  override evaluateChunk(): void {
    this.#evaluateLoss()
    this.#evaluateAccuracy()
    this.#evaluateF1()
  }

  override evaluateEnd(): void {
    this.#evaluateLossEnd()
    this.#evaluateAccuracyEnd()
    this.#evaluateF1End()
  }

  override evaluate(X: Matrix<7, M>, Y: Matrix<3, M>): { loss: number; accuracy: number; f1: number } {
    this.predict(X)
    this.read(this.Y, Y)
    this.examples = this.m
    this.evaluateChunk()
    this.evaluateEnd()
    return this.evaluation()
  }

  override evaluation(): { loss: number; accuracy: number; f1: number } {
    return { loss: this.J.value, accuracy: this.accuracy.value, f1: this.f1.value }
  }

  // standardize · churn.yaml:16
  #prepareStandardize(): void {
    // t1 = Σₘ X  (7, 1)
    this.kernels.sumOverColumns(this.t1, this.X)
  }

  // standardize · churn.yaml:16
  #prepareStandardizeEnd(): void {
    // standardize_mean = 1/m Σₘ X  (7, 1)
    this.kernels.multiply(this.standardize_mean, 1 / this.examples, this.t1)
  }

  // standardize · churn.yaml:16
  #prepareStandardizePass2(): void {
    // t2 = X − standardize_mean  (7, m)
    this.kernels.subtract(this.t2, this.X, this.standardize_mean)
    // t3 = t2²                   (7, m)
    this.kernels.power(this.t3, this.t2, 2)
    // t4 = Σₘ t3                 (7, 1)
    this.kernels.sumOverColumns(this.t4, this.t3)
  }

  // standardize · churn.yaml:16
  #prepareStandardizePass2End(): void {
    // t5 = t4/m                                         (7, 1)
    this.kernels.multiply(this.t5, 1 / this.examples, this.t4)
    // standardize_deviation = √(1/m Σₘ (X − standardize_mean)²)  (7, 1)
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

  override prepare(X: Matrix<7, M>): void {
    this.read(this.X, X)
    this.examples = this.m
    this.prepareChunk(1)
    this.prepareEnd(1)
    this.prepareChunk(2)
    this.prepareEnd(2)
  }
}

export type ChurnClass = 'stay' | 'leave' | 'pause'

/** A net that trains, with initial parameters drawn from the seed. `batch` is the most examples of a call. */
export function create<M extends number = number, P extends Precision = Float32>(options: Options<M, P>): Promise<Churn<M, P>> {
  return open(options, float32, model, (arena) => new Churn(arena))
}

/** A predictor with the parameters of a saved file. */
export function predictor<M extends number = number, P extends Precision = Float32>(
  bytes: Uint8Array | ArrayBuffer,
  options: PredictorOptions<M, P> = {},
): Promise<ChurnPredictor<M, P>> {
  return restore(bytes, options, float32, model, (arena) => new ChurnPredictor(arena))
}

export const X = /* @__PURE__ */ columns('X', 7)
export const Y = /* @__PURE__ */ oneHot('Y', ['stay', 'leave', 'pause'])

/** An example of `X` as the data have it. */
export interface ChurnRow {
  readonly age: number
  readonly income: number
  readonly months: number
  readonly calls: number
  readonly plan: 'free' | 'pro' | 'team'
}

export const encode = /* @__PURE__ */ encoder<ChurnRow>('X', ['age', 'income', 'months', 'calls', { plan: ['free', 'pro', 'team'] }])

export * as churn from './churn.js'

/** What training learns, by name. */
export type ChurnParameters = {
  readonly W1: Matrix<24, 7>
  readonly b1: Matrix<24, 1>
  readonly W2: Matrix<3, 24>
  readonly b2: Matrix<3, 1>
}

/** The matrices of the network; all are views of its memory. */
export interface Churn<M extends number = number, P extends Precision = Float32> {
  readonly parameters: ChurnParameters
  readonly gradients: ChurnParameters
  readonly predictor: ChurnPredictor<M, P>
  readonly hyperparameters: { rate: number; beta1: number; beta2: number; epsilon: number }
  readonly memory: { schedule_rate: number }
  readonly blocks: { readonly parameters: Matrix<1, 267>; readonly fitted: Matrix<1, 14>; readonly gradients: Matrix<1, 267>; readonly v: Matrix<1, 267>; readonly s: Matrix<1, 267> }
  readonly standardize_mean: Matrix<7, 1>
  readonly standardize_deviation: Matrix<7, 1>
  readonly W1: Matrix<24, 7>
  readonly b1: Matrix<24, 1>
  readonly W2: Matrix<3, 24>
  readonly b2: Matrix<3, 1>
  readonly X: Matrix<7, M>
  readonly Y: Matrix<3, M>
  readonly dW1: Matrix<24, 7>
  readonly db1: Matrix<24, 1>
  readonly dW2: Matrix<3, 24>
  readonly db2: Matrix<3, 1>
  readonly t1: Matrix<7, M>
  readonly t2: Matrix<7, 1>
  readonly t3: Matrix<7, 1>
  readonly standardize_out: Matrix<7, M>
  readonly A1: Matrix<24, M>
  readonly Z2: Matrix<3, M>
  readonly t4: Matrix<24, 7>
  readonly t5: Matrix<24, 1>
  readonly t6: Matrix<1, 1>
  readonly t7: Matrix<3, 24>
  readonly t8: Matrix<3, 1>
  readonly t9: Matrix<1, 1>
  readonly A2: Matrix<3, M>
  readonly t10: Matrix<1, 1>
  readonly t11: Matrix<1, 1>
  readonly J: Matrix<1, 1>
  readonly dZ2: Matrix<3, M>
  readonly t12: Matrix<3, 24>
  readonly dA1: Matrix<24, M>
  readonly dZ1: Matrix<24, M>
  readonly t13: Matrix<24, 7>
}

/** The matrices of the predictor. */
export interface ChurnPredictor<M extends number = number, P extends Precision = Float32> {
  readonly parameters: ChurnParameters
  readonly blocks: { readonly parameters: Matrix<1, 267>; readonly fitted: Matrix<1, 14> }
  readonly standardize_mean: Matrix<7, 1>
  readonly standardize_deviation: Matrix<7, 1>
  readonly W1: Matrix<24, 7>
  readonly b1: Matrix<24, 1>
  readonly W2: Matrix<3, 24>
  readonly b2: Matrix<3, 1>
  readonly X: Matrix<7, M>
  readonly Y: Matrix<3, M>
  readonly t1: Matrix<7, 1>
  readonly t2: Matrix<7, M>
  readonly t3: Matrix<7, M>
  readonly t4: Matrix<7, 1>
  readonly t5: Matrix<7, 1>
  readonly t6: Matrix<7, M>
  readonly t7: Matrix<7, 1>
  readonly t8: Matrix<7, 1>
  readonly standardize_out: Matrix<7, M>
  readonly A1: Matrix<24, M>
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
  readonly t18: Matrix<3, 1>
  readonly said: Matrix<3, M>
  readonly t19: Matrix<3, M>
  readonly hits: Matrix<3, 1>
  readonly t20: Matrix<3, 1>
  readonly t21: Matrix<3, 1>
  readonly J: Matrix<1, 1>
  readonly accuracy: Matrix<1, 1>
  readonly all: Matrix<3, 1>
  readonly t22: Matrix<3, 1>
  readonly t23: Matrix<3, 1>
  readonly t24: Matrix<3, 1>
  readonly t25: Matrix<1, 1>
  readonly f1: Matrix<1, 1>
}

const model: Model = {
  name: 'churn',
  abi: 2,
  digest: 'bdaced902b268a1a',
  inputs: ['X'],
  targets: ['Y'],
  output: 'A2',
  classes: ['stay', 'leave', 'pause'],
  hyperparameters: { rate: 0.01, beta1: 0.9, beta2: 0.999, epsilon: 1e-8 },
  memory: { schedule_rate: 0.01 },
  parameters: {
    W1: 'dense, layer 1',
    b1: 'dense, layer 1',
    W2: 'dense, layer 2',
    b2: 'dense, layer 2',
  },
  kernels: ['add', 'affine', 'affineRelu', 'argmaxOverRows', 'combine', 'copy', 'descendByMoments', 'divide', 'equal', 'less', 'logSumExpOverRows', 'matmulTransposedLeft', 'maximum', 'multiply', 'normal', 'outerProductAndSum', 'power', 'reluGradient', 'rowNumber', 'scale', 'scaledDifference', 'softmax', 'softmaxCrossEntropy', 'sqrt', 'subtract', 'sumOverColumns', 'sumOverRows', 'uniform', 'where'],
  addsUp: true,
  prepare: { passes: [{ sum: ['t1'] }, { sum: ['t4'] }] },
  evaluate: { passes: [{ sum: ['t13', 't17', 'hits', 't20', 't21'] }] },
  // Rows, columns and offset in elements; an offset with a batch (m) counts per column, behind all fixed ones.
  training: {
    fixed: 1296,
    perColumn: 96,
    blocks: { parameters: [0, 267], fitted: [268, 14], gradients: [284, 267], v: [552, 267], s: [820, 267] },
    places: {
      standardize_mean: [7, 1, 268],
      standardize_deviation: [7, 1, 275],
      W1: [24, 7, 0],
      b1: [24, 1, 168],
      W2: [3, 24, 192],
      b2: [3, 1, 264],
      X: [7, 'm', 0],
      Y: [3, 'm', 7],
      dW1: [24, 7, 284],
      db1: [24, 1, 452],
      dW2: [3, 24, 476],
      db2: [3, 1, 548],
      t1: [7, 'm', 10],
      t2: [7, 1, 1088],
      t3: [7, 1, 1096],
      standardize_out: [7, 'm', 17],
      A1: [24, 'm', 24],
      Z2: [3, 'm', 10],
      t4: [24, 7, 1104],
      t5: [24, 1, 1272],
      t6: [1, 1, 1088],
      t7: [3, 24, 1092],
      t8: [3, 1, 1164],
      t9: [1, 1, 1092],
      A2: [3, 'm', 13],
      t10: [1, 1, 1096],
      t11: [1, 1, 1100],
      J: [1, 1, 1088],
      dZ2: [3, 'm', 10],
      t12: [3, 24, 1092],
      dA1: [24, 'm', 48],
      dZ1: [24, 'm', 72],
      t13: [24, 7, 1092],
    },
  },
  serving: {
    fixed: 308,
    perColumn: 48,
    blocks: { parameters: [0, 267], fitted: [268, 14] },
    places: {
      standardize_mean: [7, 1, 268],
      standardize_deviation: [7, 1, 275],
      W1: [24, 7, 0],
      b1: [24, 1, 168],
      W2: [3, 24, 192],
      b2: [3, 1, 264],
      X: [7, 'm', 0],
      Y: [3, 'm', 7],
      t1: [7, 1, 284],
      t2: [7, 'm', 10],
      t3: [7, 'm', 17],
      t4: [7, 1, 284],
      t5: [7, 1, 292],
      t6: [7, 'm', 10],
      t7: [7, 1, 284],
      t8: [7, 1, 292],
      standardize_out: [7, 'm', 17],
      A1: [24, 'm', 24],
      Z2: [3, 'm', 10],
      A2: [3, 'm', 13],
      t9: [1, 'm', 16],
      t10: [3, 'm', 17],
      t11: [3, 'm', 10],
      t12: [1, 'm', 16],
      t13: [1, 1, 284],
      t14: [1, 'm', 10],
      t15: [1, 'm', 11],
      t16: [1, 'm', 12],
      t17: [1, 1, 288],
      t18: [3, 1, 292],
      said: [3, 'm', 16],
      t19: [3, 'm', 10],
      hits: [3, 1, 292],
      t20: [3, 1, 296],
      t21: [3, 1, 300],
      J: [1, 1, 304],
      accuracy: [1, 1, 284],
      all: [3, 1, 288],
      t22: [3, 1, 296],
      t23: [3, 1, 288],
      t24: [3, 1, 292],
      t25: [1, 1, 288],
      f1: [1, 1, 292],
    },
  },
}
