import { readFileSync } from 'node:fs'
import { type Data, evaluate, type Matrix, type Net, type Precision, fit as train } from 'loopless/runtime'
import type { DataSpec, Training } from '../../compiler/forms/spec.ts'
import { shuffle } from '../../runtime/shuffle.ts'
import { compiled } from './generate.ts'
import { stopwatch } from './stopwatch.ts'

/** What every module of a trained network with one input and one target exports. */
export interface Trainable<N extends Net> {
  readonly create: (options: { readonly batch: number; readonly seed: number }) => Promise<N>
  readonly X: (examples: readonly number[][]) => Matrix
  /** Takes labels where the network has classes, rows of numbers where it has none. */
  readonly Y: (targets: never) => Matrix
}

export interface Trained<N extends Net> {
  readonly net: N
  readonly training: Data
  /** Held out; where the spec holds nothing out, the same as `training`. */
  readonly test: Data
  readonly seconds: number
  readonly accuracy: number
}

/** Trains a model by nothing but its spec: its data, its split, its batch and its duration, as the command line does. */
export async function trained<N extends Net<number, Precision>>(
  name: string,
  module: Trainable<N>,
): Promise<Trained<N>> {
  const path = `specs/models/${name}.yaml`
  const { data, training, targets } = compiled(path, readFileSync(path, 'utf8')).check
  if (!data || !training) throw new Error(`${path} does not say how to train`)
  const all = examplesOf(data, targets[0]?.classes, module)
  const examples = all.count
  const parts = splitOf(examples, data)
  const { epochs, iterations, batch, seed } = training
  const net = await module.create({
    batch: batch === 'all' ? parts.training.length : Math.min(batch, parts.training.length),
    seed,
  })
  const time = stopwatch()
  await train(net, all.part(parts.training), durationOf({ epochs, iterations }))
  const seconds = time() / 1000
  const test = all.part(parts.test)
  const { accuracy, binaryAccuracy } = evaluate(net, test)
  return {
    net,
    training: all.part(parts.training),
    test,
    seconds,
    accuracy: accuracy ?? binaryAccuracy ?? Number.NaN,
  }
}

function durationOf({
  epochs,
  iterations,
}: {
  epochs: Training['epochs']
  iterations: Training['iterations']
}) {
  if (epochs !== undefined) return { epochs }
  if (iterations !== undefined) return { iterations }
  throw new Error('the spec does not say how long to train')
}

/** Numbers of examples: a share is held out, drawn by the split's own seed. */
function splitOf(examples: number, { split }: DataSpec): Record<'training' | 'test', readonly number[]> {
  const order = new Uint32Array(examples)
  shuffle(order, split?.seed ?? 0, 1)
  const numbers = [...order]
  if (!split) return { training: numbers.toSorted(ascending), test: numbers.toSorted(ascending) }
  const held = Math.round(examples * split.test)
  return {
    training: numbers.slice(held).toSorted(ascending),
    test: numbers.slice(0, held).toSorted(ascending),
  }
}

const ascending = (a: number, b: number): number => a - b

function examplesOf<N extends Net>(
  { file, inputs, targets }: DataSpec,
  classes: readonly string[] | undefined,
  { X, Y }: Trainable<N>,
) {
  const [header, ...rows] = readFileSync(`specs/models/${file.name}`, 'utf8')
    .trim()
    .split('\n')
    .map((line) => line.split(','))
  const target = targets[0]!.columns
  if (target === 'all' || target.length !== 1) throw new Error('one column of targets was expected')
  const label = header!.indexOf(target[0]!.name)
  const chosen = inputs[0]!.columns
  const places =
    chosen === 'all'
      ? header!.flatMap((_, at) => (at === label ? [] : [at]))
      : chosen.map(({ name }) => header!.indexOf(name))
  // Which of the two it takes, the spec has told.
  const targetsOf = Y as (targets: readonly (string | number | number[])[]) => Matrix
  return {
    count: rows.length,
    part: (examples: readonly number[]): Data => {
      const chosen = examples.map((example) => rows[example]!)
      const labels = chosen.map((row) => row[label]!)
      return {
        X: X(chosen.map((row) => places.map((at) => Number(row[at])))),
        Y: targetsOf(
          classes ? labels.map((text) => classNamed(text, classes)) : labels.map((text) => [Number(text)]),
        ),
      }
    },
  }
}

/** Files give classes by name or by number. */
function classNamed(text: string, classes: readonly string[]): string | number {
  return classes.includes(text) ? text : Number(text)
}
