import {
  type Arena,
  columns,
  type Float32,
  float32,
  type Matrix,
  type Model,
  Net,
  type Options,
  open,
  type Precision,
  Predictor,
  prepare,
} from 'loopless/runtime'

// A·w with A = X − mean: the smallest network with a fitted value, in the shape of a generated module.

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the interface below declares what the runtime places
export class Centre<M extends number = number, P extends Precision = Float32> extends Net<M, P> {
  forward(X: Matrix<2, M>, Y: Matrix<1, M>): number {
    this.read(this.X, X)
    this.read(this.Y, Y)
    this.kernels.subtract(this.A, this.X, this.mean)
    this.kernels.matmul(this.Z, this.w, this.A)
    this.kernels.squaredError(this.J, this.Z, this.Y, 1 / this.m)
    return this.J.value
  }

  backward(): void {
    this.kernels.scaledDifference(this.dZ, this.Z, this.Y, 2 / this.m)
    this.kernels.matmulTransposedRight(this.dw, this.dZ, this.A)
  }

  update(): void {
    this.kernels.descend(this.w, this.dw, this.hyperparameters.rate)
    this.stepNumber += 1
  }

  step(X: Matrix<2, M>, Y: Matrix<1, M>): number {
    const J = this.forward(X, Y)
    this.backward()
    this.update()
    return J
  }

  protected initialize(): void {}

  override prepare(X: Matrix<2>): void {
    prepare(this, { X })
  }

  protected serve<N extends number>(arena: Arena<N, P>): CentrePredictor<N, P> {
    return new CentrePredictor(arena)
  }
}

// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: as above
export class CentrePredictor<M extends number = number, P extends Precision = Float32> extends Predictor<
  M,
  P
> {
  override prepare(X: Matrix<2, M>): void {
    this.read(this.X, X)
    this.examples = this.m
    this.prepareChunk()
    this.prepareEnd()
  }

  override prepareChunk(): void {
    this.kernels.sumOverColumns(this.mean, this.X)
  }

  override prepareEnd(): void {
    this.kernels.scale(this.mean, this.mean, 1 / this.examples, 0)
  }

  predict(X: Matrix<2, M>): Matrix<1, M> {
    this.read(this.X, X)
    this.kernels.subtract(this.A, this.X, this.mean)
    this.kernels.matmul(this.Z, this.w, this.A)
    return this.Z
  }

  evaluate(X: Matrix<2, M>, Y: Matrix<1, M>): { loss: number } {
    this.predict(X)
    this.read(this.Y, Y)
    this.examples = this.m
    this.evaluateChunk()
    return this.evaluation()
  }

  override evaluateChunk(): void {
    this.kernels.squaredError(this.J, this.Z, this.Y, 1 / this.examples)
  }

  override evaluation(): { loss: number } {
    return { loss: this.J.value }
  }
}

export interface Centre<M extends number = number, P extends Precision = Float32> {
  readonly X: Matrix<2, M>
  readonly Y: Matrix<1, M>
  readonly w: Matrix<1, 2>
  readonly mean: Matrix<2, 1>
  readonly A: Matrix<2, M>
  readonly Z: Matrix<1, M>
  readonly J: Matrix<1, 1>
  readonly dZ: Matrix<1, M>
  readonly dw: Matrix<1, 2>
  readonly predictor: CentrePredictor<M, P>
  readonly hyperparameters: { rate: number }
}

export interface CentrePredictor<M extends number = number, P extends Precision = Float32> {
  readonly precision: P
  readonly X: Matrix<2, M>
  readonly Y: Matrix<1, M>
  readonly w: Matrix<1, 2>
  readonly mean: Matrix<2, 1>
  readonly A: Matrix<2, M>
  readonly Z: Matrix<1, M>
  readonly J: Matrix<1, 1>
}

export const model: Model = {
  name: 'centre',
  abi: 2,
  digest: 'cafe',
  inputs: ['X'],
  targets: ['Y'],
  output: 'Z',
  hyperparameters: { rate: 0.1 },
  parameters: { w: 'dense, layer 1' },
  kernels: [
    'subtract',
    'matmul',
    'squaredError',
    'scaledDifference',
    'matmulTransposedRight',
    'descend',
    'scale',
  ],
  prepare: { passes: [{ sum: ['mean'] }] },
  evaluate: { passes: [{ sum: ['J'] }] },
  training: {
    fixed: 7,
    perColumn: 7,
    places: {
      w: [1, 2, 0],
      mean: [2, 1, 2],
      dw: [1, 2, 4],
      J: [1, 1, 6],
      X: [2, 'm', 0],
      Y: [1, 'm', 2],
      A: [2, 'm', 3],
      Z: [1, 'm', 5],
      dZ: [1, 'm', 6],
    },
    blocks: { parameters: [0, 2], fitted: [2, 2], gradients: [4, 2] },
  },
  serving: {
    fixed: 5,
    perColumn: 6,
    places: {
      w: [1, 2, 0],
      mean: [2, 1, 2],
      J: [1, 1, 4],
      X: [2, 'm', 0],
      Y: [1, 'm', 2],
      A: [2, 'm', 3],
      Z: [1, 'm', 5],
    },
    blocks: { parameters: [0, 2], fitted: [2, 2] },
  },
}

export function create<M extends number = number, P extends Precision = Float32>(
  options: Options<M, P>,
): Promise<Centre<M, P>> {
  return open(options, float32, model, (arena) => new Centre(arena))
}

export const X = columns('X', 2)
export const Y = columns('Y', 1)
