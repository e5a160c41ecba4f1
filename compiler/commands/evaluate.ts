import { evaluate as evaluateOn } from 'loopless/runtime'
import type { ExitCode } from './failure.ts'
import { print } from './terminal.ts'
import { confusionOf, confusionText, isOfClasses, matricesIn } from './training/confusion.ts'
import { inMemory } from './training/in-memory.ts'
import { judgedOf, measuredText } from './training/measured.ts'
import { needsLoss, subjectOf } from './training/subject.ts'
import { fitting, savedWeights } from './training/weights.ts'

export interface EvaluateOptions {
  readonly weights?: string
  readonly format: 'text' | 'json'
}

/** Examples that are classified at once. */
const BATCH = 256

/**
 * Loss and metrics of saved weights, by the generated code; of classes also which were taken for which, unless a metric
 * is such a table already.
 */
export async function evaluate(path: string, options: EvaluateOptions): Promise<ExitCode> {
  const { file, spec, data, generated } = await subjectOf(path, [needsLoss])
  const weights = await savedWeights(file, spec, options.weights, path)
  const judged = judgedOf(data)
  const { part, examples } = judged
  const { evaluation, confusion, classes } = await inMemory(spec, async () => {
    const batch = Math.min(BATCH, examples.length)
    const predictor = await fitting(weights.file, spec, () => generated.predictor(weights.bytes, { batch }))
    const source = data.store.part(examples)
    const evaluation = evaluateOn(predictor, source)
    const tables = matricesIn(evaluation).map(([name, matrix]) => [name, matrix.copy()] as const)
    const { classes } = predictor.model
    const isTold = tables.some(([, matrix]) => isOfClasses(matrix, classes))
    return {
      evaluation: { ...evaluation, ...Object.fromEntries(tables) },
      classes,
      confusion: isTold ? undefined : confusionOf(predictor, source),
    }
  })
  const json = {
    network: spec.name,
    part,
    examples: examples.length,
    ...evaluation,
    ...Object.fromEntries(matricesIn(evaluation).map(([name, matrix]) => [name, matrix.toArray()])),
    ...(confusion && { confusion }),
  }
  const text = [
    measuredText(evaluation, judged, data.store.examples, classes),
    ...(confusion ? [confusionText(confusion)] : []),
  ]
  print(options.format === 'json' ? JSON.stringify(json, undefined, 2) : text.join('\n'))
  return 0
}
