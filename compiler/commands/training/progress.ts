import type { EpochReport, StepReport } from 'loopless/runtime'
import { figure } from '../table.ts'
import { isWatched, say } from '../terminal.ts'
import { measuredLine } from './measured.ts'

/** Tells how training goes: a bar for whoever watches, about ten lines for a log. */
export interface Progress {
  readonly step: (report: StepReport) => void
  readonly epoch: (report: EpochReport) => void
  readonly end: () => void
}

interface Tick {
  /** Epochs or iterations done. */
  readonly done: number
  /** The loss, and what the last epoch has shown on the held-out part. */
  readonly figures: string
}

interface Teller {
  readonly tick: (tick: Tick) => void
  readonly end: () => void
}

/**
 * @param total how many epochs or iterations there will be
 * @param stepsPerEpoch where an epoch ends, its report says more than that of its last step
 */
export async function progressOf(
  unit: 'epoch' | 'iteration',
  total: number,
  stepsPerEpoch: number,
): Promise<Progress> {
  const teller = isWatched(process.stderr) ? await barOf(unit, total) : linesOf(unit, total)
  let held = ''
  const tell = (done: number, loss: number) => teller.tick({ done, figures: `loss ${figure(loss)}${held}` })
  /** Of the last step; none where a run goes on that had only its last epoch to end. */
  let loss: number | undefined
  return {
    step: (report) => {
      loss = report.loss
      const ends = report.step % stepsPerEpoch === 0 || report.step === total
      if (unit === 'iteration' && !ends) tell(report.step, loss)
    },
    epoch: (report) => {
      if (report.validation) held = `, held out: ${measuredLine(report.validation)}`
      if (unit === 'epoch') tell(report.epoch, report.loss)
      else if (loss !== undefined) tell(report.step, loss)
    },
    end: teller.end,
  }
}

async function barOf(unit: string, total: number): Promise<Teller> {
  const { SingleBar, Presets } = (await import('cli-progress')).default
  const bar = new SingleBar(
    {
      format: `{bar} ${unit} {value} of {total} · {figures} · {eta_formatted} to go`,
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      gracefulExit: false,
    },
    Presets.shades_classic,
  )
  let begun = false
  return {
    tick: ({ done, figures }) => {
      // Where training goes on, what was done before took no time now.
      if (!begun) bar.start(total, done - 1, { figures })
      begun = true
      bar.update(done, { figures })
    },
    end: () => bar.stop(),
  }
}

const LINES = 10

function linesOf(unit: string, total: number): Teller {
  const every = Math.max(1, Math.ceil(total / LINES))
  return {
    tick: ({ done, figures }) => {
      if (done % every === 0 || done === total) say(`${unit} ${done} of ${total}: ${figures}`)
    },
    end: () => {},
  }
}
