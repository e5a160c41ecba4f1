import { BATCH } from '../forms/program.ts'
import { constant } from '../forms/size.ts'
import type { Operation } from './operation.ts'

/** At each place the number of its row, from 0. */
export const rowNumber: Operation = {
  name: 'rowNumber',
  shape: (_operands, { shape }) => shape!,
  meaning: {
    kind: 'whole',
    of: (_operands, _attributes, [rows, columns]) =>
      Float64Array.from({ length: rows! * columns! }, (_, at) => Math.floor(at / columns!)),
  },
  chunked: (_operands, { shape }) => (shape![0]!.key === BATCH ? 'together' : 'apart'),
  element: (of, row) => of.number(row),
  notation: { kind: 'call', name: 'rowNumber' },
  examples: [{ shapes: [], attributes: { shape: [constant(3), constant(5)] } }],
}
