import convnetjs from 'convnetjs'
import { type Contestant, type Peer, predictor, rowsOf, trainer } from '../peer.ts'
import type { Task } from '../task.ts'

/** Example by example, in doubles; a trainer's batch is one update. Its classes have a softmax, so two classes need two units. */
export const peer: Peer = (task) => {
  const { batch, network } = task
  const { loss, rate } = network
  const examples = rowsOf(task.transposed('X'), batch).map((example) => {
    const volume = new convnetjs.Vol(1, 1, example.length, 0)
    volume.w.set(example)
    return volume
  })
  const net = networkOf(task)
  if (task.mode === 'predict') {
    return predictor(
      () => examples.map((example) => net.forward(example).w),
      (outputs) => outputs.flatMap((output) => [...output]),
    )
  }
  const labels = rowsOf(task.transposed('Y'), batch).map((one) =>
    one.length === 1 ? one[0]! : one.indexOf(1),
  )
  const sgd = new convnetjs.SGDTrainer(net, {
    learning_rate: rate,
    momentum: 0,
    batch_size: batch,
    l1_decay: 0,
    l2_decay: 0,
  })
  const contestant: Contestant = trainer(() => {
    let J = 0
    for (let i = 0; i < batch; i++) J += sgd.train(examples[i]!, labels[i]!).cost_loss
    return J / batch
  })
  return loss === 'cross-entropy'
    ? contestant
    : { ...contestant, differs: 'softmax with 2 units instead of sigmoid with 1' }
}

function networkOf(task: Task): convnetjs.Net {
  const net = new convnetjs.Net()
  const hidden = task.layers.slice(0, -1)
  const classes = Math.max(2, task.network.sizes.at(-1)!)
  net.makeLayers([
    { type: 'input', out_sx: 1, out_sy: 1, out_depth: task.network.sizes[0]! },
    ...hidden.map(({ units, activation }) => ({ type: 'fc', num_neurons: units, activation })),
    { type: 'softmax', num_classes: classes },
  ])
  const connected = net.layers.filter((layer) => layer.layer_type === 'fc')
  for (const [l, { number, units }] of task.layers.entries()) {
    const { filters, biases } = connected[l]!
    const rows = rowsOf(task.matrix(`W${number}`), units)
    const b = task.matrix(`b${number}`)
    for (let r = 0; r < units; r++) {
      filters[r]!.w.set(rows[r]!)
      biases.w[r] = b[r]!
    }
  }
  return net
}
