// breast-cancer.ts · loopless 1, from specs/models/breast-cancer.yaml: edit that file, not this one
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
  prepare,
  restore,
  type Arena,
  type Float32,
  type Matrix,
  type Model,
  type Options,
  type Precision,
  type PredictorOptions,
} from 'loopless/runtime'

/** Logistic regression, benign or malignant by thirty measurements of cell nuclei. Trains; every dV is the derivative ∂J/∂V itself. */
export class BreastCancer<M extends number = number, P extends Precision = Float32> extends Net<M, P> {
  // standardize · breast-cancer.yaml:13
  #forwardStandardize(): void {
    // t1 = X − standardize_mean                         (30, m)
    this.kernels.subtract(this.t1, this.X, this.standardize_mean)
    // t2 = standardize_deviation > 0                    (30, 1)
    this.kernels.less(this.t2, 0, this.standardize_deviation)
    // t3 = where(t2, standardize_deviation, 1)          (30, 1)
    this.kernels.where(this.t3, this.t2, this.standardize_deviation, 1)
    // standardize_out = (X − standardize_mean)/where(standardize_deviation > 0, standardize_deviation, 1)  (30, m)
    this.kernels.divide(this.standardize_out, this.t1, this.t3)
  }

  // layer 1 · dense 1, sigmoid · breast-cancer.yaml:14
  #forward1(): void {
    // Z1 = W1·standardize_out + b1  (1, m) = (1, 30)·(30, m) + (1, 1)
    this.kernels.affine(this.Z1, this.W1, this.standardize_out, this.b1)
  }

  // loss · binary-cross-entropy · breast-cancer.yaml:15
  #forwardLoss(): void {
    // A1 = sigmoid(Z1)                                  (1, m)
    // J = 1/m Σₘ −(Y * log(A1) + (1 − Y) * log(1 − A1))  (1, 1)
    this.kernels.sigmoidCrossEntropy(this.A1, this.J, this.Z1, this.Y, 1 / this.m)
  }

  forward(X: Matrix<30, M>, Y: Matrix<1, M>): number {
    this.read(this.X, X)
    this.read(this.Y, Y)
    this.#forwardStandardize()
    this.#forward1()
    this.#forwardLoss()
    return this.J.value
  }

  // loss · binary-cross-entropy · breast-cancer.yaml:15
  #backwardLoss(): void {
    // dZ1 = (A1 − Y)/m  (1, m)
    this.kernels.scaledDifference(this.dZ1, this.A1, this.Y, 1 / this.m)
  }

  // layer 1 · dense 1, sigmoid · breast-cancer.yaml:14
  #backward1(): void {
    // db1 = Σₘ dZ1                (1, 1)
    // dW1 = dZ1·standardize_outᵀ  (1, 30) = (1, m)·(m, 30)
    this.kernels.outerProductAndSum(this.dW1, this.db1, this.dZ1, this.standardize_out)
  }

  backward(): void {
    this.#backwardLoss()
    this.#backward1()
  }

  // update · gradient-descent 0.1 · breast-cancer.yaml:18
  update(): void {
    const { parameters, gradients } = this.blocks
    const { rate } = this.hyperparameters
    // parameters = parameters − rate * gradients  (1, 31)
    this.kernels.descend(parameters, gradients, rate)
    this.stepNumber += 1
  }

  step(X: Matrix<30, M>, Y: Matrix<1, M>): number {
    const J = this.forward(X, Y)
    this.backward()
    this.update()
    return J
  }

  // initial parameters
  protected initialize(): void {
    // W1 = √(6/(30 + 1)) * (2 * uniform(1, 30) − 1)  (1, 30)
    this.kernels.uniform(this.W1, 0.8798826901281197, -0.43994134506405985, this.seed, 0, 3423123911)
    // b1 = 0                                         (1, 1)
    this.kernels.copy(this.b1, 0)
  }

  override predict(X: Matrix<30, M>): Matrix<1, M> {
    return this.predictor.predict(X)
  }

  override classify(X: Matrix<30, M>): BreastCancerClass[] {
    return this.predictor.classify(X) as BreastCancerClass[]
  }

  override evaluate(X: Matrix<30, M>, Y: Matrix<1, M>): { loss: number; binaryAccuracy: number } {
    return this.predictor.evaluate(X, Y)
  }

  override prepare(X: Matrix<30>): void {
    prepare(this, { X })
  }

  protected serve<N extends number>(arena: Arena<N, P>): BreastCancerPredictor<N, P> {
    return new BreastCancerPredictor(arena)
  }
}

/** Logistic regression, benign or malignant by thirty measurements of cell nuclei. Predicts, without gradients. */
export class BreastCancerPredictor<M extends number = number, P extends Precision = Float32> extends Predictor<M, P> {
  // standardize · breast-cancer.yaml:13
  #predictStandardize(): void {
    // t6 = X − standardize_mean                         (30, m)
    this.kernels.subtract(this.t6, this.X, this.standardize_mean)
    // t7 = standardize_deviation > 0                    (30, 1)
    this.kernels.less(this.t7, 0, this.standardize_deviation)
    // t8 = where(t7, standardize_deviation, 1)          (30, 1)
    this.kernels.where(this.t8, this.t7, this.standardize_deviation, 1)
    // standardize_out = (X − standardize_mean)/where(standardize_deviation > 0, standardize_deviation, 1)  (30, m)
    this.kernels.divide(this.standardize_out, this.t6, this.t8)
  }

  // layer 1 · dense 1, sigmoid · breast-cancer.yaml:14
  #predict1(): void {
    // Z1 = W1·standardize_out + b1  (1, m) = (1, 30)·(30, m) + (1, 1)
    this.kernels.affine(this.Z1, this.W1, this.standardize_out, this.b1)
    // A1 = sigmoid(Z1)              (1, m)
    this.kernels.sigmoid(this.A1, this.Z1)
  }

  override predict(X: Matrix<30, M>): Matrix<1, M> {
    this.read(this.X, X)
    this.#predictStandardize()
    this.#predict1()
    return this.A1
  }

  override classify(X: Matrix<30, M>): BreastCancerClass[] {
    return super.classify(X) as BreastCancerClass[]
  }

  // loss · binary-cross-entropy · breast-cancer.yaml:15
  #evaluateLoss(): void {
    // t9 = softplus(Z1)  (1, m)
    this.kernels.softplus(this.t9, this.Z1)
    // t10 = Y * Z1       (1, m)
    this.kernels.multiply(this.t10, this.Y, this.Z1)
    // t11 = t10 − t9     (1, m)
    this.kernels.subtract(this.t11, this.t10, this.t9)
    // t12 = Σ t11        (1, m)
    this.kernels.sumOverRows(this.t12, this.t11)
    // t13 = Σₘ t12       (1, 1)
    this.kernels.sumOverColumns(this.t13, this.t12)
  }

  // metric · binary-accuracy · breast-cancer.yaml:16
  #evaluateBinaryAccuracy(): void {
    // t14 = A1 > 0.5    (1, m)
    this.kernels.less(this.t14, 0.5, this.A1)
    // t15 = Y > 0.5     (1, m)
    this.kernels.less(this.t15, 0.5, this.Y)
    // t16 = t14 == t15  (1, m)
    this.kernels.equal(this.t16, this.t14, this.t15)
    // t17 = Σ t16       (1, m)
    this.kernels.sumOverRows(this.t17, this.t16)
    // t18 = Σₘ t17      (1, 1)
    this.kernels.sumOverColumns(this.t18, this.t17)
  }

  // loss · binary-cross-entropy · breast-cancer.yaml:15
  #evaluateLossEnd(): void {
    // J = 1/m Σₘ −(Y * log(A1) + (1 − Y) * log(1 − A1))  (1, 1)
    this.kernels.scale(this.J, this.t13, -1 / this.examples, 0)
  }

  // metric · binary-accuracy · breast-cancer.yaml:16
  #evaluateBinaryAccuracyEnd(): void {
    // binaryAccuracy = 1/m Σₘ ((A1 > 0.5) == (Y > 0.5))  (1, 1)
    this.kernels.multiply(this.binaryAccuracy, 1 / this.examples, this.t18)
  }

  override evaluateChunk(): void {
    this.#evaluateLoss()
    this.#evaluateBinaryAccuracy()
  }

  override evaluateEnd(): void {
    this.#evaluateLossEnd()
    this.#evaluateBinaryAccuracyEnd()
  }

  override evaluate(X: Matrix<30, M>, Y: Matrix<1, M>): { loss: number; binaryAccuracy: number } {
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

  // standardize · breast-cancer.yaml:13
  #prepareStandardize(): void {
    // t1 = Σₘ X  (30, 1)
    this.kernels.sumOverColumns(this.t1, this.X)
  }

  // standardize · breast-cancer.yaml:13
  #prepareStandardizeEnd(): void {
    // standardize_mean = 1/m Σₘ X  (30, 1)
    this.kernels.multiply(this.standardize_mean, 1 / this.examples, this.t1)
  }

  // standardize · breast-cancer.yaml:13
  #prepareStandardizePass2(): void {
    // t2 = X − standardize_mean  (30, m)
    this.kernels.subtract(this.t2, this.X, this.standardize_mean)
    // t3 = t2²                   (30, m)
    this.kernels.power(this.t3, this.t2, 2)
    // t4 = Σₘ t3                 (30, 1)
    this.kernels.sumOverColumns(this.t4, this.t3)
  }

  // standardize · breast-cancer.yaml:13
  #prepareStandardizePass2End(): void {
    // t5 = t4/m                                         (30, 1)
    this.kernels.multiply(this.t5, 1 / this.examples, this.t4)
    // standardize_deviation = √(1/m Σₘ (X − standardize_mean)²)  (30, 1)
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

  override prepare(X: Matrix<30, M>): void {
    this.read(this.X, X)
    this.examples = this.m
    this.prepareChunk(1)
    this.prepareEnd(1)
    this.prepareChunk(2)
    this.prepareEnd(2)
  }
}

export type BreastCancerClass = 'benign' | 'malignant'

/** A net that trains, with initial parameters drawn from the seed. `batch` is the most examples of a call. */
export function create<M extends number = number, P extends Precision = Float32>(options: Options<M, P>): Promise<BreastCancer<M, P>> {
  return open(options, float32, model, (arena) => new BreastCancer(arena))
}

/** A predictor with the parameters of a saved file. */
export function predictor<M extends number = number, P extends Precision = Float32>(
  bytes: Uint8Array | ArrayBuffer,
  options: PredictorOptions<M, P> = {},
): Promise<BreastCancerPredictor<M, P>> {
  return restore(bytes, options, float32, model, (arena) => new BreastCancerPredictor(arena))
}

export const X = /* @__PURE__ */ columns('X', 30)
export const Y = /* @__PURE__ */ binary('Y', ['benign', 'malignant'])

export * as breastCancer from './breast-cancer.js'

/** What training learns, by name. */
export type BreastCancerParameters = {
  readonly W1: Matrix<1, 30>
  readonly b1: Matrix<1, 1>
}

/** The matrices of the network; all are views of its memory. */
export interface BreastCancer<M extends number = number, P extends Precision = Float32> {
  readonly parameters: BreastCancerParameters
  readonly gradients: BreastCancerParameters
  readonly predictor: BreastCancerPredictor<M, P>
  readonly hyperparameters: { rate: number }
  readonly blocks: { readonly parameters: Matrix<1, 31>; readonly fitted: Matrix<1, 60>; readonly gradients: Matrix<1, 31> }
  readonly standardize_mean: Matrix<30, 1>
  readonly standardize_deviation: Matrix<30, 1>
  readonly W1: Matrix<1, 30>
  readonly b1: Matrix<1, 1>
  readonly X: Matrix<30, M>
  readonly Y: Matrix<1, M>
  readonly dW1: Matrix<1, 30>
  readonly db1: Matrix<1, 1>
  readonly t1: Matrix<30, M>
  readonly t2: Matrix<30, 1>
  readonly t3: Matrix<30, 1>
  readonly standardize_out: Matrix<30, M>
  readonly Z1: Matrix<1, M>
  readonly A1: Matrix<1, M>
  readonly J: Matrix<1, 1>
  readonly dZ1: Matrix<1, M>
}

/** The matrices of the predictor. */
export interface BreastCancerPredictor<M extends number = number, P extends Precision = Float32> {
  readonly parameters: BreastCancerParameters
  readonly blocks: { readonly parameters: Matrix<1, 31>; readonly fitted: Matrix<1, 60> }
  readonly standardize_mean: Matrix<30, 1>
  readonly standardize_deviation: Matrix<30, 1>
  readonly W1: Matrix<1, 30>
  readonly b1: Matrix<1, 1>
  readonly X: Matrix<30, M>
  readonly Y: Matrix<1, M>
  readonly t1: Matrix<30, 1>
  readonly t2: Matrix<30, M>
  readonly t3: Matrix<30, M>
  readonly t4: Matrix<30, 1>
  readonly t5: Matrix<30, 1>
  readonly t6: Matrix<30, M>
  readonly t7: Matrix<30, 1>
  readonly t8: Matrix<30, 1>
  readonly standardize_out: Matrix<30, M>
  readonly Z1: Matrix<1, M>
  readonly A1: Matrix<1, M>
  readonly t9: Matrix<1, M>
  readonly t10: Matrix<1, M>
  readonly t11: Matrix<1, M>
  readonly t12: Matrix<1, M>
  readonly t13: Matrix<1, 1>
  readonly t14: Matrix<1, M>
  readonly t15: Matrix<1, M>
  readonly t16: Matrix<1, M>
  readonly t17: Matrix<1, M>
  readonly t18: Matrix<1, 1>
  readonly J: Matrix<1, 1>
  readonly binaryAccuracy: Matrix<1, 1>
}

const model: Model = {
  name: 'breast-cancer',
  abi: 2,
  digest: '1c8337f515eabd66',
  inputs: ['X'],
  targets: ['Y'],
  output: 'A1',
  classes: ['benign', 'malignant'],
  hyperparameters: { rate: 0.1 },
  parameters: {
    W1: 'dense, layer 1',
    b1: 'dense, layer 1',
  },
  kernels: ['affine', 'copy', 'descend', 'divide', 'equal', 'less', 'multiply', 'outerProductAndSum', 'power', 'scale', 'scaledDifference', 'sigmoid', 'sigmoidCrossEntropy', 'softplus', 'sqrt', 'subtract', 'sumOverColumns', 'sumOverRows', 'uniform', 'where'],
  addsUp: true,
  prepare: { passes: [{ sum: ['t1'] }, { sum: ['t4'] }] },
  evaluate: { passes: [{ sum: ['t13', 't18'] }] },
  // Rows, columns and offset in elements; an offset with a batch (m) counts per column, behind all fixed ones.
  training: {
    fixed: 188,
    perColumn: 91,
    blocks: { parameters: [0, 31], fitted: [32, 60], gradients: [92, 31] },
    places: {
      standardize_mean: [30, 1, 32],
      standardize_deviation: [30, 1, 62],
      W1: [1, 30, 0],
      b1: [1, 1, 30],
      X: [30, 'm', 0],
      Y: [1, 'm', 30],
      dW1: [1, 30, 92],
      db1: [1, 1, 122],
      t1: [30, 'm', 31],
      t2: [30, 1, 124],
      t3: [30, 1, 156],
      standardize_out: [30, 'm', 61],
      Z1: [1, 'm', 31],
      A1: [1, 'm', 32],
      J: [1, 1, 124],
      dZ1: [1, 'm', 31],
    },
  },
  serving: {
    fixed: 156,
    perColumn: 91,
    blocks: { parameters: [0, 31], fitted: [32, 60] },
    places: {
      standardize_mean: [30, 1, 32],
      standardize_deviation: [30, 1, 62],
      W1: [1, 30, 0],
      b1: [1, 1, 30],
      X: [30, 'm', 0],
      Y: [1, 'm', 30],
      t1: [30, 1, 92],
      t2: [30, 'm', 31],
      t3: [30, 'm', 61],
      t4: [30, 1, 92],
      t5: [30, 1, 124],
      t6: [30, 'm', 31],
      t7: [30, 1, 92],
      t8: [30, 1, 124],
      standardize_out: [30, 'm', 61],
      Z1: [1, 'm', 31],
      A1: [1, 'm', 32],
      t9: [1, 'm', 33],
      t10: [1, 'm', 34],
      t11: [1, 'm', 31],
      t12: [1, 'm', 33],
      t13: [1, 1, 92],
      t14: [1, 'm', 31],
      t15: [1, 'm', 33],
      t16: [1, 'm', 34],
      t17: [1, 'm', 31],
      t18: [1, 1, 96],
      J: [1, 1, 100],
      binaryAccuracy: [1, 1, 92],
    },
  },
}
