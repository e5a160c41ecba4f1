import { describe, expect, it } from 'vitest'
import { drawsOf } from '../../compiler/commands/debug/draws.ts'
import type { Pattern } from '../../compiler/forms/machine.ts'
import type { Program } from '../../compiler/forms/program.ts'
import { interpret } from '../../compiler/interpret.ts'
import { patternOf } from '../../compiler/machine.ts'
import type { Tensor } from '../../compiler/operations/operation.ts'
import { verify } from '../../compiler/verify.ts'
import { type Signature, signatures } from '../../runtime/kernels/signatures.ts'
import { Matrix } from '../../runtime/tensor.ts'
import { type AnyKernels, type Bench, benches } from '../support/kernels.ts'
import { elementsIn } from '../support/programs.ts'
import { Random } from '../support/random.ts'
import { roundingErrors } from '../support/rounding.ts'
import { sized } from '../support/sized.ts'

/** Single rows, columns and elements, odd and even edges, and more terms than one panel of a product. */
const SIZES = [
  { r: 1, k: 1, c: 1 },
  { r: 1, k: 5, c: 7 },
  { r: 3, k: 1, c: 7 },
  { r: 3, k: 5, c: 1 },
  { r: 3, k: 5, c: 7 },
  { r: 4, k: 300, c: 6 },
] as const
type Sizes = (typeof SIZES)[number]

/** How an operand that may be anything comes. */
const FORMS = ['full', 'row', 'column', 'element', 'number'] as const
type Form = (typeof FORMS)[number]

/** What an element of padding holds, before and after. */
const PADDING = 12345
const [SEED, STEP, STREAM] = [11, 4, 0]
const UNIT = { float32: 2 ** -24, float64: 2 ** -53 }
/** First order is nearly all: errors of errors are smaller by the unit. And double precision judges itself. */
const SLACK = 2

describe.each(benches)('$name kernels mean their equations', (bench) => {
  it.each(signatures)('$name', (signature) => {
    const pattern = patternOf(signature)
    for (const [index, sizes] of SIZES.entries()) {
      const program = verify(sized(pattern.program, sizes))
      for (const forms of formsOf(signature)) {
        const trial = new Trial(signature, pattern, program, bench, sizes, forms, index)
        trial.run()
        if (signature.pointwise) for (const name of trial.mayBeOutput()) trial.run(name)
      }
    }
  })
})

/** Every way its operands may come. */
function formsOf({ inputs }: Signature): readonly Readonly<Record<string, Form>>[] {
  return Object.entries(inputs).reduce<readonly Readonly<Record<string, Form>>[]>(
    (all, [name, shape]) =>
      all.flatMap((forms) =>
        (shape === 'any' ? FORMS : (['full'] as const)).map((form) => ({ ...forms, [name]: form })),
      ),
    [{}],
  )
}

class Trial {
  readonly #signature: Signature
  readonly #pattern: Pattern
  readonly #program: Program
  readonly #bench: Bench
  readonly #sizes: Sizes
  readonly #forms: Readonly<Record<string, Form>>
  readonly #random: Random
  readonly #operands: ReadonlyMap<string, Tensor>
  readonly #scalars: readonly number[]
  readonly #expected: ReadonlyMap<string, { readonly value: Tensor; readonly bound: Float64Array }>

  constructor(
    signature: Signature,
    pattern: Pattern,
    program: Program,
    bench: Bench,
    sizes: Sizes,
    forms: Readonly<Record<string, Form>>,
    seed: number,
  ) {
    this.#signature = signature
    this.#pattern = pattern
    this.#program = program
    this.#bench = bench
    this.#sizes = sizes
    this.#forms = forms
    this.#random = new Random(seed)
    this.#operands = new Map(Object.keys(signature.inputs).map((name) => [name, this.#operand(name)]))
    this.#scalars = (signature.scalars ?? []).map(() => this.#random.between(-1.5, 1.5))
    this.#expected = this.#expectations()
  }

  /** Inputs of the outputs' shape, over which an output may be written. */
  mayBeOutput(): readonly string[] {
    const { inputs, inPlace = [] } = this.#signature
    return Object.keys(inputs).filter((name) => this.#forms[name] === 'full' && !inPlace.includes(name))
  }

  /** Calls the kernel, its output over the input of this name if there is one, and compares. */
  run(over?: string): void {
    const { name, outputs, inputs, inPlace = [], draws } = this.#signature
    this.#bench.clear()
    const [first] = Object.keys(outputs)
    const given = new Map(Object.keys(inputs).map((each) => [each, this.#given(each)] as const))
    const made = new Map(
      Object.entries(outputs).map(([each, shape]) => {
        const known = inPlace.includes(each)
          ? given.get(each)
          : each === first && over
            ? given.get(over)
            : undefined
        return [each, (known as Matrix | undefined) ?? this.#matrix(this.#dimensions(shape))] as const
      }),
    )
    const kernels = this.#bench.kernels as unknown as AnyKernels
    kernels[name]!(
      ...made.values(),
      ...[...given].flatMap(([each, operand]) => (inPlace.includes(each) ? [] : [operand])),
      ...this.#scalars,
      ...(draws ? [SEED, STEP, STREAM] : []),
    )
    const situation = `${name} ${JSON.stringify(this.#sizes)} ${JSON.stringify(this.#forms)} over ${over}`
    for (const [each, matrix] of made)
      this.#compare(matrix, this.#expected.get(each)!, `${each} of ${situation}`)
    // What was only read is as it was.
    for (const [each, operand] of given)
      if (operand instanceof Matrix && ![...made.values()].includes(operand))
        expect(operand.copy().data, `${each} of ${situation}`).toEqual(
          (this.#given(each) as Matrix).copy().data,
        )
  }

  #compare(
    actual: Matrix,
    { value, bound }: { readonly value: Tensor; readonly bound: Float64Array },
    what: string,
  ): void {
    const unit = UNIT[this.#bench.precision.name]
    for (let r = 0; r < actual.rows; r++)
      for (let c = 0; c < actual.stride; c++) {
        const found = actual.data[r * actual.stride + c]!
        if (c >= actual.columns) {
          expect(found, `padding of ${what}`).toBe(PADDING)
          continue
        }
        const at = r * actual.columns + c
        const wanted = value.data[at]!
        if (Object.is(found, wanted)) continue
        const allowed = SLACK * unit * bound[at]!
        if (!(Math.abs(found - wanted) <= allowed && allowed < Number.POSITIVE_INFINITY))
          expect.fail(`${what}: (${r}, ${c}) is ${found}, not ${wanted} ± ${allowed}`)
      }
  }

  #expectations() {
    const program = this.#program
    const scalars = new Map(
      this.#signature.scalars?.map((name, at) => [name, this.#rounded(this.#scalars[at]!)]),
    )
    const result = interpret(program, 'forward', {
      batch: Number.NaN,
      leaf: (name) => {
        const scalar = scalars.get(name)
        return scalar === undefined ? this.#operands.get(name)!.data : Float64Array.of(scalar)
      },
      draw: drawsOf(program, { seed: SEED, step: STEP, precision: this.#bench.precision.name }),
    })
    const errors = roundingErrors(program, 'forward', result)
    return new Map(
      this.#pattern.outputs.map(({ name, value }) => {
        // Of `copy` the output is the input.
        const tensor = result.values.get(value) ?? this.#operands.get(program.values[value]!.name!)!
        return [name, { value: tensor, bound: errors.get(value) ?? new Float64Array(tensor.data.length) }]
      }),
    )
  }

  /** An operand as the equations see it: stretched to the output. Some elements are round numbers, so that some are equal. */
  #operand(name: string): Tensor {
    const { inputs, outputs } = this.#signature
    const declared = inputs[name]!
    const form = this.#forms[name]!
    const dimensions = this.#dimensions(declared === 'any' ? Object.values(outputs)[0]! : declared)
    const [rows, columns] = dimensions as [number, number]
    const element = () =>
      this.#rounded(this.#random.chance(0.5) ? this.#random.integer(-3, 3) / 2 : this.#random.between(-2, 2))
    const own = Float64Array.from({ length: elementsIn(dimensions) }, element)
    const oneRow = form === 'row' || form === 'element' || form === 'number'
    const oneColumn = form === 'column' || form === 'element' || form === 'number'
    return {
      dimensions,
      data: Float64Array.from({ length: rows * columns }, (_, at) => {
        const [r, c] = [Math.floor(at / columns), at % columns]
        return own[(oneRow ? 0 : r) * columns + (oneColumn ? 0 : c)]!
      }),
    }
  }

  /** The same operand as the kernel gets it. */
  #given(name: string): Matrix | number {
    const { dimensions, data } = this.#operands.get(name)!
    const [rows, columns] = dimensions as [number, number]
    const form = this.#forms[name]
    if (form === 'number') return data[0]!
    const matrix = this.#matrix([
      form === 'row' || form === 'element' ? 1 : rows,
      form === 'column' || form === 'element' ? 1 : columns,
    ])
    for (let r = 0; r < matrix.rows; r++)
      for (let c = 0; c < matrix.columns; c++) matrix.data[r * matrix.stride + c] = data[r * columns + c]!
    return matrix
  }

  /** In memory for more columns than it has. */
  #matrix([rows, columns]: readonly number[]): Matrix {
    const matrix = this.#bench.matrix(rows!, columns!, columns! + 2)
    matrix.data.fill(PADDING)
    return matrix
  }

  #dimensions(shape: string): readonly number[] {
    return shape
      .slice(1, -1)
      .split(',')
      .map((part) => part.trim())
      .map((name) => (name === '1' ? 1 : this.#sizes[name as keyof Sizes]))
  }

  #rounded(value: number): number {
    return this.#bench.precision.name === 'float32' ? Math.fround(value) : value
  }
}
