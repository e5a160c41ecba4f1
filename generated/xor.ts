// xor.ts · loopless 1, from specs/models/xor.yaml: edit that file, not this one
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
  each,
  encoder,
  float32,
  open,
  restore,
  type Arena,
  type FixedOptions,
  type Float32,
  type FloatArray,
  type Matrix,
  type Model,
  type Precision,
  type PredictorOptions,
} from 'loopless/runtime'

/** Exclusive or, which no single layer can tell. Trains; every dV is the derivative ∂J/∂V itself. */
export class Xor<M extends number = number, P extends Precision = Float32> extends Net<M, P> {
  // layer 1 · dense 4, tanh · xor.yaml:12
  #forward1(): void {
    const X = this.X.data
    const W1 = this.W1.data
    const b1 = this.b1.data
    const Z1 = doubles.Z1
    const A1 = this.A1.data
    const X_0_0 = X[0]!, X_0_1 = X[1]!, X_0_2 = X[2]!, X_0_3 = X[3]!
    const X_1_0 = X[4]!, X_1_1 = X[5]!, X_1_2 = X[6]!, X_1_3 = X[7]!
    const W1_0_0 = W1[0]!, W1_0_1 = W1[1]!
    const W1_1_0 = W1[2]!, W1_1_1 = W1[3]!
    const W1_2_0 = W1[4]!, W1_2_1 = W1[5]!
    const W1_3_0 = W1[6]!, W1_3_1 = W1[7]!
    const b1_0_0 = b1[0]!, b1_1_0 = b1[1]!, b1_2_0 = b1[2]!, b1_3_0 = b1[3]!
    // Z1 = W1·X + b1  (4, 4) = (4, 2)·(2, 4) + (4, 1)
    Z1[0] = W1_0_0 * X_0_0 + W1_0_1 * X_1_0 + b1_0_0
    Z1[1] = W1_0_0 * X_0_1 + W1_0_1 * X_1_1 + b1_0_0
    Z1[2] = W1_0_0 * X_0_2 + W1_0_1 * X_1_2 + b1_0_0
    Z1[3] = W1_0_0 * X_0_3 + W1_0_1 * X_1_3 + b1_0_0
    Z1[4] = W1_1_0 * X_0_0 + W1_1_1 * X_1_0 + b1_1_0
    Z1[5] = W1_1_0 * X_0_1 + W1_1_1 * X_1_1 + b1_1_0
    Z1[6] = W1_1_0 * X_0_2 + W1_1_1 * X_1_2 + b1_1_0
    Z1[7] = W1_1_0 * X_0_3 + W1_1_1 * X_1_3 + b1_1_0
    Z1[8] = W1_2_0 * X_0_0 + W1_2_1 * X_1_0 + b1_2_0
    Z1[9] = W1_2_0 * X_0_1 + W1_2_1 * X_1_1 + b1_2_0
    Z1[10] = W1_2_0 * X_0_2 + W1_2_1 * X_1_2 + b1_2_0
    Z1[11] = W1_2_0 * X_0_3 + W1_2_1 * X_1_3 + b1_2_0
    Z1[12] = W1_3_0 * X_0_0 + W1_3_1 * X_1_0 + b1_3_0
    Z1[13] = W1_3_0 * X_0_1 + W1_3_1 * X_1_1 + b1_3_0
    Z1[14] = W1_3_0 * X_0_2 + W1_3_1 * X_1_2 + b1_3_0
    Z1[15] = W1_3_0 * X_0_3 + W1_3_1 * X_1_3 + b1_3_0
    // A1 = tanh(Z1)   (4, 4)
    each.tanh(A1, Z1)
  }

  // layer 2 · dense 1, sigmoid · xor.yaml:13
  #forward2(): void {
    const W2 = this.W2.data
    const b2 = this.b2.data
    const Z2 = this.Z2.data
    const A1 = this.A1.data
    const t1 = this.t1.data
    const argument = doubles.argument
    const A2 = this.A2.data
    const W2_0_0 = W2[0]!, W2_0_1 = W2[1]!, W2_0_2 = W2[2]!, W2_0_3 = W2[3]!
    const b2_0_0 = b2[0]!
    // Z2 = W2·A1 + b2     (1, 4) = (1, 4)·(4, 4) + (1, 1)
    const Z2_0_0 = Z2[0] = W2_0_0 * A1[0]! + W2_0_1 * A1[4]! + W2_0_2 * A1[8]! + W2_0_3 * A1[12]! + b2_0_0
    const Z2_0_1 = Z2[1] = W2_0_0 * A1[1]! + W2_0_1 * A1[5]! + W2_0_2 * A1[9]! + W2_0_3 * A1[13]! + b2_0_0
    const Z2_0_2 = Z2[2] = W2_0_0 * A1[2]! + W2_0_1 * A1[6]! + W2_0_2 * A1[10]! + W2_0_3 * A1[14]! + b2_0_0
    const Z2_0_3 = Z2[3] = W2_0_0 * A1[3]! + W2_0_1 * A1[7]! + W2_0_2 * A1[11]! + W2_0_3 * A1[15]! + b2_0_0
    // t1 = exp(−abs(Z2))  (1, 4)
    argument[0] = -Math.abs(Z2_0_0)
    argument[1] = -Math.abs(Z2_0_1)
    argument[2] = -Math.abs(Z2_0_2)
    argument[3] = -Math.abs(Z2_0_3)
    each.exp(t1, argument)
    const t1_0_0 = t1[0]!, t1_0_1 = t1[1]!, t1_0_2 = t1[2]!, t1_0_3 = t1[3]!
    // A2 = sigmoid(Z2)    (1, 4)
    A2[0] = (Z2_0_0 < 0 ? t1_0_0 : 1) / (1 + t1_0_0)
    A2[1] = (Z2_0_1 < 0 ? t1_0_1 : 1) / (1 + t1_0_1)
    A2[2] = (Z2_0_2 < 0 ? t1_0_2 : 1) / (1 + t1_0_2)
    A2[3] = (Z2_0_3 < 0 ? t1_0_3 : 1) / (1 + t1_0_3)
  }

  // loss · binary-cross-entropy · xor.yaml:14
  #forwardLoss(): void {
    const Z2 = this.Z2.data
    const t2 = doubles.t2
    const argument = doubles.argument_2
    const t1 = this.t1.data
    const J = this.J.data
    const Y = this.Y.data
    const Z2_0_0 = Z2[0]!, Z2_0_1 = Z2[1]!, Z2_0_2 = Z2[2]!, Z2_0_3 = Z2[3]!
    // t2 = log1p(t1)                                    (1, 4)
    argument[0] = t1[0]!
    argument[1] = t1[1]!
    argument[2] = t1[2]!
    argument[3] = t1[3]!
    each.log1p(t2, argument)
    // J = 1/m Σₘ −(Y * log(A2) + (1 − Y) * log(1 − A2))  (1, 1)
    J[0] = -(1 / 4 * (Y[0]! * Z2_0_0 - (Math.max(Z2_0_0, 0) + t2[0]!) + (Y[1]! * Z2_0_1 - (Math.max(Z2_0_1, 0) +
      t2[1]!)) + (Y[2]! * Z2_0_2 - (Math.max(Z2_0_2, 0) + t2[2]!)) + (Y[3]! * Z2_0_3 - (Math.max(Z2_0_3, 0) +
      t2[3]!))))
  }

  forward(X: Matrix<2, M>, Y: Matrix<1, M>): number {
    this.read(this.X, X)
    this.read(this.Y, Y)
    this.#forward1()
    this.#forward2()
    this.#forwardLoss()
    return this.J.value
  }

  // loss · binary-cross-entropy · xor.yaml:14
  #backwardLoss(): void {
    const dZ2 = this.dZ2.data
    const A2 = this.A2.data
    const Y = this.Y.data
    // dZ2 = (A2 − Y)/m  (1, 4)
    dZ2[0] = 1 / 4 * (A2[0]! - Y[0]!)
    dZ2[1] = 1 / 4 * (A2[1]! - Y[1]!)
    dZ2[2] = 1 / 4 * (A2[2]! - Y[2]!)
    dZ2[3] = 1 / 4 * (A2[3]! - Y[3]!)
  }

  // layer 2 · dense 1, sigmoid · xor.yaml:13
  #backward2(): void {
    const W2 = this.W2.data
    const dZ2 = this.dZ2.data
    const db2 = this.db2.data
    const dW2 = this.dW2.data
    const A1 = this.A1.data
    const dA1 = this.dA1.data
    const W2_0_0 = W2[0]!, W2_0_1 = W2[1]!, W2_0_2 = W2[2]!, W2_0_3 = W2[3]!
    const dZ2_0_0 = dZ2[0]!, dZ2_0_1 = dZ2[1]!, dZ2_0_2 = dZ2[2]!, dZ2_0_3 = dZ2[3]!
    // db2 = Σₘ dZ2   (1, 1)
    db2[0] = dZ2_0_0 + dZ2_0_1 + dZ2_0_2 + dZ2_0_3
    // dW2 = dZ2·A1ᵀ  (1, 4) = (1, 4)·(4, 4)
    dW2[0] = dZ2_0_0 * A1[0]! + dZ2_0_1 * A1[1]! + dZ2_0_2 * A1[2]! + dZ2_0_3 * A1[3]!
    dW2[1] = dZ2_0_0 * A1[4]! + dZ2_0_1 * A1[5]! + dZ2_0_2 * A1[6]! + dZ2_0_3 * A1[7]!
    dW2[2] = dZ2_0_0 * A1[8]! + dZ2_0_1 * A1[9]! + dZ2_0_2 * A1[10]! + dZ2_0_3 * A1[11]!
    dW2[3] = dZ2_0_0 * A1[12]! + dZ2_0_1 * A1[13]! + dZ2_0_2 * A1[14]! + dZ2_0_3 * A1[15]!
    // dA1 = W2ᵀ·dZ2  (4, 4) = (4, 1)·(1, 4)
    dA1[0] = W2_0_0 * dZ2_0_0
    dA1[1] = W2_0_0 * dZ2_0_1
    dA1[2] = W2_0_0 * dZ2_0_2
    dA1[3] = W2_0_0 * dZ2_0_3
    dA1[4] = W2_0_1 * dZ2_0_0
    dA1[5] = W2_0_1 * dZ2_0_1
    dA1[6] = W2_0_1 * dZ2_0_2
    dA1[7] = W2_0_1 * dZ2_0_3
    dA1[8] = W2_0_2 * dZ2_0_0
    dA1[9] = W2_0_2 * dZ2_0_1
    dA1[10] = W2_0_2 * dZ2_0_2
    dA1[11] = W2_0_2 * dZ2_0_3
    dA1[12] = W2_0_3 * dZ2_0_0
    dA1[13] = W2_0_3 * dZ2_0_1
    dA1[14] = W2_0_3 * dZ2_0_2
    dA1[15] = W2_0_3 * dZ2_0_3
  }

  // layer 1 · dense 4, tanh · xor.yaml:12
  #backward1(): void {
    const X = this.X.data
    const A1 = this.A1.data
    const dA1 = this.dA1.data
    const db1 = this.db1.data
    const dW1 = this.dW1.data
    const X_0_0 = X[0]!, X_0_1 = X[1]!, X_0_2 = X[2]!, X_0_3 = X[3]!
    const X_1_0 = X[4]!, X_1_1 = X[5]!, X_1_2 = X[6]!, X_1_3 = X[7]!
    const A1_0_0 = A1[0]!, A1_0_1 = A1[1]!, A1_0_2 = A1[2]!, A1_0_3 = A1[3]!
    const A1_1_0 = A1[4]!, A1_1_1 = A1[5]!, A1_1_2 = A1[6]!, A1_1_3 = A1[7]!
    const A1_2_0 = A1[8]!, A1_2_1 = A1[9]!, A1_2_2 = A1[10]!, A1_2_3 = A1[11]!
    const A1_3_0 = A1[12]!, A1_3_1 = A1[13]!, A1_3_2 = A1[14]!, A1_3_3 = A1[15]!
    // dZ1 = dA1 * (1 − A1²)  (4, 4)
    const dZ1_0_0 = dA1[0]! * (1 - A1_0_0 * A1_0_0)
    const dZ1_0_1 = dA1[1]! * (1 - A1_0_1 * A1_0_1)
    const dZ1_0_2 = dA1[2]! * (1 - A1_0_2 * A1_0_2)
    const dZ1_0_3 = dA1[3]! * (1 - A1_0_3 * A1_0_3)
    const dZ1_1_0 = dA1[4]! * (1 - A1_1_0 * A1_1_0)
    const dZ1_1_1 = dA1[5]! * (1 - A1_1_1 * A1_1_1)
    const dZ1_1_2 = dA1[6]! * (1 - A1_1_2 * A1_1_2)
    const dZ1_1_3 = dA1[7]! * (1 - A1_1_3 * A1_1_3)
    const dZ1_2_0 = dA1[8]! * (1 - A1_2_0 * A1_2_0)
    const dZ1_2_1 = dA1[9]! * (1 - A1_2_1 * A1_2_1)
    const dZ1_2_2 = dA1[10]! * (1 - A1_2_2 * A1_2_2)
    const dZ1_2_3 = dA1[11]! * (1 - A1_2_3 * A1_2_3)
    const dZ1_3_0 = dA1[12]! * (1 - A1_3_0 * A1_3_0)
    const dZ1_3_1 = dA1[13]! * (1 - A1_3_1 * A1_3_1)
    const dZ1_3_2 = dA1[14]! * (1 - A1_3_2 * A1_3_2)
    const dZ1_3_3 = dA1[15]! * (1 - A1_3_3 * A1_3_3)
    // db1 = Σₘ dZ1           (4, 1)
    db1[0] = dZ1_0_0 + dZ1_0_1 + dZ1_0_2 + dZ1_0_3
    db1[1] = dZ1_1_0 + dZ1_1_1 + dZ1_1_2 + dZ1_1_3
    db1[2] = dZ1_2_0 + dZ1_2_1 + dZ1_2_2 + dZ1_2_3
    db1[3] = dZ1_3_0 + dZ1_3_1 + dZ1_3_2 + dZ1_3_3
    // dW1 = dZ1·Xᵀ           (4, 2) = (4, 4)·(4, 2)
    dW1[0] = dZ1_0_0 * X_0_0 + dZ1_0_1 * X_0_1 + dZ1_0_2 * X_0_2 + dZ1_0_3 * X_0_3
    dW1[1] = dZ1_0_0 * X_1_0 + dZ1_0_1 * X_1_1 + dZ1_0_2 * X_1_2 + dZ1_0_3 * X_1_3
    dW1[2] = dZ1_1_0 * X_0_0 + dZ1_1_1 * X_0_1 + dZ1_1_2 * X_0_2 + dZ1_1_3 * X_0_3
    dW1[3] = dZ1_1_0 * X_1_0 + dZ1_1_1 * X_1_1 + dZ1_1_2 * X_1_2 + dZ1_1_3 * X_1_3
    dW1[4] = dZ1_2_0 * X_0_0 + dZ1_2_1 * X_0_1 + dZ1_2_2 * X_0_2 + dZ1_2_3 * X_0_3
    dW1[5] = dZ1_2_0 * X_1_0 + dZ1_2_1 * X_1_1 + dZ1_2_2 * X_1_2 + dZ1_2_3 * X_1_3
    dW1[6] = dZ1_3_0 * X_0_0 + dZ1_3_1 * X_0_1 + dZ1_3_2 * X_0_2 + dZ1_3_3 * X_0_3
    dW1[7] = dZ1_3_0 * X_1_0 + dZ1_3_1 * X_1_1 + dZ1_3_2 * X_1_2 + dZ1_3_3 * X_1_3
  }

  backward(): void {
    this.#backwardLoss()
    this.#backward2()
    this.#backward1()
  }

  // update · momentum 0.5 · xor.yaml:17
  update(): void {
    const { rate, beta } = this.hyperparameters
    const v = this.blocks.v.data
    const gradients = this.blocks.gradients.data
    const parameters = this.blocks.parameters.data
    const t1 = 1 - beta
    // v = beta * v + (1 − beta) * gradients  (1, 17)
    const v_0_0 = v[0] = beta * v[0]! + t1 * gradients[0]!
    const v_0_1 = v[1] = beta * v[1]! + t1 * gradients[1]!
    const v_0_2 = v[2] = beta * v[2]! + t1 * gradients[2]!
    const v_0_3 = v[3] = beta * v[3]! + t1 * gradients[3]!
    const v_0_4 = v[4] = beta * v[4]! + t1 * gradients[4]!
    const v_0_5 = v[5] = beta * v[5]! + t1 * gradients[5]!
    const v_0_6 = v[6] = beta * v[6]! + t1 * gradients[6]!
    const v_0_7 = v[7] = beta * v[7]! + t1 * gradients[7]!
    const v_0_8 = v[8] = beta * v[8]! + t1 * gradients[8]!
    const v_0_9 = v[9] = beta * v[9]! + t1 * gradients[9]!
    const v_0_10 = v[10] = beta * v[10]! + t1 * gradients[10]!
    const v_0_11 = v[11] = beta * v[11]! + t1 * gradients[11]!
    const v_0_12 = v[12] = beta * v[12]! + t1 * gradients[12]!
    const v_0_13 = v[13] = beta * v[13]! + t1 * gradients[13]!
    const v_0_14 = v[14] = beta * v[14]! + t1 * gradients[14]!
    const v_0_15 = v[15] = beta * v[15]! + t1 * gradients[15]!
    const v_0_16 = v[16] = beta * v[16]! + t1 * gradients[16]!
    // parameters = parameters − rate * v     (1, 17)
    parameters[0] = parameters[0]! - rate * v_0_0
    parameters[1] = parameters[1]! - rate * v_0_1
    parameters[2] = parameters[2]! - rate * v_0_2
    parameters[3] = parameters[3]! - rate * v_0_3
    parameters[4] = parameters[4]! - rate * v_0_4
    parameters[5] = parameters[5]! - rate * v_0_5
    parameters[6] = parameters[6]! - rate * v_0_6
    parameters[7] = parameters[7]! - rate * v_0_7
    parameters[8] = parameters[8]! - rate * v_0_8
    parameters[9] = parameters[9]! - rate * v_0_9
    parameters[10] = parameters[10]! - rate * v_0_10
    parameters[11] = parameters[11]! - rate * v_0_11
    parameters[12] = parameters[12]! - rate * v_0_12
    parameters[13] = parameters[13]! - rate * v_0_13
    parameters[14] = parameters[14]! - rate * v_0_14
    parameters[15] = parameters[15]! - rate * v_0_15
    parameters[16] = parameters[16]! - rate * v_0_16
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
    // W1 = √(6/(2 + 4)) * (2 * uniform(4, 2) − 1)  (4, 2)
    this.kernels.uniform(this.W1, 2, -1, this.seed, 0, 3423123911)
    // b1 = 0                                       (4, 1)
    this.kernels.copy(this.b1, 0)
    // W2 = √(6/(4 + 1)) * (2 * uniform(1, 4) − 1)  (1, 4)
    this.kernels.uniform(this.W2, 2.1908902300206643, -1.0954451150103321, this.seed, 0, 1865192598)
    // b2 = 0                                       (1, 1)
    this.kernels.copy(this.b2, 0)
  }

  override predict(X: Matrix<2, M>): Matrix<1, M> {
    return this.predictor.predict(X)
  }

  override classify(X: Matrix<2, M>): XorClass[] {
    return this.predictor.classify(X) as XorClass[]
  }

  override evaluate(X: Matrix<2, M>, Y: Matrix<1, M>): { loss: number; binaryAccuracy: number } {
    return this.predictor.evaluate(X, Y)
  }

  protected serve<N extends number>(arena: Arena<N, P>): XorPredictor<N, P> {
    return new XorPredictor(arena)
  }
}

/** Exclusive or, which no single layer can tell. Predicts, without gradients. */
export class XorPredictor<M extends number = number, P extends Precision = Float32> extends Predictor<M, P> {
  // layer 1 · dense 4, tanh · xor.yaml:12
  #predict1(): void {
    // Z1 = W1·X + b1  (4, m) = (4, 2)·(2, m) + (4, 1)
    // A1 = tanh(Z1)   (4, m)
    this.kernels.affineTanh(this.A1, this.W1, this.X, this.b1)
  }

  // layer 2 · dense 1, sigmoid · xor.yaml:13
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

  override predictOne(X: ArrayLike<number>): FloatArray {
    this.expect('X', 2, X)
    const output = new this.precision.Array(1)
    const Z1 = doubles.Z1_2
    const W1 = this.W1.data
    const b1 = this.b1.data
    const A1 = doubles.A1
    const W2 = this.W2.data
    const b2 = this.b2.data
    const t1 = doubles.t1
    const argument = doubles.argument_3
    const X_0_0 = X[0]!, X_1_0 = X[1]!
    // Z1 = W1·X + b1      (4, 1) = (4, 2)·(2, 1) + (4, 1)
    Z1[0] = W1[0]! * X_0_0 + W1[1]! * X_1_0 + b1[0]!
    Z1[1] = W1[2]! * X_0_0 + W1[3]! * X_1_0 + b1[1]!
    Z1[2] = W1[4]! * X_0_0 + W1[5]! * X_1_0 + b1[2]!
    Z1[3] = W1[6]! * X_0_0 + W1[7]! * X_1_0 + b1[3]!
    // A1 = tanh(Z1)       (4, 1)
    each.tanh(A1, Z1)
    // Z2 = W2·A1 + b2     (1, 1) = (1, 4)·(4, 1) + (1, 1)
    const Z2_0_0 = W2[0]! * A1[0]! + W2[1]! * A1[1]! + W2[2]! * A1[2]! + W2[3]! * A1[3]! + b2[0]!
    // t1 = exp(−abs(Z2))  (1, 1)
    argument[0] = -Math.abs(Z2_0_0)
    each.exp(t1, argument)
    const t1_0_0 = t1[0]!
    // A2 = sigmoid(Z2)    (1, 1)
    output[0] = (Z2_0_0 < 0 ? t1_0_0 : 1) / (1 + t1_0_0)
    return output
  }

  override classify(X: Matrix<2, M>): XorClass[] {
    return super.classify(X) as XorClass[]
  }

  // loss · binary-cross-entropy · xor.yaml:14
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

  // metric · binary-accuracy · xor.yaml:15
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

  // loss · binary-cross-entropy · xor.yaml:14
  #evaluateLossEnd(): void {
    // J = 1/m Σₘ −(Y * log(A2) + (1 − Y) * log(1 − A2))  (1, 1)
    this.kernels.scale(this.J, this.t5, -1 / this.examples, 0)
  }

  // metric · binary-accuracy · xor.yaml:15
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


// On their way into functions and out of them; nothing stays in them from one method to the next.
const doubles = {
  Z1: /* @__PURE__ */ new Float64Array(16),
  argument: /* @__PURE__ */ new Float64Array(4),
  argument_2: /* @__PURE__ */ new Float64Array(4),
  t2: /* @__PURE__ */ new Float64Array(4),
  argument_3: /* @__PURE__ */ new Float64Array(1),
  Z1_2: /* @__PURE__ */ new Float64Array(4),
  A1: /* @__PURE__ */ new Float64Array(4),
  t1: /* @__PURE__ */ new Float64Array(1),
}

export type XorClass = 'same' | 'different'

/** A net that trains on 4 examples at once, with initial parameters drawn from the seed. */
export function create<M extends number = number, P extends Precision = Float32>(options: FixedOptions<M, P> = {}): Promise<Xor<M, P>> {
  return open(options, float32, model, (arena) => new Xor(arena))
}

/** A predictor with the parameters of a saved file. */
export function predictor<M extends number = number, P extends Precision = Float32>(
  bytes: Uint8Array | ArrayBuffer,
  options: PredictorOptions<M, P> = {},
): Promise<XorPredictor<M, P>> {
  return restore(bytes, options, float32, model, (arena) => new XorPredictor(arena))
}

export const X = /* @__PURE__ */ columns('X', 2)
export const Y = /* @__PURE__ */ binary('Y', ['same', 'different'])

/** An example of `X` as the data have it. */
export interface XorRow {
  readonly a: number
  readonly b: number
}

export const encode = /* @__PURE__ */ encoder<XorRow>('X', ['a', 'b'])

export * as xor from './xor.js'

/** What training learns, by name. */
export type XorParameters = {
  readonly W1: Matrix<4, 2>
  readonly b1: Matrix<4, 1>
  readonly W2: Matrix<1, 4>
  readonly b2: Matrix<1, 1>
}

/** The matrices of the network; all are views of its memory. */
export interface Xor<M extends number = number, P extends Precision = Float32> {
  readonly parameters: XorParameters
  readonly gradients: XorParameters
  readonly predictor: XorPredictor<M, P>
  readonly hyperparameters: { rate: number; beta: number }
  readonly blocks: { readonly parameters: Matrix<1, 17>; readonly gradients: Matrix<1, 17>; readonly v: Matrix<1, 17> }
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
  readonly t1: Matrix<1, M>
  readonly A2: Matrix<1, M>
  readonly J: Matrix<1, 1>
  readonly dZ2: Matrix<1, M>
  readonly dA1: Matrix<4, M>
}

/** The matrices of the predictor. */
export interface XorPredictor<M extends number = number, P extends Precision = Float32> {
  readonly parameters: XorParameters
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
  name: 'xor',
  abi: 2,
  digest: '5247edbc507ee319',
  inputs: ['X'],
  targets: ['Y'],
  output: 'A2',
  classes: ['same', 'different'],
  batch: 4,
  hyperparameters: { rate: 0.5, beta: 0.9 },
  parameters: {
    W1: 'dense, layer 1',
    b1: 'dense, layer 1',
    W2: 'dense, layer 2',
    b2: 'dense, layer 2',
  },
  kernels: ['affine', 'affineTanh', 'copy', 'equal', 'less', 'multiply', 'scale', 'sigmoid', 'softplus', 'subtract', 'sumOverColumns', 'sumOverRows', 'uniform'],
  addsUp: true,
  evaluate: { passes: [{ sum: ['t5', 't10'] }] },
  // Rows, columns and offset in elements; an offset with a batch (m) counts per column, behind all fixed ones.
  training: {
    fixed: 64,
    perColumn: 14,
    blocks: { parameters: [0, 17], gradients: [20, 17], v: [40, 17] },
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
      t1: [1, 'm', 8],
      A2: [1, 'm', 9],
      J: [1, 1, 60],
      dZ2: [1, 'm', 7],
      dA1: [4, 'm', 10],
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
