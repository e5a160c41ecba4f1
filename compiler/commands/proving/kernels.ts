import type { Matrix, Net, Precision, Predictor } from 'loopless/runtime'
import { float32 } from 'loopless/runtime'
import { float64 } from 'loopless/runtime/float64'
import { float32Reference, float64Reference } from 'loopless/runtime/reference'
import { writeSafetensors } from '../../../runtime/safetensors.ts'
import type { Phase, Program, Report, Precision as Width } from '../../index.ts'
import { PREDICTING, TRAINING } from '../work.ts'
import { type Example, examplesFor } from './examples.ts'
import type { Results } from './exports.ts'
import { matrixOf, numbersOf } from './function.ts'
import { Random } from './random.ts'
import { nameOf, OUR_MISTAKE, type Subject, type Verdict } from './subject.ts'
import { callsOf, isMatrix, watched } from './watch.ts'

/** Fast kernels, and what defines them. */
export interface Rivals {
  readonly simd: Precision
  readonly reference: Precision
}

/** By the precision of the spec: what its users run. */
const RIVALS: Readonly<Record<Width, Rivals>> = {
  float32: { simd: float32, reference: float32Reference },
  float64: { simd: float64, reference: float64Reference },
}

const STEPS = 3
/** Columns, where the spec does not write their number: more than a vector has lanes, and not a multiple of them. */
const BATCH = 7
const INTERVAL = { low: -1.5, high: 1.5 }

/** SIMD kernels and their definitions make the same bits: in three steps of training, and in what is predicted then. */
export async function kernels(
  subject: Subject,
  report: Report,
  rivals: Rivals = RIVALS[subject.forms.select.program.precision],
): Promise<Verdict> {
  const [fast, plain] = await runsOf(subject, rivals)
  if (fast === undefined || plain === undefined) return 'no kernels'
  if ((await rivals.simd.load()).name === 'reference') return 'no SIMD here'
  for (const [index, { what }] of fast.entries()) {
    const [a, b] = [fast[index]!.act(), plain[index]!.act()]
    if (sameBits(a, b)) continue
    await blame(subject, report, rivals, index, what)
    return undefined
  }
  return 'kernels agree'
}

/** Something that a network does, and all the numbers that are there afterwards. */
interface Act {
  readonly what: string
  /** Which calls of the schedule it makes, on whose kernels. */
  readonly phases: readonly Phase[]
  readonly network: Parameters<typeof watched>[0]
  readonly act: () => readonly ArrayLike<number>[]
}

async function runsOf(subject: Subject, { simd, reference }: Rivals) {
  return [await actsOf(subject, simd), await actsOf(subject, reference)] as const
}

/** Undefined where the generated code calls no kernels: of equations over plain numbers. */
async function actsOf(
  { forms, exports, seed }: Subject,
  precision: Precision,
): Promise<readonly Act[] | undefined> {
  const { program } = forms.select
  const batch = program.batch ?? BATCH
  const examples = examplesFor(program, batch, INTERVAL, new Random(seed, 5))
  // What has no loss only predicts.
  if (exports.create === undefined && exports.predictor)
    return actsOfPredictor(
      program,
      await exports.predictor(randomWeights(program, new Random(seed, 6)), { batch, precision }),
      examples,
    )
  const made = await exports.create?.({ batch, seed, precision })
  if (made === undefined) return undefined
  if ('forward' in made) return actsOfNet(program, made, examples)
  const given = Object.fromEntries(
    [...examples].map(([name, each]) => [name, each.isScalar ? each.data[0]! : matrixOf(each)]),
  )
  const act = () => numbersIn(made.evaluate(given))
  return [{ what: 'its equations', phases: ['forward', 'backward'], network: made, act }]
}

/** Parameters and fitted values as a file has them. */
function randomWeights({ blocks }: Program, random: Random): Uint8Array {
  const members = blocks.flatMap(({ role, members }) =>
    role === 'state' || role === 'gradients' ? [] : members,
  )
  const tensors = members.map(({ name, shape }) => {
    const sides = shape.map(({ key }) => Number(key))
    const count = sides.reduce((product, side) => product * side, 1)
    return { name, shape: sides, data: random.array(count, 0.05, 1) }
  })
  return writeSafetensors(tensors, {})
}

function actsOfPredictor(
  { interface: { inputs } }: Program,
  predictor: Predictor<number, Precision>,
  examples: ReadonlyMap<string, Example>,
): readonly Act[] {
  const given = inputs.map(({ name }) => matrixOf(examples.get(name)!))
  const act = () => [numbersOf(predictor.predict(...given))]
  return [{ what: 'its predictions', phases: PREDICTING, network: predictor, act }]
}

function actsOfNet(
  { interface: { inputs, targets }, stores }: Program,
  net: Net<number, Precision>,
  examples: ReadonlyMap<string, Example>,
): readonly Act[] {
  const [given, wanted] = [inputs, targets].map((ports) =>
    ports.map(({ name }) => matrixOf(examples.get(name)!)),
  ) as [Matrix[], Matrix[]]
  const state = () => Object.values(net.blocks).map(({ data }) => data)
  const act = (
    what: string,
    phases: readonly Phase[],
    network: Act['network'],
    run: () => readonly ArrayLike<number>[],
  ): Act => ({ what, phases, network, act: () => [...run(), ...state()] })
  const begin = act('its first parameters', ['initialize'], net, () => {
    net.reset()
    return []
  })
  const fit = act('its fitted values', [], net, () => {
    net.prepare(...given)
    return []
  })
  const steps = Array.from({ length: STEPS }, (_, n) =>
    act(
      `step ${n + 1} of training`,
      stores.some(({ phase }) => phase === 'update') ? TRAINING : TRAINING.slice(0, 2),
      net,
      () => [[net.step(...given, ...wanted)]],
    ),
  )
  const predict = act('its predictions', PREDICTING, net.predictor, () => [numbersOf(net.predict(...given))])
  const evaluate = act('its evaluation', [...PREDICTING, 'evaluate'], net.predictor, () =>
    numbersIn(net.evaluate(...given, ...wanted)),
  )
  return [begin, fit, ...steps, predict, evaluate]
}

function numbersIn(results: Results | Readonly<Record<string, number | Matrix>>): readonly Float64Array[] {
  return Object.values(results).flatMap((value) =>
    typeof value === 'number' || 'rows' in value
      ? [numbersOf(value as number | Matrix)]
      : numbersIn(value as Readonly<Record<string, number | Matrix>>),
  )
}

/** Bit for bit, but for which of the many NaNs it is. */
function sameBits(a: readonly ArrayLike<number>[], b: readonly ArrayLike<number>[]): boolean {
  return a.every((numbers, at) => sameNumbers(numbers, b[at]!))
}

function sameNumbers(a: ArrayLike<number>, b: ArrayLike<number>): boolean {
  for (let i = 0; i < a.length; i++) if (!Object.is(a[i], b[i])) return false
  return a.length === b.length
}

/** Does all of it again and, where the bits part, looks at each call of a kernel. */
async function blame(
  subject: Subject,
  report: Report,
  rivals: Rivals,
  index: number,
  what: string,
): Promise<void> {
  const { forms } = subject
  const runs = (await runsOf(subject, rivals)).map((acts) => acts!)
  const [fast, plain] = runs.map((acts) => {
    for (const { act } of acts.slice(0, index)) act()
    const calls: Called[] = []
    const { network, act } = acts[index]!
    watched(network, act, (_, kernel, operands) => {
      calls.push({ kernel, operands: operands.map((each) => (isMatrix(each) ? numbersOf(each) : undefined)) })
    })
    return calls
  }) as [Called[], Called[]]
  const at = fast.findIndex(({ operands }, call) =>
    operands.some((numbers, which) => numbers && !sameNumbers(numbers, plain[call]?.operands[which] ?? [])),
  )
  const kernel = fast[at]?.kernel
  const planned = callsOf(forms.select, runs[0]![index]!.phases)
  const cause = planned[at]?.kernel === kernel ? planned[at] : planned.find((each) => each.kernel === kernel)
  report.add({
    code: 'E415',
    at: cause?.origin.span ?? nameOf(forms),
    message: `SIMD kernels and their definitions part in ${what}${kernel === undefined ? '' : `: \`${kernel}\` makes other bits`}`,
    notes: [OUR_MISTAKE],
  })
}

interface Called {
  readonly kernel: string
  /** What its matrices held afterwards. */
  readonly operands: readonly (ArrayLike<number> | undefined)[]
}
