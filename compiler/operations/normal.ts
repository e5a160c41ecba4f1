import { BATCH } from '../forms/program.ts'
import { constant } from '../forms/size.ts'
import type { Operation } from './operation.ts'

/** Numbers standard normal, each a function of seed, step, stream and place, and of nothing else. */
export const normal: Operation = {
  name: 'normal',
  shape: (_operands, { shape }) => shape!,
  meaning: { kind: 'draw', distribution: 'normal' },
  // A column has its own, whatever columns stand beside it.
  chunked: (_operands, { shape }) => (shape![0]?.key === BATCH ? 'together' : 'apart'),
  notation: { kind: 'call', name: 'normal' },
  examples: [{ shapes: [], attributes: { shape: [constant(3), constant(5)], stream: 1 } }],
}
