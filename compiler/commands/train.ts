import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { evaluate } from 'loopless/runtime'
import { type NetworkSpec, Report } from '../index.ts'
import { type ExitCode, INTERRUPTED, Rejected, wrongUsage } from './failure.ts'
import { counted, print, say, shown } from './terminal.ts'
import { checkpointBeside, checkpointIn } from './training/checkpoint-file.ts'
import { showCurves } from './training/curves.ts'
import { inMemory } from './training/in-memory.ts'
import { TrainingLog } from './training/log.ts'
import { judgedOf, measuredText } from './training/measured.ts'
import { netOf } from './training/net.ts'
import { type Ending, run } from './training/run.ts'
import { type Asked, type Settings, settingsOf, trainingOf } from './training/settings.ts'
import { needsLoss, needsTraining, type Subject, subjectOf } from './training/subject.ts'
import { mustBeWritable, usualWeights } from './training/weights.ts'
import { writeWhole } from './write.ts'

export interface TrainOptions extends Asked {
  readonly init?: string
  readonly out?: string
  readonly resume?: true
  readonly log?: string
}

/** Trains by the spec's data and training, with the generated code, and saves what was learned. */
export async function train(path: string, options: TrainOptions): Promise<ExitCode> {
  if (options.init !== undefined && options.resume)
    throw wrongUsage('`--init` begins anew, `--resume` goes on: not both')
  if (options.init !== undefined && !existsSync(options.init))
    throw wrongUsage(`there is no file \`${options.init}\``)
  const subject = await subjectOf(path, [needsLoss, needsTraining(options)])
  const settings = settingsOf(
    subject.spec,
    subject.forms.simplify,
    subject.data.split.training.length,
    options,
  )
  needsHeldOut(subject)
  const out = options.out === undefined ? usualWeights(subject.file, subject.spec) : resolve(options.out)
  const checkpoint = checkpointBeside(out)
  for (const file of [out, checkpoint, ...(options.log === undefined ? [] : [options.log])])
    await mustBeWritable(file)
  const resume = options.resume ? await checkpointIn(checkpoint) : undefined
  const net = await netOf(subject, settings, options)
  const ending = await run(subject, net, settings, {
    checkpoint,
    ...(resume && { resume }),
    ...(options.log !== undefined && { log: new TrainingLog(resolve(options.log)) }),
  })
  if (ending.kind === 'diverged') {
    if (ending.kept) await writeWhole(out, net.save())
    throw diverged(subject.spec, ending, ending.kept ? out : undefined, debugging(path, ending.step, options))
  }
  await writeWhole(out, net.save())
  if (ending.kind === 'interrupted') {
    say(`stopped after ${counted(ending.steps, 'step')}; saved ${shown(out)}`)
    if (existsSync(checkpoint)) say(`\`--resume\` goes on from ${shown(checkpoint)}`)
    return INTERRUPTED
  }
  tellEnd(ending, settings)
  const curves = await showCurves(subject.spec, ending.history, out)
  const judged = judgedOf(subject.data)
  const evaluation = await inMemory(subject.spec, () =>
    evaluate(net, subject.data.store.part(judged.examples)),
  )
  print(measuredText(evaluation, judged, subject.data.store.examples, net.model.classes))
  say(`saved ${shown(out)}`)
  if (curves !== undefined) say(`saved ${shown(curves)}`)
  return 0
}

/** Metrics are measured on data that training does not see. */
function needsHeldOut({ spec, data }: Subject): void {
  const { stopping } = trainingOf(spec)
  if (stopping === undefined || stopping.monitor.name === 'loss') return
  if (data.split.validation ?? data.split.test) return
  const report = new Report()
  report.add({
    code: 'E501',
    at: stopping.monitor.span,
    message: `\`${stopping.monitor.name}\` is measured on held-out data, and there are none`,
    help: 'add `split: { validation: 0.2 }` to `data:`, or watch `loss`',
  })
  throw new Rejected(report.diagnostics)
}

function tellEnd(
  { history, stepsBefore }: Extract<Ending, { kind: 'finished' }>,
  { duration }: Settings,
): void {
  const { best, stopped, steps } = history
  const length = duration.epochs === undefined ? '--iterations' : '--epochs'
  if (steps === stepsBefore && !stopped)
    say(`this run is finished; \`${length}\` with a larger number goes on`)
  if (stopped) say(`stopped early: nothing better since epoch ${best?.epoch ?? 0}`)
  if (best) say(`the parameters are those of epoch ${best.epoch}`)
}

/** The command that finds out where a step went wrong. */
function debugging(path: string, step: number, { init, batch, seed, rate, set = [] }: TrainOptions): string {
  const options: readonly (readonly [string, string | number | undefined])[] = [
    ['init', init],
    ['batch', batch],
    ['seed', seed],
    ['rate', rate],
    ...set.map((each) => ['set', each] as const),
  ]
  const said = options.flatMap(([name, value]) => (value === undefined ? [] : [`--${name} ${value}`]))
  return ['loopless debug', path, `--step ${step}`, ...said].join(' ')
}

function diverged(
  spec: NetworkSpec,
  { epoch, step, loss }: Extract<Ending, { kind: 'diverged' }>,
  saved: string | undefined,
  debug: string,
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
      `\`${debug}\` names the first value that is not finite`,
    ],
    help: 'a smaller `rate` often helps, and so do inputs of one scale',
  })
  return new Rejected(report.diagnostics)
}
