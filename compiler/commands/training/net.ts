import { resolve } from 'node:path'
import type { Net, Precision } from 'loopless/runtime'
import { inMemory } from './in-memory.ts'
import type { Settings } from './settings.ts'
import type { Subject } from './subject.ts'
import { fitting, readWeights } from './weights.ts'

/** A net with the parameters that training begins with. */
export async function netOf(
  { spec, generated }: Subject,
  { batch, seed, hyperparameters }: Settings,
  { init }: { readonly init?: string },
): Promise<Net<number, Precision>> {
  const net = await inMemory(spec, () => generated.create({ batch, seed }))
  if (init !== undefined) {
    const bytes = await readWeights(resolve(init))
    // A checkpoint holds more than parameters; a new run begins with its own state, seed and counters.
    const { blocks } = await fitting(init, spec, () => generated.predictor(bytes, { batch: 1 }))
    for (const [name, { data }] of Object.entries(blocks)) net.blocks[name]!.data.set(data)
    net.prepared = true
  }
  Object.assign(net.hyperparameters, hyperparameters)
  return net
}
