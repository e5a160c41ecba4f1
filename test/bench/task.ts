import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Mode } from './workloads.ts'

/** What a participant finds in `task.json`. Networks that are no stack of dense layers will be another `kind`. */
export interface TaskFile {
  readonly mode: Mode
  readonly batch: number
  readonly network: DenseStack
}

export interface DenseStack {
  readonly kind: 'dense'
  /** Rows of the input, then units of each layer: 784, 128, 64, 10. */
  readonly sizes: readonly number[]
  /** One for each layer. */
  readonly activations: readonly Activation[]
  /** Mean over the examples. */
  readonly loss: 'binary-cross-entropy' | 'cross-entropy'
  /** Of plain gradient descent. */
  readonly rate: number
}

export type Activation = 'tanh' | 'relu' | 'sigmoid' | 'softmax'

/** A stack's task, with the data and the initial parameters that all participants have in common. */
export interface Task extends TaskFile {
  /** Holds `module.mjs`, the generated module with its runtime, and `weights.safetensors`. */
  readonly folder: string
  readonly layers: readonly DenseLayer[]
  /** Row by row in float32, as Loopless has it: `X` (features, m), `Y` (classes, m), `W1` (units, inputs), `b1` (units, 1). */
  readonly matrix: (name: string) => Float32Array<ArrayBuffer>
  /** The same example by example, or input by input: `X` (m, features), `Y` (m, classes), `W1` (inputs, units). */
  readonly transposed: (name: string) => Float32Array<ArrayBuffer>
}

export interface DenseLayer {
  /** From 1: its parameters are `W1` and `b1`. */
  readonly number: number
  readonly inputs: number
  readonly units: number
  readonly activation: Activation
}

export function readTask(folder: string): Task {
  const file: TaskFile = JSON.parse(readFileSync(join(folder, 'task.json'), 'utf8'))
  const { sizes } = file.network
  const matrix = (name: string) => {
    const bytes = readFileSync(join(folder, `${name}.f32`))
    // A buffer's bytes may start anywhere; floats start at a multiple of four.
    return new Float32Array(Uint8Array.from(bytes).buffer)
  }
  const rowsOf = (name: string) =>
    name === 'X' ? sizes[0]! : name === 'Y' ? sizes.at(-1)! : sizes[Number(name.slice(1))]!
  return {
    ...file,
    folder,
    layers: layersOf(file.network),
    matrix,
    transposed: (name) => transpose(matrix(name), rowsOf(name)),
  }
}

export function layersOf({ sizes, activations }: DenseStack): readonly DenseLayer[] {
  return activations.map((activation, l) => ({
    number: l + 1,
    inputs: sizes[l]!,
    units: sizes[l + 1]!,
    activation,
  }))
}

export function transpose(values: Float32Array, rows: number): Float32Array<ArrayBuffer> {
  const columns = values.length / rows
  const transposed = new Float32Array(values.length)
  for (let r = 0; r < rows; r++)
    for (let c = 0; c < columns; c++) transposed[c * rows + r] = values[r * columns + c]!
  return transposed
}
