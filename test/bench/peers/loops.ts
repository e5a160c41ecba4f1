import { type Peer, predictor, trainer } from '../peer.ts'
import { type DenseLayer, type DenseStack, layersOf, transpose } from '../task.ts'

/** What one writes without a library: loops over typed arrays, float32, examples as columns; plain gradient descent. */
export const peer: Peer = (task) => {
  const stack = loops(task.network, task.batch)
  for (const { number, W, b } of stack.layers) {
    W.set(task.matrix(`W${number}`))
    b.set(task.matrix(`b${number}`))
  }
  const X = task.matrix('X')
  if (task.mode === 'predict') {
    const classes = task.network.sizes.at(-1)!
    return predictor(
      () => stack.predict(X),
      (output) => transpose(output, classes),
    )
  }
  const Y = task.matrix('Y')
  return trainer(() => stack.step(X, Y))
}

interface Layer extends DenseLayer {
  readonly W: Float32Array
  readonly b: Float32Array
  readonly dW: Float32Array
  readonly db: Float32Array
  readonly A: Float32Array
  readonly dZ: Float32Array
}

export interface Loops {
  readonly layers: readonly Layer[]
  readonly step: (X: Float32Array, Y: Float32Array) => number
  readonly predict: (X: Float32Array) => Float32Array
}

/** The last activation is that of the loss: sigmoid or softmax. */
export function loops(network: DenseStack, m: number): Loops {
  const { rate } = network
  const softmax = network.loss === 'cross-entropy'
  const layers = layersOf(network).map((layer): Layer => {
    const { units, inputs } = layer
    return {
      ...layer,
      W: new Float32Array(units * inputs),
      b: new Float32Array(units),
      dW: new Float32Array(units * inputs),
      db: new Float32Array(units),
      A: new Float32Array(units * m),
      dZ: new Float32Array(units * m),
    }
  })
  const depth = layers.length

  function forward(X: Float32Array): void {
    for (let l = 0; l < depth; l++) {
      const { units, inputs, activation, W, b, A } = layers[l]!
      const input = l === 0 ? X : layers[l - 1]!.A
      for (let r = 0; r < units; r++) {
        for (let c = 0; c < m; c++) {
          let z = b[r]!
          for (let k = 0; k < inputs; k++) z += W[r * inputs + k]! * input[k * m + c]!
          if (activation === 'relu') A[r * m + c] = Math.max(0, z)
          else if (activation === 'tanh') A[r * m + c] = Math.tanh(z)
          else if (activation === 'sigmoid') A[r * m + c] = 1 / (1 + Math.exp(-z))
          else A[r * m + c] = z
        }
      }
    }
    if (softmax) normalize(layers[depth - 1]!)
  }

  function normalize({ units, A }: Layer): void {
    for (let c = 0; c < m; c++) {
      let largest = A[c]!
      for (let r = 1; r < units; r++) largest = Math.max(largest, A[r * m + c]!)
      let sum = 0
      for (let r = 0; r < units; r++) {
        A[r * m + c] = Math.exp(A[r * m + c]! - largest)
        sum += A[r * m + c]!
      }
      for (let r = 0; r < units; r++) A[r * m + c] = A[r * m + c]! / sum
    }
  }

  function loss(Y: Float32Array): number {
    const { units, A, dZ } = layers[depth - 1]!
    let J = 0
    for (let i = 0; i < units * m; i++) {
      const [a, y] = [A[i]!, Y[i]!]
      J -= softmax ? y * Math.log(a) : y * Math.log(a) + (1 - y) * Math.log(1 - a)
      dZ[i] = (a - y) / m
    }
    return J / m
  }

  function backward(X: Float32Array): void {
    for (let l = depth - 1; l >= 0; l--) {
      const { units, inputs, W, dW, db, dZ } = layers[l]!
      const input = l === 0 ? X : layers[l - 1]!.A
      for (let r = 0; r < units; r++) {
        for (let k = 0; k < inputs; k++) {
          let sum = 0
          for (let c = 0; c < m; c++) sum += dZ[r * m + c]! * input[k * m + c]!
          dW[r * inputs + k] = sum
        }
        let sum = 0
        for (let c = 0; c < m; c++) sum += dZ[r * m + c]!
        db[r] = sum
      }
      if (l === 0) return
      const before = layers[l - 1]!
      for (let k = 0; k < inputs; k++) {
        for (let c = 0; c < m; c++) {
          let sum = 0
          for (let r = 0; r < units; r++) sum += W[r * inputs + k]! * dZ[r * m + c]!
          const a = before.A[k * m + c]!
          const slope =
            before.activation === 'relu'
              ? a > 0
                ? 1
                : 0
              : before.activation === 'tanh'
                ? 1 - a * a
                : a * (1 - a)
          before.dZ[k * m + c] = sum * slope
        }
      }
    }
  }

  function update(): void {
    for (const { W, b, dW, db } of layers) {
      for (let i = 0; i < W.length; i++) W[i] = W[i]! - rate * dW[i]!
      for (let i = 0; i < b.length; i++) b[i] = b[i]! - rate * db[i]!
    }
  }

  return {
    layers,
    step: (X, Y) => {
      forward(X)
      const J = loss(Y)
      backward(X)
      update()
      return J
    },
    predict: (X) => {
      forward(X)
      return layers[depth - 1]!.A
    },
  }
}
