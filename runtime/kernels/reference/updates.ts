import type { Matrix } from '../../tensor.ts'
import type { Arithmetic } from './arithmetic.ts'

/** Updates of a block of parameters and of what the optimizer remembers of each, in place. */
export function updates({ round }: Arithmetic) {
  const descendByMoments = (
    p: Matrix,
    v: Matrix,
    s: Matrix,
    g: Matrix,
    keep: number,
    old1: number,
    fresh1: number,
    old2: number,
    fresh2: number,
    rate: number,
    correction: number,
    epsilon: number,
  ): void => {
    const keepPart = round(keep)
    const old1Part = round(old1)
    const fresh1Part = round(fresh1)
    const old2Part = round(old2)
    const fresh2Part = round(fresh2)
    const ratePart = round(rate)
    const correctionPart = round(correction)
    const epsilonPart = round(epsilon)
    for (let r = 0; r < p.rows; r++) {
      for (let c = 0; c < p.columns; c++) {
        const ip = r * p.stride + c
        const iv = r * v.stride + c
        const is = r * s.stride + c
        const gradient = g.data[r * g.stride + c]!
        const first = round(round(old1Part * v.data[iv]!) + round(fresh1Part * gradient))
        const second = round(round(old2Part * s.data[is]!) + round(fresh2Part * round(gradient * gradient)))
        v.data[iv] = first
        s.data[is] = second
        const root = round(Math.sqrt(round(correctionPart * second)))
        const step = round(round(ratePart * first) / round(root + epsilonPart))
        p.data[ip] = round(round(keepPart * p.data[ip]!) - step)
      }
    }
  }

  const descendByMomentsAhead = (
    p: Matrix,
    v: Matrix,
    s: Matrix,
    g: Matrix,
    old1: number,
    fresh1: number,
    old2: number,
    fresh2: number,
    rate: number,
    ahead: number,
    direct: number,
    correction: number,
    epsilon: number,
  ): void => {
    const old1Part = round(old1)
    const fresh1Part = round(fresh1)
    const old2Part = round(old2)
    const fresh2Part = round(fresh2)
    const ratePart = round(rate)
    const aheadPart = round(ahead)
    const directPart = round(direct)
    const correctionPart = round(correction)
    const epsilonPart = round(epsilon)
    for (let r = 0; r < p.rows; r++) {
      for (let c = 0; c < p.columns; c++) {
        const ip = r * p.stride + c
        const iv = r * v.stride + c
        const is = r * s.stride + c
        const gradient = g.data[r * g.stride + c]!
        const first = round(round(old1Part * v.data[iv]!) + round(fresh1Part * gradient))
        const second = round(round(old2Part * s.data[is]!) + round(fresh2Part * round(gradient * gradient)))
        v.data[iv] = first
        s.data[is] = second
        const along = round(round(aheadPart * first) + round(directPart * gradient))
        const root = round(Math.sqrt(round(correctionPart * second)))
        p.data[ip] = round(p.data[ip]! - round(round(ratePart * along) / round(root + epsilonPart)))
      }
    }
  }

  const descendWithTrust = (
    p: Matrix,
    v: Matrix,
    s: Matrix,
    g: Matrix,
    old1: number,
    fresh1: number,
    old2: number,
    fresh2: number,
    rate: number,
    trusted: number,
    factor: number,
    epsilon: number,
  ): void => {
    const old1Part = round(old1)
    const fresh1Part = round(fresh1)
    const old2Part = round(old2)
    const fresh2Part = round(fresh2)
    const ratePart = round(rate)
    const trustedPart = round(trusted)
    const factorPart = round(factor)
    const epsilonPart = round(epsilon)
    for (let r = 0; r < p.rows; r++) {
      for (let c = 0; c < p.columns; c++) {
        const ip = r * p.stride + c
        const iv = r * v.stride + c
        const is = r * s.stride + c
        const gradient = g.data[r * g.stride + c]!
        const first = round(round(old1Part * v.data[iv]!) + round(fresh1Part * gradient))
        const second = round(round(old2Part * s.data[is]!) + round(fresh2Part * round(gradient * gradient)))
        v.data[iv] = first
        s.data[is] = second
        const root = round(Math.sqrt(second))
        const scale = trustedPart !== 0 ? round(factorPart / round(root + epsilonPart)) : 1
        p.data[ip] = round(p.data[ip]! - round(round(ratePart * first) * scale))
      }
    }
  }

  const descendByLargest = (
    p: Matrix,
    v: Matrix,
    u: Matrix,
    g: Matrix,
    old: number,
    fresh: number,
    decay: number,
    epsilon: number,
    rate: number,
  ): void => {
    const oldPart = round(old)
    const freshPart = round(fresh)
    const decayPart = round(decay)
    const epsilonPart = round(epsilon)
    const ratePart = round(rate)
    for (let r = 0; r < p.rows; r++) {
      for (let c = 0; c < p.columns; c++) {
        const ip = r * p.stride + c
        const iv = r * v.stride + c
        const iu = r * u.stride + c
        const gradient = g.data[r * g.stride + c]!
        const first = round(round(oldPart * v.data[iv]!) + round(freshPart * gradient))
        const largest = Math.max(round(decayPart * u.data[iu]!), round(Math.abs(gradient) + epsilonPart))
        v.data[iv] = first
        u.data[iu] = largest
        p.data[ip] = round(p.data[ip]! - round(round(ratePart * first) / largest))
      }
    }
  }

  const descendBySteps = (
    p: Matrix,
    s: Matrix,
    u: Matrix,
    g: Matrix,
    old: number,
    fresh: number,
    epsilon: number,
    rate: number,
  ): void => {
    const oldPart = round(old)
    const freshPart = round(fresh)
    const epsilonPart = round(epsilon)
    const ratePart = round(rate)
    for (let r = 0; r < p.rows; r++) {
      for (let c = 0; c < p.columns; c++) {
        const ip = r * p.stride + c
        const is = r * s.stride + c
        const iu = r * u.stride + c
        const gradient = g.data[r * g.stride + c]!
        const second = round(round(oldPart * s.data[is]!) + round(freshPart * round(gradient * gradient)))
        s.data[is] = second
        const before = u.data[iu]!
        const size = round(Math.sqrt(round(before + epsilonPart)))
        const change = round(round(size / round(Math.sqrt(round(second + epsilonPart)))) * gradient)
        p.data[ip] = round(p.data[ip]! - round(ratePart * change))
        u.data[iu] = round(round(oldPart * before) + round(freshPart * round(change * change)))
      }
    }
  }

  const descendByRoot = (
    p: Matrix,
    s: Matrix,
    g: Matrix,
    old: number,
    fresh: number,
    rate: number,
    epsilon: number,
  ): void => {
    const oldPart = round(old)
    const freshPart = round(fresh)
    const ratePart = round(rate)
    const epsilonPart = round(epsilon)
    for (let r = 0; r < p.rows; r++) {
      for (let c = 0; c < p.columns; c++) {
        const ip = r * p.stride + c
        const is = r * s.stride + c
        const gradient = g.data[r * g.stride + c]!
        const second = round(round(oldPart * s.data[is]!) + round(freshPart * round(gradient * gradient)))
        s.data[is] = second
        const root = round(Math.sqrt(second))
        p.data[ip] = round(p.data[ip]! - round(round(ratePart * gradient) / round(root + epsilonPart)))
      }
    }
  }

  const descendAhead = (
    p: Matrix,
    v: Matrix,
    g: Matrix,
    old: number,
    fresh: number,
    ahead: number,
    direct: number,
  ): void => {
    const oldPart = round(old)
    const freshPart = round(fresh)
    const aheadPart = round(ahead)
    const directPart = round(direct)
    for (let r = 0; r < p.rows; r++) {
      for (let c = 0; c < p.columns; c++) {
        const ip = r * p.stride + c
        const iv = r * v.stride + c
        const gradient = g.data[r * g.stride + c]!
        const velocity = round(round(oldPart * v.data[iv]!) + round(freshPart * gradient))
        v.data[iv] = velocity
        const moved = round(p.data[ip]! + round(aheadPart * velocity))
        p.data[ip] = round(moved + round(directPart * gradient))
      }
    }
  }

  const descendBySign = (
    p: Matrix,
    v: Matrix,
    g: Matrix,
    before: number,
    newest: number,
    old: number,
    fresh: number,
    keep: number,
    rate: number,
  ): void => {
    const beforePart = round(before)
    const newestPart = round(newest)
    const oldPart = round(old)
    const freshPart = round(fresh)
    const keepPart = round(keep)
    const ratePart = round(rate)
    for (let r = 0; r < p.rows; r++) {
      for (let c = 0; c < p.columns; c++) {
        const ip = r * p.stride + c
        const iv = r * v.stride + c
        const gradient = g.data[r * g.stride + c]!
        const averaged = v.data[iv]!
        const direction = round(round(beforePart * averaged) + round(newestPart * gradient))
        v.data[iv] = round(round(oldPart * averaged) + round(freshPart * gradient))
        const sign = (direction > 0 ? 1 : 0) - (direction < 0 ? 1 : 0)
        p.data[ip] = round(round(keepPart * p.data[ip]!) - round(ratePart * sign))
      }
    }
  }

  return {
    descendByMoments,
    descendByMomentsAhead,
    descendWithTrust,
    descendByLargest,
    descendBySteps,
    descendByRoot,
    descendAhead,
    descendBySign,
  }
}
