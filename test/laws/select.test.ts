import { describe, expect, it } from 'vitest'
import { select } from '../../compiler/7-select/select.ts'
import type { Forms } from '../../compiler/compile.ts'
import {
  PHASES,
  type Phase,
  type Program,
  READS,
  sameTurn,
  turnOrder,
  type ValueId,
} from '../../compiler/forms/program.ts'
import type { KernelCall, Schedule } from '../../compiler/forms/schedule.ts'
import { isScalar, type Shape } from '../../compiler/forms/shape.ts'
import { machine, machineOf, patternOf } from '../../compiler/machine.ts'
import { type Signature, signatures } from '../../runtime/kernels/signatures.ts'
import { compiled } from '../support/compiled.ts'
import { crossWords } from '../support/cross-words.ts'
import { models } from '../support/models.ts'
import { nowhere } from '../support/programs.ts'
import { randomFormulas } from '../support/random-formulas.ts'
import { randomNetworks, randomWords } from '../support/random-networks.ts'
import { libraryWords } from '../support/words.ts'

/** Cheap inside a kernel, and computed in as many as read them. */
const REPEATABLE = new Set(['transpose', 'less'])
const COPY = 'copy'

const cases: readonly { readonly name: string; readonly forms: Forms }[] = [
  ...models(),
  ...randomNetworks(45),
  ...randomWords(45),
  ...randomFormulas(40),
  ...crossWords.map(({ name, text, files }) => ({ name, forms: compiled(text, files) })),
]

describe.each(cases)('the schedule of $name', ({ forms: { select: schedule } }) => {
  const { program, calls, tallies } = schedule
  const made = new Map(program.instructions.map((instruction) => [instruction.result, instruction]))
  const isTensor = (value: ValueId) => !isScalar(program.values[value]!.shape)

  it('covers every instruction once', () => {
    const times = new Map<ValueId, number>()
    for (const { covers } of calls) for (const value of covers) times.set(value, (times.get(value) ?? 0) + 1)
    const wrong = program.instructions.filter(
      ({ result, operation }) =>
        isTensor(result) &&
        !REPEATABLE.has(operation) &&
        times.get(result) !== (operation === 'across' ? undefined : 1),
    )
    expect(
      wrong.map(({ result, operation }) => `${result} ${operation} ${times.get(result) ?? 0} times`),
    ).toEqual([])
    expect([...times.keys()].filter((value) => !made.has(value) || !isTensor(value))).toEqual([])
  })

  it('lets nothing escape from inside a call', () => {
    const outputs = new Set(calls.flatMap((call) => call.outputs))
    const read = new Set(calls.flatMap((call) => call.reads))
    const wanted = new Set([...program.results, ...program.stores].map(({ value }) => value))
    const hidden = calls.flatMap((call) => call.covers.filter((value) => !outputs.has(value)))
    expect(hidden.filter((value) => read.has(value) || wanted.has(value))).toEqual([])
    for (const { outputs: own, covers } of calls)
      if (covers.length > 0) expect(own.every((output) => covers.includes(output))).toBe(true)
  })

  it('leaves what is combined across chunks to whoever runs them', () => {
    const combined = program.instructions.filter(({ operation }) => operation === 'across')
    expect(tallies).toEqual(
      combined.map(({ result, operands, attributes, phase, turn }) => ({
        part: operands[0],
        total: result,
        combine: attributes.combine,
        phase,
        turn,
      })),
    )
  })

  it('calls nothing across turns', () => {
    for (const { covers, turn, kernel } of calls)
      for (const value of covers) {
        const { operation, turn: own } = made.get(value)!
        if (!REPEATABLE.has(operation)) expect(sameTurn(own, turn), `${value} in ${kernel}`).toBe(true)
      }
    const orders = PHASES.map((phase) =>
      calls.filter((call) => call.phase === phase).map(({ turn }) => turnOrder(turn)),
    )
    for (const order of orders) expect(order).toEqual(order.toSorted((a, b) => a - b))
  })

  it('reads only what is there', () => {
    const there = new Map<ValueId, Phase>()
    const tallied = new Map(tallies.map((tally) => [tally.total, tally]))
    for (const phase of PHASES) {
      const overwritten = new Set<ValueId>()
      for (const call of calls.filter((each) => each.phase === phase)) {
        for (const read of [...call.reads, ...operandsOf(call)]) {
          const tally = tallied.get(read)
          if (tally) expect(turnOrder(call.turn)).toBeGreaterThanOrEqual(turnOrder(tally.turn))
          const value = tally?.part ?? read
          const from = there.get(value)
          if (program.values[value]!.leaf)
            expect(overwritten, `${call.kernel} reads leaf ${value}`).not.toContain(value)
          else expect(READS[phase], `${call.kernel} in ${phase} reads value ${value}`).toContain(from)
        }
        for (const scalar of numbersOf(call)) expectKnown(scalar, call)
        for (const output of call.outputs) {
          there.set(output, phase)
          const place = call.overwrites.get(output) ?? output
          if (program.values[place]!.leaf) overwritten.add(place)
        }
      }
    }
  })

  it('writes what is stored, and makes what results', () => {
    for (const { leaf, value: stored, phase } of program.stores) {
      // The parts of a total are made where it is stored.
      const value = tallies.find(({ total }) => total === stored)?.part ?? stored
      const writers = calls.filter(
        (call) =>
          call.phase === phase &&
          (call.overwrites.get(value) === leaf || (call.outputs.includes(leaf) && call.kernel === COPY)),
      )
      // What the optimizer remembers as a number is the host's to write.
      expect(writers, `writers of ${program.values[leaf]!.name} in ${phase}`).toHaveLength(
        isTensor(leaf) ? 1 : 0,
      )
    }
    for (const { value } of program.results)
      if (isTensor(value) && !program.values[value]!.leaf)
        expect(
          calls.some((call) => call.outputs.includes(value)) || tallies.some(({ total }) => total === value),
        ).toBe(true)
  })

  it('calls kernels with sizes they take', () => {
    // What is written out calls none.
    for (const call of calls.filter(({ isWritten }) => !isWritten)) {
      const signature = signatures.find(({ name }) => name === call.kernel)!
      expect(misfits(call, signature, program), `${call.kernel} ${call.outputs}`).toEqual([])
    }
  })

  it('overwrites only what an element-wise call may', () => {
    for (const call of calls)
      for (const [output, leaf] of call.overwrites) {
        const signature = signatures.find(({ name }) => name === call.kernel)
        expect(signature === undefined).toBe(call.isWritten === true)
        const isItsOwn = operandsOf(call).includes(leaf) || (signature?.inPlace ?? []).length > 0
        // What is written out reads all it needs before it writes.
        if (signature && isItsOwn) expect(signature.pointwise, call.kernel).toBe(true)
        const value = tallies.find(({ part }) => part === output)?.total ?? output
        expect(program.stores).toContainEqual({ phase: call.phase, leaf, value })
      }
  })

  /** Numbers come from numbers: constants, hyperparameters, the step, sizes, and elements of matrices that are there. */
  function expectKnown(value: ValueId, call: KernelCall): void {
    expect(isTensor(value)).toBe(false)
    const instruction = made.get(value)
    if (!instruction) return
    if (instruction.operation === 'item') expect(call.reads).toContain(instruction.operands[0])
    else for (const operand of instruction.operands) expectKnown(operand, call)
  }
})

/** Kernels whose equations another means too; of equals the one that is declared first is chosen. */
const OUTRANKED: Readonly<Record<string, string>> = { scale: 'combine' }

describe('a kernel is found by its own equations', () => {
  it.each(signatures.filter(({ name }) => name !== COPY))('$name', (signature) => {
    const pattern = patternOf(signature)
    const leaf = (name: string) => pattern.inputs.find((input) => input.name === name)!.value
    const program: Program = {
      ...pattern.program,
      layers: [{ key: '', title: '', span: nowhere.span }],
      stores: pattern.inPlace.map((name) => ({
        phase: 'forward',
        leaf: leaf(name),
        value: pattern.outputs.find((output) => output.name === name)!.value,
      })),
    }
    const { calls } = select(program, machine())
    const found = calls.map(({ kernel }) => kernel)
    expect(found).toEqual([OUTRANKED[signature.name] ?? signature.name])
    if (OUTRANKED[signature.name]) return
    const [call] = calls
    expect(call!.outputs).toEqual(pattern.outputs.map(({ value }) => value))
    expect(call!.inputs).toEqual(
      pattern.inputs
        .filter(({ name }) => !pattern.inPlace.includes(name))
        .map(({ value }) => ({ kind: 'value', value })),
    )
    expect(call!.scalars).toEqual(
      pattern.scalars.map(({ value }) => ({ coefficient: 1, factors: [{ value, power: 1 }] })),
    )
  })
})

describe('words find their kernels', () => {
  // A match that is lost, or found, shows as a diff of this file.
  it('as they did before', async () => {
    const simple = machineOf(signatures.filter(isSimple))
    const texts = libraryWords.map(({ kind, name, network }) => {
      const { simplify, select: fused } = compiled(network)
      return [`${kind} ${name}`, ...compared(fused, select(simplify, simple))].join('\n')
    })
    await expect(`${texts.join('\n\n')}\n`).toMatchFileSnapshot('__snapshots__/kernels-of-words.txt')
  })
})

/** One operation, and no more; numbers are drawn with a scale and a shift or not at all. */
function isSimple(signature: Signature): boolean {
  if (signature.name === COPY || signature.draws) return true
  const { program } = patternOf(signature)
  const tensors = program.instructions.filter(({ result }) => !isScalar(program.values[result]!.shape))
  return tensors.length === 1 && (signature.scalars ?? []).length === 0
}

/** The kernels of each phase, in order, and below them those without fusion, where they differ. */
function compared(fused: Schedule, unfused: Schedule): readonly string[] {
  const kernels = ({ calls }: Schedule, wanted: Phase) =>
    calls
      .filter(({ phase }) => phase === wanted)
      .map(({ kernel }) => kernel)
      .join(' ')
  return PHASES.flatMap((phase) => {
    const [together, alone] = [kernels(fused, phase), kernels(unfused, phase)]
    if (together === alone) return together === '' ? [] : [`  ${phase}: ${together}`]
    return [`  ${phase}: ${together}`, `    unfused: ${alone}`]
  })
}

function operandsOf(call: KernelCall): readonly ValueId[] {
  return call.inputs.flatMap((input) => (input.kind === 'value' ? [input.value] : []))
}

function numbersOf(call: KernelCall): readonly ValueId[] {
  const given = call.inputs.flatMap((input) => (input.kind === 'scalar' ? [input.scalar] : []))
  return [...call.scalars, ...given].flatMap(({ factors }) => factors.map(({ value }) => value))
}

/** Where a call's operands do not have the sizes its kernel declares. */
function misfits(call: KernelCall, signature: Signature, { values }: Program): readonly string[] {
  const sizes = new Map<string, string>()
  const { inPlace = [], scalars = [] } = signature
  const wrong: string[] = []
  const match = (name: string, declared: string, shape: Shape) => {
    const names = declared.slice(1, -1).split(', ')
    if (names.length !== shape.length) wrong.push(`${name} has ${shape.length} dimensions`)
    for (const [axis, { key }] of shape.entries()) {
      const wanted = names[axis] === '1' ? '1' : (sizes.get(names[axis]!) ?? key)
      sizes.set(names[axis]!, wanted)
      if (key !== wanted) wrong.push(`${name} is ${key}, not ${wanted}`)
    }
  }
  const outputs = Object.entries(signature.outputs)
  for (const [at, [name, declared]] of outputs.entries())
    match(name, declared, values[call.outputs[at]!]!.shape)
  const inputs = Object.entries(signature.inputs).filter(([name]) => !inPlace.includes(name))
  if (inputs.length !== call.inputs.length || scalars.length !== call.scalars.length)
    wrong.push('operands are missing')
  for (const [at, [name, declared]] of inputs.entries()) {
    const input = call.inputs[at]!
    if (declared !== 'any') {
      if (input.kind === 'value') match(name, declared, values[input.value]!.shape)
      else wrong.push(`${name} is a number`)
      continue
    }
    if (input.kind !== 'value') continue
    for (const [axis, { key }] of values[input.value]!.shape.entries())
      if (key !== '1' && key !== values[call.outputs[0]!]!.shape[axis]!.key) wrong.push(`${name} is ${key}`)
  }
  if ((call.stream !== undefined) !== (signature.draws ?? false)) wrong.push('a stream')
  return wrong
}
