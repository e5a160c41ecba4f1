import { apart, type Operation } from './operation.ts'

/** The same elements in a place of their own: for a value that must be stored twice. `stream` tells copies apart. */
export const copy: Operation = {
  name: 'copy',
  shape: ([x]) => x!,
  gradient: ({ dy }) => [dy],
  meaning: { kind: 'whole', of: ([x]) => x!.data },
  chunked: apart,
  element: (of, row, column) => of.at(0, row, column),
  linear: 'jointly',
  notation: { kind: 'call', name: 'copy' },
  examples: [{ shapes: [[2, 3]] }],
}
