import { reduction } from './operation.ts'

/** The place, from 0, of the largest element along one axis, the first of equals; flat almost everywhere. */
export const argmax = reduction('argmax', (line) =>
  line.reduce((best, x, at) => (x > line[best]! ? at : best), 0),
)
