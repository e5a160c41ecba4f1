import { describe, expect, it } from 'vitest'
import { type Signature, signatures } from '../../runtime/kernels/signatures.ts'
import { Matrix } from '../../runtime/tensor.ts'
import { type AnyKernels, type Bench, benches } from '../support/kernels.ts'
import { Random } from '../support/random.ts'

/** Every size from 1 to 33 in every place, the others drawn; then blocks and more than blocks of a product. */
const SIZES = Array.from({ length: 99 }, (_, at) => {
  const size = Math.floor(at / 3) + 1
  const random = new Random(at)
  const sizes = { r: random.integer(1, 33), k: random.integer(1, 33), c: random.integer(1, 33) }
  return { ...sizes, [(['r', 'k', 'c'] as const)[at % 3]!]: size }
})
const LARGE = [
  { r: 5, k: 257, c: 9 },
  { r: 6, k: 300, c: 41 },
  { r: 270, k: 3, c: 5 },
  { r: 3, k: 5, c: 270 },
  { r: 37, k: 40, c: 270 },
  { r: 12, k: 270, c: 264 },
]
type Sizes = (typeof LARGE)[number]

const FORMS = ['full', 'row', 'column', 'element', 'number'] as const
type Form = (typeof FORMS)[number]

/** What numbers are made of: any, and those in which something may go wrong. */
const KINDS = ['ordinary', 'special', 'far'] as const
type Kind = (typeof KINDS)[number]

describe.each([
  ['float32', benches[2]!, benches[0]!],
  ['float64', benches[3]!, benches[1]!],
] as const)('SIMD and reference kernels in %s agree bit for bit', (_, simd, reference) => {
  it.each(signatures)('$name', (signature) => {
    for (const [at, sizes] of [...SIZES, ...LARGE].entries())
      for (const kind of KINDS) compare(signature, sizes, kind, new Random(1000 * at + KINDS.indexOf(kind)))
  })

  function compare(signature: Signature, sizes: Sizes, kind: Kind, random: Random): void {
    const { name, outputs, inputs, inPlace = [], draws, pointwise } = signature
    const layout = new Map<string, Given>()
    for (const [each, shape] of Object.entries(inputs))
      layout.set(each, given(shape, outputs, sizes, kind, random))
    // Now and then an output lies over an input of its shape.
    const [first] = Object.keys(outputs)
    const over = pointwise
      ? [...layout.keys()].find(
          (each) => isFull(layout.get(each)!, shapeOf(outputs[first!]!, sizes)) && random.chance(0.3),
        )
      : undefined
    const scalars = (signature.scalars ?? []).map(() => random.between(-2, 2))
    const run = ({ kernels, matrix, clear, precision }: Bench) => {
      clear()
      const operands = new Map([...layout].map(([each, operand]) => [each, placed(operand, matrix)] as const))
      const made = Object.entries(outputs).map(([each, shape], at) => {
        if (inPlace.includes(each)) return operands.get(each) as Matrix
        if (at === 0 && over && !inPlace.includes(over)) return operands.get(over) as Matrix
        const [rows, columns] = shapeOf(shape, sizes)
        const result = matrix(rows!, columns!, columns! + ((at + sizes.r) % 3), sizes.c % 3)
        result.data.fill(PADDING)
        return result
      })
      ;(kernels as unknown as AnyKernels)[name]!(
        ...made,
        ...[...operands].flatMap(([each, operand]) => (inPlace.includes(each) ? [] : [operand])),
        ...scalars,
        ...(draws ? [11, 4, 7, 5] : []),
      )
      // Whole memory: padding and inputs are as they were.
      return [...new Set([...made, ...operands.values()])].flatMap((operand) =>
        operand instanceof Matrix
          ? [new precision.Array(operand.data.length).map((_, i) => operand.data[i]!)]
          : [],
      )
    }
    const [found, wanted] = [run(simd), run(reference)]
    for (const [at, numbers] of wanted.entries())
      for (const [i, number] of numbers.entries())
        if (!Object.is(found[at]![i], number)) {
          const forms = JSON.stringify(
            Object.fromEntries([...layout].map(([each, { form }]) => [each, form])),
          )
          expect.fail(
            `${name} ${JSON.stringify(sizes)} ${forms} ${kind} over ${over}, operand ${at}: element ${i} is ${found[at]![i]}, not ${number}`,
          )
        }
  }
})

const PADDING = 12345

/** An operand before it has a place. */
interface Given {
  readonly form: Form
  readonly rows: number
  readonly columns: number
  readonly stride: number
  readonly shift: number
  readonly numbers: readonly number[]
}

function given(
  shape: string,
  outputs: Signature['outputs'],
  sizes: Sizes,
  kind: Kind,
  random: Random,
): Given {
  const form = shape === 'any' ? FORMS[random.integer(0, FORMS.length - 1)]! : 'full'
  const [fullRows, fullColumns] = shapeOf(shape === 'any' ? Object.values(outputs)[0]! : shape, sizes)
  const rows = form === 'full' || form === 'column' ? fullRows! : 1
  const columns = form === 'full' || form === 'row' ? fullColumns! : 1
  const stride = columns + (random.chance(0.5) ? 0 : random.integer(1, 5))
  const shift = random.integer(0, 3)
  return {
    form,
    rows,
    columns,
    stride,
    shift,
    numbers: Array.from({ length: rows * stride }, () => drawn(kind, random)),
  }
}

function drawn(kind: Kind, random: Random): number {
  if (kind === 'far') return random.between(-1, 1) * 10 ** random.integer(-40, 38)
  if (kind === 'special' && random.chance(0.3)) {
    const specials = [NaN, Infinity, -Infinity, 0, -0, 1e-45, -1e-39, 1, -1, 2, 0.5, 3, -2, 3.4e38]
    return specials[random.integer(0, specials.length - 1)]!
  }
  return random.chance(0.2) ? random.integer(-3, 3) / 2 : random.between(-3, 3)
}

function placed(given: Given, matrix: Bench['matrix']): Matrix | number {
  if (given.form === 'number') return given.numbers[0]!
  const result = matrix(given.rows, given.columns, given.stride, given.shift)
  result.data.set(given.numbers)
  return result
}

function isFull({ form, rows, columns }: Given, [r, c]: readonly number[]): boolean {
  return form === 'full' && rows === r && columns === c
}

function shapeOf(shape: string, sizes: Sizes): readonly number[] {
  return shape
    .slice(1, -1)
    .split(',')
    .map((part) => part.trim())
    .map((name) => (name === '1' ? 1 : sizes[name as keyof Sizes]))
}
