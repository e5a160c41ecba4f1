import plot, { type Color, type MultiLine } from 'simple-ascii-chart'
import { figure } from '../table.ts'
import type { Curve, Panel } from './curves.ts'

const WIDTH = 64
const HEIGHT = 12
const COLORS: Readonly<Record<Curve['of'], Color>> = { training: 'ansiBlue', 'held out': 'ansiYellow' }

/** A panel as characters, for a terminal. */
export function drawn({ title, curves }: Panel): string {
  const last = Math.max(...curves.flatMap(({ points }) => points.map(([epoch]) => epoch)))
  const lines: MultiLine = curves.map(({ points }) => thinned(points))
  return plot(lines, {
    width: WIDTH,
    height: HEIGHT,
    title,
    xLabel: 'epoch',
    color: curves.map(({ of }) => COLORS[of]),
    legend: { position: 'bottom', series: curves.map(({ of }) => of) },
    customXAxisTicks: [1, Math.round(last / 4), Math.round(last / 2), Math.round((3 * last) / 4), last],
    formatter: (value, { axis }) => (axis === 'x' ? value : figure(Number(value.toPrecision(3)))),
  })
}

/** As many points as there are characters, the last among them. */
function thinned(points: Curve['points']): [number, number][] {
  const every = Math.ceil(points.length / WIDTH)
  return points
    .filter((_, i) => (points.length - 1 - i) % every === 0)
    .map(([epoch, value]) => [epoch, value])
}
