import type { Matrix } from '../../tensor.ts'
import type { Kernels } from '../kernels.ts'
import { orthonormal } from '../reference/orthonormal.ts'
import { ranks } from '../reference/ranks.ts'
import { rounding } from '../reference/rounding.ts'
import type { Calls } from './calls.ts'
import type { CoreName } from './kernels.ts'
import * as operation from './operations.ts'

/**
 * The kernels that are not in the core. `orthonormal` and `concordance`, for first values and for evaluation, are the
 * reference's own.
 */
export function moreKernels(
  { wasm, bytes, to, at, any, pitch, pitchOf, spans, unaryBy, binaryBy, crossEntropy }: Calls,
  { matmul }: Pick<Kernels, 'matmul'>,
): Omit<Kernels, CoreName> {
  const round = rounding(bytes === 4)
  const unaryKernel = unaryBy(wasm['unaryMore']!)
  const binaryKernel = binaryBy(wasm['binaryMore']!)

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

  const affineThen = (number: number) => {
    const addThen = binaryKernel(number)
    return (A: Matrix, W: Matrix, X: Matrix, b: Matrix): void => {
      matmul(A, W, X)
      addThen(A, A, b)
    }
  }

  return {
    // Products
    affineTanh: affineThen(operation.ADD_TANH),
    affineSigmoid: affineThen(operation.ADD_SIGMOID),

    // Activations and their gradients
    leakyRelu: unaryKernel(operation.LEAKY_RELU),
    tanhGradient: binaryKernel(operation.TANH_GRADIENT),
    sigmoidGradient: binaryKernel(operation.SIGMOID_GRADIENT),
    leakyReluGradient: binaryKernel(operation.LEAKY_RELU_GRADIENT),

    // Losses
    sigmoidCrossEntropy: crossEntropy(wasm['sigmoidCrossEntropy']!),
    squaredError: (J, A, Y, factor) =>
      wasm['squaredError']!(A.rows, A.columns, to(J), at(A, 0), pitch(A), at(Y, 1), pitch(Y), factor),

    // Optimizers
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
    rowNumber: (y) => {
      for (let r = 0; r < y.rows; r++) y.data.fill(r, r * y.stride, r * y.stride + y.columns)
    },
    orthonormal: orthonormal({ round }),

    // Element by element
    combine: binaryKernel(operation.COMBINE),
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
    concordance: ranks({ round }).concordance,
  }
}
