import { apart, type Operation } from './operation.ts'

/** A number. */
export const constant: Operation = {
  name: 'constant',
  shape: () => [],
  meaning: { kind: 'whole', of: (_operands, { value }) => Float64Array.of(value!) },
  chunked: apart,
  element: (of) => of.number(of.attributes.value!),
  notation: { kind: 'atom' },
  examples: [{ shapes: [], attributes: { value: -2.5 } }],
}
