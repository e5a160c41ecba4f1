import type { Matrix } from '../../tensor.ts'
import type { Arithmetic } from './arithmetic.ts'

/** What needs an order of the examples. Allocates: evaluations call it once. */
export function ranks({ round }: Pick<Arithmetic, 'round'>) {
  /** In double precision, rounded once: counts of pairs are whole numbers. */
  const concordance = (y: Matrix, scores: Matrix, labels: Matrix): void => {
    for (let r = 0; r < y.rows; r++) {
      const start = r * scores.stride
      const order = Uint32Array.from({ length: scores.columns }, (_, c) => c).sort(
        (a, b) => scores.data[start + a]! - scores.data[start + b]!,
      )
      y.data[r * y.stride] = round(share(order, scores, labels, r))
    }
  }

  return { concordance }
}

/** Negatives below each positive, those of equal score by half, over all pairs. */
function share(order: Uint32Array, scores: Matrix, labels: Matrix, r: number): number {
  const score = (at: number) => scores.data[r * scores.stride + order[at]!]!
  const isPositive = (at: number) => labels.data[r * labels.stride + order[at]!]! > 0.5
  let below = 0
  let positives = 0
  let ordered = 0
  for (let first = 0; first < order.length; ) {
    let next = first
    let positive = 0
    let negative = 0
    for (; next < order.length && !(score(next) > score(first)); next++) {
      if (isPositive(next)) positive += 1
      else negative += 1
    }
    ordered += positive * (below + negative / 2)
    below += negative
    positives += positive
    first = next
  }
  const pairs = positives * below
  return pairs > 0 ? ordered / pairs : 0.5
}
