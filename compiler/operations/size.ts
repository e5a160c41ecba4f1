import { BATCH } from '../forms/program.ts'
import { named } from '../forms/size.ts'
import { apart, type Operation } from './operation.ts'

/** A size as a number, as in `1/m`. The interpreter and the emitted code know the batch; other sizes are folded. */
export const size: Operation = {
  name: 'size',
  shape: () => [],
  meaning: { kind: 'whole', of: (_operands, { value }) => Float64Array.of(value!) },
  chunked: apart,
  notation: { kind: 'atom' },
  examples: [{ shapes: [], attributes: { size: named(BATCH) } }],
}
