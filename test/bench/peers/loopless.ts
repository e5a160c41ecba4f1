import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Matrix, Net, Options, Predictor, PredictorOptions } from '../../../runtime/index.ts'
import { type Peer, predictor, trainer } from '../peer.ts'
import { type Task, transpose } from '../task.ts'

interface Module {
  readonly create: (options: Options) => Promise<Net>
  readonly predictor: (bytes: Uint8Array, options: PredictorOptions) => Promise<Predictor>
}

/** The module as generated, with the runtime's own choice of kernels. */
export const peer: Peer = withKernels({})

/** The data lie in the net's memory: no step copies them. */
export function withKernels(kernels: Pick<Options, 'precision'>): Peer {
  return async (task) => trained(task, kernels)
}

async function trained(task: Task, kernels: Pick<Options, 'precision'>) {
  const module: Module = await import(pathToFileURL(join(task.folder, 'module.mjs')).href)
  const weights = readFileSync(join(task.folder, 'weights.safetensors'))
  const { batch } = task
  if (task.mode === 'predict') {
    const served = await module.predictor(weights, { batch, ...kernels })
    const X = filled(served, 'X', task)
    return predictor(
      () => served.predict(X),
      (output) => transpose(Float32Array.from(output.copy().data), output.rows),
    )
  }
  const net = await module.create({ batch, seed: 1, ...kernels })
  net.load(weights)
  const [X, Y] = [filled(net, 'X', task), filled(net, 'Y', task)]
  return trainer(() => net.step(X, Y))
}

function filled(network: Net | Predictor, name: string, task: Task): Matrix {
  const matrix = network.matrices.get(name)!
  matrix.data.set(task.matrix(name))
  return matrix
}
