import type { Net } from '../net.ts'
import type { Precision } from '../precision.ts'
import {
  type Assignment,
  COLUMNS,
  type Desk,
  DONE,
  deskOf,
  END,
  EPOCH,
  EPOCH_LOSS,
  FIRST,
  hasChanged,
  LOSS,
  NUMBERS,
  narrow,
  SEED,
  STEP,
  type Trainable,
  TURN,
  WHOLE,
} from './protocol.ts'

/**
 * A worker's life: a net of its own, then turn after turn until it is told to end.
 *
 * @param ready says to the main thread that turns may begin
 * @throws Error when the module is another network's, and whatever its import throws
 */
export async function work(assignment: Assignment, ready: () => void): Promise<void> {
  const net = await netFor(assignment)
  const desk = deskOf(assignment, net)
  const { words, blocks } = desk
  const names = Object.keys(net.hyperparameters)
  for (const [name, block] of Object.entries(blocks)) {
    const own = net.blocks[name]
    if (name !== 'gradients' && own) own.data.set(block)
  }
  ready()
  for (let turn = 0; ; ) {
    while (!hasChanged(words, TURN, turn)) Atomics.wait(words, TURN, turn)
    turn = Atomics.load(words, TURN)
    if (turn === END) return
    take(net, desk, names)
    Atomics.store(words, DONE, turn)
    Atomics.notify(words, DONE)
  }
}

async function netFor({ url, digest, precision, batch }: Assignment): Promise<Net<number, Precision>> {
  const { create } = (await import(url)) as Trainable
  if (typeof create !== 'function') throw new Error(`${url} is no generated module that trains`)
  const chosen =
    precision === 'float32'
      ? (await import('../float32.ts')).float32
      : (await import('../float64.ts')).float64
  const net = await create({ batch, seed: 0, precision: chosen })
  if (net.model.digest !== digest) throw new Error(`${url} is of another network`)
  return net
}

/** One part of a batch: forward and backward. */
function take(net: Net<number, Precision>, desk: Desk, names: readonly string[]): void {
  const { words, numbers, blocks, ports } = desk
  const columns = Atomics.load(words, COLUMNS)
  for (const port of ports) narrow(port, columns)
  net.blocks['parameters']!.data.set(blocks['parameters']!)
  net.seed = numbers[SEED]!
  net.stepNumber = numbers[STEP]!
  net.epoch = numbers[EPOCH]!
  net.epochLoss = numbers[EPOCH_LOSS]!
  for (let i = 0; i < names.length; i++) net.hyperparameters[names[i]!] = numbers[NUMBERS + i]!
  net.part.first = numbers[FIRST]!
  net.part.once = 0
  net.part.whole = numbers[WHOLE]!
  numbers[LOSS] = net.forward(...ports)
  net.backward()
  blocks['gradients']!.set(net.blocks['gradients']!.data)
}
