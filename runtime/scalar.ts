import { erf } from './mathematics/erf-float64.ts'
import { cos, exp, expm1, log, power, sigmoid, sin, softplus, tanh } from './mathematics/float64.ts'
import { inverseNormal } from './mathematics/inverse-normal-float64.ts'

/**
 * The language's operations on plain numbers, for what a network computes once per update and not per element: rates,
 * factors, norms. Always in double precision, and the same bits everywhere.
 */
export const scalar = {
  exp,
  expm1,
  erf,
  inverseNormal,
  log,
  cos,
  sin,
  tanh,
  sigmoid,
  softplus,
  power,
  sqrt: Math.sqrt,
  abs: Math.abs,
  floor: Math.floor,
  /** The larger of two; NaN if either is. */
  maximum: (a: number, b: number): number => Math.max(a, b),
  /** The smaller of two; NaN if either is. */
  minimum: (a: number, b: number): number => Math.min(a, b),
  less: (a: number, b: number): number => (a < b ? 1 : 0),
  lessOrEqual: (a: number, b: number): number => (a <= b ? 1 : 0),
  equal: (a: number, b: number): number => (a === b ? 1 : 0),
  notEqual: (a: number, b: number): number => (a !== b ? 1 : 0),
  and: (a: number, b: number): number => (a !== 0 && b !== 0 ? 1 : 0),
  or: (a: number, b: number): number => (a !== 0 || b !== 0 ? 1 : 0),
  not: (x: number): number => (x === 0 ? 1 : 0),
  where: (condition: number, a: number, b: number): number => (condition !== 0 ? a : b),
} as const
