import { aligned } from '../table.ts'

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
  const rows = [['', ...classes], ...counts.map((row, i) => [classes[i]!, ...row.map(String)])]
  const table = aligned(`l${'r'.repeat(classes.length)}`, rows)
  return ['of each true class, what was predicted', ...table.map((line) => `  ${line}`)].join('\n')
}
