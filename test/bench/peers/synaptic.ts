import synaptic from 'synaptic'
import { type Contestant, type Peer, predictor, rowsOf, trainer } from '../peer.ts'
import type { Activation } from '../task.ts'

/** It writes a network as one function of straight-line code. With twice as many connections as W2's, a step takes a minute. */
const MOST = 120_000

const squashes: Readonly<Partial<Record<Activation, synaptic.Squash>>> = {
  tanh: synaptic.Neuron.squash.TANH,
  relu: synaptic.Neuron.squash.RELU,
  sigmoid: synaptic.Neuron.squash.LOGISTIC,
}

export const peer: Peer = (task) => {
  const { batch, network, layers, mode } = task
  const { sizes, rate } = network
  const connections = layers.reduce((sum, { inputs, units }) => sum + inputs * units, 0)
  if (connections > MOST)
    return `${connections.toLocaleString('en')} connections, an object each: a step would take a minute or more`
  const net = new synaptic.Architect.Perceptron(...sizes)
  for (const [l, { activation }] of layers.entries()) {
    const layer = l === layers.length - 1 ? net.layers.output : net.layers.hidden[l]!
    layer.set({ squash: squashes[activation] ?? synaptic.Neuron.squash.LOGISTIC })
  }
  const inputs = rowsOf(task.transposed('X'), batch).map((row) => [...row])
  const own = 'weights of its own'
  if (mode === 'predict') {
    const contestant = predictor(
      () => inputs.map((input) => net.activate(input)),
      (outputs) => outputs.flat(),
    )
    return { ...contestant, differs: `sigmoid instead of softmax; ${own}` }
  }
  const outputs = rowsOf(task.transposed('Y'), batch).map((row) => [...row])
  const contestant: Contestant = trainer(() => {
    let sum = 0
    for (let i = 0; i < batch; i++) {
      const output = net.activate(inputs[i]!)
      net.propagate(rate, outputs[i]!)
      sum += (output[0]! - outputs[i]![0]!) ** 2
    }
    return sum / batch
  })
  const last = layers.at(-1)!.activation === 'softmax' ? '; sigmoid instead of softmax' : ''
  return { ...contestant, differs: `an update for each example; ${own}${last}` }
}
