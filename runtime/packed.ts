import type { Engine } from './engine.ts'
import type { Kernels } from './kernels/kernels.ts'
import type { Memory } from './memory.ts'
import type { Layout } from './model.ts'
import type { Precision } from './precision.ts'
import { Matrix } from './tensor.ts'

/** Bytes of a line of the cache: so wide are panels. */
const LINE = 64

/** The kernels whose first input is a matrix that multiplies a second one. */
const PRODUCTS = ['matmul', 'affine', 'affineRelu', 'affineTanh', 'affineSigmoid'] as const

/**
 * Kernels for predicting one example at a time. Each term of a row of weights is needed once, so to turn rows, for lanes to lie across
 * them, costs as much as the product itself. Here parameters that multiply a column are packed when they are called
 * for a second time, and so again after `refresh`, in panels of as many rows as a line has numbers: each row's first term, each row's
 * second … The sums are the same, in the same order.
 *
 * The parameters stay where they are, row by row. Reference kernels remain as they are.
 */
export function packing(
  engine: Engine,
  { serving }: { readonly serving: Pick<Layout, 'blocks' | 'places'> },
  { bytes, Array: Numbers }: Precision,
): Engine {
  if (engine.name === 'reference') return engine
  const lanes = LINE / bytes
  const [first, length] = serving.blocks['parameters'] ?? [0, 0]
  const isParameter = (address: number) => address >= first * bytes && address < (first + length) * bytes

  /** Numbers that a packed matrix has: none where it is too narrow to gain anything. */
  const sizeOf = (rows: number, columns: number): number =>
    rows < lanes / 2 || columns < lanes / 2 ? 0 : Math.ceil(rows / lanes) * lanes * columns
  const most = Object.values(serving.places).reduce(
    (sum, [rows, columns, offset]) =>
      rows === 'm' || columns === 'm' || !isParameter(offset * bytes) ? sum : sum + sizeOf(rows, columns),
    0,
  )
  const startAfter = (end: number) => Math.ceil(end / LINE) * LINE
  let forget = () => {}

  return {
    ...engine,
    scratch: (sides) => engine.scratch(sides) + LINE + most * bytes,
    async open(memory, scratch, sides, wanted) {
      const kernels = await engine.open(memory, scratch, sides, wanted)
      const packed = packedIn(memory, kernels, startAfter(scratch + engine.scratch(sides)))
      return { ...kernels, ...products(kernels, packed) }
    },
    refresh: () => forget(),
  }

  /** What stands for a matrix in a product with a column. */
  function packedIn({ buffer }: Memory, kernels: Kernels, start: number): (W: Matrix) => Matrix {
    const found = new Map<Matrix, Matrix>()
    // To pack for a single product takes longer than the product.
    const met = new Set<Matrix>()
    let next = start
    forget = () => {
      found.clear()
      met.clear()
      next = start
    }
    const pack = (W: Matrix): Matrix => {
      const { rows, columns, stride, data } = W
      const size = W.buffer === buffer && isParameter(W.address) ? sizeOf(rows, columns) : 0
      if (size === 0 || next + size * bytes > start + most * bytes) return W
      const panels = new Numbers(buffer, next, size)
      next += size * bytes
      for (let r = 0; r < rows; r += lanes) {
        const height = Math.min(lanes, rows - r)
        const panel = new Matrix(columns, height, lanes, panels.subarray(r * columns))
        kernels.transpose(panel, new Matrix(height, columns, stride, data.subarray(r * stride)))
      }
      return new Matrix(rows, columns, PANELS, panels)
    }
    return (W) => {
      const known = found.get(W)
      if (known) return known
      if (!met.has(W)) {
        met.add(W)
        return W
      }
      const made = pack(W)
      found.set(W, made)
      return made
    }
  }
}

/** Instead of a stride: so the kernels know panels. */
const PANELS = 0

type Product = (C: Matrix, A: Matrix, B: Matrix, b: Matrix) => void

function products(kernels: Kernels, packed: (W: Matrix) => Matrix): Partial<Kernels> {
  return Object.fromEntries(
    PRODUCTS.flatMap((name) => {
      const kernel = kernels[name] as Product | undefined
      if (!kernel) return []
      const product: Product = (C, A, B, b) => kernel(C, B.columns === 1 ? packed(A) : A, B, b)
      return [[name, product]]
    }),
  )
}
