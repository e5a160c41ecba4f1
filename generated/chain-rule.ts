// chain-rule.ts · loopless 1, from specs/models/chain-rule.yaml: edit that file, not this one
// @generated
// biome-ignore-all format: generated
// biome-ignore-all lint: generated
// biome-ignore-all assist: generated
// deno-fmt-ignore-file
// deno-lint-ignore-file
// dprint-ignore-file
/* eslint-disable */

/** The course's computation graph, J = 3(a + bc), and its derivatives. */
export function evaluate({ a, b, c }: ChainRuleInputs): ChainRuleResults {
  // forward
  const u = b * c
  const v = a + u
  const J = 3 * v
  // backward: each d is the derivative of the result by that value
  const db = 3 * c
  const dc = 3 * b
  return { J, gradients: { a: 3, b: db, c: dc } }
}

export * as chainRule from './chain-rule.js'

export interface ChainRuleInputs {
  readonly a: number
  readonly b: number
  readonly c: number
}

export interface ChainRuleResults {
  readonly J: number
  readonly gradients: { readonly a: number; readonly b: number; readonly c: number }
}
