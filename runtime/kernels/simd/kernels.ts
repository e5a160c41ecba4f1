import type { Matrix } from '../../tensor.ts'
import type { Kernels } from '../kernels.ts'
import type { Calls, Export } from './calls.ts'
import * as operation from './operations.ts'

/**
 * The kernels of the core: those that dense layers with relu and softmax call when they are trained by gradient descent,
 * and `transpose`, which packs a predictor's weights. Every bundle has them; `more.ts` has the others.
 */
export function coreKernels({ wasm, bytes, to, at, pitch, unaryBy, binaryBy, crossEntropy }: Calls) {
  const unaryKernel = unaryBy(wasm['unary']!)
  const binaryKernel = binaryBy(wasm['binary']!)

  const product = wasm['product']!
  const affine = wasm['affine']!
  const affineKernel =
    (number: number) =>
    (A: Matrix, W: Matrix, X: Matrix, b: Matrix): void =>
      affine(
        number,
        A.rows,
        A.columns,
        W.columns,
        to(A),
        pitch(A),
        at(W, 0),
        pitch(W),
        at(X, 1),
        pitch(X),
        at(b, 2),
        pitch(b),
      )

  const descend = binaryKernel(operation.DESCEND)

  const draw =
    (kernel: Export) =>
    (y: Matrix, scale: number, shift: number, seed: number, time: number, stream: number, first = 0): void =>
      kernel(y.rows, y.columns, to(y), pitch(y), scale, shift, seed, time, stream, first)

  const overRows =
    (number: number) =>
    (y: Matrix, x: Matrix): void =>
      wasm['overRows']!(number, x.rows, x.columns, to(y), at(x, 0), pitch(x))

  const overColumns =
    (number: number) =>
    (y: Matrix, x: Matrix): void =>
      wasm['overColumns']!(number, x.rows, x.columns, to(y), pitch(y), at(x, 0), pitch(x))

  return {
    // Products
    matmul: (C, A, B) =>
      product(C.rows, C.columns, A.columns, to(C), pitch(C), at(A, 0), pitch(A), bytes, at(B, 1), pitch(B)),
    matmulTransposedLeft: (C, A, B) =>
      product(C.rows, C.columns, A.rows, to(C), pitch(C), at(A, 0), bytes, pitch(A), at(B, 1), pitch(B)),
    matmulTransposedRight: (C, A, B) =>
      wasm['productTransposed']!(
        C.rows,
        C.columns,
        A.columns,
        to(C),
        pitch(C),
        at(A, 0),
        pitch(A),
        at(B, 1),
        pitch(B),
      ),
    affine: affineKernel(operation.ADD),
    affineRelu: affineKernel(operation.ADD_RELU),
    outerProductAndSum: (dW, db, dZ, X) =>
      wasm['outerProductAndSum']!(
        dW.rows,
        dW.columns,
        dZ.columns,
        to(dW),
        pitch(dW),
        to(db),
        pitch(db),
        at(dZ, 0),
        pitch(dZ),
        at(X, 1),
        pitch(X),
      ),
    transpose: (y, x) => wasm['transpose']!(x.rows, x.columns, to(y), pitch(y), at(x, 0), pitch(x)),

    // Activations and their gradients
    softmax: (A, Z) => wasm['softmax']!(Z.rows, Z.columns, to(A), pitch(A), at(Z, 0), pitch(Z)),
    reluGradient: binaryKernel(operation.RELU_GRADIENT),

    // Losses
    softmaxCrossEntropy: crossEntropy(wasm['softmaxCrossEntropy']!),
    scaledDifference: binaryKernel(operation.SCALED_DIFFERENCE),

    // Optimizers
    descend: (p, g, rate) => descend(p, p, g, rate),

    // Random draws and first values
    uniform: draw(wasm['uniform']!),
    normal: draw(wasm['normal']!),

    // Element by element
    scale: unaryKernel(operation.SCALE),
    copy: unaryKernel(operation.COPY),
    add: binaryKernel(operation.ADD),
    subtract: binaryKernel(operation.SUBTRACT),
    multiply: binaryKernel(operation.MULTIPLY),

    // Reductions
    sumOverRows: overRows(operation.SUM),
    sumOverColumns: overColumns(operation.SUM),
    maxOverRows: overRows(operation.MAX),
    maxOverColumns: overColumns(operation.MAX),
    minOverRows: overRows(operation.MIN),
    minOverColumns: overColumns(operation.MIN),
    argmaxOverRows: overRows(operation.ARGMAX),
    argmaxOverColumns: overColumns(operation.ARGMAX),
    logSumExpOverRows: overRows(operation.LOG_SUM_EXP),
    logSumExpOverColumns: overColumns(operation.LOG_SUM_EXP),
  } satisfies Partial<Kernels>
}

/** Names of the core's kernels. */
export type CoreName = keyof ReturnType<typeof coreKernels>
