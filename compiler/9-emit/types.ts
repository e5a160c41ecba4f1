import { BATCH, type Program, type ValueId } from '../forms/program.ts'
import type { Shape } from '../forms/shape.ts'

/** `Matrix<4, M>`: the generated code's sizes, for `tsc` to prove again. */
export function matrixType(shape: Shape): string {
  return `Matrix<${shape.map((dimension) => (dimension.key === BATCH ? 'M' : dimension.key)).join(', ')}>`
}

export function typeOf(value: ValueId, program: Program): string {
  return matrixType(program.values[value]!.shape)
}

export function quoted(text: string): string {
  const escaped = text.replaceAll(/['\\]/g, '\\$&').replaceAll('\n', '\\n').replaceAll('\r', '\\r')
  return `'${escaped}'`
}

/** A user's words inside a comment, which they cannot end. */
export function commented(text: string): string {
  return text.replaceAll('*/', '*\\/')
}

/** `a` or `'a-b'`. */
export function key(name: string): string {
  return /^[\p{L}_$][\p{L}\p{N}_$]*$/u.test(name) ? name : quoted(name)
}

/** `Float32` or `Float64`: what a module computes in unless its user says otherwise. */
export function precisionType({ precision }: Program): string {
  return precision === 'float64' ? 'Float64' : 'Float32'
}

/** `M`, the batch, and `P`, the precision. */
export function typeParameters(program: Program): readonly string[] {
  return ['M extends number = number', `P extends Precision = ${precisionType(program)}`]
}
