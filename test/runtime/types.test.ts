import type { Float32, Kernels, Matrix } from 'loopless/runtime'
import { type Float64, float64 } from 'loopless/runtime/float64'
import { describe, expectTypeOf, it } from 'vitest'
import * as xor from './support/xor.ts'

// What `tsc` proves. The functions are never called: the compiler reads them, and complains where nothing is wrong.

describe('sizes in types', () => {
  it('tell a matrix from its transpose', () => {
    expectTypeOf<Matrix<4, 2>>().not.toExtend<Matrix<2, 4>>()
    expectTypeOf<Matrix<4, 2>>().toExtend<Matrix>()
    expectTypeOf<Matrix<4, number>>().not.toExtend<Matrix<4, 2>>()
  })

  it('refuse operands of products in any other order', () => {
    compiled((kernels: Kernels) => {
      const [C, A, B, b] = stand<[Matrix<3, 7>, Matrix<3, 5>, Matrix<5, 7>, Matrix<3, 1>]>()
      const [At, Bt] = stand<[Matrix<5, 3>, Matrix<7, 5>]>()
      kernels.matmul(C, A, B)
      // @ts-expect-error the factors are swapped
      kernels.matmul(C, B, A)
      // @ts-expect-error the result is swapped with a factor
      kernels.matmul(A, C, B)
      // @ts-expect-error the left factor should not be transposed
      kernels.matmul(C, At, B)
      kernels.matmulTransposedLeft(C, At, B)
      // @ts-expect-error the left factor should be transposed
      kernels.matmulTransposedLeft(C, A, B)
      // @ts-expect-error the factors are swapped
      kernels.matmulTransposedLeft(C, B, At)
      kernels.matmulTransposedRight(C, A, Bt)
      // @ts-expect-error the right factor should be transposed
      kernels.matmulTransposedRight(C, A, B)
      // @ts-expect-error the factors are swapped
      kernels.matmulTransposedRight(C, Bt, A)
      kernels.affineTanh(C, A, B, b)
      // @ts-expect-error weights and input are swapped
      kernels.affineTanh(C, B, A, b)
      // @ts-expect-error weights and bias are swapped
      kernels.affineTanh(C, b, B, A)
      // @ts-expect-error input and bias are swapped
      kernels.affineTanh(C, A, b, B)
      kernels.outerProductAndSum(A, b, C, B)
      // @ts-expect-error the gradient and the input are swapped
      kernels.outerProductAndSum(A, b, B, C)
      // @ts-expect-error the results are swapped
      kernels.outerProductAndSum(b, A, C, B)
      kernels.transpose(At, A)
      // @ts-expect-error nothing is transposed
      kernels.transpose(A, A)
    })
  })

  it('refuse another size element by element', () => {
    compiled((kernels: Kernels) => {
      const [y, x, other] = stand<[Matrix<3, 7>, Matrix<3, 7>, Matrix<7, 3>]>()
      const [row, column, number] = stand<[Matrix<1, 7>, Matrix<3, 1>, Matrix<1, 1>]>()
      kernels.add(y, x, row)
      kernels.add(y, column, 2)
      kernels.add(y, number, x)
      // @ts-expect-error 7×3 against 3×7
      kernels.add(y, x, other)
      // @ts-expect-error an operand may stretch, a result may not
      kernels.add(row, x, x)
      // @ts-expect-error 7×3 against 3×7
      kernels.exp(y, other)
      // @ts-expect-error 7×3 against 3×7
      kernels.tanhGradient(y, x, other)
      // @ts-expect-error a gradient does not stretch
      kernels.tanhGradient(y, x, row)
      kernels.sumOverRows(row, x)
      kernels.sumOverColumns(column, x)
      // @ts-expect-error the sum of rows is a column
      kernels.sumOverColumns(row, x)
      // @ts-expect-error the sum of columns is a row
      kernels.sumOverRows(column, x)
    })
  })

  it('hold in a class whose batch is a type parameter', () => {
    class Layer<M extends number> {
      call(kernels: Kernels, A: Matrix<3, M>, W: Matrix<3, 5>, X: Matrix<5, M>, b: Matrix<3, 1>): void {
        kernels.affine(A, W, X, b)
        kernels.add(A, A, b)
        kernels.sumOverRows(stand<Matrix<1, M>>(), A)
        // @ts-expect-error 5 rows against 3
        kernels.add(A, A, X)
        // @ts-expect-error the input is not the output
        kernels.affine(X, W, A, b)
      }
    }
    expectTypeOf<Layer<number>>().toBeObject()
  })
})

describe('create', () => {
  it('takes any batch unless a type asks for one', () => {
    compiled(async () => {
      const net = await xor.create({ batch: 4 })
      expectTypeOf(net).toEqualTypeOf<xor.Xor<number, Float32>>()
      net.step(xor.X([[0, 1]]), xor.Y([1]))
      // @ts-expect-error targets are no inputs
      net.step(xor.Y([1]), xor.X([[0, 1]]))

      const four = await xor.create<4>({ batch: 4 })
      expectTypeOf(four.X).toEqualTypeOf<Matrix<2, 4>>()
      // @ts-expect-error four columns were asked for
      await xor.create<4>({ batch: 5 })
    })
  })

  it('knows its precision', () => {
    compiled(async () => {
      expectTypeOf(await xor.create({ batch: 4, precision: float64 })).toEqualTypeOf<
        xor.Xor<number, Float64>
      >()
    })
  })
})

/** Code that is compiled and never run. */
function compiled(_code: unknown): void {}

/** Something of a type, for code that is only read. */
function stand<T>(): T {
  throw new Error('this code is never called')
}
