import { shareOfExtremes } from './extremes.ts'
import { joinedBy, reduction } from './operation.ts'

/** Largest element along one axis; equals share the gradient. */
export const max = reduction(
  'max',
  (line) => line.reduce((best, x) => (x > best || Number.isNaN(x) ? x : best)),
  {
    gradient: shareOfExtremes,
    combine: 'max',
    element: joinedBy('maximum'),
  },
)
