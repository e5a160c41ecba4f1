import type { Matrix } from '../../tensor.ts'
import type { Arithmetic } from './arithmetic.ts'

/** Descent on a block of parameters, in place; other updates are in `updates.ts`. */
export function optimizers({ round }: Arithmetic) {
  const descend = (p: Matrix, g: Matrix, rate: number): void => {
    const step = round(rate)
    for (let r = 0; r < p.rows; r++) {
      for (let c = 0; c < p.columns; c++) {
        const i = r * p.stride + c
        p.data[i] = round(p.data[i]! - round(step * g.data[r * g.stride + c]!))
      }
    }
  }

  const descendWithMomentum = (
    p: Matrix,
    v: Matrix,
    g: Matrix,
    old: number,
    fresh: number,
    rate: number,
  ): void => {
    const oldPart = round(old)
    const freshPart = round(fresh)
    const step = round(rate)
    for (let r = 0; r < p.rows; r++) {
      for (let c = 0; c < p.columns; c++) {
        const ip = r * p.stride + c
        const iv = r * v.stride + c
        const average = round(round(oldPart * v.data[iv]!) + round(freshPart * g.data[r * g.stride + c]!))
        v.data[iv] = average
        p.data[ip] = round(p.data[ip]! - round(step * average))
      }
    }
  }

  return { descend, descendWithMomentum }
}
