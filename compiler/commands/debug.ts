import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import {
  type DataSource,
  fit as fitNet,
  type Matrix,
  type Net,
  NonFiniteLossError,
  type Precision,
} from 'loopless/runtime'
import { type Forms, Report } from '../index.ts'
import { lookFor, lostBefore } from './debug/culprit.ts'
import { type Moment, momentOf } from './debug/state.ts'
import { type ExitCode, stopIfWrong, wrongUsage } from './failure.ts'
import { counted, print, say, shown } from './terminal.ts'
import { goingOn } from './training/checkpoint-file.ts'
import { inMemory } from './training/in-memory.ts'
import { netOf } from './training/net.ts'
import { fitOptionsOf } from './training/run.ts'
import { type Asked, type Settings, settingsOf } from './training/settings.ts'
import { needsLoss, needsTraining, type Subject, subjectOf } from './training/subject.ts'
import { readWeights } from './training/weights.ts'

export interface DebugOptions extends Asked {
  readonly step: number
  readonly init?: string
  readonly checkpoint?: string
}

/** Trains up to a step, as `train` would, and then makes that step slowly, looking at every value. */
export async function debug(path: string, options: DebugOptions): Promise<ExitCode> {
  for (const file of [options.init, options.checkpoint])
    if (file !== undefined && !existsSync(file)) throw wrongUsage(`there is no file \`${file}\``)
  const subject = await subjectOf(path, [needsLoss, needsTraining({ epochs: 1 })])
  const settings = settingsOf(
    subject.spec,
    subject.forms.simplify,
    subject.data.split.training.length,
    options,
  )
  const { forms, spec } = subject
  let moment = await momentAt(options.step, subject, settings, options)
  const lost = lostBefore(forms, moment)
  if (lost.length > 0 && moment.step > 1) {
    say(
      `${lost.join(', ')} ${lost.length === 1 ? 'is' : 'are'} not finite before step ${moment.step} begins: looking at step ${moment.step - 1}`,
    )
    moment = await momentAt(moment.step - 1, subject, settings, options)
  }
  const report = new Report()
  const made = lookFor(forms, moment, report)
  stopIfWrong(report)
  print(
    `all ${counted(made, 'value')} of step ${moment.step} (epoch ${moment.epoch}) are finite: \`${spec.name}\`, by what each operation means, each value rounded to ${spec.precision}`,
  )
  return 0
}

/** The step is about to be made: no error, but the way out of training. */
class Reached extends Error {
  readonly moment: Moment

  constructor(moment: Moment) {
    super('reached')
    this.moment = moment
  }
}

/** Trains with the generated code up to a step, or to an earlier one at which the loss is lost. */
async function momentAt(
  step: number,
  subject: Subject,
  settings: Settings,
  options: DebugOptions,
): Promise<Moment> {
  const { spec, forms } = subject
  const net = await netOf(subject, settings, options)
  const checkpoint = options.checkpoint === undefined ? undefined : resolve(options.checkpoint)
  const resume = checkpoint === undefined ? undefined : await readWeights(checkpoint)
  const { source, ...rest } = fitOptionsOf(subject, settings)
  const watched = watching(source, net, forms, step)
  try {
    await inMemory(spec, () =>
      goingOn(checkpoint ?? '', spec, () =>
        fitNet(net, watched, { ...rest, iterations: step, ...(resume && { resume }) }),
      ),
    )
  } catch (error) {
    if (error instanceof Reached) return error.moment
    if (!(error instanceof NonFiniteLossError) || error.step >= step) throw error
    say(`already step ${error.step} has no finite loss: looking at it`)
    return momentAt(error.step, subject, settings, options)
  }
  throw wrongUsage(
    checkpoint !== undefined && net.stepNumber > step
      ? `${shown(checkpoint)} is of step ${net.stepNumber - 1} already`
      : `training stops early, before step ${step}`,
  )
}

/** The same examples; when those of the step have come, the net is as it is when the step begins. */
function watching(
  source: DataSource,
  net: Net<number, Precision>,
  { select }: Forms,
  step: number,
): DataSource {
  const [port] = net.model.inputs
  return {
    examples: source.examples,
    gather: (into: readonly Matrix[], order: Uint32Array, start: number) => {
      source.gather(into, order, start)
      // Fitted values are computed from all examples, in matrices of their own.
      if (into[0] === net.matrices.get(port!) && net.stepNumber === step)
        throw new Reached(momentOf(net, select.program))
    },
  }
}
