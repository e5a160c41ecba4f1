import type { Evaluation, Figures } from 'loopless/runtime'
import type { SpecData } from '../data/data.ts'
import { aligned, figure } from '../table.ts'
import { counted, grouped } from '../terminal.ts'
import { matricesIn, matrixText } from './confusion.ts'

/** The examples a network is judged by: those it was not trained on, if the spec holds some out. */
export interface Judged {
  readonly part: 'held-out' | 'training'
  readonly examples: Uint32Array
}

export function judgedOf({ split }: Pick<SpecData, 'split'>): Judged {
  const held = split.test ?? split.validation
  return held ? { part: 'held-out', examples: held } : { part: 'training', examples: split.training }
}

/** What was measured on which data, as a small table; matrices are tables of their own. */
export function measuredText(
  evaluation: Evaluation,
  { part, examples }: Judged,
  all: number,
  classes: readonly string[] | undefined,
): string {
  const heading =
    part === 'held-out'
      ? `on the held-out part, ${grouped(examples.length)} of ${counted(all, 'example')}`
      : `on the training data, ${counted(all, 'example')}: the spec's data have no split`
  const rows = Object.entries(evaluation).flatMap(([name, value]) =>
    typeof value === 'number' ? [[name, figure(value)]] : [],
  )
  const tables = matricesIn(evaluation).map(([name, matrix]) => matrixText(name, matrix, classes))
  return [heading, ...aligned('ll', rows).map((line) => `  ${line}`), ...tables].join('\n')
}

/** `loss 0.0812, accuracy 0.9777`, in one line. */
export function measuredLine(figures: Figures): string {
  return Object.entries(figures)
    .map(([name, value]) => `${name} ${figure(value)}`)
    .join(', ')
}
