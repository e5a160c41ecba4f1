import type { Arithmetic } from './arithmetic.ts'
import { binary, unary } from './rows.ts'

/** Activations by pieces and gradients through activations, element by element. */
export function gradients(arithmetic: Arithmetic) {
  const { round } = arithmetic

  const leakyRelu = unary(arithmetic, (count, y, y0, z, z0, zStep, slope) => {
    for (let c = 0; c < count; c++) {
      const Z = z[z0 + c * zStep]!
      y[y0 + c] = Z > 0 ? Z : round(slope * Z)
    }
  })

  const tanhGradient = binary(arithmetic, (count, y, y0, d, d0, dStep, a, a0, aStep) => {
    for (let c = 0; c < count; c++) {
      const A = a[a0 + c * aStep]!
      y[y0 + c] = round(d[d0 + c * dStep]! * round(1 - round(A * A)))
    }
  })

  const sigmoidGradient = binary(arithmetic, (count, y, y0, d, d0, dStep, a, a0, aStep) => {
    for (let c = 0; c < count; c++) {
      const A = a[a0 + c * aStep]!
      y[y0 + c] = round(round(d[d0 + c * dStep]! * A) * round(1 - A))
    }
  })

  const reluGradient = binary(arithmetic, (count, y, y0, d, d0, dStep, a, a0, aStep) => {
    for (let c = 0; c < count; c++) y[y0 + c] = a[a0 + c * aStep]! > 0 ? d[d0 + c * dStep]! : 0
  })

  const leakyReluGradient = binary(arithmetic, (count, y, y0, d, d0, dStep, z, z0, zStep, slope) => {
    for (let c = 0; c < count; c++) {
      const D = d[d0 + c * dStep]!
      y[y0 + c] = z[z0 + c * zStep]! > 0 ? D : round(slope * D)
    }
  })

  const scaledDifference = binary(arithmetic, (count, y, y0, a, a0, aStep, b, b0, bStep, factor) => {
    for (let c = 0; c < count; c++) {
      y[y0 + c] = round(factor * round(a[a0 + c * aStep]! - b[b0 + c * bStep]!))
    }
  })

  return { leakyRelu, tanhGradient, sigmoidGradient, reluGradient, leakyReluGradient, scaledDifference }
}
