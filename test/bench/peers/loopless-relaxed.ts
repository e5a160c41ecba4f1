import { float32Relaxed } from '../../../runtime/relaxed.ts'
import { withKernels } from './loopless.ts'

/** The same module with multiply and add in one rounding: for an engine that has relaxed SIMD, else the same again. */
export const peer = withKernels({ precision: float32Relaxed })
