import type { Report } from '../diagnostics/report.ts'
import { BATCH, type Phase, type PromisedRange, type ValueId } from '../forms/program.ts'
import { ONE, type Shape } from '../forms/shape.ts'
import * as size from '../forms/size.ts'
import type { PortSpec, Word, WordUse } from '../forms/spec.ts'
import { fail } from './blame.ts'
import { outputOf } from './output.ts'
import type { Typed } from './scope.ts'
import type { Sizes } from './sizes.ts'
import type { Arriving, Expanded } from './surroundings.ts'
import { expandWord } from './words.ts'
import { around, type Workshop } from './workshop.ts'

/** A loss or a metric of the network's output and target: a 1×1 matrix, or what a metric declares. */
export function measure(
  use: WordUse,
  phase: Phase,
  output: Arriving,
  note: number,
  name: string,
  workshop: Workshop,
): ValueId {
  const { report, builder } = workshop
  const { word, span } = use
  const [input] = word.inputs
  const [target] = word.targets
  const [supplied] = workshop.targets
  if (target && !supplied)
    return fail({ report }, 'E401', span, `${word.kind} \`${word.name}\` needs \`targets:\``)
  if (input) demandRange(input, output, use, workshop)
  const [result] = word.outputs
  const expanded = expandWord(
    use,
    word.equations,
    [
      ...(input ? [[input, output] as const] : []),
      ...(target && supplied
        ? [[target, { id: supplied.id, shape: supplied.port.shape, from: supplied.from }] as const]
        : []),
    ],
    {
      ...around(workshop, phase, note, span, word.name),
      target: (wanted) => targetNamed(wanted, workshop),
      bound: classesOf(use, supplied?.port.shape),
      rename: (local) => (local === result!.name ? name : local),
    },
  )
  const measured = measuredOf(result!, expanded, word, report)
  const matrix = measured.shape.length === 0 ? builder.build.stretched(measured.id, [ONE, ONE]) : measured.id
  builder.name(matrix, name)
  return matrix
}

/** What a loss or a metric makes: a single number, or a metric's matrix, which is the same size for every batch. */
export function measuredOf(output: PortSpec, expanded: Expanded, word: Word, report: Report): Typed {
  if (output.shape.dimensions.length === 0) {
    const made = expanded.values.get(output.name)!
    demandSingle(made.shape, word, report)
    return { id: made.id, shape: [] }
  }
  const made = outputOf(output, expanded)
  if (made.shape.length !== 2)
    fail({ report }, 'E306', output.shape.span, `\`${output.name}\` is neither a number nor a matrix`)
  if (made.shape.some((dimension) => size.namesIn(dimension).has(BATCH)))
    fail({ report }, 'E305', output.shape.span, `\`${output.name}\` would grow with the batch`, {
      help: 'a metric is of all examples together: reduce them with `sum` or `mean`, or by `@`',
    })
  return made
}

/** Metrics may speak of `classes`: one for each row of the target, and two where they share one. */
function classesOf({ word, span }: WordUse, target: Shape | undefined): Sizes {
  const rows = target?.[0] && size.constantOf(target[0])
  if (word.kind !== 'metric' || rows === undefined) return new Map()
  return new Map([['classes', { size: size.constant(Math.max(2, rows)), span }]])
}

function targetNamed(wanted: string, { targets }: Workshop): Arriving | undefined {
  const found = targets.find(({ port }) => port.name === wanted)
  return found && { id: found.id, shape: found.port.shape, from: found.from }
}

/** A loss or a metric ends in a number. */
export function demandSingle(shape: Shape, word: Word, report: Report): void {
  if (shape.every((dimension) => dimension.key === '1')) return
  fail(
    { report },
    'E405',
    word.equations.at(-1)!.nameSpan,
    `${word.kind} \`${word.name}\` must end in a single number`,
    { help: 'reduce the remaining dimensions with `sum` or `mean`' },
  )
}

const NUMBERS: Readonly<Record<PromisedRange, string>> = {
  probability: 'probabilities',
  'log-probability': 'logarithms of probabilities',
}

/** A loss that takes logarithms of probabilities must get some; a target's are the user's to vouch for. */
function demandRange(port: PortSpec, value: Arriving, use: WordUse, workshop: Workshop): void {
  const { report, builder, layers } = workshop
  const promised = builder.valueOf(value.id).promises
  const distribution = port.sumsToOneOver !== undefined
  if (!port.range || promised?.range === 'unknown') return
  if (promised?.range === port.range && (!distribution || promised.sumsToOne !== undefined)) return
  const got =
    promised?.range && promised.range !== port.range ? `is ${NUMBERS[promised.range]}` : 'can be any number'
  const fitting = activationsThatPromise(port.range, distribution, workshop)
  fail(
    { report },
    'E406',
    layers.at(-1)?.layer.use.span ?? use.span,
    `${use.word.kind} \`${use.word.name}\` needs ${distribution ? 'a distribution over the rows' : NUMBERS[port.range]}, and this output ${got}`,
    {
      labels: [{ span: use.span, text: `\`${use.word.name}\` asks for them` }],
      help: fitting.length > 0 ? `add \`activation: ${fitting.join('` or `activation: ')}\`` : undefined,
    },
  )
}

/** Words the help can name; their files say what they promise. */
function activationsThatPromise(
  range: PromisedRange,
  distribution: boolean,
  { library }: Workshop,
): readonly string[] {
  return library.names('activation').filter((name) => {
    const text = library.word('activation', name)?.text ?? ''
    return new RegExp(`range:\\s*${range}`).test(text) && /sums:/.test(text) === distribution
  })
}
