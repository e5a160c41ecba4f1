import type { Engine } from '../../engine.ts'
import type { Arithmetic } from './arithmetic.ts'
import { arithmetic as arithmetic32 } from './float32.ts'
import { arithmetic as arithmetic64 } from './float64.ts'
import { referenceKernels } from './index.ts'

/** The reference kernels: they work in any memory and keep nothing for themselves. */
function referenceEngine(arithmetic: () => Arithmetic): () => Engine {
  let made: Engine | undefined
  return () => {
    if (!made) {
      const kernels = referenceKernels(arithmetic())
      made = { name: 'reference', scratch: () => 0, open: async () => kernels, openNow: () => kernels }
    }
    return made
  }
}

export const reference32 = /* @__PURE__ */ referenceEngine(arithmetic32)
export const reference64 = /* @__PURE__ */ referenceEngine(arithmetic64)
