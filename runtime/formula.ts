import { Network } from './network.ts'
import type { Precision } from './precision.ts'

/** A network of equations over matrices: a function, and its derivatives where the spec asks for them. */
export abstract class Formula<M extends number = number, P extends Precision = Precision> extends Network<
  M,
  P
> {}
