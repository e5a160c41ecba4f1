import { Arena, type Space } from './arena.ts'
import type { Formula } from './formula.ts'
import { ABI, type Model } from './model.ts'
import type { Net } from './net.ts'
import { packing } from './packed.ts'
import type { Float32, Precision } from './precision.ts'
import type { Predictor } from './predictor.ts'
import { load, readFor } from './weights.ts'
import { wholeNumber } from './whole-number.ts'

/** How to make a net. */
export interface Options<M extends number = number, P extends Precision = Float32> {
  /** The most columns (examples) of a call; fewer work, more throw. */
  readonly batch: NoInfer<M>
  /** Of all random draws, initial parameters among them: a whole number from 0 to 2³² − 1; 0 by default. */
  readonly seed?: number
  readonly precision?: P
  /**
   * The kernels as a `WebAssembly.Module`: for platforms that do not compile bytes at run time, such as Cloudflare's
   * workers. The package has them as files, one for each precision: `loopless/runtime/float32.wasm`, `float64.wasm`,
   * and `float32-relaxed.wasm`. Any other module is refused.
   */
  readonly wasm?: object
}

/** How to make a net whose spec writes the batch as a number. */
export interface FixedOptions<M extends number = number, P extends Precision = Float32>
  extends Omit<Options<M, P>, 'batch'> {
  /** The spec's own number, or nothing. */
  readonly batch?: NoInfer<M>
}

/** How to make a predictor. */
export interface PredictorOptions<M extends number = number, P extends Precision = Float32> {
  /**
   * The most columns (examples) of a call; 1 by default. For one, weights are packed at their second use: parameters
   * change by `load`, and what is written into their matrices by hand need not be seen.
   */
  readonly batch?: NoInfer<M>
  readonly precision?: P
  /** As for a net. */
  readonly wasm?: object
}

/**
 * Makes a net with initial parameters: generated modules call it as `create`.
 *
 * @param precision the module's own, where the options name none
 * @param make builds the generated class on its memory
 * @throws RangeError when an option is out of range or memory cannot be had, TypeError when `wasm` is no module
 * @throws Error when the module was generated for another runtime
 */
export async function open<M extends number, P extends Precision, N extends Net<M, P>>(
  options: Options<M, P> | FixedOptions<M, P>,
  precision: Precision,
  model: Model,
  make: (arena: Arena<M, P>) => N,
): Promise<N> {
  const [seed, batch] = [seedOf(options.seed ?? 0), trainingBatch<M>(model, options.batch)]
  const net = make(checked(await Arena.forTraining(await spaceOf(options, precision, model, batch))))
  net.seed = seed
  net.reset()
  return net
}

/**
 * Makes a predictor with parameters from a saved file: generated modules call it as `predictor`.
 *
 * @throws RangeError when an option is out of range or memory cannot be had
 * @throws WeightsError when the file does not fit
 * @throws Error when the module was generated for another runtime
 */
export async function restore<M extends number, P extends Precision, N extends Predictor<M, P>>(
  bytes: Uint8Array | ArrayBuffer,
  options: PredictorOptions<M, P>,
  precision: Precision,
  model: Model,
  make: (arena: Arena<M, P>) => N,
): Promise<N> {
  const batch = batchOf<M>(options.batch ?? 1)
  // The file is read while the kernels are compiled.
  const reading = async () => readFor(model, bytes)
  const [space, file] = await Promise.all([spaceOf(options, precision, model, batch), reading()])
  const engine = batch === 1 ? packing(space.engine, model, space.precision) : space.engine
  const predictor = make(checked(await Arena.forServing({ ...space, engine })))
  load(predictor, file)
  return predictor
}

/**
 * Memory for a network of equations.
 *
 * @throws Error when module and runtime do not fit; RangeError when memory cannot be had
 */
export async function openFormula<M extends number, P extends Precision, F extends Formula<M, P>>(
  options: Options<M, P>,
  precision: Precision,
  model: Model,
  make: (arena: Arena<M, P>) => F,
): Promise<F> {
  const [seed, batch] = [seedOf(options.seed ?? 0), batchOf<M>(options.batch)]
  const formula = make(checked(await Arena.forServing(await spaceOf(options, precision, model, batch))))
  formula.seed = seed
  return formula
}

/** P is the type of the option where there is one, and else, by default, that of the module's own precision. */
async function spaceOf<M extends number, P extends Precision>(
  options: { readonly precision?: P; readonly wasm?: object },
  own: Precision,
  model: Model,
  batch: M,
): Promise<Space<M, P>> {
  if (model.abi !== ABI) {
    throw new Error(
      `\`${model.name}\` was generated for abi ${model.abi} and this runtime has abi ${ABI}: regenerate the module`,
    )
  }
  const precision = options.precision ?? (own as P)
  return { model, precision, batch, engine: await precision.load(options.wasm) }
}

/** What the model fixes is given, or left out. */
function trainingBatch<M extends number>({ name, batch: fixed }: Model, batch: number | undefined): M {
  if (fixed !== undefined && batch !== undefined && batch !== fixed) {
    throw new RangeError(`\`${name}\` is made for batches of ${fixed}, not ${batch}`)
  }
  return batchOf<M>(batch ?? fixed ?? Number.NaN)
}

function batchOf<M extends number>(batch: number): M {
  return wholeNumber('batch', batch, 1) as M
}

function seedOf(seed: number): number {
  if (!(Number.isInteger(seed) && seed >= 0 && seed < 2 ** 32)) {
    throw new RangeError(`seed must be a whole number from 0 to ${2 ** 32 - 1}, not ${seed}`)
  }
  return seed
}

/** @throws Error when the module calls kernels that are not there */
function checked<M extends number, P extends Precision>(arena: Arena<M, P>): Arena<M, P> {
  const { model, kernels } = arena
  const missing = model.kernels.filter((kernel) => !(kernel in kernels))
  if (missing.length > 0) {
    throw new Error(
      `\`${model.name}\` calls kernels that this runtime does not have (${missing.join(', ')}): ` +
        'update the runtime, or regenerate the module',
    )
  }
  return arena
}
