import { readFileSync } from 'node:fs'
import { type Data, evaluate, Matrix, type Net, type Precision, fit as train } from 'loopless/runtime'
import { dataOf } from '../../compiler/commands/data/data.ts'
import { judgedOf } from '../../compiler/commands/training/measured.ts'
import { Report } from '../../compiler/diagnostics/report.ts'
import type { Training } from '../../compiler/forms/spec.ts'
import { compiled } from './generate.ts'
import { stopwatch } from './stopwatch.ts'

/** What every module of a trained network with one input and one target exports. */
export interface Trainable<N extends Net> {
  readonly create: (options: { readonly batch: number; readonly seed: number }) => Promise<N>
}

export interface Trained<N extends Net> {
  readonly net: N
  /** Held out; where the spec holds nothing out, what it was trained on. */
  readonly test: Data
  readonly seconds: number
  readonly accuracy: number
}

/**
 * Trains a model by nothing but its spec, as the command line does: its data and its split, its batch, its seed and for
 * as long as it says.
 */
export async function trained<N extends Net<number, Precision>>(
  name: string,
  module: Trainable<N>,
): Promise<Trained<N>> {
  const path = `specs/models/${name}.yaml`
  const { check: spec, simplify: program } = compiled(path, readFileSync(path, 'utf8'))
  const { data: section, training } = spec
  if (!section || !training) throw new Error(`${path} does not say how to train`)
  const report = new Report()
  const data = await dataOf({ ...spec, data: section }, program, report)
  if (!data) throw new Error(report.diagnostics.map(({ message }) => message).join('\n'))
  const examples = data.split.training.length
  const batch = training.batch === 'all' ? examples : Math.min(training.batch, examples)
  const net = await module.create({ batch, seed: training.seed })
  const names = [...net.model.inputs, ...net.model.targets]
  const part = (chosen: Uint32Array): Data => {
    const matrices = names.map((port) => Matrix.zeros(net.matrices.get(port)!.rows, chosen.length))
    data.store.part(chosen).gather(matrices, Uint32Array.from(chosen.keys()), 0)
    return Object.fromEntries(names.map((port, i) => [port, matrices[i]!]))
  }
  const time = stopwatch()
  await train(net, part(data.split.training), durationOf(training))
  const seconds = time() / 1000
  const test = part(judgedOf(data).examples)
  const { accuracy, binaryAccuracy } = evaluate(net, test)
  return { net, test, seconds, accuracy: Number(accuracy ?? binaryAccuracy) }
}

function durationOf({ epochs, iterations }: Training) {
  if (epochs !== undefined) return { epochs }
  if (iterations !== undefined) return { iterations }
  throw new Error('the spec does not say how long to train')
}
