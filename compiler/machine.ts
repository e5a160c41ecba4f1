import { type Signature, signatures } from '../runtime/kernels/signatures.ts'
import { equationsAsProgram } from './3-expand/formulas.ts'
import { stabilise } from './4-stabilise/stabilise.ts'
import { simplify } from './6-simplify/simplify.ts'
import { Report } from './diagnostics/report.ts'
import type { Machine, Pattern } from './forms/machine.ts'

/**
 * The kernels' equations in the normal form of every program: they pass through
 * the same stages. That is what lets the selector find them, and the tests hold
 * kernels to them.
 */
export function machineOf(list: readonly Signature[] = signatures): Machine {
  return list.filter(computes).map(patternOf)
}

/** `copy` only moves data: selection knows it without an equation. */
function computes({ equations }: Signature): boolean {
  return !Object.values(equations).every((equation) => /^\w+$/.test(equation))
}

export function patternOf(signature: Signature): Pattern {
  const program = simplify(stabilise(equationsAsProgram(signature, new Report())))
  const leaf = (name: string) => program.values.find((value) => value.leaf && value.name === name)?.id ?? -1
  const result = (name: string) => program.results.find((each) => each.name === name)!.value
  return {
    kernel: signature.name,
    program,
    outputs: Object.keys(signature.outputs).map((name) => ({ name, value: result(name) })),
    inputs: Object.entries(signature.inputs).map(([name, shape]) => ({
      name,
      value: leaf(name),
      any: shape === 'any',
    })),
    scalars: (signature.scalars ?? []).map((name) => ({ name, value: leaf(name) })),
    inPlace: signature.inPlace ?? [],
    pointwise: signature.pointwise ?? false,
    draws: signature.draws ?? false,
  }
}

/** The machine of this runtime; made once, when first asked for. */
export function machine(): Machine {
  made ??= machineOf()
  return made
}

let made: Machine | undefined
