import type { Program } from '../forms/program.ts'
import { rebuild } from '../operations/builder.ts'
import { cheaperPolynomials } from './polynomials.ts'
import { stableForm } from './stable-forms.ts'

/**
 * Stage 4: what would overflow or cancel is replaced by what doesn't, before
 * anything is differentiated, so that gradients are stable because their
 * functions are.
 *
 *     A = 1/(1 + exp(−Z))                      A = sigmoid(Z)
 *     J = −(Y·log A + (1 − Y)·log(1 − A))  →   J = softplus(Z) − Y·Z
 */
export function stabilise(program: Program): Program {
  return cheaperPolynomials(
    rebuild(
      program,
      ({ operation, attributes }, operands, { build }) =>
        stableForm(operation, operands, build) ?? build(operation, operands, attributes),
    ),
  )
}
