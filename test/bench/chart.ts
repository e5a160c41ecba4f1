import { scaleLinear } from 'd3-scale'
import type { ParticipantResults, WorkloadResults } from './results.ts'
import { short } from './table.ts'

const WIDTH = 760
const LEFT = 150
const RIGHT = 170
const TOP = 40
const HEADING = 30
const BAR = { height: 15, step: 21 }
const GAP = 18

const INK = '#1f2937'
const PALE = '#6b7280'
const OURS = '#2563eb'
const THEIRS = '#9ca3af'

/** Bars as an SVG: a group for each workload, with a scale of its own, the fastest first. The same results give the same bytes. */
export function chart(workloads: readonly WorkloadResults[]): string {
  let y = TOP
  const groups = workloads.map((workload) => {
    const bars = barsOf(workload)
    const lines = group(workload, bars, y)
    y += HEADING + bars.length * BAR.step + GAP
    return lines
  })
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${y}" viewBox="0 0 ${WIDTH} ${y}" font-family="system-ui, 'DejaVu Sans', sans-serif" font-size="12" fill="${INK}">`,
    '<title>How often a second</title>',
    `<rect width="${WIDTH}" height="${y}" fill="#ffffff"/>`,
    `<text x="${LEFT}" y="24" fill="${PALE}">behind each figure, how many times as many Loopless does · * not the same work</text>`,
    ...groups.flat(),
    '</svg>',
    '',
  ].join('\n')
}

interface Bar {
  readonly label: string
  readonly perSecond: number
  readonly ratio: number
  readonly ours: boolean
  readonly differs: boolean
}

function barsOf({ participants }: WorkloadResults): readonly Bar[] {
  return participants
    .flatMap(({ label, measured, differs }: ParticipantResults, at): Bar[] =>
      measured
        ? [
            {
              label,
              perSecond: measured.perSecond.median,
              ratio: measured.ratio.median,
              ours: at === 0,
              differs: differs !== undefined,
            },
          ]
        : [],
    )
    .sort((a, b) => b.perSecond - a.perSecond)
}

function group({ id, title, unit }: WorkloadResults, bars: readonly Bar[], top: number): readonly string[] {
  const x = scaleLinear([0, bars[0]?.perSecond ?? 1], [0, WIDTH - LEFT - RIGHT])
  return [
    `<text x="${LEFT}" y="${top + 15}" font-weight="600">${id} · ${title} · ${unit} a second</text>`,
    ...bars.flatMap((bar, i) => barLines(bar, Math.max(1, x(bar.perSecond)), top + HEADING + i * BAR.step)),
  ]
}

function barLines(
  { label, perSecond, ratio, ours, differs }: Bar,
  width: number,
  y: number,
): readonly string[] {
  const baseline = y + BAR.height - 3
  const weight = ours ? ' font-weight="600"' : ''
  const name = differs ? `${label} *` : label
  const compared = ours ? '' : ` <tspan fill="${PALE}">· ${short(ratio)} ×</tspan>`
  return [
    `<text x="${LEFT - 10}" y="${baseline}" text-anchor="end"${weight}>${name}</text>`,
    `<rect x="${LEFT}" y="${y}" width="${Number(width.toFixed(2))}" height="${BAR.height}" fill="${ours ? OURS : THEIRS}"/>`,
    `<text x="${Number((LEFT + width + 8).toFixed(2))}" y="${baseline}"${weight}>${short(perSecond)}${compared}</text>`,
  ]
}
