import type { Workers } from './fit.ts'
import type { Model } from './model.ts'

/**
 * @param batch columns of one update
 * @throws RangeError when a network that has a batch of its own is to part it, or examples make no whole ones, or workers have no column each
 */
export function checkBatches(
  { name, batch: fixed }: Model,
  examples: number,
  batch: number,
  workers: Workers | undefined,
): void {
  if (fixed !== undefined && workers && workers.count > 1)
    throw new RangeError(
      `\`${name}\` trains on ${fixed} examples at once, and workers on parts of a batch: write the batch as \`m\` in its inputs and targets`,
    )
  if (fixed !== undefined && examples % fixed !== 0)
    throw new RangeError(`\`${name}\` trains on ${fixed} examples at once, and ${examples} are no multiple`)
  if (workers && !(workers.count <= batch))
    throw new RangeError(`${workers.count} workers cannot share ${batch} columns: a batch needs one for each`)
}
