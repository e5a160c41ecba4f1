import type { Report } from '../diagnostics/report.ts'
import { BATCH, type Phase, type PromisedRange, type ValueId } from '../forms/program.ts'
import { isKnown, ONE, printShape, type Shape } from '../forms/shape.ts'
import * as size from '../forms/size.ts'
import { type AttributeValue, type PortSpec, saidOf, type Word, type WordUse } from '../forms/spec.ts'
import { along, fail } from './blame.ts'
import { outputOf } from './output.ts'
import type { Typed } from './scope.ts'
import { placeOf, type Sizes, Stopped } from './sizes.ts'
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
  if (input) demandRange(input, output, use, workshop)
  // Where there is none, that has been told.
  if (target && !supplied) throw new Stopped()
  const [result] = word.outputs
  const expanded = expandWord(
    use,
    word.equations,
    [
      ...(input ? [[input, output] as const] : []),
      ...(target && supplied ? [[target, arrivingTarget(supplied)] as const] : []),
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
  const [rows] = target ?? []
  const number = rows && size.constantOf(rows)
  const isLost = rows && size.isUnknown(rows)
  if (word.kind !== 'metric' || (number === undefined && !isLost)) return new Map()
  const classes = number === undefined ? size.UNKNOWN : size.constant(Math.max(2, number))
  return new Map([['classes', { size: classes, span }]])
}

function targetNamed(wanted: string, { targets }: Workshop): Arriving | undefined {
  const found = targets.find(({ port }) => port.name === wanted)
  return found && arrivingTarget(found)
}

function arrivingTarget({ id, from, port: { shape, classes } }: Workshop['targets'][number]): Arriving {
  return { id, shape, from, ...(classes && { classes }) }
}

/** A loss or a metric ends in a number. */
export function demandSingle(shape: Shape, word: Word, report: Report): void {
  const axis = shape.findIndex((dimension) => dimension.key !== '1' && !size.isUnknown(dimension))
  const left = shape[axis]
  // An unknown size may be 1.
  if (left === undefined && !isKnown(shape)) throw new Stopped()
  if (left === undefined) return
  const last = word.equations.at(-1)!
  const from = placeOf(left)
  fail(
    { report },
    'E405',
    last.nameSpan,
    `${word.kind} \`${word.name}\` must end in a single number, and \`${last.name}\` ${isKnown(shape) ? `is ${printShape(shape)}` : `has ${along(left.key, axis)}`}`,
    {
      labels: from ? [{ span: from, text: `${along(left.key, axis)} from here` }] : [],
      help: 'reduce the remaining dimensions with `sum` or `mean`',
    },
  )
}

const NUMBERS: Readonly<Record<PromisedRange, string>> = {
  probability: 'probabilities',
  'log-probability': 'logarithms of probabilities',
}

/** A loss that takes logarithms of probabilities must get some; a target's are the user's to vouch for. */
function demandRange(port: PortSpec, value: Arriving, use: WordUse, workshop: Workshop): void {
  const { report, builder, layers } = workshop
  const { promises, shape } = builder.valueOf(value.id)
  const isDistribution = port.sumsToOneOver !== undefined
  if (!port.range || promises?.range === 'unknown') return
  if (promises?.range === port.range && (!isDistribution || promises.sumsToOne !== undefined)) return
  const last = layers.at(-1)?.layer.use
  const said = last && saidOf(last, 'activation')
  const wanted = isDistribution ? 'a distribution over the rows' : NUMBERS[port.range]
  const { loss } = workshop.body
  // Whose numbers are as the loss needs them, that output stays as it is.
  const lossRange = loss?.word.inputs[0]?.range
  if (loss && lossRange !== undefined && lossRange !== port.range && lossRange === promises?.range) {
    const fitting = [
      ...measuresOf('metric', lossRange, workshop),
      ...measuresOf('loss', lossRange, workshop),
    ].filter((name) => name !== loss.word.name)
    fail(
      { report },
      'E406',
      use.span,
      `${use.word.kind} \`${use.word.name}\` needs ${wanted}, and ${got(promises.range, port.range, said)}`,
      {
        labels: [{ span: loss.span, text: `\`${loss.word.name}\` needs those` }],
        help: fitting.length > 0 ? `report \`${fitting.join('` or `')}\` instead` : 'leave this one out',
      },
    )
  }
  fail(
    { report },
    'E406',
    said?.span ?? last?.span ?? use.span,
    `${use.word.kind} \`${use.word.name}\` needs ${wanted}, and ${got(promises?.range, port.range, said)}`,
    {
      labels: [{ span: use.span, text: `\`${use.word.name}\` asks for that` }],
      help:
        isDistribution && shape[0]?.key === '1'
          ? adviceForOneRow(port.range, workshop)
          : adviceOf(port.range, isDistribution, last, workshop),
    },
  )
}

/** What an output is instead. */
function got(
  promised: PromisedRange | undefined,
  wanted: PromisedRange,
  said: AttributeValue | undefined,
): string {
  if (promised === wanted) return `this output’s ${NUMBERS[promised]} need not sum to 1`
  if (promised !== undefined) return `this output is ${NUMBERS[promised]}`
  return said?.kind === 'word' ? `\`${said.use.word.name}\` promises none` : 'this output can be any number'
}

/** The activation that is missing: in the place of the one that is there, in the last layer, or below it. */
function adviceOf(
  range: PromisedRange,
  isDistribution: boolean,
  last: WordUse | undefined,
  { library }: Workshop,
): string | undefined {
  const fitting = library.names('activation').filter((name) => {
    const text = library.word('activation', name)?.text ?? ''
    return new RegExp(`range:\\s*${range}`).test(text) && /sums:/.test(text) === isDistribution
  })
  if (fitting.length === 0) return undefined
  if (last && saidOf(last, 'activation')) return `write \`${fitting.join('` or `')}\` here`
  const attribute = last?.word.attributes.find(({ type }) => type === 'activation')
  const [before, after] = attribute ? [`add \`${attribute.name}: `, ''] : ['add `- activation: ', ' below it']
  return `${fitting.map((name, at) => `${at === 0 ? before : before.replace('add ', 'or ')}${name}\``).join(' ')}${after}`
}

/** Losses that one row is enough for. */
function adviceForOneRow(range: PromisedRange, workshop: Workshop): string {
  const losses = measuresOf('loss', range, workshop)
  const instead = losses.length > 0 ? `; \`loss: ${losses.join('` or `loss: ')}\` takes one row` : ''
  return `a distribution has a row for each choice${instead}`
}

/** Losses or metrics that take an output of this range, which need not sum to 1. */
function measuresOf(kind: 'loss' | 'metric', range: PromisedRange, { library }: Workshop): readonly string[] {
  return library.names(kind).filter((name) => {
    const [input = ''] = /^input:.*$/m.exec(library.word(kind, name)?.text ?? '') ?? []
    return new RegExp(`range:\\s*${range}`).test(input) && !/sums:/.test(input)
  })
}
