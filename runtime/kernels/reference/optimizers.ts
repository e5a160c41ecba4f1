import type { Matrix } from '../../tensor.ts'
import type { Arithmetic } from './arithmetic.ts'

/** Updates of a block of parameters, in place. */
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

  const descendWithMoments = (
    p: Matrix,
    v: Matrix,
    s: Matrix,
    g: Matrix,
    old1: number,
    fresh1: number,
    old2: number,
    fresh2: number,
    rate: number,
    correction: number,
    epsilon: number,
  ): void => {
    const oldFirst = round(old1)
    const freshFirst = round(fresh1)
    const oldSecond = round(old2)
    const freshSecond = round(fresh2)
    const step = round(rate)
    const corrected = round(correction)
    const least = round(epsilon)
    for (let r = 0; r < p.rows; r++) {
      for (let c = 0; c < p.columns; c++) {
        const ip = r * p.stride + c
        const iv = r * v.stride + c
        const is = r * s.stride + c
        const gradient = g.data[r * g.stride + c]!
        const first = round(round(oldFirst * v.data[iv]!) + round(freshFirst * gradient))
        const second = round(round(oldSecond * s.data[is]!) + round(freshSecond * round(gradient * gradient)))
        v.data[iv] = first
        s.data[is] = second
        const root = round(Math.sqrt(round(corrected * second)))
        p.data[ip] = round(p.data[ip]! - round(round(step * first) / round(root + least)))
      }
    }
  }

  return { descend, descendWithMomentum, descendWithMoments }
}
