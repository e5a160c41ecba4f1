import { isWatched, say } from '../terminal.ts'
import { figure } from './measured.ts'

export interface Tick {
  /** Epochs or iterations done. */
  readonly done: number
  readonly loss: number
}

/** Tells how training goes: a bar for whoever watches, about ten lines for a log. */
export interface Progress {
  readonly tick: (tick: Tick) => void
  readonly end: () => void
}

/**
 * @param total how many epochs or iterations there will be
 * @param measure what is known of the held-out part now; slow, so it is asked only for lines
 */
export async function progressOf(
  unit: 'epoch' | 'iteration',
  total: number,
  measure: (() => string) | undefined,
): Promise<Progress> {
  return isWatched(process.stderr) ? barOf(unit, total) : linesOf(unit, total, measure)
}

async function barOf(unit: string, total: number): Promise<Progress> {
  const { SingleBar, Presets } = (await import('cli-progress')).default
  const bar = new SingleBar(
    {
      format: `{bar} ${unit} {value} of {total} · loss {loss} · {eta_formatted} to go`,
      stream: process.stderr,
      clearOnComplete: true,
      hideCursor: true,
      gracefulExit: false,
    },
    Presets.shades_classic,
  )
  bar.start(total, 0, { loss: '?' })
  return {
    tick: ({ done, loss }) => bar.update(done, { loss: figure(loss) }),
    end: () => bar.stop(),
  }
}

const LINES = 10

function linesOf(unit: string, total: number, measure: (() => string) | undefined): Progress {
  const every = Math.max(1, Math.ceil(total / LINES))
  return {
    tick: ({ done, loss }) => {
      if (done % every !== 0 && done !== total) return
      const held = measure ? `, held out: ${measure()}` : ''
      say(`${unit} ${done} of ${total}: loss ${figure(loss)}${held}`)
    },
    end: () => {},
  }
}
