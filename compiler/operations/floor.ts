import { pointwise } from './operation.ts'

/** The largest whole number that is not larger; flat almost everywhere. */
export const floor = pointwise('floor', (x) => Math.floor(x!), {
  code: { kind: 'call', name: 'Math.floor' },
  exact: true,
})
