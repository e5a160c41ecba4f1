import { float32Reference } from '../../../runtime/reference.ts'
import { withKernels } from './loopless.ts'

/** The same module with the kernels' readable definitions, as it runs where there is no WebAssembly. */
export const peer = withKernels({ precision: float32Reference })
