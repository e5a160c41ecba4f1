import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { type ExitCode, Failure, wrongUsage } from './failure.ts'
import { print, shown } from './terminal.ts'
import { inMemory } from './training/in-memory.ts'
import { judgedOf, matricesOf, measuredText } from './training/measured.ts'
import { needsLoss, subjectOf } from './training/subject.ts'
import { fitting, readWeights, usualWeights } from './training/weights.ts'

export interface EvaluateOptions {
  readonly weights?: string
  readonly format: 'text' | 'json'
}

/** Loss and metrics of saved weights, by the generated code. */
export async function evaluate(path: string, options: EvaluateOptions): Promise<ExitCode> {
  const { file, spec, data, generated } = await subjectOf(path, [needsLoss])
  const weights = options.weights === undefined ? usualWeights(file, spec) : resolve(options.weights)
  if (!existsSync(weights)) throw noWeights(weights, options.weights, path)
  const bytes = await readWeights(weights)
  const judged = judgedOf(data)
  const evaluation = await inMemory(spec, async () => {
    const batch = judged.examples.length
    const predictor = await fitting(weights, spec, () => generated.predictor(bytes, { batch }))
    const matrices = matricesOf(data, judged.examples, generated)
    const { inputs, targets } = predictor.model
    return predictor.evaluate(...[...inputs, ...targets].map((name) => matrices[name]!))
  })
  const { part, examples } = judged
  print(
    options.format === 'json'
      ? JSON.stringify({ network: spec.name, part, examples: examples.length, ...evaluation }, undefined, 2)
      : measuredText(evaluation, judged, data.examples),
  )
  return 0
}

function noWeights(file: string, named: string | undefined, spec: string): Failure {
  if (named !== undefined) return wrongUsage(`there is no file \`${named}\``)
  return new Failure(1, `there are no weights ${shown(file)}`, `\`loopless train ${spec}\` makes them`)
}
