import type { DataSource, Evaluation, Matrix, Precision, Predictor } from 'loopless/runtime'
import { aligned, figure } from '../table.ts'

/** How often each class was taken for each: a row for the true class, a column for what was predicted. */
export interface Confusion {
  readonly classes: readonly string[]
  readonly counts: readonly (readonly number[])[]
}

/** Of a predictor's classes, as many examples at a time as it takes; nothing where its first target has none. */
export function confusionOf(
  predictor: Predictor<number, Precision>,
  source: DataSource,
): Confusion | undefined {
  const { model, matrices, batch } = predictor
  const { classes, inputs, targets } = model
  if (!classes) return undefined
  const [X, Y] = [inputs, targets].map((names) => names.map((name) => matrices.get(name)!))
  const counts = classes.map(() => classes.map(() => 0))
  const order = Uint32Array.from({ length: source.examples }, (_, example) => example)
  for (let start = 0; start < source.examples; start += batch) {
    predictor.resize(Math.min(batch, source.examples - start))
    source.gather([...X!, ...Y!], order, start)
    const truths = classesIn(Y![0]!)
    for (const [example, prediction] of predictor.classify(...X!).entries())
      counts[truths[example]!]![classes.indexOf(prediction)]! += 1
  }
  return { classes, counts }
}

/** The number of each column's class: of one row, whether it is the second; of several, the largest. */
function classesIn(Y: Matrix): readonly number[] {
  return Array.from({ length: Y.columns }, (_, column) => {
    const rows = Array.from({ length: Y.rows }, (_, row) => Y.at(row, column))
    return rows.length === 1 ? Number(rows[0]! >= 0.5) : rows.indexOf(Math.max(...rows))
  })
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
