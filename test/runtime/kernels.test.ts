import type { Matrix, Operand } from 'loopless/runtime'
import { describe, expect, it } from 'vitest'
import { signatures } from '../../runtime/kernels/signatures.ts'
import { benches } from '../support/kernels.ts'
import { build, matrices } from './support/matrices.ts'

const f = Math.fround

// Every kernel against the plain formula in doubles, at sizes that all differ, in rows longer than they are used.

describe.each(benches)('$name kernels', (bench) => {
  const { kernels } = bench
  const tolerance = bench.precision.bytes === 4 ? 2e-6 : 1e-14
  const matrix = matrices(bench)

  const expectClose = (actual: Matrix, expected: number[][]) => {
    const found = actual.toArray()
    expect(found.map((row) => row.length)).toEqual(expected.map((row) => row.length))
    found.forEach((row, r) => {
      row.forEach((x, c) => {
        const e = expected[r]![c]!
        if (Object.is(x, e)) return
        const message = `(${r}, ${c}): ${x} instead of ${e}`
        expect(Math.abs(x - e) <= tolerance * Math.max(1, Math.abs(e)), message).toBe(true)
      })
    })
  }

  it('has every signature and nothing else, with its arguments', () => {
    expect(Object.keys(kernels).sort()).toEqual(signatures.map(({ name }) => name).sort())
    for (const { name, outputs, inputs, scalars = [], inPlace = [], draws } of signatures) {
      const operands = Object.keys(outputs).length + Object.keys(inputs).length - inPlace.length
      const all = operands + scalars.length + (draws ? 3 : 0)
      const { length } = kernels[name as keyof typeof kernels]
      // A kernel led over rows has two scalars with defaults, which `length` does not count.
      expect([operands, all], name).toContain(length)
    }
  })

  describe.each([
    [3, 5, 7],
    [1, 5, 7],
    [3, 1, 7],
    [3, 5, 1],
    [2, 300, 3],
    [1, 1, 1],
  ])('products of %d×%d with %d columns', (r, k, c) => {
    const A = matrix(r, k)
    const B = matrix(k, c)
    const At = matrix(k, r)
    const Bt = matrix(c, k)
    const b = matrix(r, 1) as Matrix<number, 1>
    const C = matrix(r, c)

    /** Σₖ in the order and with the rounding that the kernels promise. */
    const sums = (a: (r: number, k: number) => number, b: (k: number, c: number) => number) => {
      const round = bench.precision.name === 'float32' ? f : (x: number) => x
      return build(r, c, (i, j) => {
        let sum = round(a(i, 0) * b(0, j))
        for (let n = 1; n < k; n++) sum = round(sum + round(a(i, n) * b(n, j)))
        return sum
      })
    }
    const expected = sums(
      (i, n) => A.at(i, n),
      (n, j) => B.at(n, j),
    )
    const plusBias = build(r, c, (i, j) => expected[i]![j]! + b.at(i, 0))

    it('matmul', () => {
      kernels.matmul(C, A, B)
      expect(C.toArray()).toEqual(expected)
    })

    it('matmulTransposedLeft', () => {
      kernels.matmulTransposedLeft(C, At, B)
      expect(C.toArray()).toEqual(
        sums(
          (i, n) => At.at(n, i),
          (n, j) => B.at(n, j),
        ),
      )
    })

    it('matmulTransposedRight', () => {
      kernels.matmulTransposedRight(C, A, Bt)
      expect(C.toArray()).toEqual(
        sums(
          (i, n) => A.at(i, n),
          (n, j) => Bt.at(j, n),
        ),
      )
    })

    it('outerProductAndSum', () => {
      const db = matrix(r, 1) as Matrix<number, 1>
      kernels.outerProductAndSum(C, db, A, Bt)
      expect(C.toArray()).toEqual(
        sums(
          (i, n) => A.at(i, n),
          (n, j) => Bt.at(j, n),
        ),
      )
      expectClose(
        db,
        build(r, 1, (i) => sum(A.toArray()[i]!)),
      )
    })

    it('affine maps', () => {
      kernels.affine(C, A, B, b)
      expectClose(C, plusBias)
      kernels.affineTanh(C, A, B, b)
      expectClose(
        C,
        plusBias.map((row) => row.map(Math.tanh)),
      )
      kernels.affineSigmoid(C, A, B, b)
      expectClose(
        C,
        plusBias.map((row) => row.map((z) => 1 / (1 + Math.exp(-z)))),
      )
      kernels.affineRelu(C, A, B, b)
      expectClose(
        C,
        plusBias.map((row) => row.map((z) => Math.max(z, 0))),
      )
    })

    it('leave alone what lies between the rows', () => {
      const before = C.data.slice()
      kernels.matmul(C, A, B)
      C.data.forEach((x, i) => {
        if (i % C.stride >= C.columns) expect(x).toBe(before[i])
      })
    })
  })

  it('a product of negative zeros is a negative zero', () => {
    const [A, B, C] = [matrix(1, 1), matrix(1, 1), matrix(1, 1)]
    A.data[0] = -0
    B.data[0] = 1
    kernels.matmul(C, A, B)
    expect(C.value).toBe(-0)
  })

  it('transpose', () => {
    const x = matrix(3, 5)
    const y = matrix(5, 3)
    kernels.transpose(y, x)
    expectClose(
      y,
      build(5, 3, (r, c) => x.at(c, r)),
    )
  })

  describe.each([
    [3, 5],
    [1, 5],
    [3, 1],
    [1, 1],
  ])('element by element at %d×%d', (r, c) => {
    const full = matrix(r, c)
    const operands: Operand[] = [full, matrix(r, 1), matrix(1, c), matrix(1, 1), 0.7, -1.3]
    const element = (x: Operand, i: number, j: number) =>
      typeof x === 'number'
        ? bench.precision.name === 'float32'
          ? f(x)
          : x
        : x.at(i % x.rows, j % x.columns)

    const unary: Record<string, (x: number) => number> = {
      copy: (x) => x,
      negate: (x) => -x,
      exp: Math.exp,
      log: Math.log,
      sqrt: Math.sqrt,
      abs: Math.abs,
      tanh: Math.tanh,
      sigmoid: (x) => 1 / (1 + Math.exp(-x)),
      softplus: (x) => Math.log(1 + Math.exp(x)),
      not: (x) => (x === 0 ? 1 : 0),
    }
    it.each(Object.entries(unary))('%s', (name, formula) => {
      for (const x of operands) {
        const y = matrix(r, c)
        kernels[name as 'exp'](y, x)
        expectClose(
          y,
          build(r, c, (i, j) => formula(element(x, i, j))),
        )
      }
    })

    const binary: Record<string, (a: number, b: number) => number> = {
      add: (a, b) => a + b,
      subtract: (a, b) => a - b,
      multiply: (a, b) => a * b,
      divide: (a, b) => a / b,
      power: (a, b) => a ** b,
      maximum: Math.max,
      minimum: Math.min,
      less: (a, b) => Number(a < b),
      lessOrEqual: (a, b) => Number(a <= b),
      equal: (a, b) => Number(a === b),
      notEqual: (a, b) => Number(a !== b),
      and: (a, b) => Number(a !== 0 && b !== 0),
      or: (a, b) => Number(a !== 0 || b !== 0),
    }
    it.each(Object.entries(binary))('%s', (name, formula) => {
      for (const a of operands) {
        for (const b of operands) {
          const y = matrix(r, c)
          kernels[name as 'add'](y, a, b)
          expectClose(
            y,
            build(r, c, (i, j) => formula(element(a, i, j), element(b, i, j))),
          )
        }
      }
    })

    it('where', () => {
      const condition = matrix(r, c)
      kernels.less(condition, full, 0)
      for (const a of operands) {
        const y = matrix(r, c)
        kernels.where(y, condition, a, full)
        expectClose(
          y,
          build(r, c, (i, j) => (full.at(i, j) < 0 ? element(a, i, j) : full.at(i, j))),
        )
        kernels.where(y, 0, full, a)
        expectClose(
          y,
          build(r, c, (i, j) => element(a, i, j)),
        )
      }
    })

    it('combine and scale', () => {
      for (const a of operands) {
        const y = matrix(r, c)
        kernels.combine(y, a, full, 0.3, -1.7)
        expectClose(
          y,
          build(r, c, (i, j) => 0.3 * element(a, i, j) - 1.7 * full.at(i, j)),
        )
        kernels.scale(y, a, 0.3, 2)
        expectClose(
          y,
          build(r, c, (i, j) => 0.3 * element(a, i, j) + 2),
        )
      }
    })

    it('gradients', () => {
      const [dA, A, y] = [matrix(r, c), matrix(r, c), matrix(r, c)]
      const check = (formula: (d: number, a: number) => number) =>
        expectClose(
          y,
          build(r, c, (i, j) => formula(dA.at(i, j), A.at(i, j))),
        )
      kernels.tanhGradient(y, dA, A)
      check((d, a) => d * (1 - a * a))
      kernels.sigmoidGradient(y, dA, A)
      check((d, a) => d * a * (1 - a))
      kernels.reluGradient(y, dA, A)
      check((d, a) => (a > 0 ? d : 0))
      kernels.leakyReluGradient(y, dA, A, 0.1)
      check((d, a) => (a > 0 ? d : 0.1 * d))
      kernels.leakyRelu(y, A, 0.1)
      check((_, a) => (a > 0 ? a : 0.1 * a))
      kernels.scaledDifference(y, dA, A, 0.25)
      check((d, a) => 0.25 * (d - a))
    })

    it('may write over its operand', () => {
      const [a, b] = [matrix(r, c), matrix(r, c)]
      const expected = build(r, c, (i, j) => a.at(i, j) * b.at(i, j))
      kernels.multiply(a, a, b)
      expectClose(a, expected)
    })

    it('optimizers', () => {
      const [p, v, s, g] = [matrix(r, c), matrix(r, c), matrix(r, c), matrix(r, c)]
      kernels.abs(s, s)
      const [p0, v0, s0] = [p.toArray(), v.toArray(), s.toArray()]
      const v1 = build(r, c, (i, j) => 0.9 * v0[i]![j]! + 0.1 * g.at(i, j))
      const s1 = build(r, c, (i, j) => 0.8 * s0[i]![j]! + 0.2 * g.at(i, j) ** 2)
      kernels.descend(p, g, 0.01)
      const p1 = build(r, c, (i, j) => p0[i]![j]! - 0.01 * g.at(i, j))
      expectClose(p, p1)
      kernels.descendWithMomentum(p, v, g, 0.9, 0.1, 0.01)
      const p2 = build(r, c, (i, j) => p1[i]![j]! - 0.01 * v1[i]![j]!)
      expectClose(v, v1)
      expectClose(p, p2)
      const v2 = build(r, c, (i, j) => 0.9 * v1[i]![j]! + 0.1 * g.at(i, j))
      kernels.descendByMoments(p, v, s, g, 0.99, 0.9, 0.1, 0.8, 0.2, 0.01, 1.5, 1e-3)
      expectClose(v, v2)
      expectClose(s, s1)
      expectClose(
        p,
        build(r, c, (i, j) => 0.99 * p2[i]![j]! - (0.01 * v2[i]![j]!) / (Math.sqrt(1.5 * s1[i]![j]!) + 1e-3)),
      )
    })

    it('reductions', () => {
      const x = matrix(r, c)
      const rows = x.toArray()
      const columns = build(c, r, (j, i) => x.at(i, j))
      const down = matrix(1, c) as Matrix<1, number>
      const along = matrix(r, 1) as Matrix<number, 1>
      const reductions: Record<string, (line: number[]) => number> = {
        sum,
        max: (line) => Math.max(...line),
        min: (line) => Math.min(...line),
        argmax: (line) => line.indexOf(Math.max(...line)),
        logSumExp: (line) => Math.log(sum(line.map(Math.exp))),
      }
      for (const [name, reduce] of Object.entries(reductions)) {
        kernels[`${name}OverRows` as 'sumOverRows'](down, x)
        expectClose(down, [columns.map(reduce)])
        kernels[`${name}OverColumns` as 'sumOverColumns'](along, x)
        expectClose(
          along,
          rows.map((line) => [reduce(line)]),
        )
      }
    })

    it('softmax and losses', () => {
      const [A, Z, Y] = [matrix(r, c), matrix(r, c), matrix(r, c)]
      const J = matrix(1, 1) as Matrix<1, 1>
      const logSums = build(1, c, (_, j) => Math.log(sum(Z.toArray().map((row) => Math.exp(row[j]!)))))[0]!
      const softmax = build(r, c, (i, j) => Math.exp(Z.at(i, j) - logSums[j]!))
      const total = (formula: (i: number, j: number) => number) => [[-0.5 * sum(build(r, c, formula).flat())]]
      kernels.softmax(A, Z)
      expectClose(A, softmax)
      kernels.scale(A, A, 0, 0)
      kernels.softmaxCrossEntropy(A, J, Z, Y, -0.5)
      expectClose(A, softmax)
      expectClose(
        J,
        total((i, j) => Y.at(i, j) * (Z.at(i, j) - logSums[j]!)),
      )
      kernels.sigmoidCrossEntropy(A, J, Z, Y, -0.5)
      expectClose(
        A,
        build(r, c, (i, j) => 1 / (1 + Math.exp(-Z.at(i, j)))),
      )
      expectClose(
        J,
        total((i, j) => Math.log(1 + Math.exp(Z.at(i, j))) - Y.at(i, j) * Z.at(i, j)),
      )
      kernels.squaredError(J, Z, Y, -0.5)
      expectClose(
        J,
        total((i, j) => (Z.at(i, j) - Y.at(i, j)) ** 2),
      )
    })
  })

  it('losses stay finite, and right, for large logits', () => {
    const [A, Z, Y] = [matrix(2, 2), matrix(2, 2), matrix(2, 2)]
    const J = matrix(1, 1) as Matrix<1, 1>
    const set = (x: Matrix, rows: number[][]) => {
      rows.forEach((row, r) => {
        x.data.set(row, r * x.stride)
      })
    }
    set(Z, [
      [1e4, -1e4],
      [-1e4, 1e4],
    ])
    set(Y, [
      [1, 0],
      [0, 1],
    ])
    kernels.sigmoidCrossEntropy(A, J, Z, Y, 1)
    expect(J.value).toBe(0)
    expect(A.toArray()).toEqual([
      [1, 0],
      [0, 1],
    ])
    kernels.softmaxCrossEntropy(A, J, Z, Y, -1)
    expect(J.value).toBe(-0)
    set(Y, [
      [0, 1],
      [1, 0],
    ])
    kernels.sigmoidCrossEntropy(A, J, Z, Y, 0.25)
    expect(J.value).toBe(1e4)
    kernels.softmaxCrossEntropy(A, J, Z, Y, -0.5)
    expect(J.value).toBe(2e4)
  })

  it('a confident loss keeps its digits', () => {
    const [A, Z, Y] = [matrix(1, 1), matrix(1, 1), matrix(1, 1)]
    const J = matrix(1, 1) as Matrix<1, 1>
    Z.data[0] = 40
    Y.data[0] = 1
    kernels.sigmoidCrossEntropy(A, J, Z, Y, 1)
    expect(Math.abs(J.value / Math.exp(-40) - 1)).toBeLessThan(tolerance)
  })

  it('NaN wins in maximum and minimum', () => {
    const y = matrix(1, 2)
    for (const name of ['maximum', 'minimum'] as const) {
      kernels[name](y, NaN, 1)
      expect(y.toArray()).toEqual([[NaN, NaN]])
      kernels[name](y, 1, NaN)
      expect(y.toArray()).toEqual([[NaN, NaN]])
    }
  })

  it('argmax takes the first of equals', () => {
    const x = matrix(3, 3)
    x.data.fill(1)
    const y = matrix(1, 3) as Matrix<1, number>
    kernels.argmaxOverRows(y, x)
    expect(y.toArray()).toEqual([[0, 0, 0]])
  })

  it('logSumExp knows infinities', () => {
    const x = matrix(2, 3)
    x.data.set([-Infinity, Infinity, -Infinity])
    x.data.set([-Infinity, 0, 1], x.stride)
    const y = matrix(1, 3) as Matrix<1, number>
    kernels.logSumExpOverRows(y, x)
    expect(y.toArray()).toEqual([[-Infinity, Infinity, 1]])
  })
})

describe.each(benches.filter(({ precision }) => precision.bytes === 4))('$name kernels', (bench) => {
  it('round after every operation', () => {
    const { kernels } = bench
    const matrix = matrices(bench)
    const [a, b, y] = [matrix(3, 5), matrix(3, 5), matrix(3, 5)]
    kernels.combine(y, a, b, 0.1, 0.3)
    expect(y.toArray()).toEqual(build(3, 5, (r, c) => f(f(f(0.1) * a.at(r, c)) + f(f(0.3) * b.at(r, c)))))
    kernels.tanhGradient(y, a, b)
    expect(y.toArray()).toEqual(build(3, 5, (r, c) => f(a.at(r, c) * f(1 - f(b.at(r, c) * b.at(r, c))))))
  })
})

function sum(line: readonly number[]): number {
  return line.reduce((total, x) => total + x, 0)
}
