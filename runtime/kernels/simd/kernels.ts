import type { Sides } from '../../engine.ts'
import type { FloatArrayConstructor } from '../../precision.ts'
import type { Matrix } from '../../tensor.ts'
import type { Kernels, Operand } from '../kernels.ts'
import { orthonormal } from '../reference/orthonormal.ts'
import { ranks } from '../reference/ranks.ts'
import { rounding } from '../reference/rounding.ts'
import * as operation from './operations.ts'
import { CELLS, copiesStart, copyLength, lanesFor } from './scratch.ts'

/** What the module exports: addresses and steps are in bytes, sizes in numbers. */
export type Exports = Readonly<Record<string, Kernel>>

type Kernel = (...numbers: readonly number[]) => void

/**
 * The kernels of one instance of the module, in the memory of one net.
 *
 * Outputs must lie there. Operands that lie elsewhere are copied before each call: columns that a spec lists, which are
 * few and short. Only `orthonormal` and `concordance`, for first values and for evaluation, are the reference's own.
 *
 * @param scratch the first byte of the kernels' own space
 */
export function simdKernels(
  wasm: Exports,
  Numbers: FloatArrayConstructor,
  buffer: ArrayBuffer,
  scratch: number,
  sides: Sides,
): Kernels {
  const bytes = Numbers.BYTES_PER_ELEMENT
  const cells = new Numbers(buffer, scratch + CELLS, 3)
  const length = copyLength(sides)
  const copies = new Numbers(buffer, scratch + copiesStart(bytes, sides), 3 * length)
  const round = rounding(bytes === 4)
  wasm['start']!(scratch, lanesFor(sides))

  /** Where an output lies. */
  const to = (y: Matrix): number => {
    if (y.buffer !== buffer) throw new TypeError('an output lies outside of the memory of its net')
    return y.address
  }

  /** Where an operand lies; `which` of three at most, if it has to be copied. */
  const at = (x: Matrix, which: number): number => (x.buffer === buffer ? x.address : copied(x, which))

  const copied = ({ rows, columns, stride, data }: Matrix, which: number): number => {
    const span = (rows - 1) * stride + columns
    if (span > length)
      throw new RangeError(`an operand of ${span} numbers lies outside of the memory of its net`)
    const copy = copies.subarray(which * length, which * length + span)
    for (let i = 0; i < span; i++) copy[i] = data[i]!
    return copy.byteOffset
  }

  /** The same where it may be a number. */
  const any = (x: Operand, which: number): number => {
    if (typeof x !== 'number') return at(x, which)
    cells[which] = x
    return scratch + CELLS + which * bytes
  }

  /** Bytes from row to row. */
  const pitch = ({ stride }: Matrix): number => stride * bytes

  /** The same for an operand, whose single row serves all. */
  const pitchOf = (x: Operand): number => (typeof x === 'number' || x.rows === 1 ? 0 : x.stride * bytes)

  /** Whether it has the output's columns, and not one number for a row. */
  const spans = (x: Operand, y: Matrix): number =>
    typeof x !== 'number' && (x.columns > 1 || (y.columns === 1 && x.rows > 1)) ? 1 : 0

  const unary = wasm['unary']!
  const unaryKernel =
    (number: number) =>
    (y: Matrix, x: Operand, s = 0, t = 0): void =>
      unary(number, y.rows, y.columns, to(y), pitch(y), any(x, 0), pitchOf(x), spans(x, y), s, t)

  const binary = wasm['binary']!
  const binaryKernel =
    (number: number) =>
    (y: Matrix, a: Operand, b: Operand, s = 0, t = 0): void =>
      binary(
        number,
        y.rows,
        y.columns,
        to(y),
        pitch(y),
        any(a, 0),
        pitchOf(a),
        spans(a, y),
        any(b, 1),
        pitchOf(b),
        spans(b, y),
        s,
        t,
      )

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

  // Scalars one by one: to gather them would make an object. Those that a kernel has not are zero.
  const update = wasm['update']!
  const descendOnTwo =
    (number: number) =>
    (p: Matrix, v: Matrix, g: Matrix, a = 0, b = 0, c = 0, d = 0, e = 0, f = 0): void =>
      update(
        number,
        p.rows,
        p.columns,
        to(p),
        pitch(p),
        to(v),
        pitch(v),
        0,
        0,
        at(g, 0),
        pitch(g),
        a,
        b,
        c,
        d,
        e,
        f,
        0,
        0,
        0,
      )

  const descendOnThree =
    (number: number) =>
    (
      p: Matrix,
      v: Matrix,
      s: Matrix,
      g: Matrix,
      a = 0,
      b = 0,
      c = 0,
      d = 0,
      e = 0,
      f = 0,
      h = 0,
      i = 0,
      j = 0,
    ): void =>
      update(
        number,
        p.rows,
        p.columns,
        to(p),
        pitch(p),
        to(v),
        pitch(v),
        to(s),
        pitch(s),
        at(g, 0),
        pitch(g),
        a,
        b,
        c,
        d,
        e,
        f,
        h,
        i,
        j,
      )

  const crossEntropy =
    (kernel: Kernel) =>
    (A: Matrix, J: Matrix, Z: Matrix, Y: Matrix, factor: number): void =>
      kernel(Z.rows, Z.columns, to(A), pitch(A), to(J), at(Z, 0), pitch(Z), at(Y, 1), pitch(Y), factor)

  const draw =
    (kernel: Kernel) =>
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
    affineTanh: affineKernel(operation.ADD_TANH),
    affineSigmoid: affineKernel(operation.ADD_SIGMOID),
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
    leakyRelu: unaryKernel(operation.LEAKY_RELU),
    tanhGradient: binaryKernel(operation.TANH_GRADIENT),
    sigmoidGradient: binaryKernel(operation.SIGMOID_GRADIENT),
    reluGradient: binaryKernel(operation.RELU_GRADIENT),
    leakyReluGradient: binaryKernel(operation.LEAKY_RELU_GRADIENT),

    // Losses
    softmaxCrossEntropy: crossEntropy(wasm['softmaxCrossEntropy']!),
    sigmoidCrossEntropy: crossEntropy(wasm['sigmoidCrossEntropy']!),
    squaredError: (J, A, Y, factor) =>
      wasm['squaredError']!(A.rows, A.columns, to(J), at(A, 0), pitch(A), at(Y, 1), pitch(Y), factor),
    scaledDifference: binaryKernel(operation.SCALED_DIFFERENCE),

    // Optimizers
    descend: (p, g, rate) => descend(p, p, g, rate),
    descendWithMomentum: (p, v, g, old, fresh, rate) =>
      wasm['descendWithMomentum']!(
        p.rows,
        p.columns,
        to(p),
        pitch(p),
        to(v),
        pitch(v),
        at(g, 0),
        pitch(g),
        old,
        fresh,
        rate,
      ),
    descendByMoments: descendOnThree(operation.MOMENTS),
    descendByMomentsAhead: descendOnThree(operation.MOMENTS_AHEAD),
    descendWithTrust: descendOnThree(operation.TRUST),
    descendByLargest: descendOnThree(operation.LARGEST),
    descendBySteps: descendOnThree(operation.STEPS),
    descendByRoot: descendOnTwo(operation.ROOT),
    descendAhead: descendOnTwo(operation.AHEAD),
    descendBySign: descendOnTwo(operation.SIGN),

    // Random draws and first values
    uniform: draw(wasm['uniform']!),
    normal: draw(wasm['normal']!),
    rowNumber: (y) => {
      for (let r = 0; r < y.rows; r++) y.data.fill(r, r * y.stride, r * y.stride + y.columns)
    },
    orthonormal: orthonormal({ round }),

    // Element by element
    combine: binaryKernel(operation.COMBINE),
    scale: unaryKernel(operation.SCALE),
    copy: unaryKernel(operation.COPY),
    add: binaryKernel(operation.ADD),
    subtract: binaryKernel(operation.SUBTRACT),
    multiply: binaryKernel(operation.MULTIPLY),
    divide: binaryKernel(operation.DIVIDE),
    power: binaryKernel(operation.POWER),
    maximum: binaryKernel(operation.MAXIMUM),
    minimum: binaryKernel(operation.MINIMUM),
    negate: unaryKernel(operation.NEGATE),
    exp: unaryKernel(operation.EXP),
    expm1: unaryKernel(operation.EXPM1),
    erf: unaryKernel(operation.ERF),
    inverseNormal: unaryKernel(operation.INVERSE_NORMAL),
    log: unaryKernel(operation.LOG),
    sqrt: unaryKernel(operation.SQRT),
    abs: unaryKernel(operation.ABS),
    floor: unaryKernel(operation.FLOOR),
    cos: unaryKernel(operation.COS),
    sin: unaryKernel(operation.SIN),
    tanh: unaryKernel(operation.TANH),
    sigmoid: unaryKernel(operation.SIGMOID),
    softplus: unaryKernel(operation.SOFTPLUS),
    less: binaryKernel(operation.LESS),
    lessOrEqual: binaryKernel(operation.LESS_OR_EQUAL),
    equal: binaryKernel(operation.EQUAL),
    notEqual: binaryKernel(operation.NOT_EQUAL),
    and: binaryKernel(operation.AND),
    or: binaryKernel(operation.OR),
    not: unaryKernel(operation.NOT),
    where: (y, condition, a, b) =>
      wasm['where']!(
        y.rows,
        y.columns,
        to(y),
        pitch(y),
        any(condition, 0),
        pitchOf(condition),
        spans(condition, y),
        any(a, 1),
        pitchOf(a),
        spans(a, y),
        any(b, 2),
        pitchOf(b),
        spans(b, y),
      ),

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
    concordance: ranks({ round }).concordance,
  }
}
