/*
 * What one writes without a library: a stack of dense layers as loops over typed arrays, float32, examples as columns.
 * Hidden layers are tanh or relu; the last is sigmoid or softmax under its cross-entropy; plain gradient descent.
 */
export interface Loops {
  readonly step: (X: Float32Array, Y: Float32Array) => number
  readonly weights: readonly Float32Array[]
}

export function loops(
  sizes: readonly number[],
  m: number,
  hidden: 'tanh' | 'relu',
  last: 'sigmoid' | 'softmax',
  rate: number,
): Loops {
  const layers = sizes.slice(1).map((units, at) => {
    const inputs = sizes[at]!
    return {
      units,
      inputs,
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
      const { units, inputs, W, b, A } = layers[l]!
      const input = l === 0 ? X : layers[l - 1]!.A
      for (let r = 0; r < units; r++) {
        for (let c = 0; c < m; c++) {
          let z = b[r]!
          for (let k = 0; k < inputs; k++) z += W[r * inputs + k]! * input[k * m + c]!
          if (l < depth - 1) A[r * m + c] = hidden === 'tanh' ? Math.tanh(z) : Math.max(0, z)
          else A[r * m + c] = last === 'sigmoid' ? 1 / (1 + Math.exp(-z)) : z
        }
      }
    }
  }

  function loss(Y: Float32Array): number {
    const { units, A, dZ } = layers[depth - 1]!
    let J = 0
    for (let c = 0; c < m; c++) {
      if (last === 'softmax') {
        let largest = A[c]!
        for (let r = 1; r < units; r++) largest = Math.max(largest, A[r * m + c]!)
        let sum = 0
        for (let r = 0; r < units; r++) {
          A[r * m + c] = Math.exp(A[r * m + c]! - largest)
          sum += A[r * m + c]!
        }
        for (let r = 0; r < units; r++) A[r * m + c] = A[r * m + c]! / sum
      }
      for (let r = 0; r < units; r++) {
        const [a, y] = [A[r * m + c]!, Y[r * m + c]!]
        J -= last === 'softmax' ? y * Math.log(a) : y * Math.log(a) + (1 - y) * Math.log(1 - a)
        dZ[r * m + c] = (a - y) / m
      }
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
          before.dZ[k * m + c] = hidden === 'tanh' ? sum * (1 - a * a) : a > 0 ? sum : 0
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
    weights: layers.map(({ W }) => W),
    step: (X, Y) => {
      forward(X)
      const J = loss(Y)
      backward(X)
      update()
      return J
    },
  }
}
