import type { EpochReport, History } from 'loopless/runtime'
import type { NetworkSpec } from '../../essentials.ts'
import { isWatched, say } from '../terminal.ts'
import { writeWhole } from '../write.ts'

/** One figure over the epochs: the loss, or a metric. */
export interface Panel {
  readonly title: string
  readonly curves: readonly Curve[]
}

export interface Curve {
  readonly of: 'training' | 'held out'
  /** Epoch and value; values that are not finite are left out. */
  readonly points: readonly (readonly [number, number])[]
}

/** Draws learning curves: for whoever watches, and as a picture beside the weights, whose path is returned. */
export async function showCurves(
  { name }: NetworkSpec,
  { epochs, best }: History,
  weights: string,
): Promise<string | undefined> {
  // One epoch makes no curve.
  if (epochs.length < 2) return undefined
  const panels = panelsOf(epochs)
  if (isWatched(process.stderr)) {
    const { drawn } = await import('./curve-text.ts')
    say(drawn(panels[0]!))
  }
  const { picture } = await import('./curve-svg.ts')
  const file = weights.replace(/(\.safetensors)?$/, '.svg')
  await writeWhole(file, picture(name, panels, best?.epoch))
  return file
}

export function panelsOf(epochs: readonly EpochReport[]): readonly Panel[] {
  const curve = (of: Curve['of'], figureOf: (report: EpochReport) => number | undefined): Curve => ({
    of,
    points: epochs.flatMap((report) => {
      const value = figureOf(report)
      return value !== undefined && Number.isFinite(value) ? [[report.epoch, value] as const] : []
    }),
  })
  const measured = Object.keys(epochs[0]?.validation ?? {})
  const held = (name: string) => curve('held out', ({ validation }) => validation?.[name])
  const loss = { title: 'loss', curves: [curve('training', (report) => report.loss)] }
  return [
    { ...loss, curves: [...loss.curves, ...(measured.includes('loss') ? [held('loss')] : [])] },
    ...measured.filter((name) => name !== 'loss').map((name) => ({ title: name, curves: [held(name)] })),
  ]
}
