import { BATCH, type Instruction, type Program, type ValueId } from '../forms/program.ts'
import { isScalar, printShape, type Shape } from '../forms/shape.ts'
import { constant, evaluate } from '../forms/size.ts'
import { operationNamed } from '../operations/index.ts'
import { PRECEDENCE } from '../operations/operation.ts'
import type { Names } from './names.ts'

interface Written {
  readonly text: string
  readonly precedence: number
}

const ATOM = 10

/** `dZ2 = (A2 − Y)/m`, and its sizes: `(1, m)`. */
export interface EquationLine {
  readonly equation: string
  readonly sizes: string
}

/** What equations are written with: one program, the names of one arena. */
export interface Notebook {
  readonly program: Program
  readonly names: Names
  readonly made: Made
  /** Shapes of named matrices, as they are shown. */
  readonly shapes: ReadonlyMap<string, Shape>
  /** Where it is a number: sizes then show it instead of `m`. */
  readonly batch: number | undefined
}

export function notebookOf(program: Program, names: Names, made: Made, batch?: number): Notebook {
  const named = program.values.flatMap(({ name, shape }) =>
    name && !isScalar(shape) ? [[name, shape] as const] : [],
  )
  const stored = names.stored.map(({ value, property }) => [property, program.values[value]!.shape] as const)
  const shapes = new Map(
    [...named, ...stored].map(([name, shape]) => [name, shapeWith(batch, shape)] as const),
  )
  return { program, names, made, shapes, batch }
}

function shapeWith(batch: number | undefined, shape: Shape): Shape {
  if (batch === undefined) return shape
  return shape.map((size) => constant(evaluate(size, () => batch)))
}

/** The equation of a named value, as the spec writes it or, where a pass made it, as it is computed. */
export function equationOf(value: ValueId, notebook: Notebook): EquationLine {
  const { equation, shape } = notebook.program.values[value]!
  const right = equation ?? write(value, notebook, true).text
  return {
    equation: `${notebook.names.shown(value)} = ${right}`,
    sizes: sizesOf(right, printShape(shapeWith(notebook.batch, shape)), notebook.shapes),
  }
}

export type Made = (value: ValueId) => Instruction | undefined

/** A product of named matrices shows its sizes factor by factor. */
function sizesOf(right: string, whole: string, shapes: ReadonlyMap<string, Shape>): string {
  if (!right.includes('·') || /(^| )[\d.]+·/.test(right) || !/^[\p{L}\p{N}_·ᵀ+ ]+$/u.test(right)) return whole
  let known = true
  const text = right.replace(
    /([\p{L}_][\p{L}\p{N}_]*?)(ᵀ?)(?=[·+ ]|$)/gu,
    (_, name: string, transposed: string) => {
      const shape = shapes.get(name)
      if (!shape) known = false
      return shape ? printShape(transposed ? shape.toReversed() : shape) : name
    },
  )
  return known ? `${whole} = ${text}` : whole
}

function write(value: ValueId, notebook: Notebook, root = false): Written {
  const { program, names, made } = notebook
  const name = names.shown(value)
  if (!root && name !== undefined) return { text: name, precedence: ATOM }
  const instruction = made(value)
  if (!instruction) return { text: name ?? '?', precedence: ATOM }
  const { operation, operands, attributes } = instruction
  const of = (operand: ValueId) => write(operand, notebook)
  const inside = (operand: ValueId, least: number) => {
    const { text, precedence } = of(operand)
    return precedence < least ? `(${text})` : text
  }
  const [a, b] = operands
  switch (operation) {
    case 'constant':
      return {
        text: numberText(attributes.value!),
        precedence: attributes.value! < 0 ? PRECEDENCE.negate : ATOM,
      }
    case 'column':
      return { text: `[${attributes.values!.join(', ')}]`, precedence: ATOM }
    case 'size':
      return {
        text: attributes.size!.key,
        precedence: attributes.size!.terms.length > 1 ? PRECEDENCE.add : ATOM,
      }
    case 'once':
      return { text: 'once', precedence: ATOM }
    case 'stretch':
    case 'copy':
    case 'across':
    case 'item':
      return of(a!)
    case 'sqrt':
      return { text: `√${inside(a!, ATOM)}`, precedence: PRECEDENCE.power }
    case 'sum':
      return {
        text: `Σ${axisMark(a!, attributes.axis!, program)} ${inside(a!, PRECEDENCE.multiply)}`,
        precedence: PRECEDENCE.multiply,
      }
    case 'power':
      if (made(b!)?.attributes.value === 2)
        return { text: `${inside(a!, PRECEDENCE.postfix)}²`, precedence: PRECEDENCE.power }
      break
    case 'multiply': {
      // A scalar factor stands close; 1/s divides.
      if (!isScalar(program.values[a!]!.shape)) break
      const divisor = made(a!)
      if (divisor?.operation === 'divide' && made(divisor.operands[0]!)?.attributes.value === 1)
        return {
          text: `${inside(b!, PRECEDENCE.multiply)}/${inside(divisor.operands[1]!, ATOM)}`,
          precedence: PRECEDENCE.multiply,
        }
      return {
        text: `${inside(a!, PRECEDENCE.multiply)}·${inside(b!, PRECEDENCE.multiply + 1)}`,
        precedence: PRECEDENCE.multiply,
      }
    }
    case 'less':
    case 'lessOrEqual':
      // `A > 0` reads better than `0 < A`.
      if (made(a!)?.operation === 'constant')
        return {
          text: `${inside(b!, PRECEDENCE.compare + 1)} ${operation === 'less' ? '>' : '≥'} ${of(a!).text}`,
          precedence: PRECEDENCE.compare,
        }
      break
  }
  const { notation } = operationNamed(operation)
  switch (notation.kind) {
    case 'infix': {
      const tight = notation.sign === '·' || notation.sign === '/' || notation.sign === '^'
      const sign = tight ? notation.sign : ` ${notation.sign} `
      const associative = operation === 'add' || operation === 'multiply'
      return {
        text: `${inside(a!, notation.precedence)}${sign}${inside(b!, associative ? notation.precedence : notation.precedence + 1)}`,
        precedence: notation.precedence,
      }
    }
    case 'prefix':
      return { text: `${notation.sign}${inside(a!, notation.precedence)}`, precedence: notation.precedence }
    case 'postfix':
      return { text: `${inside(a!, notation.precedence)}${notation.sign}`, precedence: notation.precedence }
    case 'call':
      return {
        text: `${notation.name}(${operands.map((operand) => of(operand).text).join(', ')})`,
        precedence: ATOM,
      }
    case 'atom':
      return { text: operation, precedence: ATOM }
  }
}

function axisMark(value: ValueId, axis: number, program: Program): string {
  return program.values[value]!.shape[axis]!.key === BATCH ? 'ₘ' : ''
}

function numberText(value: number): string {
  return `${value}`.replace('-', '−')
}
