import type { Sides } from '../../engine.ts'
import type { FloatArrayConstructor } from '../../precision.ts'
import type { Matrix } from '../../tensor.ts'
import type { Operand } from '../kernels.ts'
import { CELLS, copiesStart, copyLength, lanesFor } from './scratch.ts'

/** What a module exports: addresses and steps are in bytes, sizes in numbers. */
export type Exports = Readonly<Record<string, Export>>

export type Export = (...numbers: readonly number[]) => void

/** How kernels call one instance of a module, in the memory of one net. */
export type Calls = ReturnType<typeof callsOf>

/**
 * Outputs must lie in the net's memory. Operands that lie elsewhere are copied before each call: columns that a spec lists, which are
 * few and short.
 *
 * @param scratch the first byte of the kernels' own space
 */
export function callsOf(
  wasm: Exports,
  Numbers: FloatArrayConstructor,
  buffer: ArrayBuffer,
  scratch: number,
  sides: Sides,
) {
  const bytes = Numbers.BYTES_PER_ELEMENT
  const cells = new Numbers(buffer, scratch + CELLS, 3)
  const length = copyLength(sides)
  const copies = new Numbers(buffer, scratch + copiesStart(bytes, sides), 3 * length)
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

  /** Kernels of one operand by `unary`, or whatever the module calls it. */
  const unaryBy =
    (unary: Export) =>
    (number: number) =>
    (y: Matrix, x: Operand, s = 0, t = 0): void =>
      unary(number, y.rows, y.columns, to(y), pitch(y), any(x, 0), pitchOf(x), spans(x, y), s, t)

  const binaryBy =
    (binary: Export) =>
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

  const crossEntropy =
    (kernel: Export) =>
    (A: Matrix, J: Matrix, Z: Matrix, Y: Matrix, factor: number): void =>
      kernel(Z.rows, Z.columns, to(A), pitch(A), to(J), at(Z, 0), pitch(Z), at(Y, 1), pitch(Y), factor)

  return { wasm, bytes, to, at, any, pitch, pitchOf, spans, unaryBy, binaryBy, crossEntropy }
}
