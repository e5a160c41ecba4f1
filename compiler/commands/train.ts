import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { evaluate, fit as fitNet, type Net, NonFiniteLossError, type Precision } from 'loopless/runtime'
import { type NetworkSpec, Report, type Training } from '../index.ts'
import { type ExitCode, INTERRUPTED, Rejected, wrongUsage } from './failure.ts'
import { counted, print, say, shown } from './terminal.ts'
import { inMemory } from './training/in-memory.ts'
import { judgedOf, matricesOf, measuredLine, measuredText } from './training/measured.ts'
import { progressOf } from './training/progress.ts'
import { ProvenParameters } from './training/proven.ts'
import { needsLoss, type Requirement, type Subject, subjectOf } from './training/subject.ts'
import { fitting, mustBeWritable, readWeights, usualWeights } from './training/weights.ts'
import { writeWhole } from './write.ts'

export interface TrainOptions {
  readonly init?: string
  readonly out?: string
  readonly epochs?: number
  readonly seed?: number
}

/** Trains by the spec's data and training, with the generated code, and saves what was learned. */
export async function train(path: string, options: TrainOptions): Promise<ExitCode> {
  if (options.init !== undefined && !existsSync(options.init))
    throw wrongUsage(`there is no file \`${options.init}\``)
  const subject = await subjectOf(path, [needsLoss, needsTraining(options)])
  const out = options.out === undefined ? usualWeights(subject.file, subject.spec) : resolve(options.out)
  await mustBeWritable(out)
  const net = await netOf(subject, options)
  const ending = await run(subject, net, options)
  if (ending.kind === 'diverged') {
    if (ending.kept) await writeWhole(out, net.save())
    throw diverged(subject.spec, ending, ending.kept ? out : undefined)
  }
  await writeWhole(out, net.save())
  if (ending.kind === 'interrupted') {
    say(`stopped after ${counted(ending.steps, 'step')}; saved ${shown(out)}`)
    return INTERRUPTED
  }
  const judged = judgedOf(subject.data)
  const evaluation = await inMemory(subject.spec, () =>
    evaluate(net, matricesOf(subject.data, judged.examples, subject.generated)),
  )
  print(measuredText(evaluation, judged, subject.data.examples))
  say(`saved ${shown(out)}`)
  return 0
}

/** A section that says how, and for how long. */
function needsTraining({ epochs: override }: TrainOptions): Requirement {
  return ({ training, span, name }, report) => {
    const help = 'add `epochs` (each one pass over the data) or `iterations` (each one update)'
    if (training === undefined)
      report.add({
        code: 'E501',
        at: span,
        message: `\`${name}\` has no \`training:\``,
        help: 'add `training: { optimizer: adam, batch: 32, epochs: 20 }`, say',
      })
    else if ((training.epochs ?? training.iterations ?? override) === undefined)
      report.add({ code: 'E501', at: training.span, message: '`training:` does not say how long', help })
  }
}

/** A net with the parameters that training begins with. */
async function netOf(
  { spec, data, generated }: Subject,
  { init, seed }: TrainOptions,
): Promise<Net<number, Precision>> {
  const { batch, seed: usual } = trainingOf(spec)
  const examples = data.split.training.length
  const net = await inMemory(spec, () =>
    generated.create({ batch: batch === 'all' ? examples : Math.min(batch, examples), seed: seed ?? usual }),
  )
  if (init !== undefined) {
    const bytes = await readWeights(resolve(init))
    await fitting(init, spec, () => net.load(bytes))
  }
  return net
}

/** How training can end. */
type Ending =
  | { readonly kind: 'finished' }
  | { readonly kind: 'interrupted'; readonly steps: number }
  | {
      readonly kind: 'diverged'
      readonly epoch: number
      readonly step: number
      readonly loss: number
      /** There were parameters with a finite loss, and the net has them again. */
      readonly kept: boolean
    }

async function run(
  { spec, data, generated }: Subject,
  net: Net<number, Precision>,
  options: TrainOptions,
): Promise<Ending> {
  const { epochs, iterations } = durationOf(spec, options)
  const { training, test } = data.split
  const matrices = matricesOf(data, training, generated)
  const held = test && matricesOf(data, test, generated)
  const progress = await progressOf(
    epochs === undefined ? 'iteration' : 'epoch',
    epochs ?? iterations,
    held && (() => measuredLine(evaluate(net, held))),
  )
  const { parameters } = net.blocks
  const proven = new ProvenParameters(parameters!.data)
  const interrupt = new AbortController()
  const onInterrupt = () => interrupt.abort()
  process.once('SIGINT', onInterrupt)
  let last = { epoch: 1, step: 0 }
  try {
    await inMemory(spec, () =>
      fitNet(net, matrices, {
        ...(epochs === undefined ? { iterations } : { epochs }),
        seed: net.seed,
        signal: interrupt.signal,
        onStep: ({ epoch, step, loss }) => {
          proven.stepped()
          last = { epoch, step }
          if (epochs === undefined) progress.tick({ done: step, loss })
        },
        onEpoch: ({ epoch, loss }) => {
          if (epochs !== undefined) progress.tick({ done: epoch, loss })
        },
      }),
    )
    // The last update has no next step to prove it.
    if (parameters!.data.every(Number.isFinite)) return { kind: 'finished' }
    return { kind: 'diverged', ...last, loss: Number.NaN, kept: proven.restore() }
  } catch (error) {
    if (interrupt.signal.aborted) return { kind: 'interrupted', steps: last.step }
    if (!(error instanceof NonFiniteLossError)) throw error
    const { epoch, step, loss } = error
    return { kind: 'diverged', epoch, step, loss, kept: proven.restore() }
  } finally {
    process.removeListener('SIGINT', onInterrupt)
    progress.end()
  }
}

function trainingOf({ training }: NetworkSpec): Training {
  if (training === undefined) throw new Error('invariant: a spec without training was refused')
  return training
}

/** What was asked for on the command line, else what the spec says. */
function durationOf(
  spec: NetworkSpec,
  { epochs: override }: TrainOptions,
):
  | { readonly epochs: number; readonly iterations?: never }
  | { readonly epochs?: never; readonly iterations: number } {
  const { epochs, iterations } = trainingOf(spec)
  const passes = override ?? epochs
  if (passes !== undefined) return { epochs: passes }
  if (iterations !== undefined) return { iterations }
  throw new Error('invariant: training without an end was refused')
}

function diverged(
  spec: NetworkSpec,
  { epoch, step, loss }: Extract<Ending, { kind: 'diverged' }>,
  saved: string | undefined,
): Rejected {
  const report = new Report()
  report.add({
    code: 'E509',
    at: trainingOf(spec).optimizer.span,
    message: `the loss is ${loss} in step ${step} (epoch ${epoch})`,
    notes: [
      saved === undefined
        ? 'it was the first step, so nothing is saved'
        : `the parameters of the last finite loss are saved in ${shown(saved)}`,
    ],
    help: 'a smaller `rate` often helps, and so do inputs of one scale',
  })
  return new Rejected(report.diagnostics)
}
