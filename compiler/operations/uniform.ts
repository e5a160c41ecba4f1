import { BATCH } from '../forms/program.ts'
import { constant } from '../forms/size.ts'
import type { Operation } from './operation.ts'

/** Numbers uniform in [0, 1), each a function of seed, step, stream and place, and of nothing else. */
export const uniform: Operation = {
  name: 'uniform',
  shape: (_operands, { shape }) => shape!,
  meaning: { kind: 'draw', distribution: 'uniform' },
  // A column has its own, whatever columns stand beside it.
  chunked: (_operands, { shape }) => (shape![0]?.key === BATCH ? 'together' : 'apart'),
  notation: { kind: 'call', name: 'uniform' },
  examples: [{ shapes: [], attributes: { shape: [constant(3), constant(5)], stream: 1 } }],
}
