import type { NetworkSpec } from '../index.ts'
import type { LayerFacts } from './layers.ts'

/** How the optimizer's equations are computed, on all parameters at once. */
export interface UpdateFacts {
  readonly optimizer: string
  /** In order; one that computes all of it is fused. */
  readonly kernels: readonly string[]
  readonly fused: boolean
}

/** What stage 7 calls what is written out. */
const WRITTEN = 'scalar code'

/** Absent where nothing is trained. */
export function updateOf({ training }: NetworkSpec, layers: readonly LayerFacts[]): UpdateFacts | undefined {
  const kernels = layers
    .filter(({ name }) => name === 'update')
    .flatMap((layer) => layer.kernels.map(({ kernel }) => kernel))
  if (training === undefined || kernels.length === 0) return undefined
  return { optimizer: training.optimizer.word.name, kernels, fused: kernels.length === 1 }
}

/** `adam updates all parameters in one kernel` */
export function updateText({ optimizer, kernels, fused }: UpdateFacts): string {
  const [only = ''] = kernels
  const one = only === WRITTEN ? only : 'one kernel'
  return `${optimizer} updates all parameters in ${fused ? one : `${kernels.length} kernels, one after the other`}`
}
