import { describe, expect, it } from 'vitest'
import { erf as erf32 } from '../../runtime/mathematics/erf-float32.ts'
import { erf } from '../../runtime/mathematics/erf-float64.ts'
import * as float32 from '../../runtime/mathematics/float32.ts'
import * as float64 from '../../runtime/mathematics/float64.ts'
import { inverseNormal as inverseNormal32 } from '../../runtime/mathematics/inverse-normal-float32.ts'
import { inverseNormal } from '../../runtime/mathematics/inverse-normal-float64.ts'
import * as quickFunctions from '../../runtime/mathematics/quick-float64.ts'
import { scalar } from '../../runtime/scalar.ts'
import { points } from './support/numbers.ts'
import * as oracleFunctions from './support/oracle.ts'

const f = Math.fround
const single = { ...float32, erf: erf32 }
const double = { ...float64, erf }
const quick = { ...quickFunctions }
const oracle = { ...oracleFunctions }

/** Points that are spread evenly over the exponents from 2^from to 2^to. */
const powers = (n: number, from: number, to: number) => points(n, from, to).map((k) => 2 ** k)

const ranges = {
  exp: [...points(3000, -745, 709), ...points(1000, -1, 1), ...powers(300, -60, -1)],
  expm1: [...points(1500, -2, 2), ...points(1000, -45, 700), ...powers(300, -100, -1)],
  erf: [...points(1500, -1.4, 1.4), ...points(1000, -6.5, 6.5), ...powers(300, -60, -1)],
  log: [...points(1500, 0.5, 2), ...points(500, 0.999, 1.001), ...powers(2000, -1074, 1024)],
  tanh: [
    ...points(2000, 0.01, 3),
    ...points(500, 0.62, 0.65),
    ...points(500, 3, 23),
    ...powers(300, -60, -1),
  ],
  sigmoid: [...points(2000, -5, 5), ...points(1000, -745, 40)],
  softplus: [...points(1500, -5, 5), ...points(500, -700, 40)],
  log1p: [...points(3000, 0, 1), ...points(500, 0, 0.01), ...powers(300, -60, 1)],
}

describe('in double precision', () => {
  it.each([
    ['exp', 0.8],
    ['expm1', 1.5],
    ['erf', 0.9],
    ['log', 0.85],
    ['tanh', 1.35],
    ['sigmoid', 1.7],
    ['softplus', 1.95],
  ] as const)('%s is within %f units in the last place', (name, bound) => {
    const worst = Math.max(...ranges[name].map((x) => oracle.ulps(double[name](x), oracle[name](x))))
    expect(worst).toBeLessThan(bound)
  })

  it('measures the engine by the same oracle and finds it good', () => {
    const worst = (name: 'exp' | 'log' | 'tanh') =>
      Math.max(...ranges[name].map((x) => oracle.ulps(Math[name](x), oracle[name](x))))
    expect(worst('exp')).toBeLessThan(1)
    expect(worst('log')).toBeLessThan(1)
    expect(worst('tanh')).toBeLessThan(3)
  })
})

describe('in double precision, quickly', () => {
  it.each([
    ['exp', 1.6],
    ['tanh', 3],
    ['log1p', 2],
  ] as const)('%s is within %f units in the last place', (name, bound) => {
    const normal = ranges[name].filter((x) => x > -708)
    const worst = Math.max(...normal.map((x) => oracle.ulps(quick[name](x), oracle[name](x))))
    expect(worst).toBeLessThan(bound)
  })

  it.each(['exp', 'tanh', 'log1p'] as const)('%s ends as the other does', (name) => {
    for (const x of [0, -0, 1e-300, -1e-300, 800, -800, Infinity, -Infinity, NaN])
      expect(quick[name](x), `${x}`).toBe(double[name](x))
  })
})

describe('in single precision', () => {
  it.each([
    ['exp', 0.9, -103],
    ['expm1', 1.5, -103],
    ['erf', 1.1, -6],
    ['log', 0.9, 0],
    ['tanh', 1.4, 0],
    ['sigmoid', 1.75, -103],
    ['softplus', 2, -103],
  ] as const)('%s is within %f units in the last place', (name, bound, from) => {
    const arguments_ = [
      ...points(40_000, from, 88),
      ...points(40_000, from / 20, 2),
      ...powers(20_000, -126, 6),
    ].map(f)
    const worst = Math.max(
      ...arguments_.map((x) => oracle.ulps(single[name](x), oracle.real(double[name](x)), 24, -126)),
    )
    expect(worst).toBeLessThan(bound)
  })

  it('returns float32 numbers', () => {
    for (const name of ['exp', 'expm1', 'erf', 'log', 'tanh', 'sigmoid', 'softplus'] as const) {
      for (const x of points(100, -10, 10).map(f)) expect(single[name](x)).toBe(f(single[name](x)))
    }
  })
})

describe.each([
  ['double', double, 5e-324, 2.2250738585072014e-308, 709, -746],
  ['single', single, 2 ** -149, 2 ** -126, 88, -104],
] as const)('at the edges of %s precision', (_, math, least, leastNormal, large, small) => {
  it('exp ends at 0 and infinity', () => {
    expect(math.exp(0)).toBe(1)
    expect(math.exp(-0)).toBe(1)
    expect(math.exp(large)).toBeLessThan(Infinity)
    expect(math.exp(large + 1)).toBe(Infinity)
    expect(math.exp(small)).toBe(0)
    expect(math.exp(Math.log(least))).toBe(least)
    expect(math.exp(Infinity)).toBe(Infinity)
    expect(math.exp(-Infinity)).toBe(0)
    expect(math.exp(NaN)).toBeNaN()
  })

  it('expm1 and erf keep the sign of 0 and tiny arguments, and end', () => {
    for (const tiny of [0, -0, least, -leastNormal]) expect(math.expm1(tiny)).toBe(tiny)
    expect([math.expm1(-Infinity), math.expm1(-1e4), math.expm1(Infinity)]).toEqual([-1, -1, Infinity])
    expect(math.expm1(1e4)).toBe(Infinity)
    for (const zero of [0, -0]) expect(math.erf(zero)).toBe(zero)
    expect([math.erf(-Infinity), math.erf(-1e4), math.erf(1e4), math.erf(Infinity)]).toEqual([-1, -1, 1, 1])
    expect([math.expm1(NaN), math.erf(NaN)]).toEqual([NaN, NaN])
    for (const x of points(100, 0, 7).map(f)) expect(math.erf(-x)).toBe(-math.erf(x))
  })

  it('log is -Infinity at 0 and NaN below', () => {
    expect(math.log(1)).toBe(0)
    expect(math.log(0)).toBe(-Infinity)
    expect(math.log(-0)).toBe(-Infinity)
    expect(math.log(-1)).toBeNaN()
    expect(math.log(-Infinity)).toBeNaN()
    expect(math.log(Infinity)).toBe(Infinity)
    expect(math.log(NaN)).toBeNaN()
    expect(math.log(least)).toBeCloseTo(Math.log(least), 4)
    expect(math.log(leastNormal)).toBeCloseTo(Math.log(leastNormal), 4)
  })

  it('tanh keeps the sign of 0 and tiny arguments', () => {
    expect(math.tanh(0)).toBe(0)
    expect(math.tanh(-0)).toBe(-0)
    expect(math.tanh(least)).toBe(least)
    expect(math.tanh(-leastNormal)).toBe(-leastNormal)
    expect(math.tanh(1e4)).toBe(1)
    expect(math.tanh(-1e4)).toBe(-1)
    expect(math.tanh(Infinity)).toBe(1)
    expect(math.tanh(-Infinity)).toBe(-1)
    expect(math.tanh(NaN)).toBeNaN()
    for (const x of points(100, 0, 20).map(f)) expect(math.tanh(-x)).toBe(-math.tanh(x))
  })

  it('sigmoid and softplus are right far out', () => {
    expect(math.sigmoid(0)).toBe(0.5)
    expect(math.sigmoid(-0)).toBe(0.5)
    expect(math.sigmoid(1e4)).toBe(1)
    expect(math.sigmoid(-1e4)).toBe(0)
    expect(math.sigmoid(Infinity)).toBe(1)
    expect(math.sigmoid(-Infinity)).toBe(0)
    expect(math.sigmoid(NaN)).toBeNaN()
    expect(math.softplus(1e4)).toBe(1e4)
    expect(math.softplus(-1e4)).toBe(0)
    expect(math.softplus(Infinity)).toBe(Infinity)
    expect(math.softplus(-Infinity)).toBe(0)
    expect(math.softplus(NaN)).toBeNaN()
  })

  it('power squares for whole exponents', () => {
    expect(math.power(3, 4)).toBe(81)
    expect(math.power(-2, 3)).toBe(-8)
    expect(math.power(2, -2)).toBe(0.25)
    expect(math.power(0, 0)).toBe(1)
    expect(math.power(NaN, 0)).toBe(1)
    expect(math.power(0, -1)).toBe(Infinity)
    expect(math.power(-0, -1)).toBe(-Infinity)
    expect(math.power(-8, 1 / 3)).toBeNaN()
    expect(math.power(0, 0.5)).toBe(0)
    expect(math.power(2, 0.5)).toBeCloseTo(Math.SQRT2, 6)
    expect(math.power(2, NaN)).toBeNaN()
    expect(math.power(1.5, 1e300)).toBe(Infinity)
    expect(math.power(0.5, 1e300)).toBe(0)
  })
})

describe('inverseNormal', () => {
  // Quantiles to 17 digits, from mpmath.
  it.each([
    [0.5, 0],
    [0.3, -0.5244005127080408],
    [0.1, -1.2815515655446004],
    [0.975, 1.9599639845400538],
    [0.001, -3.0902323061678136],
    [1e-9, -5.9978070150076865],
    [1e-16, -8.222082216130435],
    [1e-300, -37.0470962993612],
  ])('finds the quantile of %d', (p, z) => {
    expect(Math.abs(inverseNormal(p) - z)).toBeLessThanOrEqual(1e-15 * Math.abs(z))
  })

  it('agrees in single precision', () => {
    for (const p of [...points(10_000, 0, 1), ...powers(300, -24, -1)].map(f)) {
      const z = inverseNormal(p)
      expect(Math.abs(inverseNormal32(p) - z)).toBeLessThanOrEqual(6e-7 * Math.max(Math.abs(z), 1e-2))
    }
  })

  it('is infinite at the ends, and no number beyond', () => {
    for (const of of [inverseNormal, inverseNormal32])
      expect([of(0), of(1), of(-0.1), of(1.1), of(NaN)]).toEqual([-Infinity, Infinity, NaN, NaN, NaN])
  })

  it('is odd about one half', () => {
    expect(inverseNormal(0.25)).toBe(-inverseNormal(0.75))
    expect(inverseNormal32(0.25)).toBe(-inverseNormal32(0.75))
  })
})

describe('scalar', () => {
  it('has the operations of the language', () => {
    expect(scalar.maximum(1, NaN)).toBeNaN()
    expect(scalar.minimum(2, 3)).toBe(2)
    expect([scalar.less(1, 2), scalar.lessOrEqual(2, 2), scalar.equal(1, 2), scalar.notEqual(1, 2)]).toEqual([
      1, 1, 0, 1,
    ])
    expect([scalar.and(1, 0), scalar.or(1, 0), scalar.not(0), scalar.where(0, 5, 6)]).toEqual([0, 1, 1, 6])
    expect(scalar.power(scalar.sqrt(2), 2)).toBeCloseTo(2)
    expect(scalar.exp(scalar.log(scalar.abs(-3)))).toBeCloseTo(3)
  })
})
