import { ONE } from '../forms/shape.ts'
import { constant } from '../forms/size.ts'
import { apart, type Operation } from './operation.ts'

/** Numbers of the spec, one for each row. */
export const column: Operation = {
  name: 'column',
  shape: (_operands, { values }) => [constant(values!.length), ONE],
  meaning: { kind: 'whole', of: (_operands, { values }) => Float64Array.from(values!) },
  chunked: apart,
  element: (of, row) => of.number(of.attributes.values![row]!),
  notation: { kind: 'atom' },
  examples: [{ shapes: [], attributes: { values: [1, -2.5, 3] } }],
}
