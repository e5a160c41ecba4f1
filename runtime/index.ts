/** The runtime of generated networks: what their modules and their users need. */

export { float32 } from './float32.ts'

// That comes first, and so bundles begin with the kernels, as text: beside code, not amid it, they compress better.

export { Arena } from './arena.ts'
export type { Checkpoints, Facts } from './checkpoint.ts'
export { CheckpointError } from './checkpoint-error.ts'
export { type Data, type DataSource, sourceOf } from './data.ts'
export { each } from './each.ts'
export { encoder } from './encode.ts'
export { evaluate } from './evaluate.ts'
export { binary, column, columns, type Examples, type Labels, type NumberArray, oneHot } from './examples.ts'
export {
  type Duration,
  type FitOptions,
  fit,
  NonFiniteLossError,
  type StepReport,
  type Team,
  type Workers,
} from './fit.ts'
export { Formula } from './formula.ts'
export type { EpochReport, Figures, History } from './history.ts'
export type { Kernels, Operand } from './kernels/kernels.ts'
export { ABI, type Layout, type Model, type Place } from './model.ts'
export { Net } from './net.ts'
export { type FixedOptions, type Options, open, openFormula, type PredictorOptions, restore } from './open.ts'
export type { Float32, Float64, Precision } from './precision.ts'
export { type Evaluation, Predictor } from './predictor.ts'
export { prepare } from './prepare.ts'
export { renaming } from './renaming.ts'
export { SafetensorsError } from './safetensors.ts'
export { scalar } from './scalar.ts'
export type { Best, Stopping } from './stopping.ts'
export { type FloatArray, Matrix } from './tensor.ts'
export { type SaveOptions, WeightsError } from './weights.ts'
