import type { Workers } from './fit.ts'
import type { Model } from './model.ts'

/**
 * @param batch columns of one update
 * @throws RangeError when examples make no whole batches of a network that has a batch of its own, or workers no column each
 */
export function checkBatches(
  { name, batch: fixed = 1 }: Model,
  examples: number,
  batch: number,
  workers: Workers | undefined,
): void {
  if (examples % fixed !== 0)
    throw new RangeError(`\`${name}\` trains on ${fixed} examples at once, and ${examples} are no multiple`)
  if (workers && !(workers.count <= batch))
    throw new RangeError(`${workers.count} workers cannot share ${batch} columns: a batch needs one for each`)
}
