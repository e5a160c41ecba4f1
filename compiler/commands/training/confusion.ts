import type { Evaluation, Matrix } from 'loopless/runtime'
import { aligned, figure } from '../table.ts'

/** How often each class was taken for each: a row for the true class, a column for what was predicted. */
export interface Confusion {
  readonly classes: readonly string[]
  readonly counts: readonly (readonly number[])[]
}

/** @param truths numbers of the true classes; @param predictions names of those predicted */
export function confusionOf(
  classes: readonly string[],
  truths: ArrayLike<number>,
  predictions: readonly string[],
): Confusion {
  const counts = classes.map(() => classes.map(() => 0))
  for (const [example, prediction] of predictions.entries())
    counts[truths[example]!]![classes.indexOf(prediction)]! += 1
  return { classes, counts }
}

export function confusionText({ classes, counts }: Confusion): string {
  return tableText('of each true class, what was predicted', classes, counts)
}

/** The metrics that are matrices, by name. */
export function matricesIn(evaluation: Evaluation): readonly (readonly [name: string, matrix: Matrix])[] {
  return Object.entries(evaluation).flatMap(([name, value]) =>
    typeof value === 'number' ? [] : [[name, value] as const],
  )
}

/** Whether a matrix has a row and a column for each class. */
export function isOfClasses({ rows, columns }: Matrix, classes: readonly string[] = []): boolean {
  return rows === classes.length && columns === classes.length
}

/** A metric's matrix as a table, with the names of classes where it has a row and a column for each. */
export function matrixText(name: string, matrix: Matrix, classes?: readonly string[]): string {
  return tableText(name, isOfClasses(matrix, classes) ? classes : undefined, matrix.toArray())
}

function tableText(
  title: string,
  names: readonly string[] | undefined,
  numbers: readonly (readonly number[])[],
): string {
  const cells = numbers.map((row) =>
    row.map((number) => (Number.isInteger(number) ? String(number) : figure(number))),
  )
  const rows = names ? [['', ...names], ...cells.map((row, i) => [names[i]!, ...row])] : cells
  const align = `${names ? 'l' : ''}${'r'.repeat(numbers[0]?.length ?? 0)}`
  return [title, ...aligned(align, rows).map((line) => `  ${line}`)].join('\n')
}
