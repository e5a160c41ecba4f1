import { describe, expect, it } from 'vitest'
import * as digits from '../../generated/digits.ts'
import type { Engine } from '../../runtime/engine.ts'
import { float32 } from '../../runtime/float32.ts'
import { float64 } from '../../runtime/float64.ts'
import { allocate } from '../../runtime/memory.ts'
import type { Layout } from '../../runtime/model.ts'
import { packing } from '../../runtime/packed.ts'
import type { Precision } from '../../runtime/precision.ts'
import { float32Reference, float64Reference } from '../../runtime/reference.ts'
import { Matrix } from '../../runtime/tensor.ts'
import type { AnyKernels } from '../support/kernels.ts'
import { Random } from '../support/random.ts'

const SPECIALS = [NaN, Infinity, -Infinity, 0, -0, 1e-45, 3.4e38, -1]
const KERNELS = ['matmul', 'affine', 'affineRelu', 'affineTanh', 'affineSigmoid'] as const

/** Elements before the parameters, and of everything. */
const FIRST = 12
const ELEMENTS = 20_000
const SIDES = { longest: 400, batch: 1 }

/** A model of two matrices of parameters. */
const modelOf = (rows: number, columns: number): { serving: Pick<Layout, 'blocks' | 'places'> } => ({
  serving: {
    blocks: { parameters: [FIRST, 2 * rows * columns] },
    places: { V: [rows, columns, FIRST], W: [rows, columns, FIRST + rows * columns], X: [columns, 'm', 0] },
  },
})

async function workshop(engine: Engine, { bytes, Array: Numbers }: Precision) {
  const end = ELEMENTS * bytes
  const memory = allocate(end + engine.scratch(SIDES))
  const kernels = (await engine.open(memory, end, SIDES)) as unknown as AnyKernels
  const matrix = (rows: number, columns: number, offset: number) =>
    new Matrix(
      rows,
      columns,
      columns,
      new Numbers(memory.buffer, offset * bytes, Math.max(1, rows * columns)),
    )
  return { kernels, matrix, memory }
}

describe.each([
  ['float32', float32, float32Reference],
  ['float64', float64, float64Reference],
] as const)('packed weights in %s', (_, precision, reference) => {
  const sizes = Array.from({ length: 40 }, (_, at) => {
    const random = new Random(at)
    return [
      { rows: at + 1, columns: random.integer(1, 40) },
      { rows: random.integer(1, 40), columns: at + 1 },
    ]
  }).flat()

  it('multiply a column as the reference kernels do, bit by bit', async () => {
    for (const [at, { rows, columns }] of [...sizes, { rows: 37, columns: 130 }].entries()) {
      const random = new Random(1000 + at)
      const model = modelOf(rows, columns)
      const fast = await workshop(packing(await precision.load(), model, precision), precision)
      const plain = await workshop(await reference.load(), precision)
      const numbers = new precision.Array(3 * rows * columns + 3 * columns + rows).map(() =>
        random.chance(0.05) ? random.pick(SPECIALS) : random.between(-3, 3),
      )
      for (const name of KERNELS)
        for (const width of [1, 3]) {
          const results = [fast, plain].map(({ kernels, matrix }) => {
            let next = FIRST
            const taken = (r: number, c: number) => {
              const made = matrix(r, c, next)
              next += r * c
              return made
            }
            const [V, W] = [taken(rows, columns), taken(rows, columns)]
            next += 4
            const other = taken(rows, columns)
            const X = taken(columns, width)
            const b = taken(rows, 1)
            let from = 0
            for (const { data } of [V, W, other, X, b])
              for (let i = 0; i < data.length; i++) data[i] = numbers[from++]!
            // Each as it is, then packed where it can be.
            return [V, W, other, V, W, V].map((A) => {
              const C = taken(rows, width)
              C.data.fill(7)
              kernels[name]!(C, A, X, ...(name === 'matmul' ? [] : [b]))
              return Array.from(C.data)
            })
          })
          for (const [which, wanted] of results[1]!.entries())
            expect(
              results[0]![which]!.map((x, i) => Object.is(x, wanted[i])),
              `${name} ${rows} × ${columns} by ${width}, ${which}`,
            ).not.toContain(false)
        }
    }
  })

  it('are packed once, at the second product, and so again after a refresh', async () => {
    const engine = packing(await precision.load(), modelOf(16, 24), precision)
    const { kernels, matrix } = await workshop(engine, precision)
    const [W, X, C] = [matrix(16, 24, FIRST), matrix(24, 1, 2000), matrix(16, 1, 3000)]
    W.data.fill(1)
    X.data.fill(2)
    const ends = () => {
      kernels['matmul']!(C, W, X)
      return [C.at(0, 0), C.at(15, 0)]
    }
    const written = (number: number) => {
      W.data.fill(number)
      return ends()
    }
    expect(written(1)).toEqual([48, 48])
    expect(written(3)).toEqual([144, 144])
    expect(written(1)).toEqual([144, 144])
    engine.refresh!()
    expect(written(1)).toEqual([48, 48])
    expect(written(3)).toEqual([144, 144])
    expect(written(1)).toEqual([144, 144])
  })

  it('take memory for those that gain from it, and only with SIMD', async () => {
    const engine = await precision.load()
    const room = (rows: number, columns: number) =>
      packing(engine, modelOf(rows, columns), precision).scratch(SIDES) - engine.scratch(SIDES)
    const lanes = 64 / precision.bytes
    expect(room(lanes, 50)).toBe(64 + 2 * 64 * 50)
    expect(room(lanes + 1, 50)).toBe(64 + 2 * 2 * 64 * 50)
    expect(room(1, 5000)).toBe(64)
    const plain = await reference.load()
    expect(packing(plain, modelOf(16, 24), precision)).toBe(plain)
  })
})

describe.each([['float32', float32] as const, ['float64', float64] as const])(
  'a predictor of one example in %s',
  (_, precision) => {
    const pictures = Array.from({ length: 7 }, (_, i) =>
      Array.from({ length: 64 }, (_, j) => (7 * i + 3 * j * j) % 17),
    )
    const [X, Y] = [digits.X(pictures), digits.Y([3, 1, 4, 1, 5, 9, 2])]
    const saved = async (seed: number) => {
      const net = await digits.create({ batch: 7, seed, precision })
      net.prepare(X)
      net.step(X, Y)
      return net.save()
    }

    it('gives each the bits that it has in a batch, from every file that it loads', async () => {
      const files = [await saved(1), await saved(2)]
      const one = await digits.predictor(files[0]!, { precision })
      const all = await digits.predictor(files[0]!, { batch: 7, precision })
      for (const file of files) {
        one.load(file)
        all.load(file)
        const batch = all.predict(X).copy()
        // Weights as they are, then packed.
        for (const [c, picture] of pictures.entries())
          expect(Array.from(one.predictOne(picture))).toEqual(batch.toArray().map((row) => row[c]))
        expect(Array.from(one.parameters.W1.data)).toEqual(Array.from(all.parameters.W1.data))
      }
    })

    it('follows a net that shares its parameters', async () => {
      const one = await digits.predictor(await saved(1), { precision })
      const net = await digits.create({ batch: 7, seed: 5, precision })
      net.prepare(X)
      one.predictOne(pictures[0]!)
      for (let step = 0; step < 2; step++) {
        net.step(X, Y)
        net.share(one)
        expect(Array.from(one.predictOne(pictures[4]!))).toEqual(
          net
            .predict(X)
            .toArray()
            .map((row) => row[4]),
        )
      }
    })
  },
)
