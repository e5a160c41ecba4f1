import { shareOfExtremes } from './extremes.ts'
import { joinedBy, reduction } from './operation.ts'

/** Smallest element along one axis; equals share the gradient. */
export const min = reduction(
  'min',
  (line) => line.reduce((best, x) => (x < best || Number.isNaN(x) ? x : best)),
  {
    gradient: shareOfExtremes,
    combine: 'min',
    element: joinedBy('minimum'),
  },
)
