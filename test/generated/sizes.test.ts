import { readFileSync } from 'node:fs'
import { beforeAll, describe, expect, it } from 'vitest'
import { signatures } from '../../runtime/kernels/signatures.ts'
import { type Call, callsIn, fits, parsed, shapesIn } from '../support/calls.ts'
import { type TypeMistake, typeChecked } from '../support/tsc.ts'

const text = readFileSync('generated/digits.ts', 'utf8')
const file = parsed(text)
const shapes = shapesIn(file)
const signatureOf = (kernel: string) => signatures.find(({ name }) => name === kernel)!

/** A call of the module with one operand swapped for a value of another shape. */
interface Swap {
  readonly call: Call
  /** Which operand. */
  readonly at: number
  readonly operands: readonly string[]
}

/** For every operand of every call, one value of each other shape that the class has. */
function swaps(): readonly Swap[] {
  return callsIn(file).flatMap((call) => {
    const own = shapes.get(call.className)!
    const representatives = new Map([...own].map(([value, shape]) => [shape, value]))
    return call.operands.flatMap((operand, at) => {
      const shape = own.get(operand)
      if (shape === undefined) return []
      const others = [...representatives].filter(([other]) => other !== shape)
      return others.map(([, value]) => ({ call, at, operands: call.operands.with(at, value) }))
    })
  })
}

const written = ({ call, operands }: Swap) => `this.kernels.${call.kernel}(${operands.join(', ')})`

function fitting({ call, operands }: Swap): boolean {
  const own = shapes.get(call.className)!
  return fits(
    signatureOf(call.kernel),
    operands.map((operand) => own.get(operand)),
  )
}

/** The module, each swap a method of its own, on a line of its own. */
function planted(all: readonly Swap[]) {
  const lines: string[] = []
  const swapAt = new Map<number, Swap>()
  for (const line of text.split('\n')) {
    lines.push(line)
    const className = /^export class (\w+)/.exec(line)?.[1]
    for (const [index, swap] of all.entries()) {
      if (swap.call.className !== className) continue
      lines.push(`  swap${index}(): void { ${written(swap)} }`)
      swapAt.set(lines.length, swap)
    }
  }
  return { text: lines.join('\n'), swapAt }
}

const user = `
import type { Matrix } from 'loopless/runtime'
import { create, type Digits, predictor, X, Y } from './digits.ts'
import { X as irises } from './iris.ts'

export async function ordinary(rows: number[][], flat: Float32Array, labels: string[], bytes: Uint8Array): Promise<number> {
  const net = await create({ batch: rows.length })
  const loose: Matrix<64> = X(flat)
  net.prepare(X(rows))
  net.predict(loose)
  net.classify(X(flat)).includes('7')
  const p = await predictor(bytes, { batch: labels.length })
  return net.step(X(rows), Y(labels)) + net.evaluate(X(rows), Y([1, 2])).accuracy + p.predict(loose).at(0, 0) + net.forward(net.X, net.Y)
}
export function literal(net: Digits<32>, X32: Matrix<64, 32>, Y32: Matrix<10, 32>): number {
  return net.step(X32, Y32)
}
export async function wrong(net: Digits, four: Digits<4>, X32: Matrix<64, 32>, Y32: Matrix<10, 32>, rows: number[][], bytes: Uint8Array): Promise<void> {
  net.forward(Y([1]), X(rows)) // wrong
  net.forward(irises(rows), Y([1])) // wrong
  net.forward(X(rows), X(rows)) // wrong
  net.forward(X(rows)) // wrong
  net.step(irises(rows), Y([1])) // wrong
  net.predict(irises(rows)) // wrong
  net.predict(net.X)
  net.predict(net.dW1.copy()) // wrong
  net.predict(net.W2) // wrong
  net.classify(net.Y) // wrong
  net.evaluate(Y([1]), Y([1])) // wrong
  net.prepare(Y([1])) // wrong
  net.classify(X(rows)).includes('ten') // wrong
  four.forward(X32, Y32) // wrong
  four.predict(X32) // wrong
  ;(await predictor(bytes)).predict(irises(rows)) // wrong
  ;(await predictor(bytes)).evaluate(X(rows), X(rows)) // wrong
  await create<4>({ batch: 5 }) // wrong
  await create({}) // wrong
}
`

describe('sizes, proved by tsc', () => {
  const all = swaps()
  const plan = planted(all)
  let errors: readonly TypeMistake[]
  let refused: ReadonlySet<Swap>

  beforeAll(async () => {
    const iris = readFileSync('generated/iris.ts', 'utf8')
    const files = { 'digits.ts': plan.text, 'iris.ts': iris, 'user.ts': user }
    errors = (await typeChecked(files, { types: ['node'] })).errors
    const inModule = errors.filter((error) => error.file === 'digits.ts')
    refused = new Set(inModule.flatMap(({ line }) => plan.swapAt.get(line) ?? []))
  }, 60_000)

  it('refuse a swapped operand exactly where the sizes of the kernel do not fit', () => {
    expect(all.length).toBeGreaterThan(800)
    expect(all.filter((swap) => !refused.has(swap)).map(written)).toEqual(all.filter(fitting).map(written))
  })

  it('leave the module itself alone', () => {
    const others = errors.filter(({ file, line }) => file !== 'user.ts' && !plan.swapAt.has(line))
    expect(others).toEqual([])
    for (const { className, kernel, operands } of callsIn(file))
      expect(fitting({ call: { className, kernel, operands }, at: 0, operands })).toBe(true)
  })

  it('hold every operand but a result that only numbers and single elements fill', () => {
    const same = ({ call, at }: Swap) => `${call.kernel}(${call.operands.join(', ')}) · ${call.operands[at]}`
    const held = new Set([...refused].map(same))
    const free = ({ call, at }: Swap) =>
      at === 0 &&
      call.operands.slice(1).every((operand) => {
        const shape = shapes.get(call.className)!.get(operand)
        return shape === undefined || shape === '1, 1'
      })
    expect(all.filter((swap) => !held.has(same(swap))).map(written)).toEqual(all.filter(free).map(written))
  })

  it('take ordinary data and refuse what is too tall, too short or swapped', () => {
    const lines = user.split('\n')
    const marked = lines.flatMap((line, index) => (line.endsWith('// wrong') ? [index + 1] : []))
    const found = errors.filter((error) => error.file === 'user.ts').map(({ line }) => line)
    expect([...new Set(found)]).toEqual(marked)
  })
})
