import type { Program } from '../forms/program.ts'
import { rebuild } from '../operations/builder.ts'
import { addUp } from './add-up.ts'
import { distribute } from './distribute.ts'
import { separate } from './separate.ts'

/**
 * Stage 6: the program once more through the builder, until nothing changes:
 * equal values are built once, identities that the backward phase made possible
 * apply, what no result needs is gone, predicting shares nothing with its
 * evaluation but what has a name, parts of a batch add up if they can, and what is
 * of all examples is made of chunks of them.
 */
export function simplify(program: Program): Program {
  let simpler = rebuild(program)
  for (let turn = 0; turn < 4; turn++) {
    const next = rebuild(simpler)
    if (next.instructions.length >= simpler.instructions.length) return distribute(addUp(separate(next)))
    simpler = next
  }
  return distribute(addUp(separate(simpler)))
}
