import type { Operation, Tensor } from './operation.ts'

/**
 * Columns at right angles and of length 1 in place of those of x, each in the span of the columns up to it and on the
 * side of its own: the Q of x = Q·R whose R has no negative number on its diagonal. Where x is wider than high, the
 * same of its rows. It is for first values: it has slopes, but no rule for them.
 */
export const orthonormal: Operation = {
  name: 'orthonormal',
  function: { name: 'orthonormal', over: false },
  shape: ([x]) => x!,
  withoutRule: true,
  meaning: { kind: 'whole', of: ([x]) => orthonormalized(x!) },
  notation: { kind: 'call', name: 'orthonormal' },
  examples: [{ shapes: [[5, 3]] }, { shapes: [[3, 5]] }],
}

function orthonormalized({ dimensions: [rows = 1, columns = 1], data }: Tensor): Float64Array {
  const isTall = rows >= columns
  const at = (row: number, column: number) => (isTall ? row * columns + column : column * columns + row)
  const [height, width] = isTall ? [rows, columns] : [columns, rows]
  const x = Array.from({ length: width }, (_, column) =>
    Float64Array.from({ length: height }, (_, row) => data[at(row, column)]!),
  )
  const mirrors = x.map((column, index) => {
    const mirror = mirrorOf(column, index)
    for (const later of x.slice(index + 1)) reflect(later, mirror)
    return mirror
  })
  const result = new Float64Array(data.length)
  for (let column = 0; column < width; column++) {
    const q = new Float64Array(height)
    q[column] = 1
    for (const mirror of mirrors.toReversed()) reflect(q, mirror)
    for (let row = 0; row < height; row++) result[at(row, column)] = mirrors[column]!.side * q[row]!
  }
  return result
}

interface Mirror {
  readonly normal: Float64Array
  /** Twice over the squared length of the normal. */
  readonly weight: number
  readonly side: 1 | -1
}

/** Householder's reflection, which takes what a column has from `index` on to the axis `index`. */
function mirrorOf(column: Float64Array, index: number): Mirror {
  const normal = column.map((x, row) => (row < index ? 0 : x))
  const length = Math.sqrt(dot(normal, normal))
  const side = normal[index]! < 0 ? 1 : -1
  normal[index]! -= side * length
  return length === 0 ? { normal, weight: 0, side: 1 } : { normal, weight: 2 / dot(normal, normal), side }
}

function reflect(x: Float64Array, { normal, weight }: Mirror): void {
  const share = weight * dot(normal, x)
  for (let row = 0; row < x.length; row++) x[row]! -= share * normal[row]!
}

function dot(a: Float64Array, b: Float64Array): number {
  return a.reduce((sum, x, at) => sum + x * b[at]!, 0)
}
