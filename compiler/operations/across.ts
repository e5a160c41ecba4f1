import { apart, type Operation } from './operation.ts'

/**
 * What all examples have, of what a chunk of them has: the sum over chunks, say. Where all examples are one chunk it is
 * the same. Whoever runs chunks combines them; stage 6 alone makes it, and no kernel looks through it.
 */
export const across: Operation = {
  name: 'across',
  shape: ([x]) => x!,
  gradient: ({ dy }) => [dy],
  meaning: { kind: 'whole', of: ([x]) => x!.data },
  chunked: apart,
  notation: { kind: 'call', name: 'across' },
  examples: [{ shapes: [[2, 3]], attributes: { combine: 'sum' } }],
}
