import { Matrix } from './tensor.ts'

/** A typed array of numbers, whatever their kind. */
export type NumberArray =
  | Float32Array
  | Float64Array
  | Int8Array
  | Uint8Array
  | Uint8ClampedArray
  | Int16Array
  | Uint16Array
  | Int32Array
  | Uint32Array

/** Examples as people have them: a row of numbers for each, or all numbers in one array, example after example. */
export type Examples = readonly ArrayLike<number>[] | NumberArray

/** Labels as people have them: for each example a class's name, its number, or a row of probabilities. */
export type Labels = readonly (string | number | ArrayLike<number>)[] | NumberArray

/**
 * A checked constructor for one input: examples, which people write as rows, become the columns of a matrix. Rows and
 * numbers are counted from 0.
 *
 * ```ts
 * const X = columns('X', 2)
 * X([[0, 1], [1, 1], [1, 0]])   // Matrix<2, number>, 2×3
 * ```
 *
 * The constructor throws a RangeError for an example with too few numbers or too many, or with one that is not finite.
 */
export function columns<const R extends number>(
  name: string,
  size: R,
): (examples: Examples) => Matrix<R, number> {
  return (examples) =>
    ArrayBuffer.isView(examples) ? fromFlat(name, size, examples) : fromRows(name, size, examples)
}

/**
 * A checked constructor for targets with several classes: one row for each class, 1 where the example is of it.
 *
 * ```ts
 * const Y = oneHot('Y', ['stay', 'leave', 'pause'])
 * Y(['leave', 'stay']); Y([1, 0]); Y([[0, 1, 0], [0.5, 0.25, 0.25]])
 * ```
 *
 * The constructor throws a RangeError for what is no class, and for rows that do not sum to 1.
 */
export function oneHot<const Classes extends readonly string[]>(
  name: string,
  classes: Classes,
): (labels: Labels) => Matrix<Classes['length'], number> {
  const rows: Classes['length'] = classes.length
  return (labels) => {
    const Y = empty(name, rows, labels.length)
    for (let c = 0; c < labels.length; c++) {
      const label = labels[c]!
      if (typeof label === 'object') {
        writeExample(Y, name, label, c)
        checkSum(name, label, c)
      } else {
        Y.data[classNumber(name, classes, label, c) * Y.stride + c] = 1
      }
    }
    return Y
  }
}

/**
 * A checked constructor for targets with two classes: one row, 1 where the example is of the second.
 *
 * ```ts
 * const Y = binary('Y', ['other', 'cat'])
 * Y(['cat', 'other']); Y([1, 0]); Y([[1], [0.25]])
 * ```
 *
 * The constructor throws a RangeError for what is no class, and for rows that are not one number from 0 to 1.
 */
export function binary(
  name: string,
  classes: readonly [string, string],
): (labels: Labels) => Matrix<1, number> {
  return (labels) => {
    const Y = empty(name, 1, labels.length)
    for (let c = 0; c < labels.length; c++) {
      const label = labels[c]!
      if (typeof label === 'object') {
        writeExample(Y, name, label, c)
        if (!(label[0]! >= 0 && label[0]! <= 1)) {
          throw new RangeError(`${name} needs a number from 0 to 1, row ${c} has ${label[0]}`)
        }
      } else {
        Y.data[c] = classNumber(name, classes, label, c)
      }
    }
    return Y
  }
}

function fromRows<R extends number>(
  name: string,
  size: R,
  rows: readonly ArrayLike<number>[],
): Matrix<R, number> {
  const X = empty(name, size, rows.length)
  for (let c = 0; c < rows.length; c++) writeExample(X, name, rows[c]!, c)
  return X
}

function fromFlat<R extends number>(name: string, size: R, numbers: NumberArray): Matrix<R, number> {
  if (numbers.length % size !== 0) {
    throw new RangeError(
      `${name} needs ${size} numbers per example, ${numbers.length} numbers are no multiple of that`,
    )
  }
  const X = empty(
    name,
    size,
    numbers.length / size,
    numbers instanceof Float32Array ? Float32Array : Float64Array,
  )
  for (let c = 0; c < X.columns; c++) {
    for (let r = 0; r < size; r++) {
      X.data[r * X.stride + c] = finite(name, numbers[c * size + r]!, c, r)
    }
  }
  return X
}

function empty<R extends number>(
  name: string,
  rows: R,
  examples: number,
  Numbers: typeof Float32Array | typeof Float64Array = Float64Array,
): Matrix<R, number> {
  if (examples === 0) throw new RangeError(`${name} needs at least one example`)
  return new Matrix(rows, examples, examples, new Numbers(rows * examples))
}

function writeExample(into: Matrix, name: string, example: ArrayLike<number>, c: number): void {
  if (example.length !== into.rows) {
    const needed = into.rows === 1 ? '1 number' : `${into.rows} numbers`
    throw new RangeError(`${name} needs ${needed} per example, row ${c} has ${example.length}`)
  }
  for (let r = 0; r < into.rows; r++) into.data[r * into.stride + c] = finite(name, example[r]!, c, r)
}

function finite(name: string, x: number, row: number, column: number): number {
  if (Number.isFinite(x)) return x
  throw new RangeError(`${name} needs finite numbers, row ${row} has ${x} in column ${column}`)
}

function classNumber(name: string, classes: readonly string[], label: string | number, row: number): number {
  const place = typeof label === 'string' ? classes.indexOf(label) : label
  if (Number.isInteger(place) && place >= 0 && place < classes.length) return place
  const known = classes.map((known) => `\`${known}\``).join(', ')
  throw new RangeError(
    typeof label === 'string'
      ? `${name} has no class \`${label}\` (row ${row}); its classes are ${known}`
      : `${name} needs a class number from 0 to ${classes.length - 1}, row ${row} has ${label}`,
  )
}

function checkSum(name: string, probabilities: ArrayLike<number>, row: number): void {
  let sum = 0
  for (let r = 0; r < probabilities.length; r++) {
    if (probabilities[r]! < 0)
      throw new RangeError(`${name} needs no negative numbers, row ${row} has ${probabilities[r]}`)
    sum += probabilities[r]!
  }
  // Probabilities that were float32 once sum to 1 within their rounding.
  if (Math.abs(sum - 1) > 1e-5)
    throw new RangeError(`${name} needs rows that sum to 1, row ${row} sums to ${sum}`)
}

/** Numbers as a matrix of one column: what a spec lists for the rows of a value. */
export function column<const Numbers extends readonly number[]>(
  numbers: Numbers,
): Matrix<Numbers['length'], 1> {
  return new Matrix<Numbers['length'], 1>(numbers.length, 1, 1, Float64Array.from(numbers))
}
