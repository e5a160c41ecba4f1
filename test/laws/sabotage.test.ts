import { describe, expect, it } from 'vitest'
import { simplify } from '../../compiler/6-simplify/simplify.ts'
import { select } from '../../compiler/7-select/select.ts'
import { plan } from '../../compiler/8-plan/plan.ts'
import { emit } from '../../compiler/9-emit/emit.ts'
import { render } from '../../compiler/9-emit/render.ts'
import { gradients } from '../../compiler/commands/proving/gradients.ts'
import { kernels } from '../../compiler/commands/proving/kernels.ts'
import { loops } from '../../compiler/commands/proving/loops.ts'
import { memory } from '../../compiler/commands/proving/memory.ts'
import { reportTypes } from '../../compiler/commands/proving/sizes.ts'
import type { Proof } from '../../compiler/commands/proving/subject.ts'
import type { Forms } from '../../compiler/compile.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import type { Module } from '../../compiler/forms/module.ts'
import type { Program } from '../../compiler/forms/program.ts'
import { placeOf } from '../../compiler/forms/source.ts'
import { machine } from '../../compiler/machine.ts'
import { float32 } from '../../runtime/float32.ts'
import type { Precision } from '../../runtime/precision.ts'
import { compiled } from '../support/compiled.ts'
import { loaded } from '../support/loaded.ts'
import { moved, nudged, trainingPlanOf, typeMistakesOf, valueNamed } from '../support/sabotage.ts'

/*
 * What `prove` is for is seen only when something is wrong. Here each promise is broken on purpose, and the proof has to
 * fail, with its code, at the layer that is to blame.
 */

const NETWORK = `loopless: 1
network: victim
words: [swell.yaml]
inputs: { X: [3, m] }
targets: { Y: { classes: [low, high] } }
layers:
  - standardize
  - dense: { units: 5, activation: tanh }
  - swell
  - dense: { units: 4, activation: relu }
  - dropout: 0.2
  - dense: { units: 2, activation: softmax }
loss: cross-entropy
regularization: { l2: 0.1 }
training: { optimizer: momentum, clipping: { by-norm: 0.1 }, batch: 8, epochs: 1 }
`

const FILES = {
  'swell.yaml': `loopless: 1
layer: swell
summary: Each row by a factor that is learnt, plus its square.
input: { A: [n, m] }
parameters: { s: { shape: [n, 1], initial: ones } }
equations: { Z: s * A, out: Z + Z ^ 2 / 3 }
output: { out: [n, m] }
example: swell
`,
}

const victim = compiled(NETWORK, FILES)

/** What a proof finds, as `CODE line`. */
async function found(forms: Forms, proof: Proof, text?: string) {
  const report = new Report()
  const subject = {
    forms,
    text: text ?? (await render(forms.emit)),
    exports: await loaded<object>(forms),
    seed: 1,
  }
  const says = await proof(subject, report)
  expect(says === undefined).toBe(report.hasErrors)
  return report.diagnostics.map((each) => ({ ...each, place: `${each.code} ${placeOf(each.at)}` }))
}

/** The stages after differentiation, on a program that somebody has changed. */
function from(differentiate: Program, forms: Forms = victim): Forms {
  const lean = simplify(differentiate)
  const schedule = select(lean, machine())
  const report = new Report()
  const placed = plan(schedule, report)
  if (!placed) throw new Error(report.diagnostics.map(({ message }) => message).join())
  return {
    ...forms,
    differentiate,
    simplify: lean,
    select: schedule,
    plan: placed,
    emit: emit(placed),
  }
}

/** The program with e to the power of one of its values in the value's place. */
function spoilt(program: Program, result: number): Program {
  const { shape } = program.values[result]!
  const before = program.values.length
  return {
    ...program,
    values: [...program.values, { id: before, shape }],
    instructions: program.instructions.flatMap((each) =>
      each.result !== result
        ? [each]
        : [
            { ...each, result: before },
            { ...each, operation: 'exp', operands: [before], attributes: {} },
          ],
    ),
  }
}

/** A module with lines of its methods changed. */
function rewritten(module: Module, change: (line: string) => string): Module {
  return {
    ...module,
    parts: module.parts.map((part) =>
      part.kind === 'class'
        ? { ...part, methods: part.methods.map((each) => ({ ...each, body: each.body.map(change) })) }
        : part,
    ),
  }
}

it('of the victim everything is proved while it is left alone', async () => {
  for (const proof of [gradients, loops, memory, kernels] as readonly Proof[])
    expect(await found(victim, proof)).toEqual([])
})

describe('a wrong rule of differentiation', () => {
  const program = victim.differentiate
  const backward = program.instructions.filter(
    ({ phase, operation, result }) =>
      phase === 'backward' &&
      // A test is as true as before.
      operation !== 'less' &&
      // What has the batch in rows is never stored.
      program.values[result]!.shape[0]?.key !== 'm',
  )
  const layers = [...new Set(backward.map(({ origin }) => placeOf(origin.span)))]
  // Two in each layer: the first that stands alone, and the last.
  const cases = layers.flatMap((place) => {
    const own = backward.filter(({ origin }) => placeOf(origin.span) === place)
    return [...new Set([own[0]!, own.at(-1)!])].map(({ result, operation }) => ({
      result,
      what: program.values[result]!.name ?? operation,
      place,
    }))
  })

  it('can be in every layer', () => {
    expect(layers.map((place) => place.split(':')[1])).toEqual(['14', '12', '11', '10', '9', '8'])
  })

  it.each(cases)('of $what at $place is found there', async ({ result, place }) => {
    const [mistake, ...others] = await found(from(spoilt(program, result)), gradients)
    expect(others).toEqual([])
    expect(mistake!.code).toBe('E410')
    // What many layers share is shown where it is wrong, and where it comes from.
    const shown = [mistake!.at, ...mistake!.labels.map(({ span }) => span)].map(placeOf)
    if (place === layers[0]) expect(shown).toContain(place)
    else expect(shown[0]).toBe(place)
  })

  it('of equations is found at its equation', async () => {
    const text = [
      'loopless: 1',
      'network: chain',
      'inputs: { a: [], b: [], c: [] }',
      'equations:',
      '  u: sin(b * c)',
      '  v: a * u',
      '  J: exp(v)',
      'differentiate: { J: [a, b, c] }',
      '',
    ].join('\n')
    const chain = compiled(text)
    const program = chain.differentiate
    const by = (wanted: string) => program.results.find(({ name }) => name === wanted)!.value
    const du = program.values.find(({ name }) => name === 'du')!.id
    const places = async (value: number) =>
      (await found(from(spoilt(program, value), chain), gradients)).map(({ place }) => place)
    expect(await places(by('a'))).toEqual(['E410 network.yaml:6'])
    expect(await places(du)).toEqual(['E410 network.yaml:6'])
    expect(await places(by('b'))).toEqual(['E410 network.yaml:5'])
  })
})

it('a gradient that ends in the middle of a network is found where it ends', async () => {
  const steps = `loopless: 1
layer: steps
summary: Ten million steps for each unit.
input: { A: [n, m] }
equations: { out: floor(A * 10000000) / 10000000 }
output: { out: [n, m] }
example: steps
`
  const text = NETWORK.replace('swell.yaml', 'steps.yaml').replace('- swell', '- steps')
  const [mistake, ...others] = await found(compiled(text, { 'steps.yaml': steps }), gradients)
  expect(others).toEqual([])
  expect(mistake!.place).toBe('E410 network.yaml:9')
  expect(mistake!.notes).toEqual([
    'gradients end at `floor`, which is flat almost everywhere',
    'in layer word `steps`, steps.yaml:5:14',
  ])
})

describe('generated code that does something else than its program', () => {
  const proved = (change: (line: string) => string, forms = victim) =>
    found({ ...forms, emit: rewritten(forms.emit, change) }, gradients)

  it('is found at the call of the kernel that does', async () => {
    const [mistake, ...others] = await proved((line) => line.replace('tanhGradient(', 'multiply('))
    expect(others).toEqual([])
    expect(mistake!.place).toBe('E410 network.yaml:8')
    expect(mistake!.notes).toEqual([
      'the program asks for kernel `tanhGradient`, and its code calls `multiply`',
    ])
  })

  it('is found where numbers are written out, too', async () => {
    const text = NETWORK.replace('[3, m]', '[3, 4]')
      .replace('{ classes: [low, high] }', '{ shape: [2, 4], classes: [low, high] }')
      .replace(', batch: 8', '')
      .replace('  - dropout: 0.2\n', '')
    const small = compiled(text, FILES)
    expect(small.select.code.training.form).toBe('scalars')
    expect(await proved((line) => line, small)).toEqual([])
    const [mistake, ...others] = await proved((line) => line.replace(/^(db1\[2\] = )/, '$11 + '), small)
    expect(others).toEqual([])
    expect(mistake!.place).toBe('E410 network.yaml:8')
    expect(mistake!.notes).toEqual(['the program is right, and its code makes something else of db1'])
  })
})

describe('code that does not run in straight lines', () => {
  it.each([
    ['a loop', 'for (let i = 0; i < 1; i++)', 'loop', 'network.yaml:8'],
    [
      'recursion',
      'this.forward(this.X, this.Y);',
      'recursion: Victim.#forward1 → Victim.forward → Victim.#forward1',
      'network.yaml:8',
    ],
  ])('is found: %s', async (_, planted, what, place) => {
    const text = await render(victim.emit)
    const call = 'this.kernels.affineTanh('
    const [mistake, ...others] = await found(victim, loops, text.replace(call, `${planted} ${call}`))
    expect(others).toEqual([])
    expect(mistake!.place).toBe(`E412 ${place}`)
    expect(mistake!.message).toContain(what)
  })
})

describe('sizes that do not fit', () => {
  it('are found by TypeScript, at the layer whose code has them', async () => {
    const text = await render(victim.emit)
    const wrong = text.replaceAll('W3: Matrix<4, 5>', 'W3: Matrix<4, 6>')
    expect(wrong).not.toBe(text)
    const written = [victim, victim].map((forms, at) => ({ forms, text: at === 0 ? text : wrong }))
    const [none, some] = typeMistakesOf(written)
    expect(none).toEqual([])
    const report = new Report()
    reportTypes(written[1]!, some!, report)
    expect(report.diagnostics.map(({ code, at }) => `${code} ${placeOf(at)}`)).toContain(
      'E413 network.yaml:10',
    )
  })
})

describe('values in one place', () => {
  const training = trainingPlanOf(victim)
  const [A1, A3] = ['A1', 'A3'].map((name) => valueNamed(name, 'forward', victim)) as [number, number]

  it('are found where both are needed', async () => {
    const mistakes = await found(moved(A3, training.places.get(A1)!.offset, victim), memory)
    const own = mistakes.find(({ message }) => message.startsWith('A1 and A3 share memory'))!
    expect(own.place).toBe('E414 network.yaml:8')
    expect(own.labels.map(({ span }) => placeOf(span))).toEqual(['network.yaml:10'])
  })

  it('are found where there is no memory', async () => {
    const mistakes = await found(moved(A3, training.perColumn, victim), memory)
    expect(mistakes.map(({ message, place }) => `${place} ${message}`)).toEqual([
      'E414 network.yaml:10 A3 lies outside of the memory of the training plan',
    ])
  })
})

describe('a kernel that makes other bits', () => {
  const against =
    (reference: Precision): Proof =>
    (subject, report) =>
      kernels(subject, report, { simd: float32, reference })

  it.each([
    ['tanhGradient', 'step 1 of training', 'network.yaml:8'],
    ['reluGradient', 'step 1 of training', 'network.yaml:10'],
    ['descendWithMomentum', 'step 1 of training', 'network.yaml:15'],
    ['softmax', 'its predictions', 'network.yaml:12'],
  ])('%s is found', async (kernel, when, place) => {
    const [mistake, ...others] = await found(victim, against(nudged(kernel)))
    expect(others).toEqual([])
    expect(mistake!.message).toBe(
      `SIMD kernels and their definitions part in ${when}: \`${kernel}\` makes other bits`,
    )
    expect(mistake!.place).toBe(`E415 ${place}`)
  })
})
