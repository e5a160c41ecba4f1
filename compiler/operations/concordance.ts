import { ONE } from '../forms/shape.ts'
import { type Operation, ShapeError } from './operation.ts'

/**
 * How often, row by row, a positive example (label above ½) has a larger score than a negative one, equals counting half;
 * a half where one of the two is missing. Flat almost everywhere.
 */
export const concordance: Operation = {
  name: 'concordance',
  function: { name: 'concordance', over: false },
  shape: ([scores, labels], _attributes, equal) => {
    for (const [operand, shape] of [scores!, labels!].entries())
      if (shape.length !== 2) throw new ShapeError({ kind: 'rank', operand, expected: '2' })
    for (const [axis, dimension] of scores!.entries())
      if (!equal(dimension, labels![axis]!))
        throw new ShapeError({ kind: 'different', left: { operand: 0, axis }, right: { operand: 1, axis } })
    return [scores![0]!, ONE]
  },
  meaning: {
    kind: 'whole',
    of: ([scores, labels]) => {
      const [rows, columns] = scores!.dimensions
      return Float64Array.from({ length: rows! }, (_, row) => {
        const from = row * columns!
        return shareInOrder(
          scores!.data.subarray(from, from + columns!),
          labels!.data.subarray(from, from + columns!),
        )
      })
    },
  },
  notation: { kind: 'call', name: 'concordance' },
  examples: [
    {
      shapes: [
        [2, 7],
        [2, 7],
      ],
      low: 0,
      high: 1,
    },
  ],
}

/** Pair by pair, as it is defined. */
function shareInOrder(scores: Float64Array, labels: Float64Array): number {
  let pairs = 0
  let ordered = 0
  for (const [i, score] of scores.entries())
    for (const [j, other] of scores.entries()) {
      if (!(labels[i]! > 0.5) || labels[j]! > 0.5) continue
      pairs += 1
      ordered += score > other ? 1 : score === other ? 0.5 : 0
    }
  return pairs > 0 ? ordered / pairs : 0.5
}
