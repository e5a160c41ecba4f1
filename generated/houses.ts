// houses.ts · loopless 1, from specs/models/houses.yaml: edit that file, not this one
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
  open,
  prepare,
  restore,
  type Arena,
  type Matrix,
  type Model,
  type Options,
  type Precision,
  type PredictorOptions,
} from 'loopless/runtime'
import { float64, type Float64 } from 'loopless/runtime/float64'

/** A straight line through six houses, price by size; the course's first example. Trains; every dV is the derivative ∂J/∂V itself. */
export class Houses<M extends number = number, P extends Precision = Float64> extends Net<M, P> {
  // standardize · houses.yaml:13
  #forwardStandardize(): void {
    // t1 = X − standardize_mean                         (1, m)
    this.kernels.subtract(this.t1, this.X, this.standardize_mean)
    // t2 = standardize_deviation > 0                    (1, 1)
    this.kernels.less(this.t2, 0, this.standardize_deviation)
    // t3 = where(t2, standardize_deviation, 1)          (1, 1)
    this.kernels.where(this.t3, this.t2, this.standardize_deviation, 1)
    // standardize_out = (X − standardize_mean)/where(standardize_deviation > 0, standardize_deviation, 1)  (1, m)
    this.kernels.divide(this.standardize_out, this.t1, this.t3)
  }

  // layer 1 · dense 1 · houses.yaml:14
  #forward1(): void {
    // Z1 = W1·standardize_out + b1  (1, m) = (1, 1)·(1, m) + (1, 1)
    this.kernels.affine(this.Z1, this.W1, this.standardize_out, this.b1)
  }

  // loss · squared-error · houses.yaml:15
  #forwardLoss(): void {
    // t4 = Z1 − Y             (1, m)
    this.kernels.subtract(this.t4, this.Z1, this.Y)
    // t5 = t4²                (1, m)
    this.kernels.power(this.t5, this.t4, 2)
    // t6 = Σ t5               (1, m)
    this.kernels.sumOverRows(this.t6, this.t5)
    // t7 = Σₘ t6              (1, 1)
    this.kernels.sumOverColumns(this.t7, this.t6)
    // J = 1/m Σₘ (Z1 − Y)²/2  (1, 1)
    this.kernels.multiply(this.J, 0.5 / this.m, this.t7)
  }

  forward(X: Matrix<1, M>, Y: Matrix<1, M>): number {
    this.read(this.X, X)
    this.read(this.Y, Y)
    this.#forwardStandardize()
    this.#forward1()
    this.#forwardLoss()
    return this.J.value
  }

  // loss · squared-error · houses.yaml:15
  #backwardLoss(): void {
    // dZ1 = t4/m  (1, m)
    this.kernels.multiply(this.dZ1, 1 / this.m, this.t4)
  }

  // layer 1 · dense 1 · houses.yaml:14
  #backward1(): void {
    // db1 = Σₘ dZ1                (1, 1)
    // dW1 = dZ1·standardize_outᵀ  (1, 1) = (1, m)·(m, 1)
    this.kernels.outerProductAndSum(this.dW1, this.db1, this.dZ1, this.standardize_out)
  }

  backward(): void {
    this.#backwardLoss()
    this.#backward1()
  }

  // update · gradient-descent 0.5 · houses.yaml:17
  update(): void {
    const { parameters, gradients } = this.blocks
    const { rate } = this.hyperparameters
    // parameters = parameters − rate * gradients  (1, 2)
    this.kernels.descend(parameters, gradients, rate)
    this.stepNumber += 1
  }

  step(X: Matrix<1, M>, Y: Matrix<1, M>): number {
    const J = this.forward(X, Y)
    this.backward()
    this.update()
    return J
  }

  // initial parameters
  protected initialize(): void {
    // W1 = √(6/(1 + 1)) * (2 * uniform(1, 1) − 1)  (1, 1)
    this.kernels.uniform(this.W1, 3.4641016151377544, -1.7320508075688772, this.seed, 0, 3423123911)
    // b1 = 0                                       (1, 1)
    this.kernels.copy(this.b1, 0)
  }

  override predict(X: Matrix<1, M>): Matrix<1, M> {
    return this.predictor.predict(X)
  }

  override evaluate(X: Matrix<1, M>, Y: Matrix<1, M>): { loss: number } {
    return this.predictor.evaluate(X, Y)
  }

  override prepare(X: Matrix<1>): void {
    prepare(this, { X })
  }

  protected serve<N extends number>(arena: Arena<N, P>): HousesPredictor<N, P> {
    return new HousesPredictor(arena)
  }
}

/** A straight line through six houses, price by size; the course's first example. Predicts, without gradients. */
export class HousesPredictor<M extends number = number, P extends Precision = Float64> extends Predictor<M, P> {
  // standardize · houses.yaml:13
  #predictStandardize(): void {
    // t6 = X − standardize_mean                         (1, m)
    this.kernels.subtract(this.t6, this.X, this.standardize_mean)
    // t7 = standardize_deviation > 0                    (1, 1)
    this.kernels.less(this.t7, 0, this.standardize_deviation)
    // t8 = where(t7, standardize_deviation, 1)          (1, 1)
    this.kernels.where(this.t8, this.t7, this.standardize_deviation, 1)
    // standardize_out = (X − standardize_mean)/where(standardize_deviation > 0, standardize_deviation, 1)  (1, m)
    this.kernels.divide(this.standardize_out, this.t6, this.t8)
  }

  // layer 1 · dense 1 · houses.yaml:14
  #predict1(): void {
    // Z1 = W1·standardize_out + b1  (1, m) = (1, 1)·(1, m) + (1, 1)
    this.kernels.affine(this.Z1, this.W1, this.standardize_out, this.b1)
  }

  override predict(X: Matrix<1, M>): Matrix<1, M> {
    this.read(this.X, X)
    this.#predictStandardize()
    this.#predict1()
    return this.Z1
  }

  // loss · squared-error · houses.yaml:15
  #evaluateLoss(): void {
    // t9 = Σₘ Σ (Z1 − Y)²  (1, 1)
    this.kernels.squaredError(this.t9, this.Z1, this.Y, 1)
  }

  // loss · squared-error · houses.yaml:15
  #evaluateLossEnd(): void {
    // J = 1/m Σₘ (Z1 − Y)²/2  (1, 1)
    this.kernels.multiply(this.J, 0.5 / this.examples, this.t9)
  }

  override evaluateChunk(): void {
    this.#evaluateLoss()
  }

  override evaluateEnd(): void {
    this.#evaluateLossEnd()
  }

  override evaluate(X: Matrix<1, M>, Y: Matrix<1, M>): { loss: number } {
    this.predict(X)
    this.read(this.Y, Y)
    this.examples = this.m
    this.evaluateChunk()
    this.evaluateEnd()
    return this.evaluation()
  }

  override evaluation(): { loss: number } {
    return { loss: this.J.value }
  }

  // standardize · houses.yaml:13
  #prepareStandardize(): void {
    // t1 = Σₘ X  (1, 1)
    this.kernels.sumOverColumns(this.t1, this.X)
  }

  // standardize · houses.yaml:13
  #prepareStandardizeEnd(): void {
    // standardize_mean = 1/m Σₘ X  (1, 1)
    this.kernels.multiply(this.standardize_mean, 1 / this.examples, this.t1)
  }

  // standardize · houses.yaml:13
  #prepareStandardizePass2(): void {
    // t2 = X − standardize_mean  (1, m)
    this.kernels.subtract(this.t2, this.X, this.standardize_mean)
    // t3 = t2²                   (1, m)
    this.kernels.power(this.t3, this.t2, 2)
    // t4 = Σₘ t3                 (1, 1)
    this.kernels.sumOverColumns(this.t4, this.t3)
  }

  // standardize · houses.yaml:13
  #prepareStandardizePass2End(): void {
    // t5 = t4/m                                         (1, 1)
    this.kernels.multiply(this.t5, 1 / this.examples, this.t4)
    // standardize_deviation = √(1/m Σₘ (X − standardize_mean)²)  (1, 1)
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

  override prepare(X: Matrix<1, M>): void {
    this.read(this.X, X)
    this.examples = this.m
    this.prepareChunk(1)
    this.prepareEnd(1)
    this.prepareChunk(2)
    this.prepareEnd(2)
  }
}

/** A net that trains, with initial parameters drawn from the seed. `batch` is the most examples of a call. */
export function create<M extends number = number, P extends Precision = Float64>(options: Options<M, P>): Promise<Houses<M, P>> {
  return open(options, float64, model, (arena) => new Houses(arena))
}

/** A predictor with the parameters of a saved file. */
export function predictor<M extends number = number, P extends Precision = Float64>(
  bytes: Uint8Array | ArrayBuffer,
  options: PredictorOptions<M, P> = {},
): Promise<HousesPredictor<M, P>> {
  return restore(bytes, options, float64, model, (arena) => new HousesPredictor(arena))
}

export const X = /* @__PURE__ */ columns('X', 1)
export const Y = /* @__PURE__ */ columns('Y', 1)

/** An example of `X` as the data have it. */
export interface HousesRow {
  readonly size: number
}

export const encode = /* @__PURE__ */ encoder<HousesRow>('X', ['size'])

export * as houses from './houses.js'

/** What training learns, by name. */
export type HousesParameters = {
  readonly W1: Matrix<1, 1>
  readonly b1: Matrix<1, 1>
}

/** The matrices of the network; all are views of its memory. */
export interface Houses<M extends number = number, P extends Precision = Float64> {
  readonly parameters: HousesParameters
  readonly gradients: HousesParameters
  readonly predictor: HousesPredictor<M, P>
  readonly hyperparameters: { rate: number }
  readonly blocks: { readonly parameters: Matrix<1, 2>; readonly fitted: Matrix<1, 2>; readonly gradients: Matrix<1, 2> }
  readonly standardize_mean: Matrix<1, 1>
  readonly standardize_deviation: Matrix<1, 1>
  readonly W1: Matrix<1, 1>
  readonly b1: Matrix<1, 1>
  readonly X: Matrix<1, M>
  readonly Y: Matrix<1, M>
  readonly dW1: Matrix<1, 1>
  readonly db1: Matrix<1, 1>
  readonly t1: Matrix<1, M>
  readonly t2: Matrix<1, 1>
  readonly t3: Matrix<1, 1>
  readonly standardize_out: Matrix<1, M>
  readonly Z1: Matrix<1, M>
  readonly t4: Matrix<1, M>
  readonly t5: Matrix<1, M>
  readonly t6: Matrix<1, M>
  readonly t7: Matrix<1, 1>
  readonly J: Matrix<1, 1>
  readonly dZ1: Matrix<1, M>
}

/** The matrices of the predictor. */
export interface HousesPredictor<M extends number = number, P extends Precision = Float64> {
  readonly parameters: HousesParameters
  readonly blocks: { readonly parameters: Matrix<1, 2>; readonly fitted: Matrix<1, 2> }
  readonly standardize_mean: Matrix<1, 1>
  readonly standardize_deviation: Matrix<1, 1>
  readonly W1: Matrix<1, 1>
  readonly b1: Matrix<1, 1>
  readonly X: Matrix<1, M>
  readonly Y: Matrix<1, M>
  readonly t1: Matrix<1, 1>
  readonly t2: Matrix<1, M>
  readonly t3: Matrix<1, M>
  readonly t4: Matrix<1, 1>
  readonly t5: Matrix<1, 1>
  readonly t6: Matrix<1, M>
  readonly t7: Matrix<1, 1>
  readonly t8: Matrix<1, 1>
  readonly standardize_out: Matrix<1, M>
  readonly Z1: Matrix<1, M>
  readonly t9: Matrix<1, 1>
  readonly J: Matrix<1, 1>
}

const model: Model = {
  name: 'houses',
  abi: 2,
  digest: '234388212c47d088',
  inputs: ['X'],
  targets: ['Y'],
  output: 'Z1',
  hyperparameters: { rate: 0.5 },
  parameters: {
    W1: 'dense, layer 1',
    b1: 'dense, layer 1',
  },
  kernels: ['affine', 'copy', 'descend', 'divide', 'less', 'multiply', 'outerProductAndSum', 'power', 'sqrt', 'squaredError', 'subtract', 'sumOverColumns', 'sumOverRows', 'uniform', 'where'],
  addsUp: true,
  prepare: { passes: [{ sum: ['t1'] }, { sum: ['t4'] }] },
  evaluate: { passes: [{ sum: ['t9'] }] },
  // Rows, columns and offset in elements; an offset with a batch (m) counts per column, behind all fixed ones.
  training: {
    fixed: 20,
    perColumn: 6,
    blocks: { parameters: [0, 2], fitted: [4, 2], gradients: [8, 2] },
    places: {
      standardize_mean: [1, 1, 4],
      standardize_deviation: [1, 1, 5],
      W1: [1, 1, 0],
      b1: [1, 1, 1],
      X: [1, 'm', 0],
      Y: [1, 'm', 1],
      dW1: [1, 1, 8],
      db1: [1, 1, 9],
      t1: [1, 'm', 2],
      t2: [1, 1, 12],
      t3: [1, 1, 16],
      standardize_out: [1, 'm', 3],
      Z1: [1, 'm', 2],
      t4: [1, 'm', 4],
      t5: [1, 'm', 2],
      t6: [1, 'm', 5],
      t7: [1, 1, 12],
      J: [1, 1, 16],
      dZ1: [1, 'm', 2],
    },
  },
  serving: {
    fixed: 16,
    perColumn: 4,
    blocks: { parameters: [0, 2], fitted: [4, 2] },
    places: {
      standardize_mean: [1, 1, 4],
      standardize_deviation: [1, 1, 5],
      W1: [1, 1, 0],
      b1: [1, 1, 1],
      X: [1, 'm', 0],
      Y: [1, 'm', 1],
      t1: [1, 1, 8],
      t2: [1, 'm', 2],
      t3: [1, 'm', 3],
      t4: [1, 1, 8],
      t5: [1, 1, 12],
      t6: [1, 'm', 2],
      t7: [1, 1, 8],
      t8: [1, 1, 12],
      standardize_out: [1, 'm', 3],
      Z1: [1, 'm', 2],
      t9: [1, 1, 8],
      J: [1, 1, 12],
    },
  },
}
