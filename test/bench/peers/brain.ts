import brain from 'brain.js'
import { type Peer, predictor, rowsOf, trainer } from '../peer.ts'

/** Its loop over the examples is the inner part of its own `train`, without what that prepares on every call. */
export const peer: Peer = (task) => {
  const { batch, network, layers, mode } = task
  const { sizes, rate } = network
  const { activation } = layers[0]!
  if (activation !== 'relu' && activation !== 'tanh' && activation !== 'sigmoid')
    return `has no hidden ${activation}`
  const net = new brain.NeuralNetwork<Float32Array, Float32Array>({
    inputSize: sizes[0]!,
    hiddenLayers: sizes.slice(1, -1),
    outputSize: sizes.at(-1)!,
    activation,
    learningRate: rate,
    // None; it insists on some.
    momentum: 1e-9,
  })
  net.initialize()
  for (const { number, units } of layers) {
    const rows = rowsOf(task.matrix(`W${number}`), units)
    const b = task.matrix(`b${number}`)
    for (let r = 0; r < units; r++) net.weights[number]![r]!.set(rows[r]!)
    net.biases[number]!.set(b)
  }
  const inputs = rowsOf(task.transposed('X'), batch)
  if (mode === 'predict') {
    const contestant = predictor(
      () => inputs.map((input) => net.runInput(input).slice()),
      (outputs) => outputs.flatMap((output) => [...output]),
    )
    return { ...contestant, differs: `${activation} instead of ${layers.at(-1)!.activation}` }
  }
  const outputs = rowsOf(task.transposed('Y'), batch)
  const examples = inputs.map((input, i) => ({ input, output: outputs[i]! }))
  const contestant = trainer(() => {
    let sum = 0
    for (const example of examples) sum += net.trainPattern(example, true)!
    return sum / batch
  })
  return {
    ...contestant,
    differs: `an update for each example; squared error; ${activation} in all layers`,
  }
}
