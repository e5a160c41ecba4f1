import type { Kernels, Matrix, Net, Precision, Predictor } from 'loopless/runtime'
import type { Phase, Program } from '../index.ts'
import { drawExamples } from './benching/examples.ts'
import { type KernelTime, timeOfKernels } from './benching/kernels.ts'
import { medianTime, type Repeatable } from './benching/time.ts'
import { type ExitCode, stopIfWrong, wrongUsage } from './failure.ts'
import { aligned } from './table.ts'
import { colorsFor, grouped, print } from './terminal.ts'
import { load } from './training/generated.ts'
import { inMemory } from './training/in-memory.ts'
import { compiled, needsLayers, needsLoss } from './training/subject.ts'
import { multiplyAddsIn, PREDICTING, TRAINING } from './work.ts'

export interface BenchOptions {
  readonly batch?: number
  /** To measure each of the figures, about. */
  readonly seconds: number
  readonly format: 'text' | 'json'
}

/** One thing that a network does, measured. */
interface Run {
  readonly run: 'training' | 'predicting'
  readonly batch: number
  /** The median of a step, or of a prediction. */
  readonly seconds: number
  readonly examplesPerSecond: number
  /** Of matrix products. */
  readonly multiplyAdds: number
  /** Two operations for each of them. */
  readonly gigaflops: number
  readonly kernels: readonly KernelTime[]
}

interface Facts {
  readonly network: string
  readonly precision: string
  readonly runs: readonly Run[]
}

/** Where the spec has no number. */
const BATCH = 32
const SEED = 1

/** How fast the generated module trains and predicts here, on random examples that lie in its memory. */
export async function bench(path: string, options: BenchOptions): Promise<ExitCode> {
  const { spec, forms, report } = await compiled(path, [needsLayers, needsLoss])
  stopIfWrong(report)
  const generated = await load(forms.emit)
  const program = forms.simplify
  const written = spec.training?.batch
  if (options.batch !== undefined && spec.batch !== undefined && options.batch !== spec.batch)
    throw wrongUsage(`\`${spec.name}\` is made for batches of ${spec.batch}, not ${options.batch}`)
  const batch = spec.batch ?? options.batch ?? (typeof written === 'number' ? written : BATCH)
  const runs = await inMemory(spec, async () => {
    const net = await generated.create({ batch, seed: SEED })
    const training = stepOf(net, program)
    // As they are made from a file: what predicts one example packs its weights.
    const predictors = [...new Set([batch, 1])].map((columns) =>
      generated.predictor(net.save(), { batch: columns }),
    )
    const { form } = forms.select.code.one
    const predicting = (await Promise.all(predictors)).map((predictor) =>
      predictor.batch === 1 && form === 'scalars'
        ? predictionOfOne(predictor, program)
        : predictionOf(predictor, program),
    )
    return measured([training, ...predicting], program, options.seconds)
  })
  const facts = { network: program.network, precision: program.precision, runs }
  print(options.format === 'json' ? JSON.stringify(facts, undefined, 2) : textOf(facts))
  return 0
}

/** What is measured, and whose kernels it calls. */
interface Subject extends Repeatable {
  readonly run: Run['run']
  readonly batch: number
  readonly phases: readonly Phase[]
  readonly network: Ported & { readonly model: { readonly kernels: readonly string[] } }
}

interface Ported {
  readonly kernels: Kernels
  readonly matrices: ReadonlyMap<string, Matrix>
}

function stepOf(net: Net<number, Precision>, { interface: { inputs, targets } }: Program): Subject {
  const ports = [...inputs, ...targets]
  const given = matricesOf(net, ports)
  return {
    run: 'training',
    batch: net.batch,
    phases: TRAINING,
    network: net,
    act: () => net.step(...given),
    restart: () => {
      net.reset()
      drawExamples(net, ports, SEED)
      // It may use the memory that the examples lie in.
      net.prepare(...matricesOf(net, inputs).map((matrix) => matrix.copy()))
      drawExamples(net, ports, SEED)
    },
  }
}

function predictionOf(predictor: Predictor<number, Precision>, { interface: { inputs } }: Program): Subject {
  const given = matricesOf(predictor, inputs)
  return {
    run: 'predicting',
    batch: predictor.batch,
    phases: PREDICTING,
    network: predictor,
    act: () => predictor.predict(...given),
    restart: () => drawExamples(predictor, inputs, SEED),
  }
}

/** Where it is scalar code, which calls no kernel: as one example is predicted then, from arrays of numbers. */
function predictionOfOne(
  predictor: Predictor<number, Precision>,
  { interface: { inputs } }: Program,
): Subject {
  const given = matricesOf(predictor, inputs)
  const examples = given.map(({ rows }) => new Float64Array(rows))
  return {
    run: 'predicting',
    batch: 1,
    phases: PREDICTING,
    network: predictor,
    act: () => predictor.predictOne(...examples),
    restart: () => {
      drawExamples(predictor, inputs, SEED)
      for (const [i, example] of examples.entries())
        for (let r = 0; r < example.length; r++) example[r] = given[i]!.at(r, 0)
    },
  }
}

function matricesOf({ matrices }: Ported, ports: Program['interface']['inputs']): readonly Matrix[] {
  return ports.map(({ name }) => matrices.get(name)!)
}

/** All times first: once its kernels are watched, code is slower for good. */
function measured(subjects: readonly Subject[], program: Program, seconds: number): readonly Run[] {
  const times = subjects.map((subject) => medianTime(subject, seconds))
  return subjects.map((subject, at) => {
    const { run, batch, phases, network } = subject
    const multiplyAdds = multiplyAddsIn(phases, program, batch)
    const time = times[at]!
    return {
      run,
      batch,
      seconds: time,
      examplesPerSecond: batch / time,
      multiplyAdds,
      gigaflops: (2 * multiplyAdds) / time / 1e9,
      kernels: timeOfKernels(network, subject, seconds),
    }
  })
}

function textOf({ network, precision, runs }: Facts): string {
  const { bold } = colorsFor(process.stdout)
  return [
    bold(`${network} · ${precision}`),
    '',
    ...aligned('lrrrr', [
      ['', 'median', 'examples per second', 'multiply-adds', 'GFLOP/s'],
      ...runs.map((run) => [
        titleOf(run),
        duration(run.seconds),
        grouped(Math.round(run.examplesPerSecond)),
        grouped(run.multiplyAdds),
        run.gigaflops.toPrecision(3),
      ]),
    ]),
    // What is written out calls none.
    ...runs
      .filter(({ kernels }) => kernels.length > 0)
      .flatMap((run) => ['', bold(`kernels, ${titleOf(run)}`), ...kernelRows(run)]),
  ].join('\n')
}

function titleOf({ run, batch }: Run): string {
  return `${run}, batch ${grouped(batch)}`
}

/** `affineRelu  2×  41.3 µs  38 %` */
function kernelRows({ kernels }: Run): readonly string[] {
  return aligned(
    'lrrr',
    kernels.map(({ kernel, calls, seconds, share }) => [
      kernel,
      `${calls}×`,
      duration(seconds),
      `${(100 * share).toFixed(1)} %`,
    ]),
  )
}

/** In the unit that leaves one to three digits before the point. */
function duration(seconds: number): string {
  const [unit, name] = UNITS.find(([each]) => seconds >= each) ?? UNITS.at(-1)!
  return `${Number((seconds / unit).toPrecision(3))} ${name}`
}

const UNITS = [
  [1, 's'],
  [1e-3, 'ms'],
  [1e-6, 'µs'],
  [1e-9, 'ns'],
] as const
