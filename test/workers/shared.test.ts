import { describe, expect, it } from 'vitest'
import { sourceOf } from '../../runtime/data.ts'
import { float32 } from '../../runtime/float32.ts'
import { float64 } from '../../runtime/float64.ts'
import type { Net } from '../../runtime/net.ts'
import type { Precision } from '../../runtime/precision.ts'
import { float32Reference } from '../../runtime/reference.ts'
import { inRows, RowSource } from '../../runtime/rows.ts'
import { Matrix } from '../../runtime/tensor.ts'
import { Adder } from '../../runtime/workers/adder.ts'
import { open, shareData } from '../../runtime/workers/data.ts'
import { columnsOf, firstColumn, rangeStart } from '../../runtime/workers/protocol.ts'

describe.each([float32, float64])('data that threads share, in $name', (precision) => {
  it.each([1, 2, 7, 8, 9, 16, 23])('give the columns that the matrices give, %i at a time', (columns) => {
    const examples = 41
    const [rows, classes] = [19, 3]
    // A matrix may be a window on another.
    const X = new Matrix(rows, examples, examples + 5, Float64Array.from({ length: rows * 46 }, Math.random))
    const Y = new Matrix(
      classes,
      examples,
      examples,
      Float32Array.from({ length: classes * 41 }, Math.random),
    )
    const source = sourceOf([X, Y])
    const shared = new RowSource(shareData(source, precision)!.map((matrix) => open(matrix, precision)))
    const rowwise = inRows(source, precision)
    for (const { examples: there } of [shared, rowwise]) expect(there).toBe(examples)
    const order = Uint32Array.from({ length: examples }, (_, i) => (i * 7 + 3) % examples)
    const gathered = (from: typeof source) => {
      const into = [rows, classes].map(
        (height) =>
          new Matrix(height, columns, columns + 2, new precision.Array(height * (columns + 2)).fill(9)),
      )
      from.gather(into, order, 11)
      return into.map(({ data }) => data)
    }
    // What lies between rows stays as it is.
    expect(gathered(shared)).toEqual(gathered(source))
    expect(gathered(rowwise)).toEqual(gathered(source))
  })
})

it('of a source that gathers by itself nothing can be shared', () => {
  const X = Matrix.zeros(3, 5)
  const source = sourceOf([X])
  const other = { examples: 5, gather: source.gather.bind(source) }
  expect(shareData(other, float32)).toBeUndefined()
  expect(inRows(other, float32)).toBe(other)
})

/** As much of a net as is asked for. */
async function netIn(precision: Precision): Promise<Net> {
  return { precision, arena: { engine: await precision.load() } } as unknown as Net
}

describe.each([
  ['float32', float32],
  ['float32Reference', float32Reference],
  ['float64', float64],
] as const)('sums of parts in %s', (_, precision) => {
  it.each([1, 3, 16_384, 16_385, 40_001])('are added term by term, in order, %i numbers', async (length) => {
    const adder = await Adder.for(await netIn(precision))
    const parts = [1, 2, 3].map((part) =>
      // Sums of such numbers depend on the order of their terms.
      new precision.Array(length).map((__, i) => Math.sin(i + part) * 10 ** ((i * part) % 9)),
    )
    const [from, to] = [Math.floor(length / 3), length]
    const sum = new precision.Array(length).fill(7)
    adder.add(sum, parts, from, to)
    const wanted = new precision.Array(length).fill(7)
    for (let i = from; i < to; i++) {
      wanted[i] = parts[0]![i]! + parts[1]![i]!
      wanted[i]! += parts[2]![i]!
    }
    expect(sum).toEqual(wanted)
    // The first part may be where the sum goes.
    adder.add(parts[0]!, parts, from, to)
    expect(parts[0]!.subarray(from)).toEqual(wanted.subarray(from))
  })
})

describe('parts', () => {
  it.each([1, 2, 3, 5])('of %i share all columns and all gradients, one behind the other', (parts) => {
    for (const columns of [5, 6, 7, 64, 209]) {
      let next = 0
      for (let part = 0; part < parts; part++) {
        expect(firstColumn(part, parts, columns)).toBe(next)
        next += columnsOf(part, parts, columns)
      }
      expect(next).toBe(columns)
    }
    for (const length of [1, 15, 16, 33, 109_386]) {
      const starts = Array.from({ length: parts + 1 }, (_, part) => rangeStart(part, parts, length))
      expect(starts[0]).toBe(0)
      expect(starts.at(-1)).toBe(length)
      expect(starts).toEqual(starts.toSorted((a, b) => a - b))
      // Few are not worth another wait; of many everybody has about as many.
      const shares = starts.slice(1).map((end, part) => end - starts[part]!)
      if (length < 100) expect(shares[0]).toBe(length)
      else for (const share of shares) expect(Math.abs(share - length / parts)).toBeLessThanOrEqual(2 * 16)
    }
  })
})
