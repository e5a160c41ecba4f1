import { type DataSource, type Evaluation, sourceOf } from 'loopless/runtime'
import { chosen, type SpecData } from '../data/data.ts'
import { aligned } from '../table.ts'
import { counted, grouped } from '../terminal.ts'
import type { Generated } from './generated.ts'

/** Some examples, as training and evaluating take them. */
export function sourceIn({ ports }: SpecData, examples: Uint32Array, { columns }: Generated): DataSource {
  return sourceOf(ports.map((port) => columns(port.name, chosen(port, examples))))
}

/** The examples a network is judged by: those it was not trained on, if the spec holds some out. */
export interface Judged {
  readonly part: 'held-out' | 'training'
  readonly examples: Uint32Array
}

export function judgedOf({ split }: SpecData): Judged {
  const held = split.test ?? split.validation
  return held ? { part: 'held-out', examples: held } : { part: 'training', examples: split.training }
}

/** What was measured on which data, as a small table. */
export function measuredText(evaluation: Evaluation, { part, examples }: Judged, all: number): string {
  const heading =
    part === 'held-out'
      ? `on the held-out part, ${grouped(examples.length)} of ${counted(all, 'example')}`
      : `on the training data, ${counted(all, 'example')}: the spec's data have no split`
  const rows = Object.entries(evaluation).map(([name, value]) => [name, figure(value)])
  return [heading, ...aligned('ll', rows).map((line) => `  ${line}`)].join('\n')
}

/** `loss 0.0812, accuracy 0.9777`, in one line. */
export function measuredLine(evaluation: Evaluation): string {
  return Object.entries(evaluation)
    .map(([name, value]) => `${name} ${figure(value)}`)
    .join(', ')
}

export function figure(value: number): string {
  return String(Number(value.toPrecision(6)))
}
