import type { Program } from '../forms/program.ts'
import { rebuild } from '../operations/builder.ts'
import { separate } from './separate.ts'

/**
 * Stage 6: the program once more through the builder, until nothing changes:
 * equal values are built once, identities that the backward phase made possible
 * apply, what no result needs is gone, and predicting shares nothing with its
 * evaluation but what has a name.
 */
export function simplify(program: Program): Program {
  let simpler = rebuild(program)
  for (let turn = 0; turn < 4; turn++) {
    const next = rebuild(simpler)
    if (next.instructions.length >= simpler.instructions.length) return separate(next)
    simpler = next
  }
  return separate(simpler)
}
