import * as tf from '@tensorflow/tfjs'
import { type Contestant, predictor, trainer } from '../peer.ts'
import type { Activation, Task } from '../task.ts'

/** On the backend that is set: layers by `fused.matMul`, as in its own dense layer; the loss is read after every step. */
export function tensorflow(task: Task): Contestant {
  const { batch, network, layers } = task
  const { loss, rate, sizes } = network
  const X = tf.tensor2d(task.transposed('X'), [batch, sizes[0]!])
  const parameters = layers.map(({ number, inputs, units, activation }) => ({
    W: tf.variable(tf.tensor2d(task.transposed(`W${number}`), [inputs, units])),
    b: tf.variable(tf.tensor1d(task.matrix(`b${number}`))),
    activation,
  }))

  /** The last layer without its activation, which the loss has. */
  const logits = (): tf.Tensor2D =>
    parameters.reduce((A, { W, b, activation }, l) => {
      const last = l === parameters.length - 1
      return dense(A, W, b, last ? undefined : activation)
    }, X)

  if (task.mode === 'predict') {
    const last = layers.at(-1)!.activation
    const probabilities = () => (last === 'softmax' ? tf.softmax(logits()) : tf.sigmoid(logits()))
    return predictor(
      () => {
        const output = tf.tidy(probabilities)
        const values = output.dataSync()
        output.dispose()
        return values
      },
      (values) => values,
    )
  }

  const Y = tf.tensor2d(task.transposed('Y'), [batch, sizes.at(-1)!])
  const lossOf = loss === 'cross-entropy' ? tf.losses.softmaxCrossEntropy : tf.losses.sigmoidCrossEntropy
  const optimizer = tf.train.sgd(rate)
  return trainer(() => {
    const J = optimizer.minimize(() => lossOf(Y, logits()) as tf.Scalar, true)!
    const [value] = J.dataSync()
    J.dispose()
    return value!
  })
}

function dense(a: tf.Tensor2D, b: tf.Tensor2D, bias: tf.Tensor1D, activation?: Activation): tf.Tensor2D {
  if (activation === 'relu') return tf.fused.matMul({ a, b, bias, activation }) as tf.Tensor2D
  const Z = tf.fused.matMul({ a, b, bias }) as tf.Tensor2D
  return activation === 'tanh' ? tf.tanh(Z) : activation === 'sigmoid' ? tf.sigmoid(Z) : Z
}
