import { apart, type Operation } from './operation.ts'

/**
 * 1; where the columns of a batch are computed in parts, 1 in the first and 0 in the others. Terms that stand beside
 * sums over the batch have it as a factor, so that sums over the parts have them once.
 */
export const once: Operation = {
  name: 'once',
  shape: () => [],
  meaning: { kind: 'whole', of: () => Float64Array.of(1) },
  chunked: apart,
  notation: { kind: 'atom' },
  examples: [{ shapes: [] }],
}
