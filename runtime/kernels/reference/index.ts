import type { Kernels } from '../kernels.ts'
import { affines } from './affine.ts'
import type { Arithmetic } from './arithmetic.ts'
import { draws } from './draws.ts'
import { gradients } from './gradients.ts'
import { losses } from './losses.ts'
import { optimizers } from './optimizers.ts'
import { orthonormal } from './orthonormal.ts'
import { pointwise } from './pointwise.ts'
import { products } from './products.ts'
import { ranks } from './ranks.ts'
import { reductions } from './reductions.ts'
import { updates } from './updates.ts'

/**
 * Every kernel in plain TypeScript: its readable definition, which faster ones must match bit for bit.
 *
 * Kernels check nothing: generated code calls them with sizes that the compiler and TypeScript have proved.
 */
export function referenceKernels(arithmetic: Arithmetic): Kernels {
  return {
    ...products(arithmetic),
    ...affines(arithmetic),
    ...gradients(arithmetic),
    ...losses(arithmetic),
    ...optimizers(arithmetic),
    ...updates(arithmetic),
    ...draws(arithmetic),
    ...pointwise(arithmetic),
    ...reductions(arithmetic),
    ...ranks(arithmetic),
    orthonormal: orthonormal(arithmetic),
  }
}
