import { type ScaleLinear, scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import { grouped } from '../terminal.ts'
import type { Curve, Panel } from './curves.ts'

const WIDTH = 760
const HEADING = 52
const PANEL = { top: 34, height: 200, bottom: 52 }
const LEFT = 72
const RIGHT = 28

/** Told apart also by those who see no difference of red and green. */
const COLORS: Readonly<Record<Curve['of'], string>> = { training: '#2563eb', 'held out': '#d97706' }
const INK = '#1f2937'
const PALE = '#6b7280'
const GRID = '#e5e7eb'

type Scale = ScaleLinear<number, number>

/** Learning curves as an SVG: a panel for the loss, and one for each metric. The same curves give the same bytes. */
export function picture(network: string, panels: readonly Panel[], best: number | undefined): string {
  const step = PANEL.top + PANEL.height + PANEL.bottom
  const height = HEADING + step * panels.length
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="system-ui, 'DejaVu Sans', sans-serif" font-size="12" fill="${INK}">`,
    `<title>${network}: learning curves</title>`,
    `<rect width="${WIDTH}" height="${height}" fill="#ffffff"/>`,
    `<text x="${LEFT}" y="32" font-size="17" font-weight="600">${network}</text>`,
    ...panels.map((panel, i) => group(0, HEADING + i * step, panelLines(panel, best))),
    '</svg>',
    '',
  ].join('\n')
}

function panelLines({ title, curves }: Panel, best: number | undefined): readonly string[] {
  const points = curves.flatMap((curve) => curve.points)
  const x = scaleLinear(extent(points.map(([epoch]) => epoch)), [LEFT, WIDTH - RIGHT])
  const y = scaleLinear(extent(points.map(([, value]) => value)), [PANEL.top + PANEL.height, PANEL.top]).nice(
    5,
  )
  return [
    `<text x="${LEFT}" y="20" font-weight="600">${title}</text>`,
    ...legend(curves, best),
    ...yAxis(y),
    ...xAxis(x),
    ...(best === undefined ? [] : [bestLine(x(best))]),
    ...curves.map((curve) => curveLine(curve, x, y)),
  ]
}

/** From the right edge leftwards, on the title's line. */
function legend(curves: readonly Curve[], best: number | undefined): readonly string[] {
  const entries = [
    ...curves.map(({ of }) => ({ text: of, color: COLORS[of], dashes: 'none', width: 2.25 })),
    ...(best === undefined ? [] : [{ text: `best, epoch ${best}`, color: PALE, dashes: '4 4', width: 1 }]),
  ]
  let right = WIDTH - RIGHT
  return entries.toReversed().flatMap(({ text, color, dashes, width }) => {
    const start = right - 7 * text.length
    right = start - 52
    return [
      `<line x1="${start - 30}" y1="16" x2="${start - 8}" y2="16" stroke="${color}" stroke-width="${width}" stroke-dasharray="${dashes}"/>`,
      `<text x="${start}" y="20">${text}</text>`,
    ]
  })
}

function yAxis(y: Scale): readonly string[] {
  const label = y.tickFormat(5)
  return y
    .ticks(5)
    .flatMap((tick) => [
      `<line x1="${LEFT}" y1="${at(y(tick))}" x2="${WIDTH - RIGHT}" y2="${at(y(tick))}" stroke="${GRID}"/>`,
      `<text x="${LEFT - 10}" y="${at(y(tick) + 4)}" text-anchor="end" fill="${PALE}">${label(tick)}</text>`,
    ])
}

function xAxis(x: Scale): readonly string[] {
  const bottom = PANEL.top + PANEL.height
  return [
    `<line x1="${LEFT}" y1="${bottom}" x2="${WIDTH - RIGHT}" y2="${bottom}" stroke="${PALE}"/>`,
    ...x
      .ticks(8)
      .filter(Number.isInteger)
      .flatMap((tick) => [
        `<line x1="${at(x(tick))}" y1="${bottom}" x2="${at(x(tick))}" y2="${bottom + 5}" stroke="${PALE}"/>`,
        `<text x="${at(x(tick))}" y="${bottom + 19}" text-anchor="middle" fill="${PALE}">${grouped(tick)}</text>`,
      ]),
    `<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${bottom + 37}" text-anchor="middle">epoch</text>`,
  ]
}

function bestLine(x: number): string {
  return `<line x1="${at(x)}" y1="${PANEL.top}" x2="${at(x)}" y2="${PANEL.top + PANEL.height}" stroke="${PALE}" stroke-dasharray="4 4"/>`
}

function curveLine({ of, points }: Curve, x: Scale, y: Scale): string {
  const path = line<readonly [number, number]>(
    ([epoch]) => x(epoch),
    ([, value]) => y(value),
  ).digits(2)(points)
  return `<path d="${path ?? ''}" fill="none" stroke="${COLORS[of]}" stroke-width="2.25" stroke-linejoin="round"/>`
}

/** The least and the most; a little room around where they are one. */
function extent(values: readonly number[]): [number, number] {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  if (low < high) return [low, high]
  return low === high ? [low - 0.5, high + 0.5] : [0, 1]
}

function group(x: number, y: number, lines: readonly string[]): string {
  return [`<g transform="translate(${x} ${y})">`, ...lines, '</g>'].join('\n')
}

/** Two decimals, without noughts at the end. */
function at(coordinate: number): string {
  return String(Number(coordinate.toFixed(2)))
}
