import { defaultDevice, type Array as JaxArray, jit, nn, numpy as np, valueAndGrad } from '@jax-js/jax'
import type { Contestant, Peer } from '../peer.ts'
import type { Task } from '../task.ts'

type Layer = { W: JaxArray; b: JaxArray }

/**
 * One jitted function for a whole step: loss, gradients, update. In Node the library has one thread.
 * Whoever passes an array on gives it away; `.ref` keeps it.
 */
export const peer: Peer = (task) => {
  defaultDevice('wasm')
  return task.mode === 'train' ? training(task) : predicting(task)
}

function training(task: Task): Contestant {
  const { batch, network } = task
  const { loss, rate, sizes } = network
  const X = array(task.transposed('X'), [batch, sizes[0]!])
  const Y = array(task.transposed('Y'), [batch, sizes.at(-1)!])

  const lossOf = (layers: Layer[], X: JaxArray, Y: JaxArray): JaxArray => {
    const Z = logits(task, layers, X)
    if (loss === 'cross-entropy')
      return nn
        .logSoftmax(Z, -1)
        .mul(Y)
        .sum()
        .mul(-1 / batch)
    return nn
      .softplus(Z.ref)
      .sub(Y.mul(Z))
      .sum()
      .mul(1 / batch)
  }
  const step = jit((layers: Layer[], X: JaxArray, Y: JaxArray) => {
    const kept = layers.map(({ W, b }) => ({ W: W.ref, b: b.ref }))
    const [J, slopes] = valueAndGrad(lossOf)(layers, X, Y) as [JaxArray, Layer[]]
    const moved = kept.map(({ W, b }, l) => ({
      W: W.sub(slopes[l]!.W.mul(rate)),
      b: b.sub(slopes[l]!.b.mul(rate)),
    }))
    return [J, moved] as [JaxArray, Layer[]]
  })

  let layers = parameters(task)
  let value = Number.NaN
  return {
    run: (times) => {
      for (let i = 0; i < times; i++) {
        const [J, moved] = step(layers, X.ref, Y.ref)
        layers = moved
        value = J.dataSync()[0]!
      }
    },
    result: () => [value],
  }
}

function predicting(task: Task): Contestant {
  const X = array(task.transposed('X'), [task.batch, task.network.sizes[0]!])
  const last = task.layers.at(-1)!.activation
  const probabilities = jit((layers: Layer[], X: JaxArray) => {
    const Z = logits(task, layers, X)
    return last === 'softmax' ? nn.softmax(Z, -1) : nn.sigmoid(Z)
  })
  const layers = parameters(task)
  let output: ArrayLike<number> = []
  return {
    run: (times) => {
      for (let i = 0; i < times; i++) {
        const kept = layers.map(({ W, b }) => ({ W: W.ref, b: b.ref }))
        output = probabilities(kept, X.ref).dataSync()
      }
    },
    result: () => output,
  }
}

/** The last layer without its activation. */
function logits(task: Task, layers: Layer[], X: JaxArray): JaxArray {
  return layers.reduce((A, { W, b }, l) => {
    const Z = np.matmul(A, W).add(b)
    if (l === layers.length - 1) return Z
    const { activation } = task.layers[l]!
    return activation === 'relu' ? nn.relu(Z) : activation === 'tanh' ? np.tanh(Z) : nn.sigmoid(Z)
  }, X)
}

function parameters(task: Task): Layer[] {
  return task.layers.map(({ number, inputs, units }) => ({
    W: array(task.transposed(`W${number}`), [inputs, units]),
    b: array(task.matrix(`b${number}`), [units]),
  }))
}

function array(values: Float32Array<ArrayBuffer>, shape: number[]): JaxArray {
  return np.array(values).reshape(shape)
}
